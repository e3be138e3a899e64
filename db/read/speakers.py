"""Who spoke at the events of a body: persons whom articles about its officials or its awards let speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CompoundSelect, Select, SQLColumnExpression, and_, distinct, func, or_, select, union
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.models import Article, AwardFact, Mention, Office, OfficeFact, Person, Revision
from db.views.parts import sentence_around
from extract.fact import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A place where an article says that a person speaks; the span is in title + line break + body."""

    article_id: int
    title: str
    published_day: date | None
    revision: int
    span: Span
    sentence: str


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
    session: Session,
    organization_id: int,
    wanted: ArticleFilter = ArticleFilter(),  # noqa: B008 -- frozen
    *,
    limit: int = 20,
    after: tuple[int, int] | None = None,
) -> list[SpeakerRow]:
    """Who spoke at the events of a body, those first whom most articles let speak.

    Its events are what the current articles tell of that name somebody as holder of one of its
    offices, or an award that it gives; of these the articles that pass the filter are counted.
    `after` is an earlier row's cursor.
    """
    at_events = _at_events(session, organization_id, wanted)
    spoken = (
        select(Mention.person_id, func.count(distinct(Article.id)).label("articles"))
        .join(Article, Article.current_id == Mention.revision_id)
        .where(*at_events)
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
    latest = _latest(session, at_events, [person_id for person_id, _, _ in rows])
    return [
        SpeakerRow(person_id=person_id, name=name, articles=articles, latest=latest[person_id])
        for person_id, name, articles in rows
    ]


def _at_events(
    session: Session, organization_id: int, wanted: ArticleFilter
) -> Sequence[SQLColumnExpression[bool]]:
    """Conditions on `Mention` and `Article`: somebody speaks at the body's events."""
    return (
        Mention.speaks,
        Article.sort_key.is_not(None),
        Mention.revision_id.in_(_events(organization_id)),
        *wanted.conditions(session, Article.sort_key),
    )


def _events(organization_id: int) -> CompoundSelect[int]:
    """The revisions that tell of a holder of the body's offices, or of an award that it gives."""
    held: Select[int] = (
        select(OfficeFact.revision_id)
        .join(Office, Office.id == OfficeFact.office_id)
        .where(Office.organization_id == organization_id, OfficeFact.former.is_(False))
    )
    given: Select[int] = select(AwardFact.revision_id).where(AwardFact.issuer_id == organization_id)
    return union(held, given)


def _latest(
    session: Session, at_events: Sequence[SQLColumnExpression[bool]], people: Sequence[int]
) -> dict[int, Speech]:
    """The last speech of each of the persons at the events."""
    place = func.row_number().over(
        partition_by=Mention.person_id,
        order_by=(Article.sort_key.desc(), Article.id.desc(), Mention.span_start),
    )
    speeches = (
        select(Mention.id, Article.id.label("article_id"), place.label("place"))
        .join(Article, Article.current_id == Mention.revision_id)
        .where(Mention.person_id.in_(people), *at_events)
        .subquery()
    )
    rows = session.execute(
        select(Mention, Revision, sentence_around(Mention), speeches.c.article_id)
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
            sentence=sentence,
        )
        for mention, revision, sentence, article_id in rows
    }
