// Keys in a queue: to the next item and the previous one. Without this file Tab does the same.
"use strict";

const items = [...document.querySelectorAll("[data-item]")];

function go(step) {
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + step, 0), items.length - 1);
  items[next].focus();
  items[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.altKey || event.metaKey) return;
  const step = { KeyN: 1, KeyP: -1 }[event.code];
  if (!step) return;
  event.preventDefault();
  go(step);
});

for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false;
