"""Who spoke at the events of a body: persons whom articles about its officials or its awards let speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CompoundSelect, Select, and_, distinct, func, or_, select, union
from sqlalchemy.orm import Session

from db.models import Article, AwardFact, Mention, Office, OfficeFact, Person, Revision
from extract.fact import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A place where an article says that a person speaks; the span is in title + line break + body."""

    article_id: int
    title: str
    published_day: date | None
    revision: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """A person, in how many articles on the body's events they speak, and the latest of the speeches."""

    person_id: int
    name: str
    articles: int
    latest: Speech

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the list goes on behind this row."""
        return self.articles, self.person_id


def speakers_of(
    session: Session, organization_id: int, *, limit: int = 20, after: tuple[int, int] | None = None
) -> list[SpeakerRow]:
    """Who spoke at the events of a body, those first whom most articles let speak.

    Its events are what the current articles tell of that name somebody as holder of one of its
    offices, or an award that it gives. `after` is an earlier row's cursor.
    """
    spoken = (
        select(Mention.person_id, func.count(distinct(Article.id)).label("articles"))
        .join(Article, Article.current_id == Mention.revision_id)
        .where(
            Mention.speaks, Article.sort_key.is_not(None), Mention.revision_id.in_(_events(organization_id))
        )
        .group_by(Mention.person_id)
        .subquery()
    )
    query = (
        select(Person.id, Person.name, spoken.c.articles)
        .join(spoken, spoken.c.person_id == Person.id)
        .order_by(spoken.c.articles.desc(), Person.id)
        .limit(limit)
    )
    if after is not None:
        articles, person_id = after
        query = query.where(
            or_(spoken.c.articles < articles, and_(spoken.c.articles == articles, Person.id > person_id))
        )
    rows = session.execute(query).all()
    latest = _latest(session, organization_id, [person_id for person_id, _, _ in rows])
    return [
        SpeakerRow(person_id=person_id, name=name, articles=articles, latest=latest[person_id])
        for person_id, name, articles in rows
    ]


def _events(organization_id: int) -> CompoundSelect[int]:
    """The revisions that tell of a holder of the body's offices, or of an award that it gives."""
    held: Select[int] = (
        select(OfficeFact.revision_id)
        .join(Office, Office.id == OfficeFact.office_id)
        .where(Office.organization_id == organization_id, OfficeFact.former.is_(False))
    )
    given: Select[int] = select(AwardFact.revision_id).where(AwardFact.issuer_id == organization_id)
    return union(held, given)


def _latest(session: Session, organization_id: int, people: Sequence[int]) -> dict[int, Speech]:
    """The last speech of each of the persons at the body's events."""
    place = func.row_number().over(
        partition_by=Mention.person_id,
        order_by=(Article.sort_key.desc(), Article.id.desc(), Mention.span_start),
    )
    speeches = (
        select(Mention.id, Article.id.label("article_id"), place.label("place"))
        .join(Article, Article.current_id == Mention.revision_id)
        .where(
            Mention.speaks,
            Article.sort_key.is_not(None),
            Mention.person_id.in_(people),
            Mention.revision_id.in_(_events(organization_id)),
        )
        .subquery()
    )
    rows = session.execute(
        select(Mention, Revision, speeches.c.article_id)
        .join(speeches, speeches.c.id == Mention.id)
        .join(Revision, Revision.id == Mention.revision_id)
        .where(speeches.c.place == 1)
    )
    return {
        mention.person_id: Speech(
            article_id=article_id,
            title=revision.title,
            published_day=revision.published_day,
            revision=revision.number,
            span=Span(mention.span_start, mention.span_end),
        )
        for mention, revision, article_id in rows
    }
