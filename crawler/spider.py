"""The one spider: crawls one site by its settings, one request after the other.

The frontier is the database, so that Scrapy's scheduler is given nothing: the spider takes the
next page that is due, sends its request through Scrapy's downloader, records what became of it,
and only then takes the next one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request, Spider
from scrapy.http import Response

from archive import ArchiveError
from crawler.answers import certificate_of
from crawler.browser import PageRenderer
from crawler.downloads import PRIVATE, NoAnswer, SiteDownloads
from crawler.politeness import quiet_seconds, retry_after
from crawler.record import AnswerRecord
from crawler.robots import SiteRobots
from crawler.work import SiteWork
from db.engine import DatabaseProblem
from db.models import Page
from db.reasons import Reason

MAX_SILENCES = 5
"""After so many requests in a row without a usable answer the site is left for this run."""
OUR_PATIENCE = 3600.0
"""The longest pause, in seconds, that a page is put off for because the site asks for it."""

_BUSY = frozenset({429, 503})


class SiteLeft(Exception):
    """The site is left for this run, for the reason given."""


class Stopped(Exception):
    """The crawl is to end."""


class SiteSpider(Spider):
    """Crawls one site; see the module."""

    name = "site"

    def __init__(self, *, work: SiteWork) -> None:
        super().__init__(name=work.site.id)
        self.work = work
        self.stopping = asyncio.Event()
        self.trouble: ArchiveError | DatabaseProblem | None = None
        """What ended the crawl where it is not the site's fault."""
        self._visits = work.visits
        self._silences = 0
        self._requests = 0
        self._resume_at = 0.0
        self._max_pages = work.site.max_pages or work.crawl.max_pages

    async def start(self) -> AsyncIterator[Any]:
        """Crawl the site; nothing is left for Scrapy to schedule."""
        try:
            await self._crawl_site()
        except SiteLeft as reason:
            self._visits.site_failed(str(reason))
        except Stopped:
            pass
        except (ArchiveError, DatabaseProblem) as trouble:
            self.trouble = trouble
            self._visits.site_failed(str(trouble))
        except Exception as error:
            self._visits.site_failed(Reason.INTERNAL.recorded(why=f"{type(error).__name__}: {error}"))
            raise
        for request in tuple[Request]():
            yield request

    async def _crawl_site(self) -> None:
        work = self.work
        downloads = SiteDownloads(self.crawler, work.site, work.crawl)
        robots = SiteRobots(downloads, work.addresses, work.crawl, self._visits, self._pause)
        renderer = None
        if work.site.render == "browser":
            renderer = PageRenderer(self.crawler, downloads, robots, work.addresses, work.crawl)
        record = AnswerRecord(work, renderer)
        self._visits.begin(work.leads.entries(work.addresses))
        while await self._may_go_on():
            page = self._visits.next_page()
            if page is not None:
                await self._visit(page, downloads, robots, record)
                continue
            wait = self._visits.seconds_to_retry()
            if wait is None or wait > work.crawl.max_wait:
                return
            await self._pause(max(wait, 0.05))

    async def _may_go_on(self) -> bool:
        """Whether a further page may be asked for now, after the pause that the site asked for."""
        if self.stopping.is_set() or self._requests >= self._max_pages:
            return False
        if self._silences >= MAX_SILENCES:
            raise SiteLeft(Reason.SILENT.recorded(number=MAX_SILENCES))
        if quiet_seconds(self.work.site.quiet, datetime.now(UTC)) > 0:
            self._visits.tally.reasons[Reason.QUIET_HOURS.recorded()] += 1
            return False
        pause = self._resume_at - time.monotonic()
        if pause > self.work.crawl.max_wait:
            raise SiteLeft(Reason.LEFT_ALONE.recorded(seconds=round(pause)))
        await self._pause(pause)
        return True

    async def _visit(
        self, page: Page, downloads: SiteDownloads, robots: SiteRobots, record: AnswerRecord
    ) -> None:
        """Ask for a page, where it has moved within the site too, and record what became of it."""
        url: str | None = urldefrag(page.url).url
        form = page.request.get("form", {}) if page.request.get("method") == "POST" else None
        hops = 0
        while url is not None and await self._is_allowed(page, url, robots):
            if hops > self.work.crawl.max_redirects:
                limit = self.work.crawl.max_redirects
                self._visits.refused(page, Reason.MANY_REDIRECTS.recorded(number=limit))
                return
            self._requests += 1
            try:
                response = await downloads.get(url, self._conditions(page), form)
                self._visits.answered(response.meta["download_latency"], certificate_of(response))
                if response.status in _BUSY:
                    self._record_busy(page, response)
                    return
                url = await record.of(response, page)
            except NoAnswer as silence:
                self._record_silence(page, silence)
                return
            self._silences = 0
            hops += 1

    async def _is_allowed(self, page: Page, url: str, robots: SiteRobots) -> bool:
        """Whether robots.txt lets us ask for the address; where it does not, that is recorded."""
        try:
            rules = await robots.rules_for(url)
        except NoAnswer as silence:
            host = urlsplit(url).netloc
            if host == urlsplit(self.work.addresses.start).netloc:
                reason = Reason.PRIVATE_HOST if str(silence) == PRIVATE else Reason.AT
                raise SiteLeft(reason.recorded(where=host, why=silence)) from silence
            self._record_silence(page, silence, of_host=True)
            return False
        if not rules.allows(url):
            self._visits.refused(page, Reason.ROBOTS.recorded())
            return False
        return True

    def _record_silence(self, page: Page, silence: NoAnswer, *, of_host: bool = False) -> None:
        if silence.is_ours:
            self._visits.refused(page, str(silence))
            return
        self._silences += 0 if of_host else 1
        self._visits.failed(page, str(silence))

    def _record_busy(self, page: Page, response: Response) -> None:
        self._silences += 1
        asked = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), datetime.now(UTC))
        wait = min(asked or self.work.crawl.retry_wait, OUR_PATIENCE)
        self._resume_at = time.monotonic() + wait
        reason = Reason.HTTP.recorded(status=response.status)
        self._visits.failed(page, reason, response.status, wait)

    async def _pause(self, seconds: float) -> None:
        """Wait; raises `Stopped` as soon as the crawl is to end."""
        if seconds > 0:
            try:
                await asyncio.wait_for(self.stopping.wait(), seconds)
            except TimeoutError:
                return
            raise Stopped

    def _conditions(self, page: Page) -> dict[str, str]:
        """The headers that let a server answer 304 where the page is the one we have.

        None for a page whose text comes by script: it may change while its document does not.
        """
        by_script = self.work.site.render == "browser" and page.role in {"article", "listing"}
        if page.digest is None or by_script:
            return {}
        conditions = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
        return {name: value for name, value in conditions.items() if value}
