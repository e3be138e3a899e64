"""What is left to extract: captures of articles that the present extractor has not read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Capture, Page


def pending_captures(
    session: Session, *, extractor_version: str, after: int = 0, limit: int = 100
) -> Sequence[int]:
    """The next captures to read, oldest first, as ids greater than `after`.

    They are those that no extractor has read, and, of those read by another version, the last
    one of each article's own page: what a page said before stays as it was read then, and
    further parts are read with their article.
    """
    query = (
        select(Capture.id)
        .join(Capture.page)
        .where(_is_pending(extractor_version), Capture.id > after)
        .order_by(Capture.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def count_pending(session: Session, *, extractor_version: str) -> int:
    """How many captures `pending_captures` would give in all."""
    query = select(func.count()).select_from(Capture).join(Capture.page)
    return session.scalars(query.where(_is_pending(extractor_version))).one()


def _is_pending(extractor_version: str) -> ColumnElement[bool]:
    later = aliased(Capture)
    is_last = ~exists().where(later.page_id == Capture.page_id, later.id > Capture.id)
    read_by_another = and_(Capture.extracted_with != extractor_version, is_last, Page.part_of_id.is_(None))
    return and_(Page.role == "article", or_(Capture.extracted_with.is_(None), read_by_another))
