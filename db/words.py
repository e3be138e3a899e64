"""A text as words for searching: the same words for the index, the query and the marks.

Both databases are given these words and never cut the text themselves, so that they
agree with each other, and a mark in a snippet is where the index found the word.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extract.text import fold, nfc, search_key

_WORD = re.compile("[^\\W_\u115f\u1160]+")
"""Letters and digits, but for two fillers of Korean that have no key."""
_LONGEST = 64
"""Longer runs are addresses and rubbish; PostgreSQL refuses them above 2 kB."""


class Word(NamedTuple):
    """A word at its place: half-open character offsets into the text, and its number in it."""

    exact: str
    """With accents, whatever the place of the tone mark and the case."""
    folded: str
    """Without accents, `đ` as `d`."""
    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other; most terms are a single word."""

    words: tuple[Word, ...]

    @property
    def accented(self) -> bool:
        """Whether the query tells how the words are accented."""
        return any(word.exact != word.folded for word in self.words)

    def keys(self, *, exact: bool) -> tuple[str, ...]:
        """What to look for: the words as accented, where that is wanted and told."""
        return tuple(word.exact if exact and self.accented else word.folded for word in self.words)


def words(text: str) -> Iterator[Word]:
    """The words of a text in NFC, in order."""
    for number, match in enumerate(_WORD.finditer(text)):
        yield Word(*_keys(match[0]), match.start(), match.end(), number)


def words_among(text: str, keys: Container[str]) -> Iterator[Word]:
    """Those words of a text of which one form is among the keys: much faster than all words."""
    known: dict[str, tuple[str, str] | None] = {}
    for number, match in enumerate(_WORD.finditer(text)):
        written = match[0]
        if written not in known:
            exact, folded = _keys(written)
            known[written] = (exact, folded) if exact in keys or folded in keys else None
        if found := known[written]:
            yield Word(*found, match.start(), match.end(), number)


def query_words(query: str) -> tuple[Word, ...]:
    """The words of what a person typed, in any normal form."""
    return tuple(words(nfc(query)))


@lru_cache(maxsize=65536)
def _keys(word: str) -> tuple[str, str]:
    word = word[:_LONGEST]
    return fold(word), search_key(word)
