"""Back to what an earlier version of the extractor read, article by article.

History is only added to: all revisions stay, and an article points at another one of them. An
article goes back only where its page still is as that version knew it: where the page has been
fetched anew since the version last stored anything, the earlier revision would tell what the page
no longer says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.corrected import apply_standing
from db.models import Article, CorrectedRevision, Revision
from db.speaking import compare_again

RollbackOutcome = Literal["restored", "page changed"]


class NoSuchVersion(ValueError):
    """No revision was made by this extractor version; the message names those that did make some."""


def last_work_of(session: Session, version: str) -> datetime:
    """When an extractor version last stored a revision; `NoSuchVersion` where it never did."""
    last = session.scalar(
        select(func.max(Revision.extracted_at)).where(Revision.extractor_version == version)
    )
    if last is None:
        versions = session.scalars(select(Revision.extractor_version).distinct()).all()
        known = ", ".join(sorted(versions)) or "none"
        msg = f"no article was read by extractor version {version!r}; versions in store: {known}"
        raise NoSuchVersion(msg)
    return last


def articles_to_restore(session: Session, version: str, sites: tuple[str, ...] = ()) -> list[int]:
    """The articles that another version speaks for now, and of which this one has made a revision."""
    current, earlier = aliased(Revision), aliased(Revision)
    query = (
        select(Article.id)
        .join(current, current.id == Article.current_id)
        .where(
            current.extractor_version != version,
            select(earlier.id)
            .where(earlier.article_id == Article.id, earlier.extractor_version == version)
            .exists(),
        )
        .order_by(Article.id)
    )
    if sites:
        query = query.where(Article.site_id.in_(sites))
    return list(session.scalars(query))


def restore(session: Session, article_id: int, version: str, known_until: datetime) -> RollbackOutcome:
    """Let the last reading by a version speak for an article again, unless its page has changed since.

    What people have corrected holds for it too.

    `known_until` is `last_work_of(version)`.
    """
    article = session.get_one(Article, article_id, with_for_update={"key_share": True})
    current = session.get_one(Revision, article.current_id)
    earlier = session.scalars(
        select(Revision)
        .outerjoin(CorrectedRevision, CorrectedRevision.revision_id == Revision.id)
        .where(
            Revision.article_id == article_id,
            Revision.extractor_version == version,
            CorrectedRevision.revision_id.is_(None),
        )
        .order_by(Revision.number.desc())
        .limit(1)
    ).one()
    known = current.capture_id == earlier.capture_id or current.capture.fetched_at <= known_until
    if earlier.number < current.number and not known:
        return "page changed"
    apply_standing(session, article, earlier)
    compare_again(session, article)
    return "restored"
