"""The words of dates as pieces of regular expressions, made from `lexicon/dates.toml`.

Everything that `date_forms` matches is put together from these pieces, so that a word
added to the lexicon is understood in every form that uses its list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from extract.lexicon import table
from extract.numbers import parse_number
from extract.text import fold

GAP = r"\s{1,3}"
"""White space inside an expression; a line may break there."""

DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH = r"(?:1[0-2]|0?[1-9])"
YEAR = r"(?:1[0-9]|20|21)\d\d"
OLD_YEAR = r"(?!19|20)[1-9]\d\d"
"""A year of three digits; `năm 202` is a slip, not a year of the third century."""
SEPARATOR = r"\s?[/.\-–]{1,2}\s?"
"""Between day, month and year; doubled by a slip of the finger."""


def words(*path: str) -> list[str]:
    """The entries of a list of the lexicon, or the keys of a table: `words("words", "day")`."""
    found: Any = table("dates")
    for key in path:
        found = found[key]
    return list(found)


def any_of(entries: Iterable[str]) -> str:
    """A group that matches any of the entries as whole words, the longest first."""
    escaped = (
        GAP.join(re.escape(part) for part in entry.split())
        for entry in sorted(set(entries), key=len, reverse=True)
    )
    return rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)"


def one_of(*path: str) -> str:
    """A group that matches any entry of a list of the lexicon."""
    return any_of(words(*path))


@cache
def _values(*sections: str) -> dict[str, int]:
    """What each word of numbered tables stands for, by its folded form."""
    return {
        fold(word): int(number)
        for section in sections
        for number, listed in table("dates")[section].items()
        for word in listed
    }


def number_words(*, up_to: int) -> str:
    """A group that matches a number in words from 1 to `up_to`."""
    return any_of(
        word
        for number, listed in table("dates")["numbers"].items()
        if int(number) <= up_to
        for word in listed
    )


def month_names() -> str:
    """A group that matches the own name of a month: `giêng`, `chạp`."""
    return any_of(word for listed in table("dates")["months"].values() for word in listed)


def month_words() -> str:
    """A group that matches a month's name or number in words, without `tháng`."""
    return rf"(?:{month_names()}|{number_words(up_to=12)})"


def quarter_words() -> str:
    """A group that matches the number of a quarter: `I`, `2`, `tư`."""
    return any_of(word for listed in table("dates")["quarters"].values() for word in listed)


def thousand_words() -> list[str]:
    """The words for a thousand, without which no year is written in words."""
    return [word for word, value in table("numbers")["places"].items() if value == 1000]


def year_words() -> str:
    """A group that matches a year in words: `một nghìn chín trăm bốn mươi lăm`."""
    numbers = table("numbers")
    every = any_of([*(word for kind in numbers.values() for word in kind), *words("year_words", "zero")])
    return rf"(?:{number_words(up_to=2)}{GAP}{any_of(thousand_words())}(?:{GAP}{every}){{0,6}})"


def year_in_words(text: str) -> int | None:
    """The year that a match of `year_words` says, or None where its words are no number."""
    return parse_number(re.sub(one_of("year_words", "zero"), " ", text, flags=re.IGNORECASE))


def number(text: str) -> int:
    """The value of digits, of a number in words or of a month's own name."""
    return int(text) if text.isdecimal() else _values("numbers", "months")[_key(text)]


def quarter(text: str) -> int:
    """The value of a quarter's number: `I`, `2`, `tư`."""
    return _values("quarters")[_key(text)]


@cache
def shifts(section: str) -> dict[str, int]:
    """Days or years counted from the publication, by the folded deictic word."""
    return {fold(word): shift for word, shift in table("dates")[section].items()}


def shift(section: str, text: str) -> int:
    """How far a deictic expression lies from the publication."""
    return shifts(section)[_key(text)]


def _key(text: str) -> str:
    """The folded form of a matched word; foreign forms of `i`, which patterns take for one, are one."""
    return fold(text).replace("i\u0307", "i").replace("\u0131", "i")
