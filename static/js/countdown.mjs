// Says in words how long is left until a tender closes, by the server's clock. The visitor's own clock is never asked what
// time it is: the page carries the server's, and from there on only elapsed time is counted. Without this the closing time
// stands there as weekday, date, time and zone.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CLOSED = "The tender has closed. What you typed is still on this page. What reached us in time counts.";
// A screen reader hears these, once each, and nothing in between.
const SPOKEN = [
  [HOUR, "One hour is left until the tender closes."],
  [10 * MINUTE, "Ten minutes are left until the tender closes."],
  [MINUTE, "One minute is left until the tender closes."],
  [0, CLOSED],
];

const count = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

function pair(left, large, largeName, small, smallName) {
  const rest = Math.floor((left % large) / small);
  return count(Math.floor(left / large), largeName) + (rest ? ` and ${count(rest, smallName)}` : "");
}

// How long `left` milliseconds are, rounded down, so that nobody is promised more than there is.
export function leftText(left) {
  if (left <= 0) return CLOSED;
  if (left < MINUTE) return "Less than a minute is left.";
  if (left < HOUR) return `Left: ${count(Math.floor(left / MINUTE), "minute")}.`;
  if (left < DAY) return `Left: ${pair(left, HOUR, "hour", MINUTE, "minute")}.`;
  return `Left: ${pair(left, DAY, "day", HOUR, "hour")}.`;
}

function start(place) {
  const words = place.querySelector("[data-countdown-left]");
  const says = place.querySelector("[data-countdown-says]");
  const closes = Date.parse(place.dataset.closes);
  // The server took its time between the request's start and its answer: the earlier end promises nobody too much.
  let from = performance.getEntriesByType("navigation")[0]?.requestStart ?? 0;
  let server = Date.parse(place.dataset.now);
  let drift = Date.now() - performance.now();
  let heard = closes - server;
  let timer;

  function tick() {
    clearTimeout(timer);
    const left = closes - server - (performance.now() - from);
    const text = leftText(left);
    if (words.textContent !== text) words.textContent = text;
    words.hidden = false;
    const due = SPOKEN.findLast(([at]) => left <= at && heard > at);
    if (due) says.textContent = due[1];
    heard = left;
    if (left > 0) timer = setTimeout(tick, Math.min((left % MINUTE) + 20, MINUTE));
  }

  // A laptop that slept may not have counted that time: then the server is asked again.
  async function wake() {
    if (document.hidden) return;
    if (Math.abs(Date.now() - performance.now() - drift) > 5000) {
      drift = Date.now() - performance.now();
      const asked = performance.now();
      const answer = await fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).catch(() => null);
      const date = Date.parse(answer?.headers.get("Date") ?? "");
      if (date) [server, from] = [date, asked];
    }
    tick();
  }

  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", wake);
  tick();
}

globalThis.document?.querySelectorAll("[data-countdown]").forEach(start);
