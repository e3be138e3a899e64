// The review desk, faster: keys, and the next pair fetched ahead and shown at once while a judgement
// is on its way. Without this file the same links and forms work by themselves.
"use strict";

// By the place of the key, not by its letter: a Vietnamese input method may swallow letters and digits.
const KEYS = { Slash: "?" };
for (const letter of "UNPRGFHS") KEYS["Key" + letter] = letter.toLowerCase();
for (const digit of "12345") KEYS["Digit" + digit] = KEYS["Numpad" + digit] = digit;

const one = (selector) => document.querySelector(selector);

let ahead = null; // the page of the next pair, once it is here
let sending = null; // the judgement on its way; resolves to whether the editor may go on
let shown = 0; // counts the pages shown, to tell whether the editor has gone on meanwhile

async function load(url, options) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!main) throw new Error(`${url}: ${answer.status}`);
  return { url: answer.url, ok: answer.ok, title: page.title, main, who: page.querySelector("header.site .who") };
}

function show(page, { remember = true } = {}) {
  shown += 1;
  one("main").replaceWith(page.main);
  one("header.site .who").replaceWith(page.who); // the language switch leads to this pair
  document.title = page.title;
  if (remember) history.pushState(null, "", page.url);
  prepare();
  scrollTo(0, 0);
  one("main h1").tabIndex = -1;
  one("main h1").focus({ preventScroll: true });
}

// What a page needs once it is on the screen.
function prepare() {
  const toggle = one("#keys");
  if (toggle) {
    toggle.checked = keysWanted();
    toggle.closest("[data-needs-script]").hidden = false;
  }
  fetchAhead();
}

async function fetchAhead() {
  ahead = null;
  const url = one("#desk")?.dataset.ahead;
  if (!url) return;
  const at = shown;
  try {
    const page = await load(url);
    if (at === shown && page.ok) ahead = page;
  } catch {
    // It is fetched again when it is needed, and what is wrong is told then.
  }
}

async function judge(form, button) {
  const body = new URLSearchParams([...new FormData(form), [button.name, button.value]]);
  const before = { url: location.href, title: document.title, main: one("main"), who: one("header.site .who") };
  const at = shown;
  // One judgement is on its way at a time: what is judged after one that is refused is not sent.
  if (sending && !(await sending)) return;
  if (at !== shown) return;
  // Sent even if the editor leaves the page at once.
  const answered = load(form.action, { method: "POST", body, keepalive: true });
  const early = ahead;
  if (early) show(early);
  sending = finish(answered, { before, early, at: shown, said: button.dataset.said });
  await sending;
  sending = null;
}

async function finish(answered, { before, early, at, said }) {
  let answer;
  try {
    answer = await answered;
  } catch {
    show(before);
    fail();
    return false;
  }
  const wentOn = early && (at !== shown || pairOf(early.main) === pairOf(answer.main));
  if (answer.ok && wentOn) {
    one("#progress")?.replaceWith(answer.main.querySelector("#progress"));
  } else {
    show(answer);
  }
  if (answer.ok) say(`${said}. ${one("#said").dataset.left} ${one("#left")?.textContent ?? ""}`);
  return answer.ok;
}

async function takeBack() {
  if (sending) await sending;
  const form = one("#undo");
  if (!form?.elements.judgement) return;
  const said = form.dataset.said;
  try {
    const answer = await load(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    show(answer);
    if (answer.ok) say(said);
  } catch {
    fail();
  }
}

async function follow(url) {
  try {
    show(ahead && new URL(url, location.href).href === ahead.url ? ahead : await load(url));
  } catch {
    fail();
  }
}

function pairOf(main) {
  return main.querySelector("#desk")?.dataset.pair;
}

function say(text) {
  one("#said").className = "unseen";
  one("#said").textContent = text;
}

function fail() {
  one("#said").className = "notice alarm failed";
  one("#said").textContent = one("#said").dataset.failed;
}

function keysWanted() {
  return localStorage.getItem("keys") !== "off";
}

document.addEventListener("submit", (event) => {
  if (event.target.id === "judge") {
    event.preventDefault();
    judge(event.target, event.submitter);
  } else if (event.target.id === "undo") {
    event.preventDefault();
    takeBack();
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("main .verdicts nav a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  follow(link.getAttribute("href"));
});

document.addEventListener("change", (event) => {
  if (event.target.id === "keys") localStorage.setItem("keys", event.target.checked ? "on" : "off");
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (typing && event.key === "Escape") event.target.blur();
  if (typing || event.repeat || event.ctrlKey || event.altKey || event.metaKey || !keysWanted()) return;
  const target = KEYS[event.code] && one(`main [data-key="${KEYS[event.code]}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("textarea")) target.focus();
  else target.click();
  if (target.matches("summary")) target.focus(); // what it opens is one Tab away
});

window.addEventListener("popstate", async () => {
  try {
    show(await load(location.href), { remember: false });
  } catch {
    fail();
  }
});

prepare();
