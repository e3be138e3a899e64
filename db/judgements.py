"""Judgements: what editors decide about two articles, and which decision stands.

    judgement_id = record(session, decision, made_at=now)
    undo(session, judgement_id, editor="An", made_at=now)

Rows are only ever added. An `undo` takes one judgement back; of two articles that one stands which
was added last and is not taken back. Every decision names the last row that its editor saw of the
two articles: where another has been added since, it is refused (`Superseded`), so that no editor
overrules another one unseen. Judgements name articles, and the revisions that were read: they
outlive pairs, captures and extractors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Article, Judgement, Revision

Choice = Literal["duplicate", "not_duplicate", "update", "unsure"]
"""What an editor can say of two articles."""

UNDO = "undo"

# Other rows of the table beside the one in question; made once, because making an alias is slow.
_OF_TWO, _LATER, _TAKING_BACK = aliased(Judgement), aliased(Judgement), aliased(Judgement)


class JudgementRefused(ValueError):
    """The judgement was not stored; the message says why."""


class Superseded(JudgementRefused):
    """Somebody has judged the two articles since the editor looked at them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One editor's decision on two articles, in either order, as they were read."""

    articles: tuple[int, int]
    revisions: tuple[int, int]
    choice: Choice
    canonical: int | None = None
    """Of duplicates, the article that the other one repeats, where the editor says which."""
    editor: str
    reason: str | None = None
    seen: int | None
    """The last judgement or undo of the two articles that the editor was shown; None where none was."""


def record(session: Session, decision: Decision, *, made_at: datetime) -> int:
    """Store a decision; returns the judgement's id.

    Raises `Superseded` where others have judged meanwhile, `JudgementRefused` where the decision
    names no two articles, or revisions or a canonical article that are not theirs.
    """
    _check(session, decision)
    (a_id, a_revision), (b_id, b_revision) = sorted(zip(decision.articles, decision.revisions, strict=True))
    _refuse_unless_last(session, a_id, b_id, decision.seen)
    judgement = Judgement(
        a_id=a_id,
        b_id=b_id,
        a_revision_id=a_revision,
        b_revision_id=b_revision,
        verdict=decision.choice,
        canonical_id=decision.canonical,
        editor=decision.editor,
        reason=decision.reason,
        made_at=made_at,
    )
    session.add(judgement)
    session.flush()
    return judgement.id


def undo(session: Session, judgement_id: int, *, editor: str, made_at: datetime) -> int:
    """Take one's own judgement back; returns the id of the row that does.

    Raises `Superseded` where the two articles have been judged again since, or the judgement is
    already taken back, and `JudgementRefused` where it is somebody else's or none.
    """
    judgement = session.get(Judgement, judgement_id)
    if judgement is None or judgement.verdict == UNDO:
        msg = f"there is no judgement {judgement_id}"
        raise JudgementRefused(msg)
    if judgement.editor != editor:
        msg = f"judgement {judgement_id} is {judgement.editor}'s: judge the two articles yourself instead"
        raise JudgementRefused(msg)
    _refuse_unless_last(session, judgement.a_id, judgement.b_id, judgement.id)
    row = Judgement(
        a_id=judgement.a_id,
        b_id=judgement.b_id,
        a_revision_id=judgement.a_revision_id,
        b_revision_id=judgement.b_revision_id,
        verdict=UNDO,
        editor=editor,
        made_at=made_at,
        undoes_id=judgement.id,
    )
    session.add(row)
    session.flush()
    return row.id


def standing_id(
    a_id: SQLColumnExpression[int] | int, b_id: SQLColumnExpression[int] | int
) -> SQLColumnExpression[int | None]:
    """The id of the judgement that stands for two articles, the lower id first; null where none does."""
    return (
        select(func.max(_OF_TWO.id))
        .where(_OF_TWO.a_id == a_id, _OF_TWO.b_id == b_id, *_valid(_OF_TWO))
        .correlate_except(_OF_TWO)
        .scalar_subquery()
    )


def last_own(session: Session, editor: str) -> int | None:
    """The editor's last judgement that can be undone: neither taken back nor judged over since."""
    judged_since = (
        select(_LATER.id)
        .where(_LATER.a_id == Judgement.a_id, _LATER.b_id == Judgement.b_id, _LATER.id > Judgement.id)
        .exists()
    )
    return session.scalar(
        select(Judgement.id)
        .where(Judgement.editor == editor, Judgement.verdict != UNDO, ~judged_since)
        .order_by(Judgement.id.desc())
        .limit(1)
    )


def count_since(session: Session, moment: datetime, *, editor: str) -> int:
    """How many judgements the editor has made since the moment and not taken back."""
    query = select(func.count()).select_from(Judgement)
    made = query.where(Judgement.editor == editor, Judgement.made_at >= moment, *_valid(Judgement))
    return session.scalar(made) or 0


def _valid(judgement: type[Judgement]) -> tuple[ColumnElement[bool], ...]:
    """The row decides something, and is not taken back."""
    taken_back = select(_TAKING_BACK.id).where(_TAKING_BACK.undoes_id == judgement.id).exists()
    return judgement.verdict != UNDO, ~taken_back


def _check(session: Session, decision: Decision) -> None:
    one, other = decision.articles
    if one == other:
        msg = f"article {one} cannot be judged against itself"
        raise JudgementRefused(msg)
    if decision.canonical is not None and (
        decision.choice != "duplicate" or decision.canonical not in decision.articles
    ):
        msg = f"article {decision.canonical} cannot be the canonical one of {one} and {other}"
        raise JudgementRefused(msg)
    for article_id, revision_id in zip(decision.articles, decision.revisions, strict=True):
        revision = session.get(Revision, revision_id)
        if revision is None or revision.article_id != article_id:
            msg = f"article {article_id} has no revision {revision_id}"
            raise JudgementRefused(msg)


def _refuse_unless_last(session: Session, a_id: int, b_id: int, seen: int | None) -> None:
    # PostgreSQL lets two transactions look at once; one row that both must hold makes them queue,
    # as SQLite's do from their beginning.
    session.get_one(Article, a_id, with_for_update={"key_share": True})
    last = session.scalar(
        select(func.max(Judgement.id)).where(Judgement.a_id == a_id, Judgement.b_id == b_id)
    )
    if last != seen:
        msg = f"articles {a_id} and {b_id} have been judged meanwhile (judgement {last})"
        raise Superseded(msg)
