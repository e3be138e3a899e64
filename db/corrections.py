"""Corrections: what people say of an article's facts, and which of it stands.

    record(session, proposal, made_at=now)            # one fact: wrong, mended or added
    undo(session, correction_id, reading, made_at=now)
    mark_complete(session, reading, made_at=now)      # the facts are right, and none is missing

Rows are only ever added; the article speaks otherwise in the same transaction. Every step names what
its editor saw (`Seen`): where the article states something else by now, or somebody else has
corrected it meanwhile, it is refused (`Superseded`), so that nobody overrules another one unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.corrected import apply_standing, reading_of
from db.models import Article, CorrectionOutcome, FactCorrection, Revision
from db.read.facts import read_facts
from db.speaking import compare_again
from extract.corrections import (
    Action,
    Anchor,
    Correction,
    Kind,
    State,
    Values,
    agree,
    anchor_at,
    apply_corrections,
    kind_of,
    stated_facts,
    to_json,
)
from extract.fact import Facts, Span

UNDO = "undo"
COMPLETE = "complete"
WHOLE = "article"
"""The kind of a row that is about all of an article's facts."""


class Why(StrEnum):
    """Why a correction is refused."""

    NO_ARTICLE = "there is no such article"
    CORRECTED = "the article has been corrected meanwhile: look at it again"
    READ_ANEW = "the article has been read anew meanwhile: look at it again"
    NO_REASON = "say why: a correction without a reason convinces nobody"
    UNSAYABLE = "a correction is about one fact: as it stands, as it should be, or both"
    NO_FACT = "the article states no such fact at this place"
    NO_PLACE = "a fact needs a place within a line of the text"
    NOTHING_NEW = "nothing would change: the article says so already"
    UNFIT = "it does not fit the words at this place, or nobody of that name is in the article"
    NOT_STANDING = "there is no such correction of the article, or it is undone already"
    COMPLETE_ALREADY = "the article is marked as complete already"


class CorrectionRefused(ValueError):
    """The correction was not stored; `why` and the message say for what reason."""

    def __init__(self, why: Why, article: int) -> None:
        super().__init__(f"article {article}: {why}")
        self.why = why


class Superseded(CorrectionRefused):
    """The article states something else, or has been corrected, since the editor looked at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who looks at an article, and the state in which they saw it."""

    editor: str
    article: int
    revision: int
    """The revision that was shown."""
    last: int | None
    """The last row of the article's corrections that was shown; None where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an editor says of one fact of the article that they see.

    `was` is the fact as shown (none for what is added), `becomes` as it should be (none for what is
    wrong); `place` is where it stands in the text shown, none for authors.
    """

    seen: Seen
    action: Action
    place: Span | None
    was: Values | None
    becomes: Values | None
    reason: str


def record(session: Session, proposal: Proposal, *, made_at: datetime) -> int:
    """Store a correction and let the article speak as it says; returns the correction's id.

    Raises `Superseded` where the article is not as it was seen, and `CorrectionRefused` where there
    is no such fact or place, no reason is given, or nothing would change.
    """
    seen = proposal.seen
    article, current = as_seen(session, seen)
    if not proposal.reason.strip():
        raise CorrectionRefused(Why.NO_REASON, seen.article)
    anchor = _checked(current, read_facts(session, current.id), proposal)
    row = FactCorrection(
        article_id=seen.article,
        revision_id=seen.revision,
        action=proposal.action.value,
        kind=_kind(proposal).value,
        was=to_json(proposal.was) if proposal.was else None,
        becomes=to_json(proposal.becomes) if proposal.becomes else None,
        reason=proposal.reason.strip(),
        editor=seen.editor,
        made_at=made_at,
    )
    if anchor:
        row.quote, row.text_before, row.text_after = anchor.quote, anchor.before, anchor.after
        row.span_start, row.repeats = anchor.start, anchor.repeats
    session.add(row)
    session.flush()
    _speak_anew(session, article, current)
    return row.id


def undo(session: Session, correction_id: int, seen: Seen, *, reason: str = "", made_at: datetime) -> int:
    """Take a correction, or a mark of completeness, back; returns the id of the row that does.

    Any editor may undo any other's: both stay on record. Raises `Superseded` where the article is not
    as it was seen, and `CorrectionRefused` where the article has no such correction that stands.
    """
    article, current = as_seen(session, seen)
    row = session.get(FactCorrection, correction_id)
    undone = select(FactCorrection.id).where(FactCorrection.undoes_id == correction_id)
    if row is None or row.article_id != article.id or row.action == UNDO or session.scalar(undone):
        raise CorrectionRefused(Why.NOT_STANDING, article.id)
    taking_back = _whole(seen, UNDO, row.kind, reason, made_at)
    taking_back.undoes_id = row.id
    session.add(taking_back)
    session.execute(
        delete(CorrectionOutcome).where(
            CorrectionOutcome.correction_id == row.id, CorrectionOutcome.revision_id == current.id
        )
    )
    session.flush()
    _speak_anew(session, article, current)
    return taking_back.id


def mark_complete(session: Session, seen: Seen, *, reason: str = "", made_at: datetime) -> int:
    """Say that the facts shown are right and none is missing; returns the row's id.

    It stands until the next correction of the article. Raises `Superseded` as `record` does.
    """
    article, _ = as_seen(session, seen)
    if complete_revision(session, article.id) == seen.revision:
        raise CorrectionRefused(Why.COMPLETE_ALREADY, article.id)
    row = _whole(seen, COMPLETE, WHOLE, reason, made_at)
    session.add(row)
    session.flush()
    return row.id


def complete_revision(session: Session, article_id: int) -> int | None:
    """The revision whose facts a person has found right and complete, where nothing was corrected since."""
    last = session.scalar(
        select(FactCorrection)
        .where(FactCorrection.article_id == article_id)
        .order_by(FactCorrection.id.desc())
        .limit(1)
    )
    return last.revision_id if last is not None and last.action == COMPLETE else None


def last_row(session: Session, article_id: int) -> int | None:
    """The last row of an article's corrections: what an editor who sees them all has seen."""
    return session.scalar(select(func.max(FactCorrection.id)).where(FactCorrection.article_id == article_id))


def as_seen(session: Session, seen: Seen) -> tuple[Article, Revision]:
    """The article, locked, and the revision that speaks for it: the one that was seen.

    Raises `Superseded` where the article is another one by now, `CorrectionRefused` where there is none.
    """
    # PostgreSQL lets two transactions look at once; one row that both must hold makes them queue,
    # as SQLite's do from their beginning.
    article = session.get(Article, seen.article, with_for_update={"key_share": True}, populate_existing=True)
    if article is None or article.current_id is None:
        raise CorrectionRefused(Why.NO_ARTICLE, seen.article)
    if last_row(session, article.id) != seen.last:
        raise Superseded(Why.CORRECTED, article.id)
    if article.current_id != seen.revision:
        raise Superseded(Why.READ_ANEW, article.id)
    return article, session.get_one(Revision, article.current_id)


def _kind(proposal: Proposal) -> Kind:
    values = proposal.becomes or proposal.was
    if values is None or (
        proposal.was and proposal.becomes and type(proposal.was) is not type(proposal.becomes)
    ):
        raise CorrectionRefused(Why.UNSAYABLE, proposal.seen.article)
    return kind_of(values)


def _checked(current: Revision, facts: Facts, proposal: Proposal) -> Anchor | None:
    """The anchor of a proposal that names a fact of the revision, and changes something."""
    article, kind = proposal.seen.article, _kind(proposal)
    wanted = {Action.WRONG: (True, False), Action.MEND: (True, True), Action.ADD: (False, True)}
    if (proposal.was is not None, proposal.becomes is not None) != wanted[proposal.action] or (
        kind is Kind.MENTION and proposal.action is Action.ADD
    ):
        raise CorrectionRefused(Why.UNSAYABLE, article)
    place = None if kind is Kind.AUTHOR else proposal.place
    if proposal.was is not None and not any(
        agree(one.values, proposal.was) and one.span == place for one in stated_facts(facts)
    ):
        raise CorrectionRefused(Why.NO_FACT, article)
    text = f"{current.title}\n{current.body}"
    try:
        anchor = anchor_at(text, place or Span(0, 0)) if kind is not Kind.AUTHOR else None
    except ValueError as error:
        raise CorrectionRefused(Why.NO_PLACE, article) from error
    tried = Correction(
        id=0, action=proposal.action, anchor=anchor, was=proposal.was, becomes=proposal.becomes
    )
    (outcome,) = apply_corrections(text, facts, [tried]).outcomes
    if outcome.state is State.AGREED:
        raise CorrectionRefused(Why.NOTHING_NEW, article)
    if outcome.state is State.WAITING:
        raise CorrectionRefused(Why.UNFIT, article)
    return anchor


def _whole(seen: Seen, action: str, kind: str, reason: str, made_at: datetime) -> FactCorrection:
    """A row without a fact of its own."""
    return FactCorrection(
        article_id=seen.article,
        revision_id=seen.revision,
        action=action,
        kind=kind,
        reason=reason.strip() or None,
        editor=seen.editor,
        made_at=made_at,
    )


def _speak_anew(session: Session, article: Article, current: Revision) -> None:
    """Let the article speak as its corrections stand now; it stays compared where it was."""
    apply_standing(session, article, reading_of(session, current))
    compare_again(session, article)
