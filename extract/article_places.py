"""The places that an article is about: which province, district and commune `tỉnh`, `huyện` and `xã` mean in it.

An official of `UBND tỉnh` is one of the province that the article names; where it names
several, the one named far more often than the others, or none. Units are those of
`lexicon/provinces.txt`, `districts.txt` and `communes.txt`, old and new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.language import Document
from extract.lexicon import entries, table
from extract.phrases import Phrases, key, keys

_CLEAR_LEAD = 2
"""How many times as often as the next the place must be named that an article is about."""
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Places:
    """The one unit of each level that an article is about, with its kind (`tỉnh Sơn La`), where there is one."""

    province: str | None = None
    district: str | None = None
    commune: str | None = None


def find_places(document: Document) -> Places:
    """The units that the article is about."""
    provinces: Counter[str] = Counter()
    districts: Counter[str] = Counter()
    communes: Counter[str] = Counter()
    units = _units()
    for sentence in document.sentences:
        tokens = tuple(key(token.text) for token in sentence.tokens)
        at = 0
        while at < len(tokens):
            kind = units.kinds.match(tokens, at)
            start = kind[0] if kind else at
            end, levels = (
                units.named(tokens, start) if sentence.tokens[at].text[0].isupper() or kind else (at, ())
            )
            if end == start:
                at += 1
                continue
            name = " ".join(token.text for token in sentence.tokens[start:end])
            if "province" in levels and (kind is None or kind[1] in {"tỉnh", "thành phố"}):
                provinces[name] += 1
            elif kind and "district" in levels and kind[1] in _DISTRICT_KINDS:
                districts[f"{kind[1]} {name}"] += 1
            elif kind and "commune" in levels and kind[1] in _COMMUNE_KINDS:
                communes[f"{kind[1]} {name}"] += 1
            at = end
    district = _leading(districts)
    province = _leading(provinces) or (units.province_of(district) if district else None)
    return Places(units.full_province(province) if province else None, district, _leading(communes))


_DISTRICT_KINDS = frozenset({"huyện", "quận", "thị xã", "thành phố"})
_COMMUNE_KINDS = frozenset({"xã", "phường", "thị trấn"})


def _leading(counts: Counter[str]) -> str | None:
    """The name that clearly leads, if one does."""
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < _CLEAR_LEAD * ranked[1][1]):
        return None
    return ranked[0][0]


class _Units:
    """The units of the lexicon by the keys of their names."""

    def __init__(self) -> None:
        areas = table("bodies")["areas"]
        long_forms = table("abbreviations")["words"]
        self.kinds = Phrases(
            {
                area: long_forms.get(area, area)
                for level in ("province", "city", "district", "commune")
                for area in areas[level]
            }
        )
        self._levels: dict[tuple[str, ...], set[str]] = {}
        self._provinces: dict[tuple[str, ...], str] = {}
        self._district_provinces: dict[tuple[str, ...], set[str]] = {}
        for entry in entries("provinces"):
            kind, name = self._split(entry.split("\t")[0])
            self._provinces[keys(name)] = f"{kind} {name}"
            self._levels.setdefault(keys(name), set()).add("province")
        for entry in entries("districts"):
            district, province = entry.split("\t")
            kind, name = self._split(district)
            self._levels.setdefault(keys(name), set()).add("district")
            self._district_provinces.setdefault(keys(f"{kind} {name}"), set()).add(province)
        for name in entries("communes"):
            self._levels.setdefault(keys(name), set()).add("commune")

    def _split(self, unit: str) -> tuple[str, str]:
        """The kind and the name of a unit written in full."""
        found = self.kinds.match(keys(unit), 0)
        words = unit.split()
        return (" ".join(words[: found[0]]).lower(), " ".join(words[found[0] :])) if found else ("", unit)

    def named(self, tokens: Sequence[str], at: int) -> tuple[int, frozenset[str]]:
        """The end of the longest name of a unit that begins at token `at`, and the levels that have it."""
        for end in range(min(at + _LONGEST_NAME, len(tokens)), at, -1):
            levels = self._levels.get(tuple(tokens[at:end]))
            if levels:
                return end, frozenset(levels)
        return at, frozenset()

    def full_province(self, name: str) -> str:
        """The province with its kind: `tỉnh Sơn La`, `thành phố Hải Phòng`."""
        return self._provinces[keys(name)]

    def province_of(self, district: str) -> str | None:
        """The province of a district of that kind and name, where there is but one."""
        provinces = self._district_provinces.get(keys(district), set())
        return next(iter(provinces)) if len(provinces) == 1 else None


@cache
def _units() -> _Units:
    return _Units()
