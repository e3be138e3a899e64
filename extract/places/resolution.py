"""The unit that is meant: by its name, by the units named around it, by the province of the site.

What stays ambiguous has no unit: unknown beats wrong. `Châu Thành` is a district of ten provinces;
in an article of a Trà Vinh site it is that of Trà Vinh, in one that names `tỉnh Long An` beside it
that of Long An, and else none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from extract.places.gazetteer import Gazetteer, UnitName, gazetteer
from extract.units import UnitLevel


class Basis(StrEnum):
    """What tells which unit is meant."""

    NAME = "name"
    """The name itself, with the units that stand behind it."""
    ARTICLE = "article"
    """The other units that the article names."""
    SITE = "site"
    """The province that the site writes about."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of an article before one of its names is read."""

    day: date | None = None
    """The day of publication."""
    site: int | None = None
    """The province that the site writes about."""
    named: frozenset[int] = frozenset()
    """The units that the article names, and the units above them."""

    @property
    def provinces(self) -> frozenset[int]:
        """The provinces that the article names, or units of which it names."""
        book = gazetteer()
        return frozenset(one for one in self.named if book.units[one].level is UnitLevel.PROVINCE)


@dataclass(frozen=True, slots=True)
class Found:
    """The unit that is meant, and what tells so."""

    unit_id: int
    basis: Basis


def find_unit(names: Sequence[UnitName], setting: Setting) -> Found | None:
    """The unit that names mean which stand one behind the other, the smallest first (`xã A, huyện B`)."""
    if not names:
        return None
    first, *larger = names
    if not first.name:
        return _local(first.kind, setting)
    for ids in (first.ids, first.others):
        found = _one_of(ids, larger, setting)
        if found:
            return found
    return None


def _one_of(ids: Sequence[int], larger: Sequence[UnitName], setting: Setting) -> Found | None:
    book = gazetteer()
    inside = list(ids)
    for area in larger:
        inside = _in_any(book, inside, (*area.ids, *area.others))
    if not inside:
        return None
    candidates = _of_the_day(book, inside, setting.day)
    if len(candidates) == 1 and (larger or book.units[candidates[0]].level is not UnitLevel.COMMUNE):
        return Found(candidates[0], Basis.NAME)
    for basis, areas in (
        (Basis.ARTICLE, _below_province(book, setting)),
        (Basis.ARTICLE, setting.provinces),
        (Basis.SITE, {setting.site} if setting.site else set()),
    ):
        near = [
            one for one in candidates if any(book.within(one, area) for area in areas if area is not None)
        ]
        if len(near) == 1:
            return Found(near[0], basis)
        candidates = near or candidates
    return None


def _in_any(book: Gazetteer, ids: Sequence[int], areas: Collection[int]) -> list[int]:
    """Those that lie in one of the areas, by their own day's borders or else by today's; all for no areas."""
    if not areas:
        return list(ids)
    return [one for one in ids if any(book.within(one, area) for area in areas)] or [
        one for one in ids if any(book.within_today(one, area) for area in areas)
    ]


def _of_the_day(book: Gazetteer, ids: Sequence[int], day: date | None) -> list[int]:
    """Those that existed on the day; all of them where the day is unknown, or none did."""
    living = [one for one in ids if day and book.exists(one, day)]
    return living or list(ids)


def _below_province(book: Gazetteer, setting: Setting) -> set[int]:
    """The districts and communes that the article names."""
    levels = {UnitLevel.DISTRICT, UnitLevel.COMMUNE}
    return {one for one in setting.named if book.units[one].level in levels}


def _local(kind: str, setting: Setting) -> Found | None:
    """The unit of a kind that an article means without naming it: `Tỉnh ủy` on a site of one province."""
    book = gazetteer()
    named = [one for one in setting.named if book.kind_of(one) == kind]
    living = _of_the_day(book, named, setting.day)
    if len(living) == 1:
        return Found(living[0], Basis.ARTICLE)
    if named or setting.site is None:
        return None
    site = setting.site
    if setting.day and not book.exists(site, setting.day):
        site = book.today(site) or site
    if book.kind_of(site) != kind or setting.provinces - {setting.site, site}:
        return None
    return Found(site, Basis.SITE)
