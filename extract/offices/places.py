"""The places that an article is about: what `tỉnh`, `huyện` and `xã` mean in it.

An official of `UBND tỉnh` is one of the province that the article names; where it names
several, of the one named far more often than the others, or of none. Units are those of
`lexicon/provinces.txt`, `districts.txt` and `communes.txt`, old and new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.language import Document, Sentence
from extract.lexicon import entries, table
from extract.phrases import Phrases, keys

_CLEAR_LEAD = 2
"""How many times as often as the next the place must be named that an article is about."""
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Places:
    """The units that an article is about, with their kind (`tỉnh Sơn La`); None where it is about several."""

    province: str | None = None
    district: str | None = None
    commune: str | None = None

    def with_own(self, own: Places) -> Places:
        """The places as one means them who is of these units: an official of another province, say."""
        if own.province not in {None, self.province}:
            return own
        return Places(
            self.province or own.province, own.district or self.district, own.commune or self.commune
        )


def find_places(document: Document) -> Places:
    """The units that the article is about."""
    counts = _Counts()
    for sentence in document.sentences:
        counts.read(sentence)
    return counts.leading()


def places_in(wording: str) -> Places:
    """The units that a few words name."""
    counts = _Counts()
    counts.read(Sentence(wording, 0, 0))
    return counts.leading()


def unit_name_end(tokens: Sequence[str], at: int) -> int:
    """Where the longest name of a unit, of any kind, that begins at token `at` ends; `at` for none."""
    return _units().name_end(tokens, at)


def province_names() -> list[str]:
    """The provinces' names without their kind, old and new."""
    return [bare_unit(entry.split("\t")[0]) for entry in entries("provinces")]


def bare_unit(unit: str) -> str:
    """A unit's name without its kind: `Sơn La` of `tỉnh Sơn La`."""
    found = _kinds().match(keys(unit), 0)
    return " ".join(unit.split()[found[0] if found else 0 :])


class _Counts:
    """How often each unit is named, by level."""

    def __init__(self) -> None:
        self._units: dict[str, Counter[str]] = {}

    def read(self, sentence: Sentence) -> None:
        """Count the units that the sentence names."""
        units = _units()
        tokens = sentence.keys
        at = 0
        while at < len(tokens):
            if tokens[at] not in units.firsts:
                at += 1
                continue
            kind = units.kinds.match(tokens, at)
            start = kind[0] if kind else at
            end = start
            if kind or sentence.tokens[at].text[0].isupper():
                end, level, unit = units.named(tokens, start, kind[1] if kind else None)
                if level is None and kind and kind[1][0] != "city":
                    end = _capitals_end(sentence, start)
                    level = kind[1][0] if end > start else None
                    unit = " ".join([kind[1][1], *(token.text for token in sentence.tokens[start:end])])
                if level:
                    self._units.setdefault(level, Counter())[unit] += 1
            at = max(end, at + 1)

    def leading(self) -> Places:
        """The unit of each level that clearly leads, and the province that the district is of."""
        district = self._leading("district")
        province = self._leading("province") or (_units().province_of(district) if district else None)
        return Places(province, district, self._leading("commune"))

    def _leading(self, level: str) -> str | None:
        ranked = self._units.get(level, Counter()).most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] < _CLEAR_LEAD * ranked[1][1]):
            return None
        return ranked[0][0]


def _capitals_end(sentence: Sentence, at: int) -> int:
    """Where the words in capitals that begin at token `at` end: the name of a unit that no list has."""
    tokens = sentence.tokens
    end = at
    while end < min(at + _LONGEST_NAME, len(tokens)) and tokens[end].text[0].isupper():
        end += 1
    return end


@cache
def _kinds() -> Phrases[tuple[str, str]]:
    """The words for the kinds of units, each with its level and its long form."""
    areas, long_forms = table("bodies")["areas"], table("abbreviations")["words"]
    return Phrases(
        {
            area: (level, long_forms.get(area, area))
            for level in ("province", "city", "district", "commune")
            for area in areas[level]
        }
    )


class _Units:
    """The units of the lexicon by the keys of their names."""

    def __init__(self) -> None:
        self.kinds = _kinds()
        self._provinces: dict[tuple[str, ...], str] = {}
        self._districts: dict[tuple[str, ...], str] = {}
        self._communes = {keys(name): name for name in entries("communes")}
        self._after_people = {keys(name) for name in table("bodies")["after_people"]["places"]}
        self._province_of: dict[tuple[str, ...], set[str]] = {}
        for entry in entries("provinces"):
            unit = entry.split("\t")[0]
            self._provinces[keys(bare_unit(unit))] = _lower_kind(unit)
        for entry in entries("districts"):
            unit, province = entry.split("\t")
            self._districts[keys(bare_unit(unit))] = bare_unit(unit)
            self._province_of.setdefault(keys(unit), set()).add(province)
        self.firsts = self.kinds.firsts | {name[0] for name in self._provinces}

    def named(
        self, tokens: Sequence[str], at: int, kind: tuple[str, str] | None
    ) -> tuple[int, str | None, str]:
        """The end, level and full name of the unit whose name begins at token `at`, behind its kind."""
        for end in range(min(at + _LONGEST_NAME, len(tokens)), at, -1):
            name = tuple(tokens[at:end])
            if kind is None and name in self._after_people:
                return end, None, ""
            if (kind is None or kind[0] in {"province", "city"}) and name in self._provinces:
                return end, "province", self._provinces[name]
            if kind and kind[0] in {"city", "district"} and name in self._districts:
                return end, "district", f"{kind[1]} {self._districts[name]}"
            if kind and kind[0] == "commune" and name in self._communes:
                return end, "commune", f"{kind[1]} {self._communes[name]}"
        return at, None, ""

    def name_end(self, tokens: Sequence[str], at: int) -> int:
        """The end of the longest name of a unit of any kind that begins at token `at`; `at` for none."""
        for end in range(min(at + _LONGEST_NAME, len(tokens)), at, -1):
            name = tuple(tokens[at:end])
            if name in self._provinces or name in self._districts or name in self._communes:
                return end
        return at

    def province_of(self, district: str) -> str | None:
        """The province of a district of that kind and name, where there is but one."""
        provinces = self._province_of.get(keys(district), set())
        return self._provinces[keys(next(iter(provinces)))] if len(provinces) == 1 else None


def _lower_kind(unit: str) -> str:
    """`tỉnh Sơn La` of `Tỉnh Sơn La`."""
    name = bare_unit(unit)
    return unit.removesuffix(name).lower() + name


@cache
def _units() -> _Units:
    return _Units()
