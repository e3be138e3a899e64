"""Articles compared with each other, and what editors decided about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, one_of
from db.models.articles import Article

PAIR_KINDS = ("identical", "copy", "excerpt", "update", "template", "different")
RELATIONS = ("canonical", "identical", "copy", "excerpt", "update", "judged")
VERDICTS = ("duplicate", "not_duplicate", "update", "unsure", "undo")


class Signature(Base):
    """The MinHash signature of an article's current text."""

    __tablename__ = "signatures"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    algorithm: Mapped[str]
    """Name and version of the method; signatures of different methods are never compared."""
    values: Mapped[bytes] = mapped_column(LargeBinary)


class SignatureEntry(Base):
    """One value of a signature: articles that share some are candidates.

    No foreign key: the database would search the whole table whenever a signature goes.
    """

    __tablename__ = "signature_entries"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 -- read by SQLAlchemy from the class

    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Pair(Base):
    """Two articles that were compared, and what the comparison says."""

    __tablename__ = "pairs"
    __table_args__ = (
        UniqueConstraint("a_id", "b_id"),
        CheckConstraint("a_id < b_id", name="order"),
        one_of("kind", PAIR_KINDS),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    b_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    a_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    b_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    kind: Mapped[str] = mapped_column(index=True)
    duplicate: Mapped[bool]
    score: Mapped[float]
    scores: Mapped[dict[str, float]] = mapped_column(default=dict)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    algorithm: Mapped[str]

    a: Mapped[Article] = relationship(foreign_keys=[a_id])
    b: Mapped[Article] = relationship(foreign_keys=[b_id])


class Judgement(Base):
    """An editor's decision on two articles; rows are only ever added (a trigger sees to it)."""

    __tablename__ = "judgements"
    __table_args__ = (
        one_of("verdict", VERDICTS),
        CheckConstraint("a_id < b_id", name="order"),
        CheckConstraint("canonical_id IS NULL OR canonical_id IN (a_id, b_id)", name="canonical"),
        CheckConstraint("(verdict = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
        Index("ix_judgements_a_id_b_id", "a_id", "b_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    b_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    a_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    b_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    verdict: Mapped[str]
    canonical_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    editor: Mapped[str]
    reason: Mapped[str | None]
    made_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("judgements.id"), unique=True)


class StoryMember(Base):
    """An article's place in a story: the articles that tell the same thing, from one to the next.

    Made anew from pairs and judgements whenever these change (`db.stories`). An article that
    resembles no other has no row: it is a story by itself.
    """

    __tablename__ = "story_members"
    __table_args__ = (
        one_of("relation", RELATIONS),
        CheckConstraint("(relation = 'canonical') = (parent_id IS NULL)", name="canonical"),
        CheckConstraint("story_id <= article_id", name="story"),
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    """The least article id of the story."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    """The article that it was most likely taken from; none for the story's canonical article."""
    relation: Mapped[str]
    """What it is to its parent."""
    reason: Mapped[str]
    """Why it is canonical, or belongs to its parent, in words."""


class ThresholdChange(Base):
    """Thresholds of the comparison that an editor put in force; the last row holds."""

    __tablename__ = "threshold_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    thresholds: Mapped[dict[str, float]]
    judgements: Mapped[int]
    """How many judgements the change was measured on."""
