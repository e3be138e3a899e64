"""A real browser for tests: the Chromium or Chrome that this machine has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # as root, in containers; it sees our own pages alone
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


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


class Complaints:
    """What a page's console reports as errors: scripts that fail, whatever the policy refuses."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.seen.append(str(error)))
        page.on("console", lambda said: self.seen.append(said.text) if said.type == "error" else None)
