"""Articles compared with each other: what the duplicate stage reads and writes.

One article at a time: its signature, its pairs and its story are one transaction, so that
a stage that is killed goes on with the next article.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from db.models import Article, Pair, Revision, Signature
from db.signatures import candidates, enter_signature, holders, remove_signature
from db.stories import refresh_stories
from db.thresholds import current_thresholds
from dedupe.signature import ALGORITHM, sign
from dedupe.verdict import Kind, Text, Thresholds, Verdict, compare

COMPARED_KINDS = ("article", "notice")
"""Kinds of pages that tell something; a listing is no story."""

_MOST_CANDIDATES = 200
"""An article that resembles more than these is compared with the likeliest only."""

_NEAR = 0.4
"""The score from which a pair is kept though it is no duplicate: so that an editor may look at
near misses, and a change of thresholds can be tried on them."""


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
                Signature.algorithm != ALGORITHM,
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
    signature = sign(f"{revision.title}\n{revision.body}")
    found = holders(session, signature) if signature else {}
    enter_signature(session, article_id, revision.id, signature, found)
    thresholds = current_thresholds(session)
    likeliest = candidates(session, found, article_id, _MOST_CANDIDATES)
    pairs = [pair for other in likeliest if (pair := _compared(session, article_id, other, thresholds))]
    session.add_all(pairs)
    refresh_stories(session, [article_id])
    return Flagged(article_id, len(pairs), sum(pair.duplicate for pair in pairs))


def withdraw(session: Session, article_id: int) -> None:
    """Take an article out of all comparisons: its page holds no article of its own any more."""
    _forget_comparisons(session, article_id)
    refresh_stories(session, [article_id])


def _forget_comparisons(session: Session, article_id: int) -> None:
    remove_signature(session, article_id)
    session.execute(delete(Pair).where(or_(Pair.a_id == article_id, Pair.b_id == article_id)))


def _compared(session: Session, one: int, other: int, thresholds: Thresholds) -> Pair | None:
    """The pair of two articles, where they resemble each other."""
    a, b = (session.get_one(Article, article_id) for article_id in sorted((one, other)))
    verdict = compare(_text(session, a), _text(session, b), thresholds)
    if not _worth_keeping(verdict):
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
        algorithm=ALGORITHM,
    )


def _worth_keeping(verdict: Verdict) -> bool:
    return verdict.duplicate or verdict.kind is Kind.TEMPLATE or verdict.score >= _NEAR


def _text(session: Session, article: Article) -> Text:
    revision = session.get_one(Revision, article.current_id)
    return Text(
        title=revision.title,
        body=revision.body,
        publisher=article.site_id,
        published=revision.published_at,
    )
