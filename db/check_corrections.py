"""What must hold of corrections: that nothing changes them, and that articles speak as they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, SQLColumnExpression, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from db.corrected import reading_of, standing_corrections
from db.models import Article, CorrectedRevision, CorrectionOutcome, FactCorrection, Revision
from db.read.facts import read_facts
from db.statement import corrected_digest
from extract.corrections import apply_corrections

_GUARDS = {
    "sqlite": "SELECT count(*) = 3 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'corrections'",
    "postgresql": "SELECT count(*) = 1 FROM pg_trigger"
    " WHERE tgrelid = 'corrections'::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
}

_SHARED = ("article_id", "capture_id", "extractor_version", "digest", "kind", "published_at")
"""Columns in which a corrected revision must agree with what was read."""


def reading_id(revision_id: SQLColumnExpression[Any]) -> SQLColumnExpression[int]:
    """The id of the revision that an extractor read: of the one that this one corrects, else its own."""
    corrects = (
        select(CorrectedRevision.corrects_id)
        .where(CorrectedRevision.revision_id == revision_id)
        .correlate_except(CorrectedRevision)
        .scalar_subquery()
    )
    return func.coalesce(corrects, revision_id)


def _guarded(connection: Connection) -> Iterator[str]:
    if not connection.execute(text(_GUARDS[connection.dialect.name])).scalar_one():
        yield "schema: nothing keeps corrections from being changed: a trigger is missing"


def _undone(connection: Connection) -> Iterator[str]:
    undone = aliased(FactCorrection)
    wrong = (
        select(FactCorrection.id)
        .join(undone, undone.id == FactCorrection.undoes_id)
        .where(or_(undone.article_id != FactCorrection.article_id, undone.action == "undo"))
    )
    for number in connection.scalars(wrong):
        yield f"corrections: {number} undoes a row that is another article's, or no correction"


def _copied(connection: Connection) -> Iterator[str]:
    corrected, read = aliased(Revision), aliased(Revision)
    differs = or_(
        *(getattr(corrected, name).is_distinct_from(getattr(read, name)) for name in _SHARED),
        read.id.in_(select(CorrectedRevision.revision_id)),
    )
    wrong = (
        select(CorrectedRevision.revision_id)
        .join(corrected, corrected.id == CorrectedRevision.revision_id)
        .join(read, read.id == CorrectedRevision.corrects_id)
        .where(differs)
    )
    for number in connection.scalars(wrong):
        yield f"corrections: revision {number} is not the reading that it corrects, with other facts"


def _applied(connection: Connection) -> Iterator[str]:
    """Each corrected article speaks as its standing corrections say, applied to what was read."""
    with Session(connection) as session:
        corrected = select(FactCorrection.article_id).union(
            select(Revision.article_id).join(CorrectedRevision, CorrectedRevision.revision_id == Revision.id)
        )
        articles = select(Article).where(
            Article.id.in_(corrected.scalar_subquery()), Article.current_id.is_not(None)
        )
        for article in session.scalars(articles.order_by(Article.id)).all():
            if not _speaks_right(session, article):
                yield f"corrections: article {article.id} does not speak as its corrections say"


def _speaks_right(session: Session, article: Article) -> bool:
    current = session.get_one(Revision, article.current_id)
    read = reading_of(session, current)
    standing = standing_corrections(session, article.id)
    wanted = apply_corrections(f"{read.title}\n{read.body}", read_facts(session, read.id), standing)
    noted = session.execute(
        select(CorrectionOutcome.correction_id, CorrectionOutcome.state).where(
            CorrectionOutcome.revision_id == current.id
        )
    )
    if {(one.correction_id, one.state.value) for one in wanted.outcomes} != {
        (row.correction_id, row.state) for row in noted
    }:
        return False
    if not wanted.changed:
        return current.id == read.id
    return current.statement_digest == corrected_digest(read.statement_digest, wanted.facts)


CORRECTION_CHECKS: tuple[Callable[[Connection], Iterator[str]], ...] = (_guarded, _undone, _copied, _applied)
"""Each yields the problems that it finds, in words."""
