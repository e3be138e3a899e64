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


def list_companions(session: Session, person_id: int, *, limit: int = 20) -> list[Companion]:
    """The persons whom current articles name together with this one, those of the most articles first."""
    own, other = aliased(Mention), aliased(Mention)
    articles, newest = func.count(distinct(other.revision_id)), func.max(Article.sort_key)
    together = (
        select(other.person_id, articles.label("articles"), newest.label("newest"))
        .select_from(own)
        .join(Article, Article.current_id == own.revision_id)
        .join(other, other.revision_id == own.revision_id)
        .where(own.person_id == person_id, other.person_id != person_id, Article.sort_key.is_not(None))
        .group_by(other.person_id)
        .order_by(articles.desc(), newest.desc(), other.person_id)
        .limit(limit)
        .subquery()
    )
    rows = session.execute(
        select(Person, together.c.articles, Revision.published_day)
        .join(together, together.c.person_id == Person.id)
        .join(Article, Article.sort_key == together.c.newest)
        .join(Revision, Revision.id == Article.current_id)
        .order_by(together.c.articles.desc(), together.c.newest.desc(), Person.id)
    )
    return [
        Companion(person_id=person.id, name=person.name, articles=number, last_day=last)
        for person, number, last in rows
    ]
