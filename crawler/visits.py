"""One site's pages on their way out of the frontier and back into it, with the run's figures.

The database is the queue; only a small window of due pages is held in memory. Every
method that records is one transaction: the archive first, then the rows that name it.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from archive import ArchiveWriter, Captured, Place, read_capture
from config import SiteSettings
from crawler.addresses import SiteAddresses
from crawler.answers import Answer
from crawler.outcome import Progress
from db.engine import reading, transaction, writing
from db.entries import enter_sitemaps
from db.frontier import (
    Answered,
    CrawlPass,
    Fetched,
    Found,
    barren_depth,
    begin_site,
    due_pages,
    next_retry_at,
)
from db.models import Capture, Page, Site
from db.outcomes import (
    record_failure,
    record_fetch,
    record_gone,
    record_redirect,
    record_refusal,
    record_unchanged,
)
from db.reasons import Reason
from db.tally import Certificate, Tally, record_tally

WINDOW = 50
"""How many due pages are held in memory at a time."""


LEDGER_INTERVAL = 5.0
"""Seconds between two writings of a site's figures while it is crawled."""

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Store:
    """Where a crawl keeps what it finds."""

    engine: Engine
    archive: ArchiveWriter
    archive_dir: Path


class SiteVisits:
    """What is due at a site, and what became of it; `report` hears of every change."""

    def __init__(self, site: SiteSettings, crawl: CrawlPass, store: Store, report: Report) -> None:
        self.tally = Tally()
        self._site = site
        self._crawl = crawl
        self._store = store
        self._report = report
        self._window: deque[Page] = deque()
        self._ledger_due = 0.0
        self._entry_came = False
        self._entry_trouble: str | None = None

    def begin(self, entries: Sequence[Found]) -> None:
        """Enter the site and its entry pages into the database."""
        site = self._site
        row = Site(
            id=site.id, name=site.name, province=site.province, vendor=site.vendor, start_url=site.start
        )
        with transaction(self._store.engine) as session:
            begin_site(session, row, entries, self._crawl)

    def next_page(self) -> Page | None:
        """The next page that is due, or `None` where nothing is due now."""
        if not self._window:
            with reading(self._store.engine) as session:
                self._window.extend(
                    due_pages(
                        session,
                        self._site.id,
                        now=datetime.now(UTC),
                        started_at=self._crawl.started_at,
                        limit=WINDOW,
                    )
                )
        return self._window.popleft() if self._window else None

    def seconds_to_retry(self) -> float | None:
        """How long until a page that failed in passing is to be tried again; `None` where there is none."""
        with reading(self._store.engine) as session:
            moment = next_retry_at(session, self._site.id, self._crawl)
        return None if moment is None else max(0.0, (moment - datetime.now(UTC)).total_seconds())

    async def fetched(self, page: Page, answer: Answer, found: Sequence[Found]) -> None:
        """A body came: archive it and record it, or note that it is the one we have.

        Other sites go on while the capture is packed and the disk takes its time.
        """
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == page.digest:
            self.unchanged(page, answer.status, found)
            return
        place = await asyncio.to_thread(self._store.archive.write, answer.capture())
        fetched = Fetched(
            url=answer.url,
            status=answer.status,
            digest=digest,
            fetched_at=answer.fetched_at,
            place=place,
            etag=answer.header("etag"),
            last_modified=answer.header("last-modified"),
        )
        self._entry_came = self._entry_came or _is_entry(page)
        self.tally.fetched += 1
        with self._record() as connection:
            self.tally.found += record_fetch(connection, self._crawl, page, fetched, found)

    def unchanged(self, page: Page, status: int, found: Sequence[Found]) -> None:
        """The page says what it said when it was last fetched."""
        self._entry_came = self._entry_came or _is_entry(page)
        self.tally.unchanged += 1
        with self._record() as connection:
            self.tally.found += record_unchanged(connection, self._crawl, page, _now(status), found)

    def redirected(self, page: Page, target: Found, status: int) -> None:
        """The page is another one of the site."""
        with self._record() as connection:
            reason = record_redirect(connection, self._crawl, page, _now(status), target)
            if reason is not None:
                self.tally.refused += 1
                self._count(page, reason)

    def refused(self, page: Page, reason: str) -> None:
        """The page is not to be fetched, or not to be kept."""
        self.tally.refused += 1
        self._count(page, reason)
        with self._record() as connection:
            record_refusal(connection, page, reason, now=datetime.now(UTC))

    def gone(self, page: Page, status: int) -> None:
        """The page is no more."""
        self.tally.failed += 1
        self._count(page, Reason.HTTP.recorded(status=status))
        with self._record() as connection:
            record_gone(connection, page, _now(status))

    def failed(self, page: Page, reason: str, status: int | None = None, wait: float = 0.0) -> None:
        """The page did not come this time; `wait` is the pause in seconds that the site asked for."""
        crawl = replace(self._crawl, retry_wait=max(self._crawl.retry_wait, wait))
        with self._record() as connection:
            final = record_failure(connection, crawl, page, _now(status), reason)
            if final:
                self.tally.failed += 1
                self._count(page, reason)

    def answered(self, seconds: float, certificate: Certificate | None) -> None:
        """The site took so long to answer, and proved with this certificate who it is."""
        self.tally.answer_seconds.append(seconds)
        self.tally.certificate = certificate or self.tally.certificate

    def robots_came(self, body: bytes, sitemaps: Sequence[str]) -> None:
        """The robots.txt of the site's first host says this; an empty body where there is none.

        Its sitemaps are looked at where the settings name none.
        """
        self.tally.robots_digest = hashlib.sha256(body).hexdigest()
        self.tally.sitemaps = tuple(sitemaps)
        if sitemaps and not self._site.sitemaps:
            addresses = SiteAddresses(self._site.start, self._site.hosts)
            own = [address for url in sitemaps if (address := addresses.fold(url))]
            with transaction(self._store.engine) as session:
                enter_sitemaps(session, self._site.id, own, datetime.now(UTC))

    def site_failed(self, error: str) -> None:
        """The site as a whole cannot be crawled, or not further, for the reason given."""
        self.tally.error = error

    def is_barren(self, page: Page, limit: int) -> bool:
        """Whether the listing has led to nothing new for `limit` pages in a row."""
        with reading(self._store.engine) as session:
            return barren_depth(session, page, limit) >= limit

    def first_part(self, page: Page) -> Page:
        """The first page of the article of which this is a page."""
        if page.part_of_id is None:
            return page
        with reading(self._store.engine) as session:
            return session.get_one(Page, page.part_of_id)

    def last_capture(self, page: Page) -> Captured | None:
        """What the page said when it last changed, from the archive."""
        query = select(Capture).where(Capture.page_id == page.id).order_by(Capture.id.desc()).limit(1)
        with reading(self._store.engine) as session:
            capture = session.scalar(query)
        if capture is None:
            return None
        place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        return read_capture(self._store.archive_dir, place)

    def end(self) -> None:
        """Write the site's last figures into the ledger, and that none of its entry pages came."""
        if self._entry_trouble is not None and not self._entry_came and self.tally.error is None:
            self.tally.error = Reason.NO_ENTRY.recorded(why=self._entry_trouble)
        with writing(self._store.engine) as connection:
            record_tally(connection, self._crawl.run_id, self._site.id, self.tally)

    def _count(self, page: Page, reason: str) -> None:
        self.tally.reasons[reason] += 1
        if _is_entry(page):
            self._entry_trouble = reason

    @contextmanager
    def _record(self) -> Iterator[Connection]:
        """One transaction, in which the ledger's line is brought up to date now and then."""
        with writing(self._store.engine) as connection:
            yield connection
            if time.monotonic() >= self._ledger_due:
                record_tally(connection, self._crawl.run_id, self._site.id, self.tally)
                self._ledger_due = time.monotonic() + LEDGER_INTERVAL
        self._report(Progress.of(self._site.id, self.tally))


def _now(status: int | None) -> Answered:
    return Answered(datetime.now(UTC), status)


def _is_entry(page: Page) -> bool:
    return page.found_on_id is None and page.role != "article"
