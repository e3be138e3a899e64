"""Articles compared with each other, and what editors decided about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, one_of
from db.models.articles import Article

PAIR_KINDS = ("identical", "copy", "excerpt", "update", "template", "different")
VERDICTS = ("duplicate", "not_duplicate", "update", "unsure", "undo")


class Signature(Base):
    """The MinHash signature of an article's current text."""

    __tablename__ = "signatures"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    algorithm: Mapped[str]
    """Name and version of the method; signatures of different methods are never compared."""
    values: Mapped[bytes] = mapped_column(LargeBinary)


class SignatureBand(Base):
    """One band of a signature: articles that share one are candidates."""

    __tablename__ = "signature_bands"
    __table_args__ = (Index("ix_signature_bands_band_hash", "band", "hash"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("signatures.article_id"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[int] = mapped_column(BigInteger)


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
