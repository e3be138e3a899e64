"""The word lists of person names, folded and ready for lookup, and what they say of a word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.lexicon import entries
from extract.text import fold


@dataclass(frozen=True)
class NameLexicon:
    """Folded word lists; see the files of the same names in `extract/lexicon/`."""

    surnames: frozenset[str]
    weak_surnames: frozenset[str]
    markers: frozenset[str]
    stops: frozenset[str]
    honorifics: frozenset[str]
    not_people: frozenset[str]
    before_names: frozenset[str]
    namesakes: frozenset[str]
    provinces: frozenset[str]
    """Provinces, districts and countries: names that are places first."""
    communes: frozenset[str]

    @property
    def places(self) -> frozenset[str]:
        """All names of places."""
        return self.provinces | self.communes


@cache
def lexicon() -> NameLexicon:
    """The lists, read once."""
    provinces = {unit for line in entries("provinces") for unit in line.split("\t")}
    districts = {line.split("\t")[0] for line in entries("districts")}
    wide = {_bare(unit) for unit in provinces | districts} | set(entries("countries"))
    return NameLexicon(
        surnames=_folded("surnames"),
        weak_surnames=_folded("surnames_weak"),
        markers=_folded("name_markers"),
        stops=_folded("name_stops"),
        honorifics=_folded("honorifics"),
        not_people=_folded("not_people"),
        before_names=_folded("before_names"),
        namesakes=_folded("namesakes"),
        provinces=frozenset(map(fold, wide)),
        communes=_folded("communes"),
    )


def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, entries(name)))


def _bare(unit: str) -> str:
    """A unit's name without its kind, which is written with one capital: `Thị xã Nghi Sơn`."""
    words = unit.split()
    for size in (2, 1):
        if len(words) > size and all(word.islower() for word in words[1:size]) and words[size][0].isupper():
            return " ".join(words[size:])
    return unit
