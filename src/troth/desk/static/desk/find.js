// ⌘K, or Ctrl and K: to the box in which staff search, from every page of the desk.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
  if (event.shiftKey || event.altKey) return;
  event.preventDefault();
  const box = document.getElementById("id_customer");
  if (box) {
    box.focus();
    box.select();
  } else {
    document.querySelector("a[data-find]").click();
  }
});
