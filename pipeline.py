"""The stages, in order: crawl, extract, identify, dedupe; and the nightly run of them all.

Each stage takes what the one before it left in the database, in steps of one transaction
each, so that any of them can be killed at any moment and started again:

    pages due ──crawl──► captures ──extract──► revisions with facts ──dedupe──► pairs

At night captures are extracted while the crawl goes on. This is the only place where the rooms meet.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Literal

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from config import Config, SiteSettings
from crawler import CrawlOutcome, Progress, crawl
from db.captures import Waiting, further_parts, settled_captures, waiting_captures
from db.duplicates import flag_duplicates, unsigned_articles
from db.engine import open_database, reading, require_current, transaction, upgrade_database
from db.entries import reopen_listings
from db.ledger import settle_ledger
from db.runs import FinalState, finish_run, start_run
from db.signatures import require_one_algorithm
from db.store import record_refusal, store_article
from extract.version import EXTRACTOR_VERSION
from stages.extraction import Reading, ReadingPool, Refusal
from stages.identity import identify_all

_LOOK_EVERY = 1.0
"""Seconds between two looks for captures that the crawl has brought in."""


class AlreadyRunning(RuntimeError):
    """Another nightly run holds the lock."""


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How far a stage is; `total` is None where it cannot be known yet."""

    stage: Literal["import", "crawl", "extract", "identify", "dedupe", "export"]
    done: int
    total: int | None
    note: str = ""


Report = Callable[[StageProgress], None]


@dataclass(frozen=True, slots=True)
class ExtractOutcome:
    """What the extract stage did, in captures."""

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class DedupeOutcome:
    """What the dedupe stage did: articles compared, pairs kept, duplicates among them."""

    articles: int = 0
    pairs: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class NightlyOutcome:
    """What one nightly run did."""

    run_id: int
    crawl: CrawlOutcome
    extract: ExtractOutcome
    dedupe: DedupeOutcome

    @property
    def failed(self) -> bool:
        """Whether a site could not be crawled at all."""
        return bool(self.crawl.errors)


def prepare(config: Config) -> Engine:
    """The configured database, opened and brought to today's schema."""
    engine = open_database(config.database_url)
    upgrade_database(engine)
    return engine


def prepared(config: Config) -> Engine:
    """The configured database as it is; one of another schema version is an error."""
    engine = open_database(config.database_url)
    require_current(engine)
    return engine


@contextmanager
def recorded_run(engine: Engine, command: str) -> Iterator[int]:
    """A row in the table of runs around a command, whichever way the command ends.

    What is in store by then is written into the ledger's lines.
    """
    with transaction(engine) as session:
        run_id = start_run(session, command, datetime.now(UTC))
    try:
        yield run_id
    except KeyboardInterrupt:
        _finish(engine, run_id, "interrupted", None)
        raise
    except Exception as error:
        _finish(engine, run_id, "failed", f"{type(error).__name__}: {error}")
        raise
    _finish(engine, run_id, "finished", None)


def _finish(engine: Engine, run_id: int, state: FinalState, error: str | None) -> None:
    with transaction(engine) as session:
        settle_ledger(session)
        finish_run(session, run_id, state, datetime.now(UTC), error)


def crawl_stage(
    config: Config, sites: Sequence[SiteSettings], engine: Engine, run_id: int, report: Report
) -> CrawlOutcome:
    """Fetch what is due at the sites; a site that cannot be reached does not hold back the others."""
    by_site: dict[str, Progress] = {}

    def count(progress: Progress) -> None:
        by_site[progress.site_id] = progress
        done = sum(site.fetched + site.unchanged + site.failed for site in by_site.values())
        found = sum(site.found for site in by_site.values())
        report(StageProgress("crawl", done, max(found, done), progress.site_id))

    return crawl(config, sites, engine, run_id, count)


def reach_back(engine: Engine, sites: Sequence[SiteSettings], since: date) -> tuple[SiteSettings, ...]:
    """Let the next crawl of the sites go back to a day, from where their listings were left.

    Returns the sites with that day; a crawl that is cut short goes on with it the next time.
    """
    for site in sites:
        with transaction(engine) as session:
            reopen_listings(session, site.id, datetime.now(UTC))
    return tuple(site.model_copy(update={"since": since}) for site in sites)


def extract_stage(config: Config, engine: Engine, report: Report) -> ExtractOutcome:
    """Read every article that today's extractor has not read; one transaction an article."""
    with ReadingPool(config) as pool:
        extraction = Extraction(pool, engine, report)
        extraction.take(waiting_of(engine))
    identify_stage(engine, report)
    return extraction.outcome


def identify_stage(engine: Engine, report: Report) -> None:
    """Settle who is who where the articles' own transactions left it open."""
    identify_all(engine, lambda done, steps: report(StageProgress("identify", done, steps)))


def waiting_of(engine: Engine) -> list[Waiting]:
    """The captures that today's extractor has not read."""
    with reading(engine) as session:
        return waiting_captures(session, EXTRACTOR_VERSION)


class Extraction:
    """Has captures read by a pool, stores what they say, one transaction an article, and counts."""

    def __init__(self, pool: ReadingPool, engine: Engine, report: Report) -> None:
        self._pool = pool
        self._engine = engine
        self._report = report
        self._counts: Counter[str] = Counter()

    @property
    def outcome(self) -> ExtractOutcome:
        """What came of the captures so far."""
        counts = self._counts
        return ExtractOutcome(counts["new"], counts["revised"], counts["unchanged"], counts["refused"])

    def take(self, waiting: Sequence[Waiting]) -> None:
        """Read and store the articles that open with these captures."""
        for _ in self._stored(waiting):
            pass

    def take_while(self, crawling: Event) -> None:
        """Read and store what the crawl brings in, for as long as it goes on."""
        while crawling.is_set():
            with reading(self._engine) as session:
                settled = settled_captures(session, datetime.now(UTC))
            for _ in self._stored(settled):
                if not crawling.is_set():
                    return
            time.sleep(0.0 if settled else _LOOK_EVERY)

    def _stored(self, waiting: Sequence[Waiting]) -> Iterator[Reading]:
        total = sum(self._counts.values()) + len(waiting)
        for read in self._pool.read(with_parts(self._engine, waiting)):
            self._counts[self._store(read)] += 1
            done = sum(self._counts.values())
            self._report(StageProgress("extract", done, total, read.captures[0].url))
            yield read

    def _store(self, read: Reading) -> str:
        opening = read.captures[0]
        with transaction(self._engine) as session:
            if isinstance(read.result, Refusal):
                record_refusal(session, opening.capture_id, EXTRACTOR_VERSION, read.result.reason)
                return "refused"
            stored = store_article(
                session,
                page_id=opening.page_id,
                capture_ids=[part.capture_id for part in read.captures],
                article=read.result.article,
                facts=read.result.facts,
                extractor_version=EXTRACTOR_VERSION,
                extracted_at=datetime.now(UTC),
            )
        return stored.outcome


def with_parts(engine: Engine, waiting: Sequence[Waiting]) -> Iterator[tuple[Waiting, ...]]:
    """Each capture with those of its article's further parts."""
    for capture in waiting:
        with reading(engine) as session:
            parts = further_parts(session, capture)
        yield (capture, *parts)


def dedupe_stage(engine: Engine, report: Report) -> DedupeOutcome:
    """Compare every article whose text is new since it was last compared.

    Raises `dedupe.signature.AlgorithmMismatch` where another version signed the articles in store.
    """
    with reading(engine) as session:
        require_one_algorithm(session)
    return compare_waiting(engine, report)


def compare_waiting(engine: Engine, report: Report) -> DedupeOutcome:
    """Sign and compare every article that waits for it, those signed by another version included.

    One transaction an article: interrupted, it goes on with those that are left.
    """
    with reading(engine) as session:
        articles = unsigned_articles(session)
    pairs = duplicates = 0
    for done, article_id in enumerate(articles, start=1):
        with transaction(engine) as session:
            flagged = flag_duplicates(session, article_id)
        pairs, duplicates = pairs + flagged.pairs, duplicates + flagged.duplicates
        report(StageProgress("dedupe", done, len(articles)))
    return DedupeOutcome(len(articles), pairs, duplicates)


def nightly(config: Config, sites: Sequence[SiteSettings], engine: Engine, report: Report) -> NightlyOutcome:
    """All stages, one after the other; only one run at a time over one data folder.

    Raises `AlreadyRunning` while another process is at it; a lock left by a dead one is none.
    """
    lock = config.data_dir / "nightly.lock"
    try:
        with FileLock(lock, blocking=False), recorded_run(engine, "nightly") as run_id:
            crawled, extracted = _crawl_and_extract(config, sites, engine, run_id, report)
            deduped = dedupe_stage(engine, report)
    except Timeout as error:
        msg = f"{lock}: another nightly run holds this lock; wait for it, or look at: tintinh status"
        raise AlreadyRunning(msg) from error
    return NightlyOutcome(run_id, crawled, extracted, deduped)


def _crawl_and_extract(
    config: Config, sites: Sequence[SiteSettings], engine: Engine, run_id: int, report: Report
) -> tuple[CrawlOutcome, ExtractOutcome]:
    """Crawl, and read meanwhile what comes in; then read what is left."""
    crawling = Event()
    crawling.set()
    with ReadingPool(config) as pool, ThreadPoolExecutor(1) as beside:
        extraction = Extraction(pool, engine, report)
        extracting = beside.submit(extraction.take_while, crawling)
        try:
            crawled = crawl_stage(config, sites, engine, run_id, report)
        finally:
            crawling.clear()
        extracting.result()
        if crawled.interrupted:
            raise KeyboardInterrupt
        extraction.take(waiting_of(engine))
    identify_stage(engine, report)
    return crawled, extraction.outcome


@dataclass(frozen=True, slots=True)
class Aside:
    """A crawl of one site into a database and an archive of its own."""

    config: Config
    engine: Engine
    crawl: CrawlOutcome


@contextmanager
def crawled_aside(config: Config, site: SiteSettings, pages: int, report: Report) -> Iterator[Aside]:
    """So many pages of a site, in a folder that is gone after the block; the configured data stay."""
    with TemporaryDirectory(prefix="tintinh-sample-") as folder:
        small = site.model_copy(update={"max_pages": pages})
        aside = config.model_copy(update={"data": Path(folder), "database": "", "site": (small,)})
        engine = prepare(aside)
        try:
            with recorded_run(engine, "site check") as run_id:
                crawled = crawl_stage(aside, (small,), engine, run_id, report)
            yield Aside(aside, engine, crawled)
        finally:
            engine.dispose()
