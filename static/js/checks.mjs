// Says what the checks find in a draft a moment after typing stops. Nothing is saved. Without this, saving says the same.

const form = document.querySelector("form[data-check]");
let waiting;
let latest = 0;

async function check() {
  const number = ++latest;
  const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== latest) return;
  for (const old of document.querySelectorAll("[data-findings]")) {
    const now = fresh.getElementById(old.id)?.innerHTML ?? "";
    // What did not change is left alone, so that nobody hears it twice.
    if (old.innerHTML.trim() !== now.trim()) old.innerHTML = now;
  }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(check, 800);
});
