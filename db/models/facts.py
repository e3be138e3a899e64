"""What revisions state, each fact at its place in the text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from db.base import Base, one_of
from db.models.entities import Office, Person
from db.models.places import BASES

if TYPE_CHECKING:
    from db.models.articles import Revision

CHANGES = ("began", "ended")
AWARD_STATUSES = ("conferred", "decided", "proposed")


class FactColumns:
    """What every fact carries: its revision, span, rule, version and confidence."""

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    span_start: Mapped[int]
    span_end: Mapped[int]
    rule: Mapped[str]
    extractor_version: Mapped[str]
    confidence: Mapped[float]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """Every span is a real one and every confidence a probability."""
        return (
            CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
            CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence"),
        )


class Mention(FactColumns, Base):
    """A place where a revision names a person."""

    __tablename__ = "mentions"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str]
    """The fullest form that the article gives, not the wording at this place."""
    speaks: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the article says that the person speaks there."""

    person: Mapped[Person] = relationship()
    revision: Mapped[Revision] = relationship(back_populates="mentions")
    offices: Mapped[list[OfficeFact]] = relationship(
        back_populates="mention", cascade="all, delete-orphan", order_by="OfficeFact.span_start"
    )

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """One place names one person once."""
        return (
            *super().__table_args__,
            UniqueConstraint("revision_id", "span_start", "span_end", "person_id"),
            Index("ix_mentions_person_id_revision_id", "person_id", "revision_id"),
        )


class OfficeFact(FactColumns, Base):
    """An office that a revision says a person holds or held."""

    __tablename__ = "office_facts"

    mention_id: Mapped[int] = mapped_column(ForeignKey("mentions.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    title: Mapped[str]
    organization: Mapped[str]
    full: Mapped[str]
    former: Mapped[bool]
    change: Mapped[str | None]
    """Whether its sentence says that the tenure begins or ends; None where it says neither."""
    place_basis: Mapped[str | None]
    """What tells the unit of the body; None where the body has none."""

    mention: Mapped[Mention] = relationship(back_populates="offices")
    office: Mapped[Office] = relationship()

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """Basis and change are of the known ones; the facts that tell a change are found by office."""
        return (
            *super().__table_args__,
            one_of("place_basis", BASES),
            one_of("change", CHANGES),
            Index(
                "ix_office_facts_changes",
                "office_id",
                sqlite_where=text("change IS NOT NULL"),
                postgresql_where=text("change IS NOT NULL"),
            ),
        )


class DateFact(FactColumns, Base):
    """An expression that places something on the calendar; both days inclusive."""

    __tablename__ = "date_facts"

    text: Mapped[str]
    start_day: Mapped[date] = mapped_column(index=True)
    end_day: Mapped[date]

    revision: Mapped[Revision] = relationship(back_populates="dates")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """A period does not end before it starts."""
        return (*super().__table_args__, CheckConstraint("end_day >= start_day", name="period"))


class AwardFact(FactColumns, Base):
    """One award to one recipient, or to a counted group."""

    __tablename__ = "award_facts"

    award: Mapped[str]
    award_key: Mapped[str] = mapped_column(index=True)
    search_key: Mapped[str | None]
    """`extract.text.search_key` of the award: without accents; likewise the two keys below."""
    issuer: Mapped[str | None]
    issuer_key: Mapped[str | None]
    recipient: Mapped[str | None]
    recipient_key: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    """The recipient, where it is a person whom the article names."""
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    """The body that gives it."""
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    """The recipient, where it is a body."""
    count: Mapped[int | None]
    status: Mapped[str]

    person: Mapped[Person | None] = relationship()
    revision: Mapped[Revision] = relationship(back_populates="awards")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """The status is one of the known ones; a counted group has at least one member."""
        return (
            *super().__table_args__,
            one_of("status", AWARD_STATUSES),
            CheckConstraint("count > 0", name="count"),
        )
