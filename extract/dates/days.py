"""The forms that name days: numeric, in words, lunar and deictic.

`FORMS` stand in order, the more telling ones first. All repeats are bounded, so that a
pattern takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.dates import context
from extract.dates.calendar import Partial
from extract.dates.mention import Form, Mention, form
from extract.dates.runs import RANGE, Run, joined
from extract.dates.words import (
    DAY,
    GAP,
    MONTH,
    OLD_YEAR,
    SEPARATOR,
    YEAR,
    month_names,
    month_words,
    number,
    number_words,
    one_of,
    shift,
    words,
    year_in_words,
    year_words,
)

_GLUED = "|".join(rf"(?<={word})" for word in words("words", "day"))
_FREE = (
    rf"(?:(?<!\w)|{_GLUED})" r"(?<!\w[.,/:])(?:(?<!\w[\-–])|(?<=/\d[\-–])|(?<=/\d\d[\-–])|(?<=\d{4}[\-–]))"
)
_DONE = r"(?!\d)(?![.,]\d)(?!\s?%)"
_DAY_WORD = one_of("words", "day")
_FIRST_TEN = one_of("words", "first_ten")
_MONTH_WORD = one_of("words", "month")
_PART = one_of("introducers", "parts_of_day")
_JOINT = (
    rf"\s?(?:(?:,|{one_of('connectors', 'list')}|{RANGE})\s?(?:{_PART}\s)?|{_PART}\s)"
    rf"(?:{_DAY_WORD}\s)?(?:{_FIRST_TEN}\s)?"
)
_DAYS = rf"(?P<days>(?:{DAY}{_JOINT}){{0,7}})"
_OF_YEAR = (
    rf"\s?,?\s{{1,3}}{one_of('words', 'year')}{GAP}"
    rf"(?:(?P<year>{YEAR}|{OLD_YEAR})(?!\d)|(?P<told>{year_words()}))"
    rf"|{GAP}(?P<when>{one_of('deictic_years_after_month')})"
)
_DIGITS = (
    rf"{_FREE}{_DAYS}(?P<day>{DAY})(?P<separator>{SEPARATOR})(?P<month>{MONTH})"
    rf"(?:{_OF_YEAR}|{SEPARATOR}(?P<full>{YEAR})(?!\d)"
    rf"|(?P<stuck>(?:19|20)\d\d)(?!\d)|(?P=separator)(?P<odd>\d{{2,5}}))?{_DONE}(?!{GAP}{_MONTH_WORD})"
)
_DAY_AND_MONTH = (
    rf"(?:{_FREE}{_DAYS}(?P<day>{DAY})"
    rf"|(?:{_DAY_WORD}|{_FIRST_TEN}){GAP}(?P<word>{number_words(up_to=31)}))"
    rf"{GAP}{_MONTH_WORD}{GAP}(?P<month>{MONTH}(?!\d)|{month_words()})"
    rf"(?:{_OF_YEAR}|{SEPARATOR}(?P<full>{YEAR})(?!\d))?{_DONE}"
)
_CYCLE_YEAR = rf"{one_of('words', 'year')}{GAP}{one_of('words', 'stems')}{GAP}{one_of('words', 'branches')}"
_LUNAR_CALENDAR = one_of("words", "lunar")
_LUNAR = rf"\s?,?\s?(?:\({_LUNAR_CALENDAR}\)|{_LUNAR_CALENDAR}|{_CYCLE_YEAR})"
_LUNAR_DIGITS = (
    rf"{_FREE}{_DAYS}(?P<day>{DAY})(?:{SEPARATOR}|{GAP}{_MONTH_WORD}{GAP})(?P<month>{MONTH}(?!\d)|{month_words()})"
    rf"(?:{_OF_YEAR}|{SEPARATOR}(?P<full>{YEAR})(?!\d))?{_LUNAR}"
)
_LUNAR_MONTH = (
    rf"(?:{_FREE}{_DAYS}(?P<day>{DAY})|(?:{_DAY_WORD}|{_FIRST_TEN}){GAP}(?P<word>{number_words(up_to=31)}))"
    rf"{GAP}{_MONTH_WORD}{GAP}(?P<month>{month_names()})(?:{_OF_YEAR})?"
)
_FULL_MOON = (
    rf"{one_of('words', 'full_moon')}{GAP}{_MONTH_WORD}{GAP}"
    rf"(?P<month>{MONTH}(?!\d)|{month_words()})(?:{_OF_YEAR})?"
)
_NEW_YEAR_DAYS = (
    rf"(?:(?:{_FIRST_TEN}){GAP}{_DAYS}(?P<day>{DAY}|{number_words(up_to=10)})|{_FREE}(?P<eve>2[3-9]|30))"
    rf"{GAP}{one_of('words', 'new_year')}(?:{GAP}(?:{one_of('words', 'year')}{GAP})?(?P<year>{YEAR})(?!\d))?"
)
_NEW_YEAR_EVE = one_of("words", "new_year_eve")
_DEICTIC_DAY = rf"(?:{_PART}{GAP})?(?P<word>{one_of('deictic_days')})"
_DAY_OF_MONTH = rf"{_DAY_WORD}{GAP}(?P<day>{DAY}){GAP}(?P<month>{one_of('deictic_months')})"
_DAY_ALONE = rf"{_DAY_WORD}{GAP}(?P<day>{DAY})(?=[,.;)](?!\d)|{GAP}{one_of('introducers', 'after_day')})"

_FULL_MOON_DAY = 15
_LAST_LUNAR_MONTH = 12
_EVE = 0
_DAY_DIGITS = re.compile(r"\d{1,2}")


def _digits(match: re.Match[str]) -> Iterator[Mention]:
    """`27/11/2023`, `16, 17/1`, `ngày 5-8`: without a year only where the context says that it is a day."""
    partial = _in_month(match, int(match["month"]))
    runs, introduced = _introduced(match)
    if partial.needs_year and not _reads_as_day(match, runs[0].start, introduced=introduced):
        return
    if not introduced and _is_other_number(match):
        return
    confidence = 0.98 if introduced or match["full"] else 0.85
    yield from _mentions(
        match, partial, "day in digits", min(confidence, 0.8) if match["odd"] else confidence
    )


def _is_other_number(match: re.Match[str]) -> bool:
    """Whether digits without `ngày` are the number of a document, or of months."""
    text, start = match.string, match.start()
    return context.is_numbered(text, start) or context.names_month(text, start)


def _reads_as_day(match: re.Match[str], start: int, *, introduced: bool) -> bool:
    """Whether digits without a year are a day, and not a fraction, a score or a span of numbers."""
    text = match.string
    if introduced:
        span = "/" not in match["separator"] and context.is_frequency(text, match.end())  # `ngày 8-10 tiếng`
        return not span and not context.is_each(text, start)
    weak = (
        context.stands_weakly(text, match.start())
        or context.stands_weakly(text, match.start("day"))
        or context.opens_range(text, match.end())
    )
    return weak and "/" in match["separator"] and not context.is_counted(text, match.end())


def _day_and_month(match: re.Match[str]) -> Iterator[Mention]:
    """`15 tháng 2 năm 2019`, `ngày mười lăm tháng ba`; `6 tháng 2 lần` is none."""
    partial = _in_month(match, number(match["month"]))
    _, introduced = _introduced(match)
    if not introduced and partial.needs_year and context.is_frequency(match.string, match.end()):
        return
    yield from _mentions(match, partial, "day and month", 0.97)


def _lunar(match: re.Match[str]) -> Iterator[Mention]:
    """`mùng 6 tháng Giêng`, `10/3 âm lịch`, `Rằm tháng Bảy`."""
    partial = replace(_in_month(match, number(match["month"])), lunar=True)
    yield from _mentions(match, partial, "lunar day", 0.9)


def _new_year_days(match: re.Match[str]) -> Iterator[Mention]:
    """`mùng 3 Tết`; `29 Tết` is the last month's day, `30 Tết` the eve itself."""
    year = int(match["year"]) if match["year"] else None
    lead = context.introducer(match.string, match.start())
    if match["eve"] is None:
        partial = Partial(first_month=1, last_month=1, year=year, lunar=True)
        yield from _mentions(match, partial, "day of Tết", 0.9)
        return
    day = _EVE if match["eve"] == "30" else int(match["eve"])
    partial = Partial(
        day=day,
        first_month=_LAST_LUNAR_MONTH,
        last_month=_LAST_LUNAR_MONTH,
        year=year and year - 1,
        lunar=True,
    )
    yield Mention(start=lead, end=match.end(), form="day of Tết", first=partial, confidence=0.9)


def _new_year_eve(match: re.Match[str]) -> Iterator[Mention]:
    """`đêm giao thừa`."""
    partial = Partial(day=_EVE, first_month=_LAST_LUNAR_MONTH, last_month=_LAST_LUNAR_MONTH, lunar=True)
    yield Mention(start=match.start(), end=match.end(), form="eve of Tết", first=partial, confidence=0.8)


def _deictic_day(match: re.Match[str]) -> Iterator[Mention]:
    """`sáng nay`, `hôm qua`, counted from the publication."""
    if context.is_figurative(match.string, match.start()):
        return
    partial = Partial(day_shift=shift("deictic_days", match["word"]))
    yield Mention(start=match.start(), end=match.end(), form="deictic day", first=partial, confidence=0.7)


def _day_of_month(match: re.Match[str]) -> Iterator[Mention]:
    """`ngày 15 tháng này`, in a month counted from the publication."""
    partial = Partial(day=int(match["day"]), month_shift=shift("deictic_months", match["month"]))
    yield Mention(
        start=match.start(), end=match.end(), form="day of deictic month", first=partial, confidence=0.8
    )


def _day_alone(match: re.Match[str]) -> Iterator[Mention]:
    """`ngày 16` without a month."""
    lead = context.introducer(match.string, match.start())
    partial = Partial(day=int(match["day"]))
    yield Mention(start=lead, end=match.end(), form="day alone", first=partial, confidence=0.6)


def _in_month(match: re.Match[str], month: int) -> Partial:
    """The month, with its year as far as the match writes one."""
    groups = match.groupdict()
    written = groups.get("year") or groups.get("full") or groups.get("stuck")
    return Partial(
        first_month=month,
        last_month=month,
        year=int(written) if written else year_in_words(groups.get("told") or ""),
        mistyped_year=groups.get("odd"),
        year_shift=shift("deictic_years_after_month", groups["when"]) if groups.get("when") else None,
    )


def _mentions(match: re.Match[str], month: Partial, name: str, confidence: float) -> Iterator[Mention]:
    """One mention for each run of days of the match, all in one month."""
    runs, _ = _introduced(match)
    for run in runs:
        bracketed = match.string.find("(", run.start, run.end) >= 0 and match.string.startswith(")", run.end)
        yield Mention(
            start=run.start,
            end=run.end + bracketed,
            form=name,
            first=replace(month, day=run.first),
            last=replace(month, day=run.last) if run.last != run.first else None,
            confidence=confidence,
        )


def _introduced(match: re.Match[str]) -> tuple[list[Run], bool]:
    """The runs of days of a match with the words before them, and whether such words introduce a day.

    Where they stand only before the last run, or nowhere, the digits before it may count
    anything, and it alone is left.
    """
    text, runs = match.string, _runs(match)
    lead = context.introducer(text, match.start())
    if lead < runs[0].start:
        return [replace(runs[0], start=lead), *runs[1:]], True
    last = runs[-1]
    if len(runs) == 1:
        return runs, False
    lead = context.introducer(text, last.start)
    before = text[max(lead, runs[-2].end) : last.start].lstrip(" ,;\n")
    return [replace(last, start=last.start - len(before))], lead < last.start


def _runs(match: re.Match[str]) -> list[Run]:
    """The runs of days that a match lists."""
    groups = match.groupdict()
    final = groups.get("day") or groups.get("word")
    last = number(final) if final else _FULL_MOON_DAY
    last_start = match.start("day") if groups.get("day") else match.start()
    listed = [Run(last_start, match.end(), last, last)]
    if groups.get("days"):
        days = _DAY_DIGITS.finditer(match.string, match.start("days"), match.end("days"))
        listed[:0] = [Run(day.start(), day.end(), int(day[0]), int(day[0])) for day in days]
    return joined(match.string, listed)


FORMS: tuple[Form, ...] = (
    form(_LUNAR_MONTH, _lunar, words("months", "1") + words("months", "12")),
    form(_FULL_MOON, _lunar, words("words", "full_moon")),
    form(_NEW_YEAR_DAYS, _new_year_days, words("words", "new_year")),
    form(_NEW_YEAR_EVE, _new_year_eve, words("words", "new_year_eve")),
    form(_LUNAR_DIGITS, _lunar, [*words("words", "lunar"), *words("words", "branches")]),
    form(_DIGITS, _digits),
    form(_DAY_AND_MONTH, _day_and_month, words("words", "month")),
)
"""Days with a month, which the forms of months and years must not cut apart."""

LOOSE_FORMS: tuple[Form, ...] = (
    form(_DAY_OF_MONTH, _day_of_month, words("deictic_months")),
    form(_DEICTIC_DAY, _deictic_day, words("deictic_days")),
    form(_DAY_ALONE, _day_alone, words("words", "day")),
)
"""Days that lean on their context, read after everything else."""
