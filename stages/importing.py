"""Archives from elsewhere: WARC files, saved pages, lists of addresses, through the same stages.

Every page goes to the site of the settings whose address it has; its capture is written into our
archive and entered into the frontier, one transaction a page. What is in store already is passed
over, so that an import that was stopped goes on when it is run again.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.http import HtmlResponse
from sqlalchemy import Engine

from archive import ArchiveWriter, Capture, foreign_captures
from config import Config, SiteSettings
from crawler.addresses import SiteAddresses, canonical
from crawler.discovery import Discovery
from crawler.guards import BodyBroken, BodyTooLarge, decompressed
from db.engine import reading, transaction
from db.frontier import CrawlPass, Fetched
from db.imports import enter_capture, enter_parts, has_capture, queue_address
from db.models import Site
from oneoff import BadFile
from pipeline import Report, StageProgress

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_EXAMPLES = 3


@dataclass(slots=True)
class ImportOutcome:
    """How many pages or addresses were brought in, how many known, how many left out and why."""

    added: int = 0
    known: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Some of those left out, by reason."""

    def leave_out(self, what: str, reason: str) -> None:
        """Count one that cannot be brought in."""
        self.left_out[reason] += 1
        shown = self.examples.setdefault(reason, [])
        if len(shown) < _EXAMPLES:
            shown.append(what)


def import_warcs(
    config: Config, engine: Engine, run_id: int, files: Sequence[Path], report: Report
) -> ImportOutcome:
    """Bring in the articles of WARC files (Common Crawl's, wget's, anybody's).

    Raises `ArchiveError` where a file is none or breaks off; the pages before the fault are in store.
    """
    captures = ((capture.url, capture) for file in files for capture in foreign_captures(file))
    return _import(config, engine, run_id, captures, report)


def import_pages(  # noqa: PLR0913 -- one keyword for each thing that is given
    config: Config, engine: Engine, run_id: int, files: Sequence[Path], report: Report, *, url: str | None
) -> ImportOutcome:
    """Bring in saved pages, each at the address that it names itself, or at the one given.

    A folder stands for all pages in it. The day of the file is taken for the day of fetching.
    """
    captures = ((str(file), _saved_page(file, url)) for given in files for file in _pages_of(given))
    return _import(config, engine, run_id, captures, report)


def import_addresses(config: Config, engine: Engine, files: Sequence[Path]) -> ImportOutcome:
    """Let the next crawl fetch the addresses listed, one a line; `#` begins a remark.

    Raises `BadFile`, before anything is written, where a line is no article's address of a site.
    """
    sites = _Sites(config)
    found = [_listed(sites, file, number, line) for file in files for number, line in _lines(file)]
    outcome = ImportOutcome()
    for site, address in found:
        with transaction(engine) as session:
            session.merge(_row(site))
            session.flush()
            if queue_address(session, site.id, address, datetime.now(UTC)):
                outcome.added += 1
            else:
                outcome.known += 1
    return outcome


class _Sites:
    """The sites of the settings, by the addresses of their pages."""

    def __init__(self, config: Config) -> None:
        self._sites = [
            (site, Discovery(addresses, config.listing(site), max_bytes=config.crawl.max_bytes))
            for site in config.site
            for addresses in [SiteAddresses(site.start, site.hosts)]
        ]

    def article(self, url: str) -> tuple[SiteSettings, Discovery, str] | None:
        """The site that has this address as an article's, and the address in its one form there."""
        for site, discovery in self._sites:
            address = discovery.article_address(url)
            if address is not None:
                return site, discovery, address
        return None


def _import(
    config: Config, engine: Engine, run_id: int, captures: Iterable[tuple[str, Capture]], report: Report
) -> ImportOutcome:
    outcome = ImportOutcome()
    with ArchiveWriter(config.archive_dir, run=run_id) as archive:
        importer = _Importer(config, engine, archive, run_id)
        for done, (name, capture) in enumerate(captures, start=1):
            try:
                if importer.bring_in(capture):
                    outcome.added += 1
                else:
                    outcome.known += 1
            except _LeftOut as reason:
                outcome.leave_out(name, str(reason))
            report(StageProgress("import", done, None, name))
    return outcome


class _LeftOut(Exception):
    """A capture is none of an article that we collect; the message says why."""


class _Importer:
    """Brings captures in, one transaction each."""

    def __init__(self, config: Config, engine: Engine, archive: ArchiveWriter, run_id: int) -> None:
        self._engine = engine
        self._archive = archive
        self._sites = _Sites(config)
        self._max_bytes = config.crawl.max_bytes
        self._crawl = _crawl_pass(config, run_id)

    def bring_in(self, capture: Capture) -> bool:
        """Bring in a capture; false where its page is known to say this. Raises `_LeftOut`."""
        page = self._page(capture)
        found = self._sites.article(capture.url) if capture.url else None
        if found is None:
            msg = "no article's address of a site in the settings"
            raise _LeftOut(msg)
        site, discovery, address = found
        address = discovery.canonical_of(page) or address
        digest = hashlib.sha256(page.body).hexdigest()
        with reading(self._engine) as session:
            if has_capture(session, site.id, address, digest):
                return False
        fetched = Fetched(
            url=capture.url,
            status=capture.status,
            digest=digest,
            fetched_at=capture.fetched_at,
            place=self._archive.write(capture),
        )
        with transaction(self._engine) as session:
            session.merge(_row(site))
            session.flush()
            entered = enter_capture(session, self._crawl, site.id, address, fetched)
            enter_parts(session, self._crawl, entered, discovery.from_article(page, address))
        return True

    def _page(self, capture: Capture) -> HtmlResponse:
        """The web page that a capture holds; raises `_LeftOut` where it holds none."""
        if capture.status != 200:
            msg = f"HTTP {capture.status}"
            raise _LeftOut(msg)
        headers = {name.lower(): value for name, value in capture.headers}
        declared = headers.get("content-type", "text/html")
        if declared.partition(";")[0].strip().lower() not in _HTML_TYPES:
            msg = "no web page"
            raise _LeftOut(msg)
        encodings = headers.get("content-encoding", "").split(",")
        try:
            body = decompressed(capture.body, encodings, self._max_bytes)
        except (BodyTooLarge, BodyBroken) as error:
            raise _LeftOut(str(error)) from error
        return HtmlResponse(capture.url, body=body, headers={"Content-Type": declared})


def _crawl_pass(config: Config, run_id: int) -> CrawlPass:
    crawl = config.crawl
    return CrawlPass(
        run_id=run_id,
        started_at=datetime.now(UTC),
        revisit_first=timedelta(days=crawl.revisit_days),
        revisit_longest=timedelta(days=crawl.revisit_days_max),
        retries=crawl.retries,
        retry_wait=crawl.retry_wait,
        max_redirects=crawl.max_redirects,
    )


def _row(site: SiteSettings) -> Site:
    return Site(id=site.id, name=site.name, province=site.province, vendor=site.vendor, start_url=site.start)


def _pages_of(given: Path) -> Iterator[Path]:
    if given.is_dir():
        yield from sorted(path for path in given.rglob("*") if path.suffix.lower() in _PAGE_SUFFIXES)
    else:
        yield given


def _saved_page(file: Path, url: str | None) -> Capture:
    body = file.read_bytes()
    changed = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    return Capture(
        url=url or _own_address(body),
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html"),),
        body=body,
        fetched_at=changed,
    )


def _own_address(body: bytes) -> str:
    """The address that a saved page gives for itself; empty where it gives none."""
    page = HtmlResponse("http://saved.invalid/", body=body, headers={"Content-Type": "text/html"})
    saved_from = _SAVED_FROM.search(body[:4096])
    named = [
        page.css("link[rel~=canonical]::attr(href)").get(),
        page.css('meta[property="og:url"]::attr(content)').get(),
        saved_from[1].decode("ascii", errors="replace") if saved_from else None,
    ]
    return next((url for url in named if url and url.startswith(("http://", "https://"))), "")


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        address = line.partition(" #")[0].strip()
        if address and not address.startswith("#"):
            yield number, address


def _listed(sites: _Sites, file: Path, number: int, url: str) -> tuple[SiteSettings, str]:
    try:
        canonical(url)
    except ValueError as error:
        msg = f"{file}:{number}: {error}"
        raise BadFile(msg) from error
    found = sites.article(url)
    if found is None:
        msg = (
            f"{file}:{number}: {url}: no site of the settings has this as an article's address;"
            " add its site, or mend the site's start, hosts or listing.article_pattern"
        )
        raise BadFile(msg)
    site, _, address = found
    return site, address
