"""Who is who, for those who decide it: appearances with their reasons, a person's and doubtful ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from db.identity_rulings import stands
from db.models import Appearance, Article, DecisionMember, IdentityDecision, Person, Revision, Site
from extract.identity.appearance import Ref, from_json

MOST_APPEARANCES = 300
"""So many of a person's appearances are shown at once, the least sure first."""

_SURE = 0.95
"""Appearances with a score from here on are not asked about."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for a join, or against it, in both languages."""

    weight: float
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppearanceRow:
    """A name in an article, the person for whom it stands, how sure that is, and why."""

    ref: Ref
    person_id: int
    person_name: str
    name: str
    title: str
    site_name: str
    province: str
    published_day: date | None
    offices: tuple[str, ...]
    company: tuple[str, ...]
    """The keys of the other names in the article."""
    score: float
    grounds: tuple[Ground, ...]
    decided: bool
    """Whether an editor's decision that stands binds it to this person."""

    @property
    def cursor(self) -> str:
        """Where to go on after this row of `doubtful_appearances`."""
        return f"{self.score!r}:{self.ref.article_id}:{self.ref.key}"


def appearances_of(session: Session, person_id: int, *, limit: int = MOST_APPEARANCES) -> list[AppearanceRow]:
    """A person's appearances in current revisions, the least sure first, then the latest."""
    query = (
        _rows()
        .where(Appearance.person_id == person_id)
        .order_by(Appearance.score, Revision.published_day.desc().nulls_last(), Appearance.article_id)
        .limit(limit)
    )
    return _read(session, query)


def last_appearances(session: Session, person_id: int, limit: int) -> list[AppearanceRow]:
    """The person's appearances in the articles that came in last."""
    query = _rows().where(Appearance.person_id == person_id).order_by(Appearance.article_id.desc())
    return _read(session, query.limit(limit))


def count_appearances(session: Session, person_id: int) -> int:
    """How many there are."""
    query = (
        select(func.count())
        .select_from(Appearance)
        .join(Article, Article.current_id == Appearance.revision_id)
        .where(Appearance.person_id == person_id)
    )
    return session.scalars(query).one()


def doubtful_appearances(
    session: Session, *, limit: int = 25, after: tuple[float, int, str] | None = None
) -> list[AppearanceRow]:
    """Appearances joined to others on weak grounds that nobody has decided about, the weakest first.

    `after` is an earlier row's score, article and name key.
    """
    also = aliased(Appearance)
    joined = select(also.revision_id).where(
        also.person_id == Appearance.person_id, also.article_id != Appearance.article_id
    )
    place = tuple_(Appearance.score, Appearance.article_id, Appearance.key)
    query = (
        _rows()
        .where(Appearance.score < _SURE, joined.exists(), ~_decided().exists())
        .order_by(Appearance.score, Appearance.article_id, Appearance.key)
        .limit(limit)
    )
    return _read(session, query.where(place > after) if after else query)


def _decided() -> Select[int]:
    """The decision that stands and binds the appearance, where there is one."""
    return (
        select(DecisionMember.decision_id)
        .join(IdentityDecision, IdentityDecision.id == DecisionMember.decision_id)
        .where(
            DecisionMember.article_id == Appearance.article_id,
            DecisionMember.key == Appearance.key,
            DecisionMember.side == "one",
            *stands(),
        )
        .correlate(Appearance)
    )


def _rows() -> Select[Any]:
    return (
        select(
            Appearance.article_id,
            Appearance.key,
            Appearance.person_id,
            Appearance.score,
            Appearance.reasons,
            Appearance.evidence,
            Revision.title,
            Revision.published_day,
            Site.name.label("site_name"),
            Site.province,
            Person.name.label("person_name"),
            _decided().exists().label("decided"),
        )
        .join(Article, Article.current_id == Appearance.revision_id)
        .join(Revision, Revision.id == Appearance.revision_id)
        .join(Site, Site.id == Article.site_id)
        .join(Person, Person.id == Appearance.person_id)
    )


def _read(session: Session, query: Select[Any]) -> list[AppearanceRow]:
    return [_row(found) for found in session.execute(query)]


def _row(found: Row[Any]) -> AppearanceRow:
    evidence = from_json(found.evidence)
    return AppearanceRow(
        ref=Ref(found.article_id, found.key),
        person_id=found.person_id,
        person_name=found.person_name,
        name=evidence.name,
        title=found.title,
        site_name=found.site_name,
        province=found.province,
        published_day=found.published_day,
        offices=tuple(dict.fromkeys(office.shown for office in evidence.offices)),
        company=evidence.company,
        score=found.score,
        grounds=tuple(Ground(one["weight"], one["vi"], one["en"]) for one in found.reasons),
        decided=found.decided,
    )
