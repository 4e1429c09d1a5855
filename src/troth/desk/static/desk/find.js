// ⌘K, or Ctrl and K: to the box in which staff search, on every page of the desk.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
  if (event.shiftKey || event.altKey) return;
  event.preventDefault();
  const box = document.querySelector("[data-find]");
  box.focus();
  box.select();
});
