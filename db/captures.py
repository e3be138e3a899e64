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
    return [Waiting(*row) for row in session.execute(query).tuples()]


def part_of(session: Session, article: Waiting, url: str) -> Waiting | None:
    """The last capture of the page at an address, as a further part of the article; none if not fetched.

    `url` is the page's canonical address; where it has moved within the site, its new page counts.
    """
    page = session.scalar(select(Page).where(Page.site_id == article.site_id, Page.url == url))
    seen: set[int] = set()
    while page is not None and page.redirect_to_id is not None and page.id not in seen:
        seen.add(page.id)
        page = session.get(Page, page.redirect_to_id)
    if page is None or page.id == article.page_id:
        return None
    row = session.execute(_located().where(Page.id == page.id, _is_last())).tuples().one_or_none()
    return Waiting(*row) if row else None


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
