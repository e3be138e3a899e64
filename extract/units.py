"""The country's administrative units and what became of them, as the data set gives them.

`lexicon/units.tsv` holds the units of before and after 1 July 2025; `lexicon/make_units.py` says where
they come from. A unit keeps its number for ever, in all databases.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from extract.lexicon import rows


class UnitLevel(StrEnum):
    """The level of an administrative unit."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    """Districts, towns, provincial cities: until 30 June 2025."""
    COMMUNE = "commune"
    """Communes, wards, townships, and the special zones of islands."""


class ChangeKind(StrEnum):
    """How the ground of an old unit came to a new one."""

    MERGER = "merger"
    """All of it, with that of others."""
    PARTIAL = "partial"
    """A part of it."""
    RENAMING = "renaming"
    """All of it, and nothing else, under another name or rank."""
    CONTINUATION = "continuation"
    """The same unit, its district gone from above it."""
    ABOLITION = "abolition"
    """A district ended without a successor; the new commune has some of its ground."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit."""

    id: int
    level: UnitLevel
    code: str | None
    """The code of the General Statistics Office; it may be used again for another unit later."""
    parent_id: int | None
    since: date | None
    """The first day; None for long ago, or where it is not known."""
    until: date | None
    """The last day; None while it exists."""
    name: str
    """With its kind: `Huyện Mai Sơn`."""


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What became of a unit, or of a part of it."""

    old_id: int
    new_id: int
    day: date | None
    """The first day of the new state; None where only the years are known."""
    kind: ChangeKind


@cache
def units() -> tuple[Unit, ...]:
    """All units, parents before children."""
    return tuple(
        Unit(
            int(number),
            UnitLevel(level),
            code or None,
            int(parent) if parent else None,
            _day(since),
            _day(until),
            name,
        )
        for number, level, code, parent, since, until, name in rows("units")
    )


@cache
def unit_changes() -> tuple[UnitChange, ...]:
    """All changes: old units and the new ones that have their ground."""
    return tuple(
        UnitChange(int(old), int(new), _day(day), ChangeKind(kind))
        for old, new, day, kind in rows("unit_changes")
    )


@cache
def units_digest() -> str:
    """SHA-256 of the data set, hexadecimal: it changes when the data are renewed."""
    lines = ("\t".join(row) for name in ("units", "unit_changes") for row in rows(name))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
