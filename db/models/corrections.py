"""What people correct in articles' facts, and what became of it in each revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, one_of

CORRECTION_ACTIONS = ("wrong", "mend", "add", "complete", "undo")
CORRECTED_KINDS = ("person", "mention", "office", "date", "award", "author", "article")
CORRECTION_STATES = ("applied", "agreed", "waiting")

_OBJECT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class FactCorrection(Base):
    """What a person says of one fact, or of an article's facts as a whole; rows are only ever added.

    An `undo` takes an earlier row of the article back; `complete` says that the revision's facts
    are right and none is missing. The place is known by its words (`extract.corrections.Anchor`).
    """

    __tablename__ = "corrections"
    __table_args__ = (
        one_of("action", CORRECTION_ACTIONS),
        one_of("kind", CORRECTED_KINDS),
        CheckConstraint("(action = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
        CheckConstraint("action = 'undo' OR (action = 'complete') = (kind = 'article')", name="complete"),
        CheckConstraint("(action IN ('wrong', 'mend')) = (was IS NOT NULL)", name="was"),
        CheckConstraint("(action IN ('mend', 'add')) = (becomes IS NOT NULL)", name="becomes"),
        CheckConstraint(
            "(action IN ('wrong', 'mend', 'add') AND kind <> 'author') = (quote IS NOT NULL)", name="quote"
        ),
        CheckConstraint(
            "(quote IS NULL) = (text_before IS NULL) AND (quote IS NULL) = (text_after IS NULL)"
            " AND (quote IS NULL) = (span_start IS NULL) AND (quote IS NULL) = (repeats IS NULL)",
            name="place",
        ),
        Index("ix_corrections_article_id_id", "article_id", "id"),
        Index("ix_corrections_editor_id", "editor", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    """The revision that the editor saw."""
    action: Mapped[str]
    kind: Mapped[str]
    quote: Mapped[str | None]
    text_before: Mapped[str | None]
    text_after: Mapped[str | None]
    span_start: Mapped[int | None]
    repeats: Mapped[int | None]
    """How often the text had these words."""
    was: Mapped[dict[str, Any] | None] = mapped_column(_OBJECT)
    """The fact as it stood: `extract.corrections.Values` of the kind."""
    becomes: Mapped[dict[str, Any] | None] = mapped_column(_OBJECT)
    """The fact as it should be."""
    reason: Mapped[str | None]
    editor: Mapped[str]
    made_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"), unique=True)


class CorrectedRevision(Base):
    """A revision that is the reading of another one, with its facts as people have corrected them."""

    __tablename__ = "corrected_revisions"
    __table_args__ = (CheckConstraint("revision_id > corrects_id", name="order"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    corrects_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    """The revision that an extractor read."""


class CorrectionOutcome(Base):
    """What became of a standing correction in a revision; made anew whenever it is applied to it."""

    __tablename__ = "correction_outcomes"
    __table_args__ = (
        one_of("state", CORRECTION_STATES),
        CheckConstraint("(span_start IS NULL) = (span_end IS NULL)", name="span"),
    )

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), primary_key=True, index=True)
    state: Mapped[str]
    span_start: Mapped[int | None]
    """Where the fact stands in the revision; null where it waits, and for authors."""
    span_end: Mapped[int | None]
