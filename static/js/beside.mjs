// Where the help stands beside the box there is room to have it open from the start. Without this it opens by a press.

if (matchMedia("(min-width: 64em)").matches) {
  for (const part of document.querySelectorAll("[data-beside] details")) part.open = true;
}
