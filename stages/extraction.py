"""Reading in a pool of processes: captures in, articles with their facts out, in the order given.

    with ReadingPool(config) as pool:
        for reading in pool.read(captures_of_articles):
            ...

The work of the processes is pure: they look into the archive and nowhere else. What is read is
stored by the caller, one article at a time. Processes begin when the first page is to be read.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Self

from archive import Place, read_capture
from config import Config
from db.captures import Waiting
from extract.article import Article, FetchedPage
from extract.fact import Facts
from extract.facts import extract_facts
from extract.page import PageRefused, extract_page
from extract.vendor import parse_template
from oneoff import source_of

_AHEAD = 4
"""Articles handed to each process before the first of them is asked for."""


class ReadingFailed(Exception):
    """The processes that read pages ended without a word; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an article says."""

    article: Article
    facts: Facts


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a capture is no article."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of an article's captures: its own page first, then its further parts in order."""

    captures: tuple[Waiting, ...]
    result: Statement | Refusal


class ReadingPool:
    """As many processes as the machine has processors, each of which reads one article at a time."""

    def __init__(self, config: Config) -> None:
        """Raises `TemplateError` where a template of the settings cannot be used."""
        PageReader(config)  # a fault in the settings is told here, not by a process that dies of it
        self._processes = os.cpu_count() or 1
        self._pool = ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(config,),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """Let the processes end their present pages, and no further ones."""
        self._pool.shutdown(cancel_futures=True)

    def read(self, articles: Iterable[Sequence[Waiting]]) -> Iterator[Reading]:
        """Read articles, each given by its captures; a few are read ahead of the one that is taken.

        Raises `ArchiveError` where a capture is not in the archive, `ReadingFailed` where a process dies.
        """
        under_way: deque[tuple[tuple[Waiting, ...], Future[Statement | Refusal]]] = deque()
        try:
            for captures in articles:
                under_way.append((tuple(captures), self._pool.submit(_read, tuple(captures))))
                if len(under_way) > self._processes * _AHEAD:
                    yield _next(under_way)
            while under_way:
                yield _next(under_way)
        except BrokenProcessPool as error:
            at = f"{under_way[0][0][0].url}: " if under_way else ""
            msg = (
                f"{at}a process that reads pages ended at this one, or one of the next;"
                " see whether memory is short, and run the same command again to go on"
            )
            raise ReadingFailed(msg) from error
        finally:
            for _, future in under_way:
                future.cancel()


def _next(under_way: deque[tuple[tuple[Waiting, ...], Future[Statement | Refusal]]]) -> Reading:
    """The first of those under way, when it has been read."""
    captures, future = under_way[0]
    result = future.result()
    under_way.popleft()
    return Reading(captures, result)


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
        place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        return self.article(capture.site_id, self.page(place))

    def page(self, place: Place) -> FetchedPage:
        """A page as it came, from the archive."""
        captured = read_capture(self._archive, place)
        return FetchedPage(body=captured.body, url=captured.url, headers=captured.headers)

    def article(self, site_id: str, page: FetchedPage) -> Article:
        """The article of a site's page; raises `PageRefused` for what is no page."""
        own = self._by_site.get(site_id)
        if own is not None:
            return extract_page(page, (own,), own.name)
        return extract_page(page, self._templates)


_READER: list[PageReader] = []
"""The one reader of a process of the pool."""


def _begin(config: Config) -> None:
    """Prepare a process of the pool; Ctrl-C is not for it: its parent ends it in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _READER.append(PageReader(config))


def _read(captures: tuple[Waiting, ...]) -> Statement | Refusal:
    (reader,) = _READER
    try:
        article = join_parts([reader.read(capture) for capture in captures])
    except PageRefused as refusal:
        return Refusal(str(refusal))
    return Statement(article, extract_facts(source_of(article)))


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
