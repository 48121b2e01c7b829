// Marking by keyboard: on the marks, a digit chooses the mark of that number; Ctrl (or Cmd) and Enter saves and goes on.
// A digit does nothing elsewhere on the page, so nobody changes a mark by chance (WCAG 2.1.4). Without this the arrow keys,
// Tab and Enter do the same.

const form = document.querySelector("form[data-marking]");
const marks = form?.elements.mark;

if (form && marks) {
  const group = form.querySelector("#id_mark");
  const list = marks instanceof RadioNodeList ? [...marks] : [marks];
  form.querySelector("[data-marking-keys]").hidden = false;

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) {
      event.preventDefault();
      form.querySelector("button[name=next]").click();
    } else if (group.contains(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const chosen = list.find((one) => one.value === event.key);
      if (!chosen) return;
      event.preventDefault();
      chosen.checked = true;
      chosen.focus();
    }
  });

  // "Save and next" leads to the marks of the next answer, so that the next key is the next mark.
  // The group takes the focus, not one radio: the browser itself moves the focus to what the fragment names.
  group.tabIndex = -1;
  if (location.hash === "#id_mark") group.focus({ preventScroll: true });
}
