"""The sentences that say that a tenure begins or ends, to be shown beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import OfficeFact, Revision, Tenure
from db.views.parts import sentence_around
from extract.fact import Span

_SENTENCE = sentence_around(OfficeFact)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """Where an article says so: its revision, its day of publication, and the place in it.

    The span is that of the office, in title + line break + body.
    """

    article_id: int
    revision: int
    article_title: str
    published_day: date | None
    """Not the day of the change, which may be earlier or later."""
    span: Span
    sentence: str


def changes_of(session: Session, tenures: Iterable[Tenure]) -> Mapping[int | None, ChangeView]:
    """The facts of the tenures' beginnings and ends, by their ids."""
    ids = {fact_id for one in tenures for fact_id in (one.began_fact_id, one.ended_fact_id) if fact_id}
    if not ids:
        return {}
    rows = session.execute(
        select(
            OfficeFact.id,
            OfficeFact.span_start,
            OfficeFact.span_end,
            _SENTENCE,
            Revision.article_id,
            Revision.number,
            Revision.title,
            Revision.published_day,
        )
        .join(Revision, Revision.id == OfficeFact.revision_id)
        .where(OfficeFact.id.in_(ids))
    )
    return {
        fact_id: ChangeView(
            article_id=article_id,
            revision=number,
            article_title=title,
            published_day=day,
            span=Span(start, end),
            sentence=sentence,
        )
        for fact_id, start, end, sentence, article_id, number, title, day in rows
    }
