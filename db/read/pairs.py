"""Pairs of articles that resemble each other, with both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.models import Article, Pair, Revision, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSide:
    """One article of a pair, as compared."""

    article_id: int
    revision_id: int
    site_id: str
    site_name: str
    url: str
    title: str
    published_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two articles and what their comparison says."""

    pair_id: int
    a: PairSide
    b: PairSide
    kind: str
    duplicate: bool
    score: float
    scores: dict[str, float]
    reasons: tuple[str, ...]
    algorithm: str

    @property
    def cursor(self) -> int:
        """Where to go on after this pair."""
        return self.pair_id


def list_pairs(  # noqa: PLR0913 -- each filter is one keyword
    session: Session,
    *,
    duplicate: bool | None = None,
    kind: str | None = None,
    article: int | None = None,
    limit: int = 50,
    before: int | None = None,
) -> list[PairRow]:
    """The pairs found last come first; only duplicates, or of one kind, or of one article, where asked."""
    of_a, of_b = aliased(Revision), aliased(Revision)
    a, b = aliased(Article), aliased(Article)
    at_a, at_b = aliased(Site), aliased(Site)
    query = (
        select(Pair, a, of_a, at_a, b, of_b, at_b)
        .join(a, a.id == Pair.a_id)
        .join(of_a, of_a.id == Pair.a_revision_id)
        .join(at_a, at_a.id == a.site_id)
        .join(b, b.id == Pair.b_id)
        .join(of_b, of_b.id == Pair.b_revision_id)
        .join(at_b, at_b.id == b.site_id)
        .order_by(Pair.id.desc())
        .limit(limit)
    )
    if duplicate is not None:
        query = query.where(Pair.duplicate == duplicate)
    if kind is not None:
        query = query.where(Pair.kind == kind)
    if article is not None:
        query = query.where((Pair.a_id == article) | (Pair.b_id == article))
    if before is not None:
        query = query.where(Pair.id < before)
    return [
        _row(pair, _side(one, one_text, one_site), _side(other, other_text, other_site))
        for pair, one, one_text, one_site, other, other_text, other_site in session.execute(query)
    ]


def _row(pair: Pair, a: PairSide, b: PairSide) -> PairRow:
    return PairRow(
        pair_id=pair.id,
        a=a,
        b=b,
        kind=pair.kind,
        duplicate=pair.duplicate,
        score=pair.score,
        scores=dict(pair.scores),
        reasons=tuple(pair.reasons),
        algorithm=pair.algorithm,
    )


def _side(article: Article, revision: Revision, site: Site) -> PairSide:
    return PairSide(
        article_id=article.id,
        revision_id=revision.id,
        site_id=site.id,
        site_name=site.name,
        url=article.url,
        title=revision.title,
        published_day=revision.published_day,
    )
