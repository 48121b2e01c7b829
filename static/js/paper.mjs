// A paper in the making: looks every three seconds how far it has come. Without this there is the link to press.

const main = document.querySelector("main");

async function look() {
  const link = main.querySelector("[data-paper-waits]");
  if (!link) return;
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!fresh.querySelector("[data-paper-waits]")) return location.reload();
    main.querySelector("[role=status]").textContent = fresh.querySelector("[role=status]").textContent;
  }
  setTimeout(look, 3000);
}

setTimeout(look, 3000);
