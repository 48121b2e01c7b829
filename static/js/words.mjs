// Says beside a box how many words are left, as one types. The same definition of a word as socialvalue/text.py; both are
// held to tests/word_vectors.json. Without this the server says the same on saving.

const SPACE = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const MARKS =
  "\\u00b7\\u2010-\\u2015\\u2022\\u2023\\u2043\\u204c\\u204d\\u2212\\u2219\\u25a0-\\u25ff\\u2713\\u2714" +
  "\\u2756\\u2794\\u27a2-\\u27a4\\u29be\\u29bf\\uf0a7\\uf0b7\\uf0d8\\uf0fc\\ufe0e\\ufe0f*\\-";
const LETTERS =
  "\\u3005-\\u3007\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff" +
  "\\uff66-\\uff9d\\u{20000}-\\u{3fffd}";
const STOPS = "\\u3001-\\u3004\\u3008-\\u303f\\u30fb\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65";
const WORD = new RegExp(`[${LETTERS}]|[^${SPACE}${MARKS}${LETTERS}${STOPS}][^${SPACE}${LETTERS}${STOPS}]*`, "gu");

export function countWords(text) {
  return text.match(WORD)?.length ?? 0;
}

function leftText(left) {
  const words = Math.abs(left) === 1 ? "word" : "words";
  return left < 0 ? `You have ${-left} ${words} too many` : `You have ${left} ${words} remaining`;
}

// What is seen changes with every word; what is read out waits until the typing stops.
function watch(group) {
  const box = group.querySelector("textarea, input");
  const hint = group.querySelector(".govuk-character-count__message");
  const limit = Number(group.dataset.wordLimit);
  const seen = document.createElement("div");
  const heard = document.createElement("div");
  seen.className = "govuk-character-count__message govuk-character-count__status";
  seen.setAttribute("aria-hidden", "true");
  heard.className = "govuk-visually-hidden";
  heard.setAttribute("aria-live", "polite");
  let waiting;
  const show = () => {
    const left = limit - countWords(box.value);
    seen.textContent = leftText(left);
    seen.classList.toggle("govuk-error-message", left < 0);
    seen.classList.toggle("govuk-hint", left >= 0);
    box.classList.toggle("govuk-textarea--error", left < 0 || group.classList.contains("govuk-form-group--error"));
    clearTimeout(waiting);
    waiting = setTimeout(() => (heard.textContent = seen.textContent), 1000);
  };
  hint.classList.add("govuk-visually-hidden");
  hint.after(seen, heard);
  box.addEventListener("input", show);
  show();
}

for (const group of document.querySelectorAll("[data-word-limit]")) watch(group);
