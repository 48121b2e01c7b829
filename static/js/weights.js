// Says what is left to give among weights that stand together, as one types. The server says the same on saving.

const figure = /^[0-9]{1,3}(\.[0-9]{1,6})?$/;

function leftText(left) {
  if (left === 0) return "all given";
  return left > 0 ? `${left} left to give` : `${-left} too many`;
}

function update(group) {
  let millionths = 100_000_000;
  for (const input of group.querySelectorAll("[data-weight]")) {
    const typed = input.value.trim();
    if (typed && !figure.test(typed)) return;
    millionths -= Math.round(Number(typed || 0) * 1_000_000);
  }
  const line = group.querySelector("[data-left]");
  line.textContent = leftText(millionths / 1_000_000);
  line.parentElement.classList.toggle("portal-left--wrong", millionths !== 0);
}

for (const group of document.querySelectorAll("[data-weights]")) {
  group.addEventListener("input", () => update(group));
}
