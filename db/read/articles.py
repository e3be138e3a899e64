"""Lists of articles, each with how many facts it states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, SQLColumnExpression, distinct, func, select
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.models import Article, AwardFact, DateFact, FactColumns, Mention, OfficeFact, Revision, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article in a list, with how many facts it states."""

    article_id: int
    site_id: str
    site_name: str
    province: str
    url: str
    title: str
    lead: str | None
    kind: str
    published_at: datetime | None
    published_day: date | None
    published_has_time: bool | None
    people: int
    offices: int
    dates: int
    awards: int
    cursor: int


def list_articles(
    session: Session,
    wanted: ArticleFilter = ArticleFilter(),  # noqa: B008 -- frozen
    *,
    limit: int = 50,
    before: int | None = None,
) -> list[ArticleRow]:
    """The articles that pass the filter, newest first, undated ones last; listings are left out."""
    # The page's articles first: what is counted of each would else be counted of all.
    page = select(Article.sort_key).where(
        Article.sort_key.is_not(None), *wanted.conditions(session, Article.sort_key)
    )
    if before is not None:
        page = page.where(Article.sort_key < before)
    keys = list(session.scalars(page.order_by(Article.sort_key.desc()).limit(limit)))
    query = (
        select(
            Article.id.label("article_id"),
            Article.url,
            Article.sort_key.label("cursor"),
            Site.id.label("site_id"),
            Site.name.label("site_name"),
            Site.province,
            Revision.title,
            Revision.lead,
            Revision.kind,
            Revision.published_at,
            Revision.published_day,
            Revision.published_has_time,
            _how_many(Mention, distinct(Mention.person_id)).label("people"),
            _how_many(OfficeFact, OfficeFact.id).label("offices"),
            _how_many(DateFact, DateFact.id).label("dates"),
            _how_many(AwardFact, AwardFact.id).label("awards"),
        )
        .join(Revision, Revision.id == Article.current_id)
        .join(Site, Site.id == Article.site_id)
        .where(Article.sort_key.in_(keys))
        .order_by(Article.sort_key.desc())
    )
    return [ArticleRow(**row._mapping) for row in session.execute(query)]


def _how_many(facts: type[FactColumns], counted: SQLColumnExpression[int]) -> ScalarSelect[int]:
    return select(func.count(counted)).where(facts.revision_id == Revision.id).scalar_subquery()
