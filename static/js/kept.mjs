// Text that is not saved yet, kept in this browser under the bid, the question and the person, until it is saved, the person
// signs out, or a month has passed.

const PREFIX = "answer:";
const A_MONTH = 30 * 24 * 3600 * 1000;

export function keep(key, text) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ text, at: Date.now() }));
    return true;
  } catch {
    return false; // no room, or a browser that keeps nothing
  }
}

export function kept(key) {
  try {
    const found = JSON.parse(localStorage.getItem(PREFIX + key));
    return typeof found?.text === "string" && Date.now() - found.at < A_MONTH ? found : null;
  } catch {
    return null;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // what cannot be kept need not be erased
  }
}

export function keptKeys() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}
