"""What stands around digits and tells whether they are a date.

`12/3` is a day after `ngày`, a fraction before `diện tích`, and the number of a document
after `số`. Each question looks at a few words on one side only.
"""

from __future__ import annotations

import re
from functools import cache

from extract.dates.words import DAY, GAP, MONTH, SEPARATOR, YEAR, any_of, one_of, words

_BEFORE = 48
_AFTER = 24
_RANGE_END = re.compile(rf"\s?[\-–]\s?{DAY}{SEPARATOR}{MONTH}{SEPARATOR}{YEAR}(?!\d)")
_CLOSING_QUOTES = frozenset('"”»')


def introducer(text: str, start: int) -> int:
    """Where the words that introduce a day begin: `chiều ngày 12/3`; `start` itself where none do."""
    found = _introducers().search(text, max(0, start - _BEFORE), start)
    return found.start() if found else start


def edge(text: str, start: int) -> int:
    """Where `đầu`, `giữa` or `cuối` before a period begins; `start` itself where there is none."""
    found = _edge().search(text, max(0, start - _BEFORE), start)
    return found.start() if found else start


def year_opener(text: str, start: int) -> int | None:
    """Where the word that makes digits a year begins: `năm`, `sinh`; None without one."""
    found = _year_opener().search(text, max(0, start - _BEFORE), start)
    return found.start() if found else None


def range_opener(text: str, start: int) -> tuple[int, str]:
    """Where the words that open a range of years begin, and these: `nhiệm kỳ`; `start` and none without."""
    found = _range_opener().search(text, max(0, start - _BEFORE), start)
    return (found.start(), found["opener"] or "") if found else (start, "")


def stands_weakly(text: str, start: int) -> bool:
    """Whether a word or day before bare digits lets them be a day: `từ 12/3`, `12/3 và 14/3`."""
    return _weak().search(text, max(0, start - _BEFORE), start) is not None


def is_numbered(text: str, start: int) -> bool:
    """Whether the digits are the number of something: `Nghị định 10/2016`, `số 5/8`."""
    return _numbered().search(text, max(0, start - _BEFORE), start) is not None


def is_counted(text: str, end: int) -> bool:
    """Whether the digits are a part of what follows: `2/3 diện tích`."""
    return _counted().match(text, end, end + _AFTER) is not None


def is_measured(text: str, end: int) -> bool:
    """Whether the number measures what follows: `2017 hộ`, `1950 đồng`."""
    return _measured().match(text, end, end + _AFTER) is not None


def opens_range(text: str, end: int) -> bool:
    """Whether a dash and a whole date follow, so that the digits before are its other end."""
    return _RANGE_END.match(text, end) is not None


def names_month(text: str, start: int) -> bool:
    """Whether the digits are introduced as a month: `tháng 7-8/2016`."""
    return _month_word().search(text, max(0, start - _BEFORE), start) is not None


def is_frequency(text: str, end: int) -> bool:
    """Whether a word behind a number of months makes it a frequency: `tháng 2 lần`."""
    return _frequency().match(text, end, end + _AFTER) is not None


def is_length(text: str, start: int) -> bool:
    """Whether a word before `tháng` makes it a length of time: `mỗi tháng 2 …`."""
    return _length().search(text, max(0, start - _BEFORE), start) is not None


def recurs(text: str, end: int) -> bool:
    """Whether an expression is meant for every year or month: `tháng 9 hằng năm`."""
    return _recurring().match(text, end, end + _AFTER) is not None


def lean(text: str, start: int, end: int) -> int:
    """Whether the words around a day or month put it ahead (1), behind (-1) or neither (0)."""
    if _past_behind().match(text, end, end + _AFTER):
        return -1
    ahead = _ahead_before().search(text, max(0, start - _BEFORE), start) or _ahead_behind().match(
        text, end, end + _AFTER
    )
    return 1 if ahead else 0


def is_each(text: str, start: int) -> bool:
    """Whether `mỗi` or the like stands before a day: `mỗi ngày 8-10 khách`."""
    return _each().search(text, max(0, start - _BEFORE), start) is not None


def is_figurative(text: str, start: int) -> bool:
    """Whether a word before a deictic expression makes it no date: `nhiều năm nay`."""
    return _figurative().search(text, max(0, start - _BEFORE), start) is not None


def reads_as_year(text: str, start: int, end: int) -> bool:
    """Whether four bare digits are a year: in brackets, at the end of a name, after `tầm nhìn`."""
    if is_measured(text, end):
        return False
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + 1]
    if before.endswith("("):
        return after in {")", ",", ";", " "}
    if after in _CLOSING_QUOTES or _before_bare_year().search(before):
        return True
    last_word = _last_word().search(before)
    return last_word is not None and last_word[1][0].isupper() and not is_numbered(text, start)


@cache
def _introducers() -> re.Pattern[str]:
    every = any_of(
        [
            *words("introducers", "parts_of_day"),
            *words("introducers", "weekdays"),
            *words("deictic_days"),
            *words("words", "day"),
            *words("words", "plural_day"),
            *words("words", "first_ten"),
        ]
    )
    return re.compile(rf"(?:{every}[\s,(]{{1,3}}){{1,4}}$", re.IGNORECASE)


@cache
def _edge() -> re.Pattern[str]:
    return re.compile(rf"{one_of('words', 'edge')}{GAP}$", re.IGNORECASE)


@cache
def _year_opener() -> re.Pattern[str]:
    openers = "|".join(one_of("words", key) for key in ("plural_year", "year", "year_nouns", "born"))
    return re.compile(rf"(?:{openers})[:.]?\s{{0,3}}$", re.IGNORECASE)


@cache
def _range_opener() -> re.Pattern[str]:
    opener = rf"(?P<opener>{one_of('year_ranges', 'openers')})"
    return re.compile(rf"{opener}\s?[:,(]?\s{{0,3}}(?:{one_of('words', 'year')}{GAP})?$", re.IGNORECASE)


@cache
def _weak() -> re.Pattern[str]:
    joint = rf"(?:[,;\-–]|{one_of('connectors', 'list')}|{one_of('connectors', 'range')})"
    listed = rf"\d[/.\-]\d{{1,2}}\s?{joint}"
    return re.compile(
        rf"(?:{one_of('introducers', 'weak')}|\dh\d{{0,2}}|\(|{listed})\s{{0,3}}$", re.IGNORECASE
    )


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"{one_of('not_dates', 'numbered')}[\s:.]{{0,3}}$", re.IGNORECASE)


@cache
def _counted() -> re.Pattern[str]:
    counted = any_of([*words("not_dates", "measured"), *words("not_dates", "counted")])
    return re.compile(rf"\s{{0,2}}(?:%|{counted})", re.IGNORECASE)


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}{one_of('not_dates', 'measured')}", re.IGNORECASE)


@cache
def _frequency() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}{one_of('not_dates', 'frequency')}", re.IGNORECASE)


@cache
def _month_word() -> re.Pattern[str]:
    return re.compile(rf"{one_of('words', 'month')}{GAP}$", re.IGNORECASE)


@cache
def _length() -> re.Pattern[str]:
    return re.compile(rf"(?:\d|{one_of('not_dates', 'length_before_month')}){GAP}$", re.IGNORECASE)


@cache
def _past_behind() -> re.Pattern[str]:
    return re.compile(rf"{GAP}{one_of('tense', 'past_behind')}", re.IGNORECASE)


@cache
def _ahead_behind() -> re.Pattern[str]:
    return re.compile(rf"{GAP}{one_of('tense', 'ahead_behind')}", re.IGNORECASE)


@cache
def _ahead_before() -> re.Pattern[str]:
    clause = rf"{one_of('tense', 'ahead_in_clause')}[^.;:!?\n]{{0,36}}"
    return re.compile(rf"(?:{one_of('tense', 'ahead_before')}\s{{0,3}}|{clause})$", re.IGNORECASE)


@cache
def _each() -> re.Pattern[str]:
    return re.compile(rf"{one_of('not_dates', 'each')}{GAP}$", re.IGNORECASE)


@cache
def _recurring() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}{one_of('not_dates', 'recurring')}", re.IGNORECASE)


@cache
def _figurative() -> re.Pattern[str]:
    return re.compile(rf"(?:\d|{one_of('deictic_not_after', 'words')}){GAP}$", re.IGNORECASE)


@cache
def _before_bare_year() -> re.Pattern[str]:
    named = rf"{one_of('bare_years', 'names')}(?:\s[^\W\d]{{1,12}}){{1,7}}"
    return re.compile(rf"(?:{one_of('bare_years', 'after')}|{named})\s{{1,3}}$", re.IGNORECASE)


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(r"([^\W_][\w&]*)[\s\-–\"”']{1,3}$")
