"""The word lists of person names, folded and ready for lookup, and what they say of words.

Each field is the list of the same name in `extract/lexicon/`; words and phrases are
compared by the keys of their tokens (`extract.phrases.keys`), joined by spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from extract.lexicon import entries, table
from extract.phrases import Phrases, keys, phrase_set

_TONES = re.compile("[ˋˊˉˀˌ]")  # as `extract.text.fold` writes them
_SYLLABLE = re.compile(
    "(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    "(?:[aăâeêioôơuưy]{1,2}|i[êa]u?|oa[iyo]|oeo|u[ôâyê][iyê]?|uy[aêu]|ươ[iu]|ya|yê|yêu)"
    "(?:c|ch|m|n|ng|nh|p|t)?"
)


class Head(Enum):
    """What the words right before a run of capitals say of it."""

    NOTHING = "nothing"
    PERSON = "honorifics"
    CALLING = "callings"
    STATE = "state_offices"
    PLACE = "place_heads"
    THING = "not_people"
    CREDIT = "credits"


@dataclass(frozen=True)
class NameLexicon:
    """The lists; `heads` maps a phrase to what it says of the name that follows."""

    heads: Mapping[str, Head]
    head_ends: frozenset[str]
    """The last words of the heads."""
    longest_head: int
    """Words of the longest head."""
    surnames: frozenset[str]
    surnames_weak: frozenset[str]
    surnames_last: frozenset[str]
    royal: Phrases[None]
    name_markers: frozenset[str]
    name_middles: frozenset[str]
    name_openers: frozenset[str]
    name_stops: frozenset[str]
    """With the openers."""
    namesakes: frozenset[str]
    saints: frozenset[str]
    joiners: frozenset[str]
    after_names: Phrases[None]
    offices: Phrases[None]
    countries: frozenset[str]
    """Foreign countries."""
    provinces: frozenset[str]
    """Provinces, countries and wide regions."""
    wide_places: frozenset[str]
    """These and districts: names that are places first."""
    communes: frozenset[str]

    def is_surname(self, key: str) -> bool:
        """Whether a word can be a family name at all."""
        return key in self.surnames or key in self.surnames_weak


@cache
def name_lexicon() -> NameLexicon:
    """The lists, read once."""
    heads = {phrase: head for head in Head if head is not Head.NOTHING for phrase in _joined(head.value)}
    offices = table("offices")
    countries = _joined("countries")
    units = _units(unit for line in entries("provinces") for unit in line.split("\t"))
    provinces = units | countries | _joined("regions")
    return NameLexicon(
        heads=heads,
        head_ends=frozenset(phrase.rpartition(" ")[2] for phrase in heads),
        longest_head=max(phrase.count(" ") + 1 for phrase in heads),
        surnames=_joined("surnames"),
        surnames_weak=_joined("surnames_weak"),
        surnames_last=_joined("surnames_last"),
        royal=phrase_set(entries("surnames_royal")),
        name_markers=_joined("name_markers"),
        name_middles=_joined("name_markers") | _joined("name_middles"),
        name_openers=_joined("name_openers"),
        name_stops=_joined("name_stops") | _joined("name_openers"),
        namesakes=_joined("namesakes"),
        saints=_joined("saints"),
        joiners=_joined("joiners"),
        after_names=phrase_set(entries("after_names")),
        offices=phrase_set(
            [*offices["heads"], *(f"{d} {h}" for d in offices["deputies"] for h in offices["heads"])]
        ),
        countries=countries,
        provinces=provinces,
        wide_places=provinces | _units(line.split("\t")[0] for line in entries("districts")),
        communes=_joined("communes"),
    )


def _joined(name: str) -> frozenset[str]:
    return frozenset(" ".join(keys(entry)) for entry in entries(name))


def _units(names: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(keys(_bare(name))) for name in names)


def _bare(unit: str) -> str:
    """A unit's name without its kind: `Thị xã Nghi Sơn`, where the kind has one capital."""
    words = unit.split()
    size = next((i for i in range(1, len(words)) if words[i][0].isupper()), 0)
    return " ".join(words[size:])


@lru_cache(maxsize=65536)
def is_vietnamese(key: str) -> bool:
    """Whether a word is spelled as one syllable of Vietnamese, tones apart."""
    return _SYLLABLE.fullmatch(_TONES.sub("", key)) is not None


def is_foreign(words: Sequence[str]) -> bool:
    """Whether one of the words (keys) cannot be Vietnamese."""
    return not all(is_vietnamese(word) for word in words)
