"""Who is who: appearances of names, what joins them to persons, and what editors decided about that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, one_of
from db.models.articles import Article
from db.models.entities import Person

DECISION_KINDS = ("confirm", "merge", "split", "undo")
DECISION_SIDES = ("one", "others")


class NameGroup(Base):
    """The appearances of one name: what is resolved together, and locked while it is."""

    __tablename__ = "name_groups"

    key: Mapped[str] = mapped_column(primary_key=True)
    """`extract.identity.names.name_key` of the name."""
    waiting: Mapped[bool] = mapped_column(default=False, index=True)
    """Whether appearances have come or gone since the whole group was last resolved."""


class Appearance(Base):
    """A name in one revision of an article, the person it stands for, and why.

    That of the article's current revision is evidence; those of other revisions follow it.
    """

    __tablename__ = "appearances"
    __table_args__ = (
        Index("ix_appearances_key_article_id", "key", "article_id"),
        Index("ix_appearances_person_id_article_id", "person_id", "article_id"),
        Index("ix_appearances_person_id_score", "person_id", "score"),
        Index("ix_appearances_score_article_id_key", "score", "article_id", "key"),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
    )

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    key: Mapped[str] = mapped_column(ForeignKey("name_groups.key"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    first_person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    """The person it stood for at first: to whom it returns when what moved it is taken back."""
    evidence: Mapped[dict[str, Any]]
    """`extract.identity.appearance.Evidence`: what the article says of the bearer of the name."""
    evidence_version: Mapped[int]
    score: Mapped[float]
    """How sure it is that it stands for this person, 0 to 1."""
    reasons: Mapped[list[dict[str, Any]]]
    """Why, the weightiest first: `kind`, `weight`, and words in `vi` and `en`."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    article: Mapped[Article] = relationship()


class IdentityDecision(Base):
    """What an editor decided about appearances; rows are only ever added (a trigger sees to it)."""

    __tablename__ = "identity_decisions"
    __table_args__ = (
        one_of("kind", DECISION_KINDS),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    editor: Mapped[str]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("identity_decisions.id"), unique=True)

    members: Mapped[list[DecisionMember]] = relationship(
        order_by="(DecisionMember.article_id, DecisionMember.key)"
    )


class DecisionMember(Base):
    """An appearance that a decision speaks of, known by what survives extraction; only ever added."""

    __tablename__ = "identity_decision_members"
    __table_args__ = (
        one_of("side", DECISION_SIDES),
        Index("ix_identity_decision_members_key_decision_id", "key", "decision_id"),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("identity_decisions.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    side: Mapped[str]
    """`one`: these are one person; `others`: whom a split says that this person is not."""
