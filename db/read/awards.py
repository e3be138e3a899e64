"""Awards: who honoured whom with what, and the article that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.models import Article, AwardFact, Revision, Site
from extract.fact import Span
from extract.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """An award, with the article that tells of it; the span is in that article's text."""

    award_id: int
    award: str
    issuer: str | None
    recipient: str | None
    person_id: int | None
    count: int | None
    status: str
    span: Span
    article_id: int
    article_title: str
    site_name: str
    published_day: date | None
    cursor: tuple[int, int]


def list_awards(  # noqa: PLR0913 -- each filter is one keyword
    session: Session,
    wanted: ArticleFilter = ArticleFilter(),  # noqa: B008 -- frozen
    *,
    award: str | None = None,
    status: str | None = None,
    recipient: int | None = None,
    limit: int = 50,
    before: tuple[int, int] | None = None,
) -> list[AwardRow]:
    """The awards that articles passing the filter tell of, by the newest article.

    `award` is its name, folded; `recipient` a person's id; `before` an earlier row's cursor.
    """
    query = (
        select(AwardFact, Article, Revision, Site)
        .join(Article, Article.current_id == AwardFact.revision_id)
        .join(Revision, Revision.id == AwardFact.revision_id)
        .join(Site, Site.id == Article.site_id)
        .where(Article.sort_key.is_not(None), *wanted.conditions(session, Article.sort_key))
        .order_by(Article.sort_key.desc(), AwardFact.id.desc())
        .limit(limit)
    )
    if award is not None:
        query = query.where(AwardFact.award_key == fold(award))
    if status is not None:
        query = query.where(AwardFact.status == status)
    if recipient is not None:
        query = query.where(AwardFact.person_id == recipient)
    if before is not None:
        query = query.where(tuple_(Article.sort_key, AwardFact.id) < before)
    return [
        AwardRow(
            award_id=fact.id,
            award=fact.award,
            issuer=fact.issuer,
            recipient=fact.recipient,
            person_id=fact.person_id,
            count=fact.count,
            status=fact.status,
            span=Span(fact.span_start, fact.span_end),
            article_id=article.id,
            article_title=revision.title,
            site_name=site.name,
            published_day=revision.published_day,
            cursor=(article.sort_key or 0, fact.id),
        )
        for fact, article, revision, site in session.execute(query)
    ]
