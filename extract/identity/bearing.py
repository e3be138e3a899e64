"""What is said of the bearer of a name right before and behind it: from where, of which school, born when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.fact import Span
from extract.identity.grounds import Ground, find_grounds
from extract.lexicon import table
from extract.text import fold

_BEFORE, _BEHIND = 90, 160
"""Characters around a name within which something may be said of its bearer."""

_BREAK = re.compile(r"\n|[.;:!?](?=\s|$)")
_OPENING = re.compile(r"\s*[,(–-]\s*")
_BORN = re.compile(r"\b(?:sinh năm|sinh ngày [\d/.-]+[/.-]|SN|sn|\()\s?(1[89]\d\d|20[012]\d)\b")
_MARKS = re.compile(r"[^\w\s]+")
_AGED = re.compile(r"\b(\d{1,3}) tuổi\b")
_NEXT_WORD = re.compile(r"[ ]([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What the words around the mentions of a name say of its bearer."""

    grounds: tuple[Ground, ...]
    units: tuple[str, ...]
    callings: tuple[str, ...]
    born: int | None


def bearing_of(text: str, mentions: Sequence[Span], others: Sequence[Span], year: int | None) -> Bearing:
    """What is said around the `mentions` of a name; `others` are places at which it ends.

    `year` is the year of publication, from which an age is reckoned.
    """
    grounds: dict[Ground, None] = {}
    units: dict[str, None] = {}
    callings: dict[str, None] = {}
    born: int | None = None
    for span in mentions:
        before, behind = _before(text, span, others), _behind(text, span, others)
        grounds |= dict.fromkeys(found.ground for found in find_grounds(behind))
        for said in (before, behind):
            units |= dict.fromkeys(_units(said))
            callings |= dict.fromkeys(_callings(said))
        born = born or _born(behind, year)
    return Bearing(grounds=tuple(grounds), units=tuple(units), callings=tuple(sorted(callings)), born=born)


def _before(text: str, span: Span, others: Sequence[Span]) -> str:
    start = max([span.start - _BEFORE, 0, *(other.end for other in others if other.end <= span.start)])
    said = text[start : span.start]
    breaks = list(_BREAK.finditer(said))
    return said[breaks[-1].end() :] if breaks else said


def _behind(text: str, span: Span, others: Sequence[Span]) -> str:
    end = min([span.end + _BEHIND, len(text), *(other.start for other in others if other.start >= span.end)])
    said = text[span.end : end]
    if found := _BREAK.search(said):
        said = said[: found.start()]
    if not (_OPENING.match(said) or _opener().match(said)):
        return ""
    verb = _verb().search(said)
    return said[: verb.start()] if verb else said


def _units(said: str) -> list[str]:
    found = []
    for match in _unit().finditer(said):
        end = match.end()
        while (word := _NEXT_WORD.match(said, end)) and (word[1][0].isupper() or word[1].isdigit()):
            end = word.end()
        if end > match.end():
            found.append(fold(said[match.start() : end]))
    return found


def _callings(said: str) -> list[str]:
    key = f" {_MARKS.sub(' ', fold(said))} "
    return [kind for kind, words in _calling_words() if any(f" {word} " in key for word in words)]


def _born(said: str, year: int | None) -> int | None:
    if found := _BORN.search(said):
        return int(found[1])
    aged = _AGED.search(said)
    return year - int(aged[1]) if aged and year and 0 < int(aged[1]) < 120 else None


@lru_cache(maxsize=1)
def _opener() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_any(table('bearers')['openers'])})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(table('bearers')['verbs'])})(?!\w)")


@lru_cache(maxsize=1)
def _unit() -> re.Pattern[str]:
    units = table("bearers")["units"]
    kinds = _any(units["kinds"])
    schools = f"(?:{_any(units['school'])})(?: (?:{kinds}))*"
    firms = f"(?:{_any(units['firm'])})(?: (?:{_any(units['forms'])}))*"
    return re.compile(rf"\b(?:{schools}|{firms})(?!\w)")


@lru_cache(maxsize=1)
def _calling_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (kind, tuple(fold(word) for word in words)) for kind, words in table("bearers")["callings"].items()
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
