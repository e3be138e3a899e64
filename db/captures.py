"""What is left to extract, what can be extracted again, and where in the archive it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Capture, Page
from db.order import VIETNAM


@dataclass(frozen=True, slots=True)
class Waiting:
    """A capture to read: the page it is of, the address that answered, its place in the archive."""

    capture_id: int
    page_id: int
    site_id: str
    url: str
    warc_file: str
    warc_offset: int
    warc_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A part of the archive; what is None or empty does not narrow it."""

    sites: tuple[str, ...] = ()
    since: date | None = None
    """The first day, in Viet Nam, on which the page was fetched."""
    until: date | None = None
    """The last such day."""
    version: str | None = None
    """The extractor version that read the capture last."""


def waiting_captures(session: Session, extractor_version: str) -> list[Waiting]:
    """The captures of articles' own pages that this extractor is to read, oldest first.

    All that none has read; of those read by another version, the last one of each page (what
    a page said before stays as it was read then); and the last one of each article of which a
    further part has been fetched since.
    """
    part, of_part = aliased(Page), aliased(Capture)
    has_unread_part = exists().where(
        part.part_of_id == Page.id, of_part.page_id == part.id, of_part.extracted_with.is_(None)
    )
    other_version = Capture.extracted_with != extractor_version
    has_news = and_(Capture.refusal.is_(None), has_unread_part)
    query = _of_articles().where(
        or_(Capture.extracted_with.is_(None), and_(_is_last(), or_(other_version, has_news)))
    )
    return _read_off(session, query)


def settled_captures(session: Session, now: datetime) -> list[Waiting]:
    """The captures that nobody has read and that a crawl under way adds nothing to: no part is due."""
    part = aliased(Page)
    has_due_part = exists().where(part.part_of_id == Page.id, or_(part.state == "queued", part.due_at <= now))
    query = _of_articles().where(Capture.extracted_with.is_(None), ~has_due_part)
    return _read_off(session, query)


def selected_captures(session: Session, selection: Selection) -> list[Waiting]:
    """The last capture of each article's own page, where it is in the selection, oldest first.

    What a page said before stays as it was read then.
    """
    query = _of_articles().where(_is_last())
    if selection.sites:
        query = query.where(Page.site_id.in_(selection.sites))
    if selection.since:
        query = query.where(Capture.fetched_at >= _midnight(selection.since))
    if selection.until:
        query = query.where(Capture.fetched_at < _midnight(selection.until + timedelta(days=1)))
    if selection.version:
        query = query.where(Capture.extracted_with == selection.version)
    return _read_off(session, query)


def further_parts(session: Session, article: Waiting) -> list[Waiting]:
    """The last captures of the further pages of an article, in the order in which the crawl found them."""
    query = _located().where(Page.part_of_id == article.page_id, _is_last()).order_by(Page.id)
    return [Waiting(*row) for row in session.execute(query)]


def _read_off(session: Session, query: Select[int, int, str, str, str, int, int]) -> list[Waiting]:
    return [Waiting(*row) for row in session.execute(query.order_by(Capture.fetched_at, Capture.id))]


def _is_last() -> ColumnElement[bool]:
    # By the time of fetching: captures from elsewhere come into the database after newer ones.
    later = aliased(Capture)
    same_time = and_(later.fetched_at == Capture.fetched_at, later.id > Capture.id)
    is_later = or_(later.fetched_at > Capture.fetched_at, same_time)
    return ~exists().where(later.page_id == Capture.page_id, is_later)


def _midnight(day: date) -> datetime:
    """The beginning of a day in Viet Nam."""
    return datetime.combine(day, time(), VIETNAM)


def _of_articles() -> Select[int, int, str, str, str, int, int]:
    """The captures of articles' own pages."""
    return _located().where(Page.role == "article", Page.part_of_id.is_(None))


def _located() -> Select[int, int, str, str, str, int, int]:
    return select(
        Capture.id,
        Capture.page_id,
        Page.site_id,
        Capture.url,
        Capture.warc_file,
        Capture.warc_offset,
        Capture.warc_length,
    ).join(Page, Page.id == Capture.page_id)
