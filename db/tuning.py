"""Judgements as a measure of thresholds, and what a change of thresholds would do to the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.judgements import standing_id
from db.models import Judgement, Pair
from db.stories import refresh_stories
from db.thresholds import apply_thresholds
from dedupe.signature import ALGORITHM
from dedupe.tuning import Judged
from dedupe.verdict import Measures, Thresholds, Verdict, decide

_DUPLICATES = ("duplicate", "update")
_CLEAR = (*_DUPLICATES, "not_duplicate")
"""Judgements that say something: "unsure" does not."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of thresholds does to the pairs that no editor has judged."""

    suspected: int
    """Suspected duplicates before the change."""
    added: int
    """Pairs that become suspected duplicates."""
    dropped: int
    """Suspected duplicates that become something else."""


def judged_pairs(session: Session) -> list[Judged]:
    """The pairs that editors decided, each with what was measured about it."""
    query = (
        select(Pair.scores, Judgement.verdict)
        .join(Judgement, Judgement.id == standing_id(Pair.a_id, Pair.b_id))
        .where(Pair.algorithm == ALGORITHM, Judgement.verdict.in_(_CLEAR))
        .order_by(Pair.id)
    )
    return [Judged(Measures(**scores), verdict in _DUPLICATES) for scores, verdict in session.execute(query)]


def effect_on_queue(session: Session, thresholds: Thresholds) -> Effect:
    """What the thresholds would change for pairs without a judgement; nothing is written."""
    suspected = added = dropped = 0
    for pair, verdict in _decided_anew(session, thresholds, unjudged=True):
        suspected += pair.duplicate
        added += verdict.duplicate and not pair.duplicate
        dropped += pair.duplicate and not verdict.duplicate
    return Effect(suspected, added, dropped)


def change_thresholds(session: Session, thresholds: Thresholds, judgements: int, at: datetime) -> int:
    """Put thresholds in force and decide all pairs anew by them; returns how many changed their kind.

    Pairs are not measured again: articles that were never kept as a pair stay unpaired until
    one of their texts changes.
    """
    apply_thresholds(session, thresholds, judgements, at)
    touched: set[int] = set()
    changed = 0
    for pair, verdict in _decided_anew(session, thresholds, unjudged=False):
        if pair.duplicate != verdict.duplicate:
            touched |= {pair.a_id, pair.b_id}
        changed += pair.kind != verdict.kind
        pair.kind, pair.duplicate = verdict.kind, verdict.duplicate
        pair.score, pair.reasons = verdict.score, list(verdict.reasons)
    refresh_stories(session, touched)
    return changed


def _decided_anew(
    session: Session, thresholds: Thresholds, *, unjudged: bool
) -> Iterator[tuple[Pair, Verdict]]:
    query = select(Pair).where(Pair.algorithm == ALGORITHM).order_by(Pair.id)
    if unjudged:
        query = query.where(standing_id(Pair.a_id, Pair.b_id).is_(None))
    for pair in session.scalars(query):
        yield pair, decide(Measures(**pair.scores), thresholds)
