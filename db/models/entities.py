"""Who and what facts are about: persons, bodies, offices, and who held them when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, one_of

ORGANIZATION_LEVELS = ("centre", "province", "district", "commune", "other")


class Person(Base):
    """An identity to which appearances in many articles are resolved; a number once given stays."""

    __tablename__ = "persons"
    __table_args__ = (Index("ix_persons_key_id", "key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str]
    """`extract.text.fold` of the name."""
    search_key: Mapped[str] = mapped_column(index=True)
    """`extract.text.search_key` of the name: without accents."""
    province: Mapped[str | None]
    """Where articles know the person, as a site's province is written; null for one known in many."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    """The person to whom all appearances of this one have gone: links to it lead there."""


class Organization(Base):
    """A body in which offices are held, as named."""

    __tablename__ = "organizations"
    __table_args__ = (one_of("level", ORGANIZATION_LEVELS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    search_key: Mapped[str | None] = mapped_column(index=True)
    """`extract.text.search_key` of the name; None while it waits to be read by the rules of today."""
    level: Mapped[str | None]
    """The level of the administration at which it stands; None while nothing tells."""
    line: Mapped[str | None]
    """The line that it is of: party, council, administration …; None for all others."""
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    """The unit that it belongs to."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    """The body above it."""


class OrganizationName(Base):
    """A name that articles give a body."""

    __tablename__ = "organization_names"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class OrganizationSuccessor(Base):
    """A body that took over from another one."""

    __tablename__ = "organization_successors"

    old_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True, index=True)
    day: Mapped[date | None]


class Office(Base):
    """A role in an organisation; an empty title or no organisation where the article has none."""

    __tablename__ = "offices"
    __table_args__ = (
        UniqueConstraint("title_key", "organization_id"),
        Index(
            "uq_offices_title_key_alone",
            "title_key",
            unique=True,
            sqlite_where=text("organization_id IS NULL"),
            postgresql_where=text("organization_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    title_key: Mapped[str]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)

    organization: Mapped[Organization | None] = relationship()


class Tenure(Base):
    """A person in an office, and the days between which articles attest it."""

    __tablename__ = "tenures"
    __table_args__ = (
        UniqueConstraint("person_id", "office_id", "former"),
        CheckConstraint("last_day >= first_day", name="interval"),
        CheckConstraint("articles > 0", name="articles"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    former: Mapped[bool]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    articles: Mapped[int]
    """In how many articles it is attested."""
    began_fact_id: Mapped[int | None] = mapped_column(ForeignKey("office_facts.id"))
    """The earliest statement that the person takes the office."""
    ended_fact_id: Mapped[int | None] = mapped_column(ForeignKey("office_facts.id"))
    """The last statement that the person leaves it."""

    person: Mapped[Person] = relationship()
    office: Mapped[Office] = relationship()
