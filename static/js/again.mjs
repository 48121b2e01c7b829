// A form that came back after a lost session: signing in has changed the form token, so the newest is taken when it is sent.
// Without this the page comes back once more, and is sent by a second press.

import { token } from "./token.mjs";

document.querySelector("form[data-again]")?.addEventListener("submit", (event) => {
  event.target.elements.csrfmiddlewaretoken.value = token();
});
