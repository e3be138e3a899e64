"""Persons: lists, and one person's offices over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, distinct, func, select, tuple_
from sqlalchemy.orm import Session

from db.models import Article, Mention, Office, Organization, Person, Site, Tenure
from db.read.changes import ChangeView, changes_of
from extract.text import fold, search_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person in a list."""

    person_id: int
    name: str
    province: str | None
    articles: int
    cursor: tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureRow:
    """An office of a person, and the days of publication between which articles attest it."""

    office_id: int
    title: str
    organization_id: int | None
    organization: str | None
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int
    began: ChangeView | None
    """The earliest sentence that says that the tenure begins."""
    ended: ChangeView | None
    """The last sentence that says that it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person with the offices that articles attest."""

    person_id: int
    name: str
    province: str | None
    tenures: tuple[TenureRow, ...]


def list_people(
    session: Session,
    *,
    name: str | None = None,
    province: str | None = None,
    limit: int = 50,
    after: tuple[str, int] | None = None,
) -> list[PersonRow]:
    """Persons whom articles name, in the order of their names; `after` is an earlier row's cursor.

    `name` is a part of the name, with or without accents.
    """
    articles = _article_count()
    query = select(Person, articles).where(articles > 0).order_by(Person.key, Person.id).limit(limit)
    if name is not None:
        query = query.where(Person.search_key.contains(search_key(name), autoescape=True))
        if search_key(name) != fold(name):
            query = query.where(Person.key.contains(fold(name), autoescape=True))
    if province is not None:
        query = query.where(Person.province.in_(_spellings(session, province)))
    if after is not None:
        query = query.where(tuple_(Person.key, Person.id) > after)
    return [
        PersonRow(
            person_id=person.id,
            name=person.name,
            province=person.province,
            articles=number,
            cursor=(person.key, person.id),
        )
        for person, number in session.execute(query)
    ]


def read_person(session: Session, person_id: int) -> PersonView | None:
    """A person with tenures, the latest first; none where there is no such person.

    For one who is merged into another, that one, under the number of their own.

    How many articles name them is `count_articles`, or `read_company` with who is named beside them; the
    articles are `list_articles` with `ArticleFilter(person=...)`, the awards `list_awards` with
    `AwardFilter(person=...)`.
    """
    person = session.get(Person, person_id)
    if person is None:
        return None
    if person.merged_into_id is not None:
        return read_person(session, person.merged_into_id)
    return PersonView(
        person_id=person.id,
        name=person.name,
        province=person.province,
        tenures=_tenures(session, person_id),
    )


def count_articles(session: Session, person_id: int) -> int:
    """How many current articles name a person; 0 where there is no such person."""
    return session.scalars(select(_article_count()).where(Person.id == person_id)).one_or_none() or 0


def _spellings(session: Session, province: str) -> list[str]:
    """The province as persons have it, in whatever spelling sites give it."""
    written = session.scalars(select(Site.province).distinct())
    return [spelling for spelling in written if fold(spelling) == fold(province)]


def _tenures(session: Session, person_id: int) -> tuple[TenureRow, ...]:
    query = (
        select(Tenure, Office, Organization.name)
        .join(Tenure.office)
        .outerjoin(Organization, Organization.id == Office.organization_id)
        .where(Tenure.person_id == person_id)
        .order_by(Tenure.last_day.desc().nulls_last(), Tenure.articles.desc(), Tenure.id)
    )
    rows = session.execute(query).all()
    changes = changes_of(session, (tenure for tenure, _, _ in rows))
    return tuple(
        TenureRow(
            office_id=office.id,
            title=office.title,
            organization_id=office.organization_id,
            organization=organization,
            former=tenure.former,
            first_day=tenure.first_day,
            last_day=tenure.last_day,
            articles=tenure.articles,
            began=changes.get(tenure.began_fact_id),
            ended=changes.get(tenure.ended_fact_id),
        )
        for tenure, office, organization in rows
    )


def _article_count() -> ScalarSelect[int]:
    return (
        select(func.count(distinct(Mention.revision_id)))
        .join(Article, Article.current_id == Mention.revision_id)
        .where(Mention.person_id == Person.id, Article.sort_key.is_not(None))
        .correlate(Person)
        .scalar_subquery()
    )
