"""Bodies: lists, and one with its offices' holders over time, its awards, and the bodies around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, distinct, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from db.models import (
    Article,
    AwardFact,
    Office,
    Organization,
    OrganizationName,
    OrganizationSuccessor,
    Person,
    Place,
    Revision,
    Tenure,
)
from db.read.changes import ChangeView, changes_of
from extract.text import fold, search_key

_SHOWN = 200
"""Rows of one kind on a body's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRow:
    """A body in a list."""

    organization_id: int
    name: str
    level: str | None
    place_id: int | None
    place: str | None
    people: int
    """How many persons are attested in its offices."""
    cursor: tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another body, and the day on which one took over from the other."""

    organization_id: int
    name: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """Who is attested in an office of a body, between the days of publication of the articles that say so."""

    person_id: int
    name: str
    office_id: int
    title: str
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int
    began: ChangeView | None
    """The earliest sentence that says that the tenure begins."""
    ended: ChangeView | None
    """The last sentence that says that it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourRow:
    """An award that a body gave or received."""

    award: str
    issuer: str | None
    recipient: str | None
    count: int | None
    status: str
    article_id: int
    article_title: str
    published_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationView:
    """A body with what articles say of it."""

    organization_id: int
    name: str
    level: str | None
    line: str | None
    place_id: int | None
    place: str | None
    parent: Linked | None
    names: tuple[str, ...]
    parts: tuple[Linked, ...]
    successors: tuple[Linked, ...]
    predecessors: tuple[Linked, ...]
    holders: tuple[HolderRow, ...]
    given: tuple[HonourRow, ...]
    received: tuple[HonourRow, ...]


def list_organizations(  # noqa: PLR0913 -- one keyword for each thing that a list may be asked for
    session: Session,
    *,
    name: str | None = None,
    level: str | None = None,
    place: int | None = None,
    limit: int = 50,
    after: tuple[str, int] | None = None,
) -> list[OrganizationRow]:
    """Bodies in which offices are held, or that give or receive awards, in the order of their names.

    `name` is a part of one of their names, with accents or without; `after` is an earlier row's cursor.
    """
    people = (
        select(func.count(distinct(Tenure.person_id)))
        .join(Office, Office.id == Tenure.office_id)
        .where(Office.organization_id == Organization.id)
        .scalar_subquery()
    )
    query = (
        select(Organization, Place.name, people)
        .outerjoin(Place, Place.id == Organization.place_id)
        .where(
            Organization.search_key.is_not(None),
            or_(
                exists().where(Office.organization_id == Organization.id),
                exists().where(AwardFact.issuer_id == Organization.id),
                exists().where(AwardFact.recipient_id == Organization.id),
            ),
        )
        .order_by(Organization.search_key, Organization.id)
        .limit(limit)
    )
    if name is not None:
        named = select(OrganizationName.organization_id).where(
            OrganizationName.key.contains(fold(name), autoescape=True)
        )
        own = Organization.search_key.contains(search_key(name), autoescape=True)
        query = query.where(or_(own, Organization.id.in_(named)))
    if level is not None:
        query = query.where(Organization.level == level)
    if place is not None:
        query = query.where(Organization.place_id == place)
    if after is not None:
        query = query.where(tuple_(Organization.search_key, Organization.id) > after)
    return [
        OrganizationRow(
            organization_id=body.id,
            name=body.name,
            level=body.level,
            place_id=body.place_id,
            place=place_name,
            people=number,
            cursor=(body.search_key or "", body.id),
        )
        for body, place_name, number in session.execute(query)
    ]


def has_organization(session: Session, organization_id: int) -> bool:
    """Whether there is such a body."""
    body = session.get(Organization, organization_id)
    return body is not None and body.search_key is not None


def read_organization(session: Session, organization_id: int) -> OrganizationView | None:
    """A body with its offices' holders, the latest first; none where there is no such body."""
    body = session.get(Organization, organization_id)
    if body is None or body.search_key is None:
        return None
    place = session.get(Place, body.place_id) if body.place_id else None
    parent = session.get(Organization, body.parent_id) if body.parent_id else None
    names = select(OrganizationName.name).where(OrganizationName.organization_id == body.id)
    return OrganizationView(
        organization_id=body.id,
        name=body.name,
        level=body.level,
        line=body.line,
        place_id=body.place_id,
        place=place.name if place else None,
        parent=Linked(organization_id=parent.id, name=parent.name) if parent else None,
        names=tuple(session.scalars(names.order_by(OrganizationName.name).limit(_SHOWN))),
        parts=_parts(session, body.id),
        successors=_linked(session, body.id, forward=True),
        predecessors=_linked(session, body.id, forward=False),
        holders=_holders(session, body.id),
        given=_honours(session, select(AwardFact).where(AwardFact.issuer_id == body.id)),
        received=_honours(session, select(AwardFact).where(AwardFact.recipient_id == body.id)),
    )


def _parts(session: Session, organization_id: int) -> tuple[Linked, ...]:
    query = (
        select(Organization.id, Organization.name)
        .where(Organization.parent_id == organization_id)
        .order_by(Organization.search_key, Organization.id)
        .limit(_SHOWN)
    )
    return tuple(Linked(organization_id=number, name=name) for number, name in session.execute(query))


def _linked(session: Session, organization_id: int, *, forward: bool) -> tuple[Linked, ...]:
    """The bodies that took over from this one, or those from which it took over."""
    link = OrganizationSuccessor
    here, there = (link.old_id, link.new_id) if forward else (link.new_id, link.old_id)
    other = aliased(Organization)
    query = (
        select(other.id, other.name, link.day)
        .join(other, other.id == there)
        .where(here == organization_id)
        .order_by(link.day, other.id)
        .limit(_SHOWN)
    )
    return tuple(
        Linked(organization_id=number, name=name, day=day) for number, name, day in session.execute(query)
    )


def _holders(session: Session, organization_id: int) -> tuple[HolderRow, ...]:
    query = (
        select(Tenure, Office, Person)
        .join(Office, Office.id == Tenure.office_id)
        .join(Person, Person.id == Tenure.person_id)
        .where(Office.organization_id == organization_id)
        .order_by(Tenure.last_day.desc().nulls_last(), Tenure.articles.desc(), Tenure.id)
        .limit(_SHOWN)
    )
    rows = session.execute(query).all()
    changes = changes_of(session, (tenure for tenure, _, _ in rows))
    return tuple(
        HolderRow(
            person_id=person.id,
            name=person.name,
            office_id=office.id,
            title=office.title,
            former=tenure.former,
            first_day=tenure.first_day,
            last_day=tenure.last_day,
            articles=tenure.articles,
            began=changes.get(tenure.began_fact_id),
            ended=changes.get(tenure.ended_fact_id),
        )
        for tenure, office, person in rows
    )


def _honours(session: Session, awards: Select[AwardFact]) -> tuple[HonourRow, ...]:
    """The awards that current revisions state, the latest first."""
    query = (
        awards.add_columns(Article.id, Revision.title, Revision.published_day)
        .join(Revision, Revision.id == AwardFact.revision_id)
        .join(Article, Article.current_id == Revision.id)
        .where(Article.sort_key.is_not(None))
        .order_by(Article.sort_key.desc(), AwardFact.id)
        .limit(_SHOWN)
    )
    return tuple(
        HonourRow(
            award=award.award,
            issuer=award.issuer,
            recipient=award.recipient,
            count=award.count,
            status=award.status,
            article_id=article_id,
            article_title=title,
            published_day=day,
        )
        for award, article_id, title, day in session.execute(query)
    )
