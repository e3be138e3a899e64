"""What is left to extract: captures that the present extractor has not read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Article, Capture, Page, RevisionPart


def pending_captures(
    session: Session, *, extractor_version: str, site_id: str | None = None, after: int = 0, limit: int = 100
) -> Sequence[int]:
    """The next captures to read, oldest first, as ids greater than `after`.

    They are those of article pages that no extractor has read, and, of those read by another
    version, the last one of each page: what a page said before stays as it was read then.
    Captures of pages that are now further parts of another article are left to that article.
    """
    later = aliased(Capture)
    part = aliased(Capture)
    is_last = ~exists().where(later.page_id == Capture.page_id, later.id > Capture.id)
    is_part = exists().where(
        Article.current_id == RevisionPart.revision_id,
        RevisionPart.capture_id == part.id,
        part.page_id == Capture.page_id,
        Capture.extracted_with.is_not(None),
    )
    query = (
        select(Capture.id)
        .join(Page)
        .where(
            Page.role == "article",
            Capture.id > after,
            or_(
                Capture.extracted_with.is_(None),
                and_(Capture.extracted_with != extractor_version, is_last),
            ),
            ~is_part,
        )
        .order_by(Capture.id)
        .limit(limit)
    )
    if site_id is not None:
        query = query.where(Page.site_id == site_id)
    return session.scalars(query).all()
