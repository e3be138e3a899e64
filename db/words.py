"""A text as words for searching: the same words for the index, the query and the marks.

Both databases are given these words and never cut the text themselves, so that they
agree with each other, and a mark in a snippet is where the index found the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.text import fold, nfc, search_key

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 64
"""Longer runs are addresses and rubbish; PostgreSQL refuses them above 2 kB."""


class Word(NamedTuple):
    """A word at its place: half-open character offsets into the text."""

    exact: str
    """With accents, whatever the place of the tone mark and the case."""
    folded: str
    """Without accents, `đ` as `d`."""
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in NFC, in order."""
    for match in _WORD.finditer(text):
        exact, folded = _keys(match[0][:_LONGEST])
        if folded:  # a lone filler letter of Korean has no key
            yield Word(exact, folded, match.start(), match.end())


def query_words(query: str) -> tuple[Word, ...]:
    """The words of what a person typed, in any normal form."""
    return tuple(words(nfc(query)))


@lru_cache(maxsize=65536)
def _keys(word: str) -> tuple[str, str]:
    return fold(word), search_key(word)
