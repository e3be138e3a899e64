"""Signatures, candidates and pairs: what the duplicate stage reads and writes.

One article at a time: its signature, its bands and its pairs are one transaction, so that
a stage that is killed goes on with the next article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from db.models import Article, Pair, Revision, Signature, SignatureBand, Site
from dedupe import signature as signatures
from dedupe.verdict import Kind, Text, Verdict, compare

COMPARED_KINDS = ("article", "notice")
"""Kinds of pages that tell something; a listing is no story."""

_MOST_CANDIDATES = 200
"""An article that shares bands with more than these is compared with the likeliest only."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """What the duplicate stage found for one article."""

    article_id: int
    pairs: int
    duplicates: int


def unsigned_articles(session: Session) -> list[int]:
    """The articles whose current text has no signature of today's algorithm, oldest first."""
    query = (
        select(Article.id)
        .join(Revision, Revision.id == Article.current_id)
        .outerjoin(Signature, Signature.article_id == Article.id)
        .where(
            Revision.kind.in_(COMPARED_KINDS),
            or_(
                Signature.article_id.is_(None),
                Signature.revision_id != Article.current_id,
                Signature.algorithm != signatures.ALGORITHM,
            ),
        )
        .order_by(Article.id)
    )
    return list(session.scalars(query))


def flag_duplicates(session: Session, article_id: int) -> Flagged:
    """Sign an article's current text and store a pair for each article that resembles it.

    Pairs that no longer resemble each other are removed, unless an editor has judged them:
    judgements name articles, not pairs, and so outlive both.
    """
    article = session.get_one(Article, article_id)
    revision = session.get_one(Revision, article.current_id)
    _forget_comparisons(session, article_id)
    signed = signatures.sign(f"{revision.title}\n{revision.body}")
    stored = session.get(Signature, article_id) or Signature(article_id=article_id)
    stored.revision_id = revision.id
    stored.algorithm = signatures.ALGORITHM
    stored.values = signed.to_bytes() if signed else b""
    session.add(stored)
    session.flush()
    if signed is None:
        return Flagged(article_id, 0, 0)
    bands = signed.bands()
    candidates = _candidates(session, article_id, bands)
    session.add_all(
        SignatureBand(article_id=article_id, band=band, hash=value) for band, value in enumerate(bands)
    )
    pairs = [pair for other in candidates if (pair := _compared(session, article_id, other))]
    session.add_all(pairs)
    return Flagged(article_id, len(pairs), sum(pair.duplicate for pair in pairs))


def withdraw(session: Session, article_id: int) -> None:
    """Take an article out of all comparisons: its page holds no article of its own any more."""
    _forget_comparisons(session, article_id)
    session.execute(delete(Signature).where(Signature.article_id == article_id))


def _forget_comparisons(session: Session, article_id: int) -> None:
    session.execute(delete(SignatureBand).where(SignatureBand.article_id == article_id))
    session.execute(delete(Pair).where(or_(Pair.a_id == article_id, Pair.b_id == article_id)))


def _candidates(session: Session, article_id: int, bands: Sequence[int]) -> list[int]:
    """The articles that share a band, those that share most first.

    Bands of another algorithm mean nothing here: their articles are signed anew before they count.
    """
    shared: Counter[int] = Counter()
    for band, value in enumerate(bands):
        query = (
            select(SignatureBand.article_id)
            .join(Signature, Signature.article_id == SignatureBand.article_id)
            .where(
                SignatureBand.band == band,
                SignatureBand.hash == value,
                Signature.algorithm == signatures.ALGORITHM,
                Signature.article_id != article_id,
            )
        )
        shared.update(session.scalars(query))
    ranked = sorted(shared, key=lambda other: (-shared[other], other))
    return ranked[:_MOST_CANDIDATES]


def _compared(session: Session, one: int, other: int) -> Pair | None:
    """The pair of two articles, where they resemble each other."""
    a, b = (session.get_one(Article, article_id) for article_id in sorted((one, other)))
    verdict = compare(_text(session, a), _text(session, b))
    if not _worth_showing(verdict):
        return None
    return Pair(
        a_id=a.id,
        b_id=b.id,
        a_revision_id=a.current_id,
        b_revision_id=b.current_id,
        kind=verdict.kind,
        duplicate=verdict.duplicate,
        score=verdict.score,
        scores=dict(verdict.scores),
        reasons=list(verdict.reasons),
        algorithm=signatures.ALGORITHM,
    )


def _worth_showing(verdict: Verdict) -> bool:
    """Whether an editor should see the pair: a duplicate, or a template that looks like one."""
    return verdict.duplicate or verdict.kind is Kind.TEMPLATE


def _text(session: Session, article: Article) -> Text:
    revision = session.get_one(Revision, article.current_id)
    site = session.get_one(Site, article.site_id)
    return Text(title=revision.title, body=revision.body, publisher=site.id, published=revision.published_at)
