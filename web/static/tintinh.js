// "/" puts the cursor into the page's search; without this file nothing else is missing.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("main input[type=search], input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
