// Starts the small behaviours of the page. Every page works without them.

import { initAll } from "../build/govuk-frontend.min.js";
import "./words.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
