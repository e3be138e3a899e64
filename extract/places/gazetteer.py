"""The country's units by their names: where words name one, and which ones they may mean."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from extract.language import Token
from extract.phrases import Phrases, key, keys
from extract.text import search_key
from extract.units import ChangeKind, Unit, UnitLevel, unit_changes, units

KINDS: dict[str, tuple[UnitLevel, ...]] = {
    "tỉnh": (UnitLevel.PROVINCE,),
    "thành phố": (UnitLevel.PROVINCE, UnitLevel.DISTRICT),
    "huyện": (UnitLevel.DISTRICT,),
    "quận": (UnitLevel.DISTRICT,),
    "thị xã": (UnitLevel.DISTRICT,),
    "xã": (UnitLevel.COMMUNE,),
    "phường": (UnitLevel.COMMUNE,),
    "thị trấn": (UnitLevel.COMMUNE,),
    "đặc khu": (UnitLevel.COMMUNE,),
}
"""The kinds of units, and the levels at which there are some."""

_SHORT = {
    "TP": "thành phố",
    "TP.": "thành phố",
    "T.P": "thành phố",
    "Q.": "quận",
    "H.": "huyện",
    "TX": "thị xã",
    "TX.": "thị xã",
    "P.": "phường",
    "TT.": "thị trấn",
}
_SPECIAL = {"TPHCM": "Thành phố Hồ Chí Minh", "TP.HCM": "Thành phố Hồ Chí Minh"}
_LONGEST_NAME = 6
_LONGEST_UNKNOWN = 4


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as words name it, and the units that it may be by name alone."""

    kind: str
    """`huyện`; empty for a bare name."""
    name: str
    """`Mai Sơn`; empty where only the kind is said."""
    ids: tuple[int, ...] = ()
    """The units of that kind and name."""
    others: tuple[int, ...] = ()
    """Those of the name at the same level, but of another kind: units rise in rank."""

    @property
    def wording(self) -> str:
        """Kind and name."""
        return f"{self.kind} {self.name}".strip()


class Gazetteer:
    """The units by name and by number."""

    def __init__(self) -> None:
        self.units: dict[int, Unit] = {unit.id: unit for unit in units()}
        self._kinds = Phrases({**{kind: kind for kind in KINDS}, **_SHORT})
        self._by_name: dict[tuple[str, ...], list[int]] = {}
        self._by_sound: dict[str, list[int]] = {}
        """The provinces and districts, of which all are known, by their names without accents and spaces."""
        self._kind_of: dict[int, str] = {}
        for unit in units():
            kind, name = split_kind(unit.name)
            self._kind_of[unit.id] = kind
            tokens = keys(name)
            for form in {tokens, tuple(word for word in tokens if word != "-")}:
                self._by_name.setdefault(form, []).append(unit.id)
            if unit.level in {UnitLevel.PROVINCE, UnitLevel.DISTRICT}:
                self._by_sound.setdefault(_squeezed(name), []).append(unit.id)
        self._successors: dict[int, list[int]] = {}
        for change in unit_changes():
            if change.kind in {ChangeKind.MERGER, ChangeKind.RENAMING, ChangeKind.CONTINUATION}:
                self._successors.setdefault(change.old_id, []).append(change.new_id)
        self._specials = Phrases(_SPECIAL)

    def kind_at(self, tokens: Sequence[str], at: int) -> tuple[int, str] | None:
        """The end and kind of the word for a kind of unit at a token (`huyện`, `TP.`)."""
        return self._kinds.match(tokens, at)

    def kind_of(self, unit_id: int) -> str:
        """The kind of a unit, in lower case."""
        return self._kind_of[unit_id]

    def named(self, kind: str, name: str, bare: Collection[UnitLevel] = (UnitLevel.PROVINCE,)) -> UnitName:
        """The units of a kind and name; for a name without a kind those at the levels `bare`."""
        levels = KINDS[kind] if kind else bare
        by_sound = self._by_sound.get(_squeezed(name), []) if kind else []
        at_level: list[int] = []
        for found in (self._by_name.get(keys(name), []), by_sound):
            at_level = at_level or [one for one in found if self.units[one].level in levels]
        same = tuple(one for one in at_level if not kind or self._kind_of[one] == kind)
        # A city and a province of one name are two units; a commune and a ward may be one in two ranks.
        loose = not kind or UnitLevel.PROVINCE in levels
        others = () if loose else tuple(one for one in at_level if one not in same)
        return UnitName(kind, name, same, others)

    def name_at(
        self,
        tokens: Sequence[Token],
        token_keys: Sequence[str],
        at: int,
        kind: str,
        bare: Collection[UnitLevel] = (UnitLevel.PROVINCE,),
    ) -> tuple[int, UnitName] | None:
        """The end and unit of the longest name at a token, behind its kind.

        Behind a kind, words in capitals that no list has are the name of an unknown unit. Without one the
        name must be that of a unit at one of the levels `bare`.
        """
        size = min(at + _LONGEST_NAME, len(tokens))
        for end in range(size, at, -1):
            name = " ".join(token.text for token in tokens[at:end])
            words = all(word[0].isalnum() for word in token_keys[at:end])
            by_sound = bool(kind) and words and _squeezed(name) in self._by_sound
            if by_sound or tuple(token_keys[at:end]) in self._by_name:
                found = self.named(kind, name, bare)
                if found.ids or found.others:
                    return end, found
        if not kind:
            return None
        end = at
        while end < min(at + _LONGEST_UNKNOWN, len(tokens)) and tokens[end].text[:1].isupper():
            end += 1
        if end == at:
            return None
        return end, UnitName(kind, " ".join(token.text for token in tokens[at:end]))

    def unit_at(
        self, tokens: Sequence[Token], token_keys: Sequence[str], at: int
    ) -> tuple[int, UnitName] | None:
        """The end and unit where a kind and a name stand together at a token (`huyện Mai Sơn`)."""
        special = self._specials.match(token_keys, at)
        if special:
            kind, name = split_kind(special[1])
            return special[0], self.named(kind, name)
        kind_found = self.kind_at(token_keys, at)
        if kind_found is None or kind_found[0] >= len(tokens):
            return None
        return self.name_at(tokens, token_keys, kind_found[0], kind_found[1])

    def ancestors(self, unit_id: int) -> Iterator[int]:
        """The units above one, nearest first."""
        parent = self.units[unit_id].parent_id
        while parent is not None:
            yield parent
            parent = self.units[parent].parent_id

    def province_of(self, unit_id: int) -> int | None:
        """The province that a unit is, or lies in."""
        for one in (unit_id, *self.ancestors(unit_id)):
            if self.units[one].level is UnitLevel.PROVINCE:
                return one
        return None

    def today(self, unit_id: int) -> int | None:
        """The one unit that took over all of a unit's ground, itself while it exists; None where none did."""
        while self.units[unit_id].until is not None:
            successors = self._successors.get(unit_id, [])
            if len(successors) != 1:
                return None
            (unit_id,) = successors
        return unit_id

    def exists(self, unit_id: int, day: date) -> bool:
        """Whether a unit can have been on a day."""
        unit = self.units[unit_id]
        return (unit.since is None or unit.since <= day) and (unit.until is None or day <= unit.until)

    def within(self, unit_id: int, area_id: int) -> bool:
        """Whether a unit is an area, or lies in it."""
        return area_id == unit_id or area_id in self.ancestors(unit_id)

    def within_today(self, unit_id: int, area_id: int) -> bool:
        """Whether a unit's ground lies in the province of today that has a province's ground."""
        province = self.province_of(unit_id)
        if province is None or self.units[area_id].level is not UnitLevel.PROVINCE:
            return False
        today = self.today(province)
        return today is not None and today == self.today(area_id)

    def province_named(self, name: str) -> int | None:
        """The province of a name, with its kind or without; None for any other words."""
        kind, bare = split_kind(name)
        found = self.named(kind, bare) if kind in {"tỉnh", "thành phố"} else self.named("", name)
        provinces = [one for one in found.ids if self.units[one].level is UnitLevel.PROVINCE]
        living = [one for one in provinces if self.units[one].until is None]
        chosen = living or provinces
        return chosen[0] if len(chosen) == 1 else None


@lru_cache(maxsize=16384)
def _squeezed(name: str) -> str:
    """The letters of a name without accents: names of the highlands are spelt in several ways (`Đakrông`)."""
    return "".join(char for char in search_key(name) if char.isalnum())


def split_kind(name: str) -> tuple[str, str]:
    """The kind in lower case, and the bare name; no kind where the name begins with none."""
    words = name.split()
    for length in (2, 1):
        kind = " ".join(words[:length])
        folded = key(kind)
        for known in KINDS:
            if folded == key(known) and len(words) > length:
                return known, " ".join(words[length:])
    return "", name


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, built once."""
    return Gazetteer()
