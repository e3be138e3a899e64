// The correction desk, faster: words selected in the text go into the forms that add facts, and keys go
// from fact to fact. Without this file the same links and forms work by themselves.
"use strict";

// By the place of the key, not by its letter: a Vietnamese input method may swallow letters and digits.
const ADDING = ["person", "office", "date", "award", "author"];
const text = document.querySelector("#text");
const all = (selector) => [...document.querySelectorAll(selector)];

let at = -1; // the fact that the keys last went to

// How many characters, as the server counts them, stand in the line before a place.
function offsetIn(line, node, offset) {
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}

// The words selected within one line of the text, with the offset where they begin; none for no such words.
function chosen() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const line = range.startContainer.parentElement?.closest("[data-line]");
  if (!line || !text.contains(line)) return null;
  const whole = [...line.textContent];
  let start = offsetIn(line, range.startContainer, range.startOffset);
  let end = line.contains(range.endContainer) ? offsetIn(line, range.endContainer, range.endOffset) : whole.length;
  while (start < end && /\s/u.test(whole[start])) start += 1;
  while (end > start && /\s/u.test(whole[end - 1])) end -= 1;
  if (start === end) return null;
  return { words: whole.slice(start, end).join(""), place: Number(line.dataset.line) + start };
}

function fill() {
  const found = chosen();
  if (!found) return;
  for (const input of all("input[data-words]")) {
    input.value = found.words;
    const place = input.form.querySelector("[data-place]");
    if (place) place.value = found.place;
  }
}

function open(details) {
  for (let one = details; one; one = one.parentElement?.closest("details")) one.open = true;
  details.scrollIntoView({ block: "nearest" });
}

function go(step) {
  const facts = all("details.fact[data-fact]");
  if (!facts.length) return;
  if (facts[at]) facts[at].open = false;
  at = at < 0 && step < 0 ? facts.length - 1 : (at + step + facts.length) % facts.length;
  open(facts[at]);
  facts[at].querySelector("summary").focus();
}

// The fact that is in hand: the one with the focus, else the one that the keys went to.
function inHand() {
  return document.activeElement?.closest?.("details.fact[data-fact]") ?? all("details.fact[data-fact]")[at];
}

// To say that the fact in hand is wrong, or reads otherwise: everything is there but the reason.
function say(action) {
  const details = inHand();
  if (!details) return;
  open(details);
  const form = details.querySelector("form");
  const button = form.querySelector(`button[value=${action}]`);
  form.dataset.action = action;
  for (const one of form.querySelectorAll("button")) one.classList.toggle("plain", one !== button);
  const field = action === "wrong" ? form.elements.reason : form.querySelector("input:not([type=hidden]), select");
  field.focus();
  field.select?.();
}

function add(kind) {
  const details = document.querySelector(`details.add[data-kind=${kind}]`);
  if (!details) return;
  fill();
  open(details);
  const fields = [...details.querySelectorAll("input:not([type=hidden]), select")];
  (fields.find((one) => !one.value) ?? fields[0]).focus();
}

document.addEventListener("selectionchange", fill);

// What is typed has no place yet: the server finds it.
document.addEventListener("input", (event) => {
  if (!event.target.matches("input[data-words]")) return;
  const place = event.target.form.querySelector("[data-place]");
  if (place) place.value = "";
});

// Enter does what was last said by key, not what the first button says.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form.correct");
  if (event.key !== "Enter" || !form?.dataset.action || !event.target.matches("input")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(`button[value=${form.dataset.action}]`));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.to-fact");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!document.getSelection().isCollapsed) return; // words are being selected over a mark
  const details = document.querySelector(link.hash).closest("details");
  at = all("details.fact[data-fact]").indexOf(details);
  open(details);
  details.querySelector("summary").focus();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (typing && event.key === "Escape") event.target.blur();
  if (typing || event.repeat || event.ctrlKey || event.altKey || event.metaKey || !wanted()) return;
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
  const act = digit ? () => add(ADDING[digit - 1]) : KEYS[event.code];
  if (!act) return;
  event.preventDefault();
  act();
});

const KEYS = {
  KeyN: () => go(1),
  KeyP: () => go(-1),
  KeyW: () => say("wrong"),
  KeyE: () => say("mend"),
  KeyU: () => document.querySelector(".history form.inline button")?.click(),
};

function wanted() {
  return localStorage.getItem("keys") !== "off";
}

const box = document.querySelector("#keys");
box.checked = wanted();
box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
for (const one of all("[data-needs-script]")) one.hidden = false;
