"""Which administrative unit words mean: names found in text, and the unit meant in an article's context.

names = unit_names("UBND xã Tân Tiến, huyện Yên Dũng")
find_unit(names, Setting(day=..., site=...))  # the unit, and on what basis; None where it is not certain
"""

from __future__ import annotations

from extract.places.gazetteer import Gazetteer, UnitName, gazetteer, split_kind
from extract.places.mentions import Mention, find_mentions, setting_of
from extract.places.resolution import Basis, Found, Setting, find_unit

__all__ = [
    "Basis",
    "Found",
    "Gazetteer",
    "Mention",
    "Setting",
    "UnitName",
    "find_mentions",
    "find_unit",
    "gazetteer",
    "setting_of",
    "split_kind",
]
