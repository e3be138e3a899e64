"""A real browser for tests: the Chromium or Chrome that this machine has, and who looks at pages in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright

TIMEOUT_MS = 30_000
"""How long anything in a browser may take; machines are busy."""
DESKTOP, PHONE = 1280, 390
"""Widths of screens, in pixels."""

_TABS = 60
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # as root, in containers; it sees our own pages alone
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Open = Callable[..., Page]
"""Opens a blank page in a browser of its own, whose options are given by name."""


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """A headless browser; the test is skipped where there is none, and says how to get one."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip(
            f"no browser ({', '.join(_NAMES)}): install one with make browser, or apt-get install chromium"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def visitors(browser: Browser, port: int, *expected: str) -> Iterator[Open]:
    """Lets people look at the pages behind a port, each in a browser of their own.

    Whatever their consoles report as errors, scripts that fail and what the policy refuses, is a fault,
    unless it contains one of the words `expected`.
    """
    contexts = []
    complaints: list[str] = []

    def visit(**how: object) -> Page:
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}", **how)  # type: ignore[arg-type]  # options of any kind
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [text for text in complaints if not any(words in text for words in expected)] == []


def tab_to(target: Locator) -> None:
    """Press Tab until something has the focus, as who has no mouse gets there."""
    keyboard = target.page.keyboard
    for _ in range(_TABS):
        keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    msg = f"{target} is not reached by {_TABS} tabs"
    raise AssertionError(msg)


def barriers(page: Page) -> list[str]:
    """What keeps people from using the page as it stands, with every part of it unfolded.

    All of axe's rules in the light scheme, contrast in the dark one too, and lines wider than the screen.
    """
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    page.evaluate(Axe().axe_script)
    found = []
    for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words
        results = AxeResults(
            page.evaluate("rules => axe.run(rules)", {"resultTypes": ["violations"], **rules})
        )
        if results.violations_count:
            found.append(f"{page.url}, {scheme}: {results.generate_report()}")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        found.append(f"{page.url} is {wider} px wider than the screen")
    return found
