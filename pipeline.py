"""The stages, in order: crawl, extract, dedupe; and the nightly run of all three.

Each stage takes what the one before it left in the database, in steps of one transaction
each, so that any of them can be killed at any moment and started again:

    pages due ──crawl──► captures ──extract──► revisions with facts ──dedupe──► pairs

This is the only place where the rooms meet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from archive import Place, read_capture
from config import Config, SiteSettings
from crawler import CrawlOutcome, Progress, crawl
from db.captures import Waiting, further_parts, waiting_captures
from db.duplicates import flag_duplicates, unsigned_articles
from db.engine import open_database, reading, require_current, transaction, upgrade_database
from db.read import ArticleView, list_articles, read_article
from db.runs import FinalState, finish_run, start_run
from db.store import record_refusal, store_article
from extract.article import Article, FetchedPage
from extract.facts import extract_facts
from extract.page import PageRefused, extract_page
from extract.vendor import parse_template
from extract.version import EXTRACTOR_VERSION
from oneoff import source_of


class AlreadyRunning(RuntimeError):
    """Another nightly run holds the lock."""


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How far a stage is; `total` is None where it cannot be known yet."""

    stage: Literal["crawl", "extract", "dedupe"]
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
    """A row in the table of runs around a command, whichever way the command ends."""
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


def extract_stage(config: Config, engine: Engine, report: Report) -> ExtractOutcome:
    """Read every article that today's extractor has not read; one transaction an article."""
    reader = PageReader(config)
    counts: Counter[str] = Counter()
    with reading(engine) as session:
        waiting = waiting_captures(session, EXTRACTOR_VERSION)
    for done, capture in enumerate(waiting, start=1):
        counts[_extract(reader, engine, capture)] += 1
        report(StageProgress("extract", done, len(waiting), capture.url))
    return ExtractOutcome(counts["new"], counts["revised"], counts["unchanged"], counts["refused"])


def _extract(reader: PageReader, engine: Engine, capture: Waiting) -> str:
    """Read the article that opens with a capture, and store it; returns what came of it."""
    with reading(engine) as session:
        captures = [capture, *further_parts(session, capture)]
    try:
        article = join_parts([reader.read(part) for part in captures])
    except PageRefused as refusal:
        with transaction(engine) as session:
            record_refusal(session, capture.capture_id, EXTRACTOR_VERSION, str(refusal))
        return "refused"
    facts = extract_facts(source_of(article))
    with transaction(engine) as session:
        stored = store_article(
            session,
            page_id=capture.page_id,
            capture_ids=[part.capture_id for part in captures],
            article=article,
            facts=facts,
            extractor_version=EXTRACTOR_VERSION,
            extracted_at=datetime.now(UTC),
        )
    return stored.outcome


class PageReader:
    """Reads captures from the archive as articles, each by its site's template."""

    def __init__(self, config: Config) -> None:
        self._archive = config.archive_dir
        self._templates = tuple(parse_template(name, data) for name, data in config.vendors.items())
        self._by_site = {
            site.id: parse_template(site.vendor or site.id, data)
            for site in config.site
            if (data := config.article_template(site)) is not None
        }

    def read(self, capture: Waiting) -> Article:
        """The article of a capture; raises `PageRefused` for what is no page."""
        captured = read_capture(
            self._archive, Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        )
        page = FetchedPage(body=captured.body, url=captured.url, headers=captured.headers)
        own = self._by_site.get(capture.site_id)
        if own is not None:
            return extract_page(page, (own,), own.name)
        return extract_page(page, self._templates)


def join_parts(parts: Sequence[Article]) -> Article:
    """One article of its parts: the first one's head, everyone's text, pictures and files.

    A line that an earlier part has is furniture of the layout (the lead, an editor's note),
    and stands once.
    """
    first = parts[0]
    blocks = dict.fromkeys(block for part in parts for block in part.blocks)
    if len(parts) == 1:
        return first
    return replace(
        first,
        blocks=tuple(blocks),
        attachments=tuple(dict.fromkeys(file for part in parts for file in part.attachments)),
        authors=next((part.authors for part in parts if part.authors), ()),
        warnings=tuple(dict.fromkeys(warning for part in parts for warning in part.warnings)),
    )


def dedupe_stage(engine: Engine, report: Report) -> DedupeOutcome:
    """Compare every article whose text is new since it was last compared."""
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
            crawled = crawl_stage(config, sites, engine, run_id, report)
            if crawled.interrupted:
                raise KeyboardInterrupt
            extracted = extract_stage(config, engine, report)
            deduped = dedupe_stage(engine, report)
    except Timeout as error:
        msg = f"{lock}: another nightly run holds this lock; wait for it, or look at: tintinh status"
        raise AlreadyRunning(msg) from error
    return NightlyOutcome(run_id, crawled, extracted, deduped)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a few pages of a site gave: how fetching went, and the articles read."""

    site: SiteSettings
    crawl: CrawlOutcome
    refused: int
    articles: tuple[ArticleView, ...]


SAMPLE_PAGES = 12
"""Requests that looking at a site may cost it."""


def sample_site(config: Config, site: SiteSettings, report: Report) -> Sample:
    """Crawl a little of a site into a folder aside, and read it; the configured data stay as they are."""
    with TemporaryDirectory(prefix="tintinh-sample-") as folder:
        small = site.model_copy(update={"max_pages": SAMPLE_PAGES})
        aside = config.model_copy(update={"data": Path(folder), "database": "", "site": (small,)})
        engine = prepare(aside)
        with recorded_run(engine, "site check") as run_id:
            crawled = crawl_stage(aside, (small,), engine, run_id, report)
        extracted = extract_stage(aside, engine, report)
        with reading(engine) as session:
            rows = list_articles(session, limit=SAMPLE_PAGES)
            views = [read_article(session, row.article_id) for row in rows]
        engine.dispose()
    return Sample(site, crawled, extracted.refused, tuple(view for view in views if view))
