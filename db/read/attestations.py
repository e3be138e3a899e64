"""The sentences behind tenures: which article says, where, that a person holds an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Article, Mention, OfficeFact, Revision
from extract.fact import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One statement of an office of a person: its article, and its place in title + line break + body."""

    office_id: int
    former: bool
    full: str
    article_id: int
    title: str
    url: str
    published_day: date | None
    span: Span


def attestations_of(session: Session, person_id: int, *, limit: int = 200) -> list[Attestation]:
    """The statements of a person's offices in current articles, the earliest first."""
    rows = session.execute(
        select(OfficeFact, Article.id, Article.url, Revision.title, Revision.published_day)
        .join(OfficeFact.mention)
        .join(Revision, Revision.id == Mention.revision_id)
        .join(Article, Article.current_id == Revision.id)
        .where(Mention.person_id == person_id)
        .order_by(Revision.published_day.nulls_last(), Article.id, OfficeFact.span_start)
        .limit(limit)
    )
    return [
        Attestation(
            office_id=fact.office_id,
            former=fact.former,
            full=fact.full,
            article_id=article_id,
            title=title,
            url=url,
            published_day=day,
            span=Span(fact.span_start, fact.span_end),
        )
        for fact, article_id, url, title, day in rows
    ]
