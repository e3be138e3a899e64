"""The one spider: crawls one site by its settings, one request at a time.

Each answer's callback records what became of the page and yields the request for the next
page that the frontier has due. Scrapy thus never holds more than one request of a site,
and a page's result is in the database before the next one is asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import FormRequest, Request, Spider
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from twisted.python.failure import Failure

from archive import ArchiveError
from config import CrawlSettings, SiteSettings
from crawler.addresses import SiteAddresses
from crawler.answers import ACCEPTED_ENCODINGS, Answer, certificate_of, reason_of
from crawler.discovery import Discovery
from crawler.feeds import NotAFeed
from crawler.guards import BodyBroken, BodyTooLarge, is_private, literal_address
from crawler.leads import Leads
from crawler.politeness import RobotsRules, quiet_seconds, retry_after, user_agent
from crawler.resolver import GuardedResolver
from crawler.visits import SiteVisits
from db.engine import DatabaseProblem
from db.frontier import Found
from db.models import Page

MAX_SILENCES = 5
"""After so many requests in a row without a usable answer the site is left for this run."""
MAX_ROBOTS_BYTES = 500_000
"""What is read of a robots.txt (RFC 9309, section 2.5)."""
OUR_PATIENCE = 3600.0
"""The longest pause, in seconds, that a page is put off for because the site asks for it."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BUSY = frozenset({429, 503})
_PASSING = frozenset({408, 425})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWork:
    """All that the spider needs to know about its site."""

    site: SiteSettings
    crawl: CrawlSettings
    addresses: SiteAddresses
    discovery: Discovery
    leads: Leads
    visits: SiteVisits


class SiteSpider(Spider):
    """Crawls one site; see the module."""

    name = "site"

    def __init__(self, *, work: SiteWork) -> None:
        super().__init__(name=work.site.id)
        self.work = work
        self.stopping = asyncio.Event()
        self._visits = work.visits
        self._robots: dict[str, RobotsRules] = {}
        self._robots_attempts: Counter[str] = Counter()
        self._unreachable: dict[str, str] = {}
        self._silences = 0
        self._requests = 0
        self._resume_at = 0.0
        self._max_pages = work.site.max_pages or work.crawl.max_pages

    async def start(self) -> AsyncIterator[Any]:
        """Enter the site, then ask for the first page."""
        try:
            self._visits.begin(self.work.leads.entries(self.work.addresses))
            async for request in self._go_on():
                yield request
        except Exception as error:
            # Scrapy would only log it, and end the crawl as if the site had nothing to offer.
            self.broke(error)
            raise

    def broke(self, error: BaseException) -> None:
        """Note what the crawl of the site fails of, where it is not the site's fault."""
        self.stopping.set()
        known = isinstance(error, ArchiveError | DatabaseProblem)
        self._visits.tally.error = str(error) if known else f"internal error: {type(error).__name__}: {error}"

    async def answered(self, response: Response, page: Page, hops: int) -> AsyncIterator[Any]:
        """A page answered: record it, go on with the next."""
        if response.status not in _BUSY:
            self._silences = 0
        self._visits.answered(response.meta["download_latency"], certificate_of(response))
        again = await self._record(response, page, hops)
        if again is not None:
            yield again
            return
        async for request in self._go_on():
            yield request

    async def silent(self, failure: Failure) -> AsyncIterator[Any]:
        """A page did not answer: record why, go on with the next."""
        page: Page = failure.request.cb_kwargs["page"]  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value or RuntimeError("no error was given")
        reason = reason_of(error)
        if urlsplit(page.url).hostname in GuardedResolver.refused:
            self._visits.refused(page, "private address")
        elif reason == "too large":
            self._visits.refused(page, reason)
        else:
            self._silences += 1
            self._visits.failed(page, reason)
        async for request in self._go_on():
            yield request

    async def robots_answered(self, response: Response, page: Page, hops: int) -> AsyncIterator[Any]:
        """A robots.txt came: keep its rules, then go on with the page that waited for them."""
        netloc = urlsplit(page.url).netloc
        location = response.headers.get("Location")
        target = self._own(response, location) if response.status in _REDIRECTS and location else None
        if target is not None and hops < self.work.crawl.max_redirects:
            yield self._robots_request(page, target, hops + 1)
            return
        if response.status >= 500 or response.status == 429:
            async for request in self._robots_failed(page, f"robots.txt: HTTP {response.status}"):
                yield request
            return
        try:
            body = Answer.of(response, self.work.crawl.max_bytes).body if response.status == 200 else b""
        except (BodyTooLarge, BodyBroken):
            async for request in self._robots_failed(page, "robots.txt cannot be read"):
                yield request
            return
        rules = RobotsRules(body[:MAX_ROBOTS_BYTES].decode("utf-8", errors="replace"))
        self._robots[netloc] = rules
        if netloc == urlsplit(self.work.addresses.start).netloc:
            self._visits.robots_came(body, rules.sitemaps)
        self._keep_distance(response, rules.delay)
        self._visits.put_back(page)
        async for request in self._go_on():
            yield request

    async def robots_silent(self, failure: Failure) -> AsyncIterator[Any]:
        """A host does not answer: it is left for this run after a few attempts, and with it its site."""
        page: Page = failure.request.cb_kwargs["page"]  # type: ignore[attr-defined]  # Scrapy sets it
        reason = reason_of(failure.value or RuntimeError("no error was given"))
        if urlsplit(page.url).hostname in GuardedResolver.refused:
            self._visits.site_failed("private address; set allow_private = true to crawl it")
            return
        async for request in self._robots_failed(page, reason):
            yield request

    async def _robots_failed(self, page: Page, reason: str) -> AsyncIterator[Any]:
        crawl = self.work.crawl
        netloc = urlsplit(page.url).netloc
        self._robots_attempts[netloc] += 1
        if self._robots_attempts[netloc] > crawl.retries:
            if netloc == urlsplit(self.work.addresses.start).netloc:
                self._visits.site_failed(f"{netloc}: {reason}")
                return
            self._unreachable[netloc] = reason
            self._visits.put_back(page)
            async for request in self._go_on():
                yield request
            return
        await self._pause(crawl.retry_wait * 2 ** (self._robots_attempts[netloc] - 1))
        if not self.stopping.is_set():
            yield self._robots_request(page, urljoin(page.url, "/robots.txt"), 0)

    async def _go_on(self) -> AsyncIterator[Any]:
        """The request for the next page that may be fetched; nothing at the end of the crawl."""
        while not self.stopping.is_set():
            if self._silences >= MAX_SILENCES:
                self._visits.site_failed(f"no usable answer {MAX_SILENCES} times in a row")
                return
            if self._requests >= self._max_pages:
                return
            if quiet_seconds(self.work.site.quiet, datetime.now(UTC)) > 0:
                self._visits.tally.reasons["quiet hours"] += 1
                return
            pause = self._resume_at - time.monotonic()
            if pause > self.work.crawl.max_wait:
                self._visits.site_failed(f"asks to be left alone for {pause:.0f} s; left until the next run")
                return
            await self._pause(pause)
            page = self._visits.next_page()
            if page is None:
                wait = self._visits.seconds_to_retry()
                if wait is None or wait > self.work.crawl.max_wait:
                    return
                await self._pause(max(wait, 0.05))
                continue
            request = self._request(page)
            if request is not None:
                yield request
                return

    def _request(self, page: Page) -> Request | None:
        """The request for a page, or for the robots.txt that must come first; none where it is refused."""
        url = urldefrag(page.url).url
        private = literal_address(urlsplit(url).hostname or "")
        if private is not None and is_private(private) and not self.work.site.allow_private:
            self._visits.refused(page, "private address")
            return None
        netloc = urlsplit(url).netloc
        if netloc in self._unreachable:
            self._visits.failed(page, self._unreachable[netloc])
            return None
        rules = self._robots.get(netloc)
        if rules is None:
            return self._robots_request(page, urljoin(url, "/robots.txt"), 0)
        if not rules.allows(url):
            self._visits.refused(page, "robots.txt")
            return None
        self._requests += 1
        return self._page_request(page, url, 0)

    def _page_request(self, page: Page, url: str, hops: int) -> Request:
        headers = {**self._headers(), **_conditions(page)}
        kwargs: dict[str, Any] = {
            "headers": headers,
            "callback": self.answered,
            "errback": self.silent,
            "cb_kwargs": {"page": page, "hops": hops},
            "meta": self._meta(),
            "dont_filter": True,
        }
        if page.request.get("method") == "POST":
            return FormRequest(url, method="POST", formdata=page.request.get("form", {}), **kwargs)
        return Request(url, **kwargs)

    def _robots_request(self, page: Page, url: str, hops: int) -> Request:
        return Request(
            url,
            headers=self._headers(),
            callback=self.robots_answered,
            errback=self.robots_silent,
            cb_kwargs={"page": page, "hops": hops},
            meta=self._meta(),
            dont_filter=True,
        )

    def _meta(self) -> dict[str, Any]:
        return {"proxy": self.work.site.proxy} if self.work.site.proxy else {}

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": user_agent(self.work.crawl.contact),
            "Accept-Encoding": ACCEPTED_ENCODINGS,
            "Accept-Language": "vi,en;q=0.5",
        }

    async def _record(self, response: Response, page: Page, hops: int) -> Request | None:
        """Record an answer; returns a request where the same page must be asked for once more."""
        status = response.status
        if response.ip_address and is_private(response.ip_address) and not self.work.site.allow_private:
            self._visits.refused(page, "private address")
        elif status in _REDIRECTS:
            return self._record_redirect(response, page, hops)
        elif status == 304:
            self._visits.unchanged(page, status, self.work.leads.again(page))
        elif 200 <= status < 300:
            await self._record_body(response, page)
        elif status in _GONE:
            self._visits.gone(page, status)
        elif status in _BUSY:
            self._record_busy(response, page)
        elif status >= 500 or status in _PASSING:
            self._visits.failed(page, f"HTTP {status}", status)
        else:
            self._visits.refused(page, f"HTTP {status}")
        return None

    def _record_redirect(self, response: Response, page: Page, hops: int) -> Request | None:
        location = response.headers.get("Location")
        target = self._own(response, location) if location else None
        if target is None:
            self._visits.refused(page, "redirects to another site" if location else "redirects nowhere")
        elif page.role != "article" or target == page.url:
            # The same page by another spelling, or a place that is to be looked at under its own address.
            rules = self._robots.get(urlsplit(target).netloc)
            if rules is not None and not rules.allows(target):
                self._visits.refused(page, "robots.txt")
            elif hops >= self.work.crawl.max_redirects:
                self._visits.refused(page, f"more than {self.work.crawl.max_redirects} redirects")
            else:
                url = response.urljoin(location.decode("latin-1")) if location else target
                return self._page_request(page, url, hops + 1)
        else:
            found = Found(url=target, role="article", part_of_id=page.part_of_id)
            self._visits.redirected(page, found, response.status)
        return None

    async def _record_body(self, response: Response, page: Page) -> None:
        try:
            answer = Answer.of(response, self.work.crawl.max_bytes)
            if page.role == "article":
                await self._record_article(answer, page)
            else:
                await self._visits.fetched(page, answer, self.work.leads.of(page, answer))
        except BodyTooLarge:
            self._visits.refused(page, "too large")
        except BodyBroken:
            self._visits.failed(page, "cannot be decompressed", response.status)
        except NotAFeed:
            self._visits.refused(page, f"not a {page.role}")

    async def _record_article(self, answer: Answer, page: Page) -> None:
        if not answer.is_html:
            self._visits.refused(page, f"not a web page: {answer.media_type or 'no type'}")
            return
        html = answer.html()
        first = self._visits.first_part(page)
        canonical = self.work.discovery.canonical_of(html) if first is page else None
        if canonical is not None and canonical != page.url:
            self._visits.redirected(page, Found(url=canonical, role="article"), answer.status)
            return
        parts = self.work.discovery.from_article(html, first.url)
        found = [Found(url=part, role="article", part_of_id=first.id) for part in parts]
        await self._visits.fetched(page, answer, found)

    def _record_busy(self, response: Response, page: Page) -> None:
        self._silences += 1
        asked = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), datetime.now(UTC))
        wait = min(asked or self.work.crawl.retry_wait, OUR_PATIENCE)
        self._resume_at = time.monotonic() + wait
        self._visits.failed(page, f"HTTP {response.status}", response.status, wait)

    def _own(self, response: Response, location: bytes) -> str | None:
        """The site's form of an address that an answer redirects to; `None` for another site's."""
        try:
            return self.work.addresses.fold(response.urljoin(location.decode("latin-1")))
        except ValueError:
            return None

    def _keep_distance(self, response: Response, delay: float) -> None:
        """Keep the pause between requests that robots.txt asks for, where it is longer than ours."""
        slot = self.crawler.engine.downloader.slots.get(response.meta["download_slot"])
        if slot is not None and delay > slot.delay:
            slot.delay = delay
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)

    async def _pause(self, seconds: float) -> None:
        """Wait, but no longer than until the crawl is stopped."""
        if seconds > 0:
            try:
                await asyncio.wait_for(self.stopping.wait(), seconds)
            except TimeoutError:
                return


def _conditions(page: Page) -> dict[str, str]:
    """The headers that let a server answer 304 where the page is the one we have."""
    if page.digest is None:
        return {}
    conditions = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in conditions.items() if value}
