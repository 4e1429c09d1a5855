// Opens and closes all rules of the policy in place; without this, the link leads to the same.
"use strict";

for (const link of document.querySelectorAll("a[data-fold]")) {
  const rules = document.querySelectorAll("details.rule");
  const [open, close] = link.dataset.fold.split("|");
  let unfolded = rules.length > 0 && rules[0].open;
  link.setAttribute("role", "button");
  const fold = (event) => {
    event.preventDefault();
    unfolded = !unfolded;
    for (const rule of rules) rule.open = unfolded;
    link.textContent = unfolded ? close : open;
  };
  link.addEventListener("click", fold);
  link.addEventListener("keydown", (event) => { if (event.key === " ") fold(event); });
}
