"""Lines that a site puts under many of its articles: slogans, appeals to follow, contact lines."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Article, Revision

_NEIGHBOURS = 20
"""How many articles are looked at to either side, in the order of publication."""
_OFTEN = 3
"""In how many of them a line stands that is taken for boilerplate: two may be copies of the article."""


def repeated_lines(session: Session, article_id: int) -> frozenset[str]:
    """The lines that often stand in the articles that the same site published around this one."""
    article = session.get_one(Article, article_id)
    if article.sort_key is None:
        return frozenset()
    of_site = (
        select(Revision.body)
        .join(Article, Article.current_id == Revision.id)
        .where(Article.site_id == article.site_id)
        .limit(_NEIGHBOURS)
    )
    older = of_site.where(Article.sort_key < article.sort_key).order_by(Article.sort_key.desc())
    newer = of_site.where(Article.sort_key > article.sort_key).order_by(Article.sort_key)
    seen: Counter[str] = Counter()
    for body in (*session.scalars(older), *session.scalars(newer)):
        seen.update(set(body.split("\n")))
    return frozenset(line for line, times in seen.items() if times >= _OFTEN)
