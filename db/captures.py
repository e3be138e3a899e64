"""What is left to extract, and where in the archive it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Capture, Page


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
    query = (
        _located()
        .where(
            Page.role == "article",
            Page.part_of_id.is_(None),
            or_(Capture.extracted_with.is_(None), and_(_is_last(), or_(other_version, has_news))),
        )
        .order_by(Capture.id)
    )
    return [Waiting(*row) for row in session.execute(query)]


def further_parts(session: Session, article: Waiting) -> list[Waiting]:
    """The last captures of the further pages of an article, in the order in which the crawl found them."""
    query = _located().where(Page.part_of_id == article.page_id, _is_last()).order_by(Page.id)
    return [Waiting(*row) for row in session.execute(query)]


def _is_last() -> ColumnElement[bool]:
    later = aliased(Capture)
    return ~exists().where(later.page_id == Capture.page_id, later.id > Capture.id)


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
