"""What people have corrected, row by row: an article's history, the audit, the export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, case, select
from sqlalchemy.orm import Session, aliased

from db.corrections import COMPLETE, UNDO
from db.models import Article, CorrectionOutcome, FactCorrection, Revision, Site
from extract.corrections import Kind, Values, from_json
from extract.fact import Span

CorrectionState = Literal["holds", "waiting", "undone", "past"]
"""Whether a row holds of its article today: `waiting`, where its place is not in the text; `undone`,
where somebody has taken it back; `past`, for undo rows and marks of completeness that no longer hold."""

_UNDO, _LATER = aliased(FactCorrection), aliased(FactCorrection)

_BATCH = 500
"""Rows that are read at a time when all are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """One row: what somebody said of a fact or of an article's facts, or the undo of it."""

    correction_id: int
    article_id: int
    site_id: str
    site_name: str
    url: str
    title: str
    revision: int
    """The number of the revision that the editor saw, in the article's history."""
    action: str
    kind: str
    quote: str | None
    text_before: str | None
    text_after: str | None
    was: Values | None
    becomes: Values | None
    reason: str | None
    editor: str
    made_at: datetime
    undoes_id: int | None
    state: CorrectionState
    span: Span | None
    """Where the fact stands in the article's current text."""

    @property
    def cursor(self) -> int:
        """Where to go on after this row."""
        return self.correction_id


def list_corrections(  # noqa: PLR0913 -- the filters of the audit
    session: Session,
    *,
    article: int | None = None,
    editor: str | None = None,
    kind: str | None = None,
    state: CorrectionState | None = None,
    limit: int | None = 50,
    before: int | None = None,
) -> list[CorrectionRow]:
    """The rows, the last added first; of one article, editor, kind or state, where asked. No limit: all."""
    query = _rows().order_by(FactCorrection.id.desc()).limit(limit)
    if article is not None:
        query = query.where(FactCorrection.article_id == article)
    if editor is not None:
        query = query.where(FactCorrection.editor == editor)
    if kind is not None:
        query = query.where(FactCorrection.kind == kind)
    if state is not None:
        query = query.where(_state == state)
    if before is not None:
        query = query.where(FactCorrection.id < before)
    return [_row(found) for found in session.execute(query)]


def all_corrections(session: Session) -> Iterator[CorrectionRow]:
    """Every row, the last added first, a few hundred in memory at a time."""
    before: int | None = None
    while rows := list_corrections(session, limit=_BATCH, before=before):
        yield from rows
        before = rows[-1].cursor


def correction_editors(session: Session) -> list[str]:
    """Those who have corrected something, by name."""
    return list(session.scalars(select(FactCorrection.editor).distinct().order_by(FactCorrection.editor)))


def corrections_in(session: Session, revision_id: int) -> list[CorrectionRow]:
    """The corrections that shape a revision's facts, the oldest first: who says so, and why."""
    applied = _rows(revision_id).where(CorrectionOutcome.state == "applied").order_by(FactCorrection.id)
    return [_row(found) for found in session.execute(applied)]


def _says_of_facts() -> ColumnElement[bool]:
    return FactCorrection.action.not_in((UNDO, COMPLETE))


def _is_last() -> ColumnElement[bool]:
    later = select(_LATER.id).where(
        _LATER.article_id == FactCorrection.article_id, _LATER.id > FactCorrection.id
    )
    return and_(FactCorrection.action == COMPLETE, ~later.exists())


_state = case(
    (_UNDO.id.is_not(None), "undone"),
    (and_(_says_of_facts(), CorrectionOutcome.state.in_(("applied", "agreed"))), "holds"),
    (_says_of_facts(), "waiting"),
    (_is_last(), "holds"),
    else_="past",
)


def _rows(revision_id: int | None = None) -> Select[Any]:
    """All rows with what became of them in their article's current revision, or in the one given."""
    where = Article.current_id if revision_id is None else revision_id
    return (
        select(
            FactCorrection,
            Article.url,
            Article.site_id,
            Site.name.label("site_name"),
            Revision.number,
            Revision.title,
            CorrectionOutcome.span_start,
            CorrectionOutcome.span_end,
            _state.label("state"),
        )
        .join(Article, Article.id == FactCorrection.article_id)
        .join(Site, Site.id == Article.site_id)
        .join(Revision, Revision.id == FactCorrection.revision_id)
        .outerjoin(_UNDO, _UNDO.undoes_id == FactCorrection.id)
        .outerjoin(
            CorrectionOutcome,
            and_(
                CorrectionOutcome.correction_id == FactCorrection.id, CorrectionOutcome.revision_id == where
            ),
        )
    )


def _row(found: Row[Any]) -> CorrectionRow:
    row: FactCorrection = found.FactCorrection
    return CorrectionRow(
        correction_id=row.id,
        article_id=row.article_id,
        site_id=found.site_id,
        site_name=found.site_name,
        url=found.url,
        title=found.title,
        revision=found.number,
        action=row.action,
        kind=row.kind,
        quote=row.quote,
        text_before=row.text_before,
        text_after=row.text_after,
        was=None if row.was is None else from_json(Kind(row.kind), row.was),
        becomes=None if row.becomes is None else from_json(Kind(row.kind), row.becomes),
        reason=row.reason,
        editor=row.editor,
        made_at=row.made_at,
        undoes_id=row.undoes_id,
        state=found.state,
        span=None if found.span_start is None else Span(found.span_start, found.span_end),
    )
