"""A text as words for searching: the same words for the index, the query and the marks.

Both databases are given these words and never cut the text themselves, so that they
agree with each other, and a mark in a snippet is where the index found the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from extract.text import fold, nfc, search_key

_WORD = re.compile("[^\\W_\u115f\u1160]+")
"""Letters and digits, but for two fillers of Korean that have no key."""
_LONGEST = 64
"""Longer runs are addresses and rubbish; PostgreSQL refuses them above 2 kB."""


_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_KNOWN_LETTERS = f"{ascii_lowercase}{ascii_uppercase}{_VIETNAMESE}{_VIETNAMESE.upper()}"
_FORMS = {
    base: "".join(letter for letter in _KNOWN_LETTERS if search_key(letter) == base)
    for base in ascii_lowercase
}
"""The letters that have a letter without accents as their key."""
_OTHER_LETTER = re.compile(f"[^\\W0-9_{_KNOWN_LETTERS}]|[\u0300-\u036f]")


class Word(NamedTuple):
    """A word at its place: half-open character offsets into the text."""

    exact: str
    """With accents, whatever the place of the tone mark and the case."""
    folded: str
    """Without accents, `đ` as `d`."""
    start: int
    end: int


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
    for match in _WORD.finditer(text):
        yield Word(*_keys(match[0]), match.start(), match.end())


def words_among(text: str, folded: frozenset[str]) -> Iterator[Word]:
    """Those words of a text in NFC that have one of the folded keys, in order.

    Many times as fast as all words of a text in Vietnamese letters: one search over the text finds
    the places, and the words there alone get keys.
    """
    if not folded:
        return
    if _OTHER_LETTER.search(text) or max(map(len, folded)) >= _LONGEST:
        yield from (word for word in words(text) if word.folded in folded)
        return
    for match in _places_of(folded).finditer(text):
        yield Word(*_keys(match[0]), match.start(), match.end())


def follow_each_other(text: str, word: Word, later: Word) -> bool:
    """Whether no other word stands between two words of the text."""
    return _WORD.search(text, word.end, later.start) is None


def query_words(query: str) -> tuple[Word, ...]:
    """The words of what a person typed, in any normal form."""
    return tuple(words(nfc(query)))


@lru_cache(maxsize=256)
def _places_of(folded: frozenset[str]) -> re.Pattern[str]:
    """Finds the words with these keys in a text of Vietnamese letters."""
    written = ("".join(f"[{_FORMS.get(letter, letter)}]" for letter in key) for key in sorted(folded))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(written)})(?![^\W_])")


@lru_cache(maxsize=65536)
def _keys(word: str) -> tuple[str, str]:
    word = word[:_LONGEST]
    return fold(word), search_key(word)
