// Keys in the queue and at the identity desk: to the next item and the previous one, and to what can be
// decided. Without this file Tab does the same.
"use strict";

// By the place of the key, not by its letter: a Vietnamese input method may swallow letters.
const items = [...document.querySelectorAll("[data-item]")];

function go(step) {
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + step, 0), items.length - 1);
  items[next].focus();
  items[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  if (typing && event.key === "Escape") event.target.blur();
  if (typing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = document.querySelector(`[data-key="${event.code}"]`);
  const step = { KeyN: 1, KeyP: -1 }[event.code];
  if (!target && !step) return;
  event.preventDefault();
  if (step) go(step);
  else if (target.matches("button")) target.click();
  else target.focus();
});

for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false;
