"""Revisions with corrected facts: what an extractor read, and what people say of it, side by side.

A correction never changes a row. Where standing corrections change what an extractor read, the
article gets a further revision: the same capture and text with other facts, known by a row of
`corrected_revisions`. It speaks for the article in place of the reading, which stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Article,
    Attachment,
    Author,
    Caption,
    CorrectedRevision,
    CorrectionOutcome,
    FactCorrection,
    Revision,
    RevisionPart,
)
from db.read.facts import read_facts
from db.speaking import make_current, make_current_again
from db.statement import corrected_digest
from extract.corrections import (
    Action,
    Anchor,
    Corrected,
    Correction,
    Kind,
    Outcome,
    apply_corrections,
    from_json,
)
from extract.fact import Facts
from extract.text import fold

_UNDO = aliased(FactCorrection)

_OWN = {"id", "number", "statement_digest"}
"""The columns that a corrected revision does not share with the reading."""


def reading_of(session: Session, revision: Revision) -> Revision:
    """The revision that an extractor read: the one that this one corrects, else itself."""
    corrects = select(CorrectedRevision.corrects_id).where(CorrectedRevision.revision_id == revision.id)
    read_id = session.scalar(corrects)
    return revision if read_id is None else session.get_one(Revision, read_id)


def standing_corrections(session: Session, article_id: int) -> tuple[Correction, ...]:
    """The corrections of an article's facts that nobody has taken back, the oldest first."""
    taken_back = select(_UNDO.id).where(_UNDO.undoes_id == FactCorrection.id).exists()
    rows = session.scalars(
        select(FactCorrection)
        .where(FactCorrection.article_id == article_id, FactCorrection.action.in_(list(Action)), ~taken_back)
        .order_by(FactCorrection.id)
    )
    return tuple(as_correction(row) for row in rows)


def as_correction(row: FactCorrection) -> Correction:
    """A row that says something of a fact, as what the facts are corrected by."""
    kind = Kind(row.kind)
    return Correction(
        id=row.id,
        action=Action(row.action),
        anchor=_anchor(row),
        was=None if row.was is None else from_json(kind, row.was),
        becomes=None if row.becomes is None else from_json(kind, row.becomes),
    )


def corrected_facts(session: Session, article_id: int, text: str, facts: Facts) -> Facts:
    r"""What an article states where this is read in its text (`title + "\n" + body`); nothing is stored."""
    return apply_corrections(text, facts, standing_corrections(session, article_id)).facts


def apply_standing(session: Session, article: Article, read: Revision) -> Revision:
    """Let a reading speak for its article as the standing corrections have it; returns who speaks.

    That is the reading itself where they change nothing. The article's row is locked by the caller.
    """
    standing = standing_corrections(session, article.id)
    if not standing:
        if article.current_id != read.id:
            make_current_again(session, article, read)
        return read
    corrected = apply_corrections(f"{read.title}\n{read.body}", read_facts(session, read.id), standing)
    speaks = _speaking(session, article, read, corrected)
    _note(session, speaks.id, corrected.outcomes)
    return speaks


def _speaking(session: Session, article: Article, read: Revision, corrected: Corrected) -> Revision:
    digest = corrected_digest(read.statement_digest, corrected.facts)
    speaks = read if not corrected.changed else _made_before(session, read, digest)
    if speaks is None:
        speaks = _revision(session, read, corrected.facts, digest)
        make_current(session, article, speaks, corrected.facts)
    elif article.current_id != speaks.id:
        make_current_again(session, article, speaks)
    return speaks


def _made_before(session: Session, read: Revision, digest: str) -> Revision | None:
    """The revision that states the same already: corrections were undone, or done again."""
    return session.scalar(
        select(Revision)
        .join(CorrectedRevision, CorrectedRevision.revision_id == Revision.id)
        .where(CorrectedRevision.corrects_id == read.id, Revision.statement_digest == digest)
    )


def _revision(session: Session, read: Revision, facts: Facts, digest: str) -> Revision:
    shared = {
        column.key: getattr(read, column.key)
        for column in Revision.__mapper__.column_attrs
        if column.key not in _OWN
    }
    last = select(func.max(Revision.number)).where(Revision.article_id == read.article_id)
    revision = Revision(number=session.scalars(last).one() + 1, statement_digest=digest, **shared)
    revision.authors = [
        Author(position=position, name=name, key=fold(name))
        for position, name in enumerate(facts.authors, start=1)
    ]
    revision.parts = [RevisionPart(position=one.position, capture_id=one.capture_id) for one in read.parts]
    revision.captions = [
        Caption(position=one.position, text=one.text, image_url=one.image_url) for one in read.captions
    ]
    revision.attachments = [
        Attachment(position=one.position, name=one.name, url=one.url) for one in read.attachments
    ]
    session.add(revision)
    session.flush()
    session.add(CorrectedRevision(revision_id=revision.id, corrects_id=read.id))
    session.flush()
    return revision


def _note(session: Session, revision_id: int, outcomes: Iterable[Outcome]) -> None:
    """Write down what became of each correction in the revision."""
    session.execute(delete(CorrectionOutcome).where(CorrectionOutcome.revision_id == revision_id))
    session.add_all(CorrectionOutcome(revision_id=revision_id, **_outcome(outcome)) for outcome in outcomes)
    session.flush()


def _outcome(outcome: Outcome) -> dict[str, Any]:
    start, end = outcome.span or (None, None)
    return {
        "correction_id": outcome.correction_id,
        "state": outcome.state.value,
        "span_start": start,
        "span_end": end,
    }


def _anchor(row: FactCorrection) -> Anchor | None:
    if row.quote is None or row.span_start is None or row.repeats is None:
        return None
    return Anchor(
        quote=row.quote,
        before=row.text_before or "",
        after=row.text_after or "",
        start=row.span_start,
        repeats=row.repeats,
    )
