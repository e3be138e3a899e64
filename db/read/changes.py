"""The sentences that say that a tenure begins or ends, to be shown beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import OfficeFact, Revision, Tenure


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Where an article says so: its revision, its day of publication, and the place in it."""

    article_id: int
    revision: int
    article_title: str
    published_day: date | None
    """Not the day of the change, which may be earlier or later."""
    start: int


def changes_of(session: Session, tenures: Iterable[Tenure]) -> Mapping[int | None, ChangeView]:
    """The facts of the tenures' beginnings and ends, by their ids."""
    ids = {fact_id for one in tenures for fact_id in (one.began_fact_id, one.ended_fact_id) if fact_id}
    rows = session.execute(
        select(OfficeFact.id, OfficeFact.span_start, Revision)
        .join(Revision, Revision.id == OfficeFact.revision_id)
        .where(OfficeFact.id.in_(ids))
    )
    return {
        fact_id: ChangeView(
            article_id=revision.article_id,
            revision=revision.number,
            article_title=revision.title,
            published_day=revision.published_day,
            start=start,
        )
        for fact_id, start, revision in rows
    }
