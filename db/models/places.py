"""The country's administrative units, before and after its reforms, and the data sets that they come from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, one_of
from extract.places import Basis
from extract.units import ChangeKind, UnitLevel

BASES = tuple(Basis)
PLACE_LEVELS = tuple(UnitLevel)
CHANGE_KINDS = tuple(ChangeKind)


class Place(Base):
    """An administrative unit, with the number that the data set gives it."""

    __tablename__ = "places"
    __table_args__ = (
        one_of("level", PLACE_LEVELS),
        CheckConstraint("valid_until >= valid_from", name="interval"),
        Index("ix_places_key_level", "key", "level"),
        Index("ix_places_search_key_id", "search_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    """With its kind: `Huyện Mai Sơn`."""
    key: Mapped[str]
    """`extract.text.fold` of the name."""
    search_key: Mapped[str]
    """`extract.text.search_key` of the name: without accents."""
    level: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]


class PlaceChange(Base):
    """What became of a unit, or of a part of it."""

    __tablename__ = "place_changes"
    __table_args__ = (one_of("kind", CHANGE_KINDS),)

    old_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)
    day: Mapped[date | None]
    kind: Mapped[str]


class PlaceMention(Base):
    """A place in the text of a revision where a unit is named."""

    __tablename__ = "place_mentions"
    __table_args__ = (
        one_of("basis", BASES),
        CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
        Index("ix_place_mentions_place_id_revision_id", "place_id", "revision_id"),
    )

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    span_start: Mapped[int] = mapped_column(primary_key=True)
    span_end: Mapped[int]
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    basis: Mapped[str]


class DataSet(Base):
    """Which edition of a data set that ships with the program has been loaded."""

    __tablename__ = "data_sets"

    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
