"""Pages that need a script (`render = "browser"`): shown in a browser, and read as they then stand.

The document has been fetched like any other page. The browser has no network of its own: the
document comes from us, and what its scripts ask for is fetched by the site's own downloads, so
that robots.txt, pace, limits and guards against private addresses hold for it too. Pictures, style
sheets, other sites' scripts, further windows, files and service workers are not let in.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import TextResponse

from config import CrawlSettings
from crawler.addresses import SiteAddresses
from crawler.answers import Answer
from crawler.downloads import NoAnswer, SiteDownloads
from crawler.guards import BodyBroken, BodyTooLarge
from crawler.politeness import user_agent
from crawler.robots import SiteRobots
from db.reasons import Reason

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

MAX_ASKED = 40
"""So much may the scripts of one page ask for."""
PATIENCE = 2
"""A page may take so many times as long as an answer (`[crawl] timeout`)."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
_SLOT = "browser"
_LET_IN = frozenset({"script", "xhr", "fetch"})
_OF_THE_CONNECTION = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})
_NOWHERE = "http://127.0.0.1:9"
_FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
)


class BrowserMissing(Exception):
    """There is no browser, or nothing to drive it with; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the browser is given for an address."""

    status: int
    headers: dict[str, str]
    body: bytes


_STAY = _Reply(204, {}, b"")


def require_browser() -> str:
    """The path of this machine's Chromium; `BrowserMissing` where it or its driver is not installed."""
    if find_spec("scrapy_playwright") is None:
        msg = "render = \"browser\" needs an extra: pip install 'tintinh[browser]'"
        raise BrowserMissing(msg)
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        msg = f'render = "browser" needs one of {", ".join(_NAMES)}: apt-get install chromium'
        raise BrowserMissing(msg)
    return path


def browser_settings() -> dict[str, Any]:
    """Scrapy's settings for a site whose pages are shown in a browser."""
    return {
        "DOWNLOAD_HANDLERS_BASE": {"http": _HANDLER, "https": _HANDLER},
        "DOWNLOAD_SLOTS": {_SLOT: {"concurrency": 1, "delay": 0}},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": require_browser(),
            "args": list(_FLAGS),
            # Chromium has no sandbox for root.
            "chromium_sandbox": os.geteuid() != 0,
            "proxy": {"server": _NOWHERE, "bypass": "<-loopback>"},
        },
    }


class PageRenderer:
    """Shows one site's pages, one at a time, each in a window of its own."""

    def __init__(
        self,
        crawler: Crawler,
        downloads: SiteDownloads,
        robots: SiteRobots,
        addresses: SiteAddresses,
        crawl: CrawlSettings,
    ) -> None:
        self._crawler = crawler
        self._downloads = downloads
        self._robots = robots
        self._addresses = addresses
        self._crawl = crawl
        self._seconds = crawl.timeout * PATIENCE
        self._scripts: dict[str, _Reply] = {}
        """The site's scripts, which its pages share: asked for once a run."""

    async def rendered(self, answer: Answer) -> bytes:
        """The page as it stands when its scripts have come to rest, in UTF-8.

        Raises `NoAnswer` where the browser does not show it in time, and `BodyTooLarge`.
        """
        if self._crawler.engine is None:
            msg = "pages can be shown only while the crawl runs"
            raise RuntimeError(msg)
        window = _Window(self, answer, self._seconds)
        try:
            response = await self._crawler.engine.download_async(self._request(answer, window))
        except Exception as error:
            # The browser's driver has errors of many kinds, and all mean this here.
            reason = Reason.SHOWN_LATE if window.is_late else Reason.NOT_SHOWN
            raise NoAnswer(reason.recorded()) from error
        finally:
            window.left()
        if not isinstance(response, TextResponse):
            raise NoAnswer(Reason.NOT_SHOWN.recorded())
        document = response.text.encode("utf-8", errors="replace")
        if len(document) > self._crawl.max_bytes:
            msg = f"larger than {self._crawl.max_bytes} bytes when shown"
            raise BodyTooLarge(msg)
        return document

    async def fetched(self, url: str, *, is_script: bool) -> _Reply:
        """What the site answers to a page's script. Raises `NoAnswer` where it is not to be asked."""
        if url in self._scripts:
            return self._scripts[url]
        answer = await self._answer(url)
        reply = _Reply(answer.status, _headers(answer), answer.body)
        kept = sum(len(script.body) for script in self._scripts.values())
        if is_script and answer.status == 200 and kept + len(reply.body) <= self._crawl.max_bytes:
            self._scripts[url] = reply
        return reply

    async def _answer(self, url: str) -> Answer:
        for _ in range(self._crawl.max_redirects + 1):
            if self._addresses.fold(url) is None or not (await self._robots.rules_for(url)).allows(url):
                break
            response = await self._downloads.get(url)
            location = (response.headers.get("Location") or b"").decode("latin-1")
            if 300 <= response.status < 400 and location:
                url = urljoin(response.url, location)
                continue
            try:
                return Answer.of(response, self._crawl.max_bytes)
            except (BodyTooLarge, BodyBroken) as error:
                raise NoAnswer(str(error)) from error
        msg = f"not to be asked: {url[:200]}"
        raise NoAnswer(msg)

    def _request(self, answer: Answer, window: _Window) -> Request:
        from scrapy_playwright.page import PageMethod  # noqa: PLC0415 -- an extra, which few sites need

        meta = {
            "playwright": True,
            "playwright_context_kwargs": {
                "user_agent": user_agent(self._crawl.contact),
                "locale": "vi-VN",
                "timezone_id": "Asia/Ho_Chi_Minh",
                "service_workers": "block",
                "accept_downloads": False,
            },
            "playwright_page_init_callback": window.opened,
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
            "playwright_page_methods": [PageMethod(window.at_rest)],
            "download_slot": _SLOT,
            "autothrottle_dont_adjust_delay": True,
        }
        return Request(answer.url, meta=meta)


class _Window:
    """One showing of one page: answers what it asks for, and is closed when its time is up."""

    def __init__(self, renderer: PageRenderer, answer: Answer, seconds: float) -> None:
        self.is_late = False
        self._renderer = renderer
        self._document = _Reply(answer.status, _headers(answer), answer.body)
        self._url = answer.url
        self._seconds = seconds
        self._asked = 0
        self._is_shown = False
        self._alarm: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def opened(self, page: Page, _request: Request) -> None:
        """Take over a window that has been opened; the driver's second attempts get nothing."""
        if self._alarm is not None:
            return
        self._alarm = asyncio.get_running_loop().call_later(self._seconds, self._too_late, page)
        page.on("popup", lambda popup: self._begin(popup.close()))
        await page.route("**", self._answer)

    async def at_rest(self, page: Page) -> None:
        """Wait until the page asks for nothing more, or half of its time is up: some never stop asking."""
        from playwright.async_api import Error  # noqa: PLC0415 -- an extra, which few sites need

        with suppress(Error):
            await page.wait_for_load_state("networkidle", timeout=self._seconds * 500)

    def left(self) -> None:
        """The window is closed, or about to be."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _too_late(self, page: Page) -> None:
        self.is_late = True
        self._begin(page.close())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, route: Route) -> None:
        request = route.request
        try:
            if request.is_navigation_request():
                reply: _Reply | None = self._at_first_only()
            elif request.resource_type in _LET_IN and request.method == "GET" and self._asked < MAX_ASKED:
                self._asked += 1
                url = urldefrag(request.url).url
                reply = await self._renderer.fetched(url, is_script=request.resource_type == "script")
            else:
                reply = None
        except NoAnswer:
            reply = None
        if reply is None:
            await route.abort()
        else:
            await route.fulfill(status=reply.status, headers=reply.headers, body=reply.body)

    def _at_first_only(self) -> _Reply:
        """The page's document; nothing for where its scripts would lead, so that it stays where it is."""
        reply = _STAY if self._is_shown else self._document
        self._is_shown = True
        return reply


def _headers(answer: Answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers if name.lower() not in _OF_THE_CONNECTION}
