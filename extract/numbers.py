"""Vietnamese whole numbers, in digits (`05`, `1.403`) and in words (`mười lăm`, `một trăm linh năm`).

`read_number(words, at)` reads the longest number that begins at a word of a text;
`parse_number(text)` a text that is a number and nothing else. The words and their values
are in `lexicon/numbers.toml`. Only what a count of people or things can be is read: no
fractions, no signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from extract.lexicon import table
from extract.phrases import key
from extract.text import fold

_DIGITS = re.compile(r"\d{1,9}|\d{1,3}(?:[.,]\d{3}){1,2}")
_MOST_WORDS = 16


class Number(NamedTuple):
    """A number and how many words it takes."""

    value: int
    words: int


def parse_number(text: str) -> int | None:
    """The value of a text that is one whole number (`"hai mươi mốt"` is 21), else None."""
    words = text.split()
    number = read_number(words, 0)
    return number.value if number and number.words == len(words) else None


def read_number(words: Sequence[str], at: int) -> Number | None:
    """The longest number that begins at `words[at]`, or None where none does.

    A numeral that follows another without a place of its own begins a new number:
    `hai ba` is 2.
    """
    if at >= len(words):
        return None
    if words[at][:1].isdigit():
        return _read_digits(words[at])
    if key(words[at]) not in _openers():
        return None
    best = None
    reader = _Reader()
    for taken, word in enumerate(words[at : at + _MOST_WORDS], 1):
        if not reader.take(key(word)):
            break
        if reader.whole:
            best = Number(reader.value, taken)
    return best


def _read_digits(word: str) -> Number | None:
    if not word.isascii() or not _DIGITS.fullmatch(word):
        return None
    return Number(int(re.sub("[.,]", "", word)), 1)


@cache
def _values(kind: str) -> dict[str, int]:
    numbers: dict[str, Any] = table("numbers")
    return {fold(word): value for word, value in numbers[kind].items()}


@cache
def _openers() -> frozenset[str]:
    """The words with which a number can begin."""
    return frozenset(chain(_values("units"), _values("tens"), _values("places")))


class _Reader:
    """Takes the words of one number from left to right, and knows its value so far.

    A number is read in groups, each a sum under a thousand and the place that ends it
    (`hai trăm` + `nghìn`): `_total` holds the groups that are done, `_hundreds` what the
    present one has, and `_unit` a numeral whose place is not known yet.
    """

    def __init__(self) -> None:
        self._total = 0
        self._hundreds = 0
        self._unit: int | None = None
        self._ten = False
        self._linked = False
        self._lowest_place = 10**12

    @property
    def whole(self) -> bool:
        """Whether the words so far are a number, not only the beginning of one."""
        return not self._linked and self.value > 0

    @property
    def value(self) -> int:
        return self._total + self._hundreds + (self._unit or 0)

    def take(self, word: str) -> bool:
        """Go on with a word; False where the number ends before it."""
        if word in _values("links"):
            return self._take_link()
        if self._linked and word not in _values("units"):
            return False
        if word in _values("places"):
            return self._take_place(_values("places")[word])
        if word in _values("tens"):
            return self._take_ten()
        return self._take_unit(word)

    def _take_unit(self, word: str) -> bool:
        value = _values("units").get(word)
        if value is None and self._ten:
            value = _values("after_tens").get(word)
        if value is None or self._unit is not None:
            return False
        self._unit = value
        self._linked = False
        return True

    def _take_link(self) -> bool:
        if self.value == 0 or self._unit is not None or self._ten or self._linked:
            return False
        self._linked = True
        return True

    def _take_ten(self) -> bool:
        if self._ten:
            return False
        self._hundreds += 10 * (1 if self._unit is None else self._unit)
        self._unit = None
        self._ten = True
        return True

    def _take_place(self, place: int) -> bool:
        if place == 100:
            return self._take_hundred()
        group = self._hundreds + (self._unit or 0)
        if group == 0 or place >= self._lowest_place:
            return False
        self._total += group * place
        self._hundreds = 0
        self._unit = None
        self._ten = False
        self._lowest_place = place
        return True

    def _take_hundred(self) -> bool:
        if self._unit is None or self._hundreds:
            return False
        self._hundreds = self._unit * 100
        self._unit = None
        return True
