// On a shared computer nothing of a bid stays behind: signing out erases what this browser kept. It says so first.

import { forget, keptKeys } from "./kept.mjs";

const form = document.querySelector("main form");
const warning = document.querySelector("[data-kept-warning]");

if (warning) warning.hidden = keptKeys().length === 0;
form?.addEventListener("submit", () => keptKeys().forEach(forget));
