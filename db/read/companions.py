"""Who was with whom: persons whom the same articles name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Article, Mention, Person, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A person named beside another one: in how many articles, and in which last."""

    person_id: int
    name: str
    articles: int
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """How many current articles name a person, and who else is named there."""

    articles: int
    companions: tuple[Companion, ...]
    """Those of the most articles first."""


def read_company(session: Session, person_id: int, *, most: int = 20) -> Company:
    """Who is named together with a person, up to so many others, counted over all their articles."""
    own, named = aliased(Mention), aliased(Mention)
    articles, newest = func.count(distinct(named.revision_id)), func.max(Article.sort_key)
    # The person is one of those whom the articles name: so one reading of them counts both.
    is_other = named.person_id != person_id
    together = (
        select(named.person_id, articles.label("articles"), newest.label("newest"))
        .select_from(own)
        .join(Article, Article.current_id == own.revision_id)
        .join(named, named.revision_id == own.revision_id)
        .where(own.person_id == person_id, Article.sort_key.is_not(None))
        .group_by(named.person_id)
        .order_by(is_other, articles.desc(), newest.desc(), named.person_id)
        .limit(most + 1)
        .subquery()
    )
    rows = session.execute(
        select(Person.id, Person.name, together.c.articles, Revision.published_day)
        .join(together, together.c.person_id == Person.id)
        .join(Article, Article.sort_key == together.c.newest)
        .join(Revision, Revision.id == Article.current_id)
        .order_by(together.c.articles.desc(), together.c.newest.desc(), Person.id)
    )
    named_there = [
        Companion(person_id=number, name=name, articles=articles, last_day=last)
        for number, name, articles, last in rows
    ]
    return Company(
        articles=sum(one.articles for one in named_there if one.person_id == person_id),
        companions=tuple(one for one in named_there if one.person_id != person_id),
    )
