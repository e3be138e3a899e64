"""The forms that name months, quarters, halves of years, years and spans of years.

`FORMS` stand in order, the more telling ones first. All repeats are bounded, so that a
pattern takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from extract.dates import context
from extract.dates.calendar import Partial
from extract.dates.mention import Form, Mention, form
from extract.dates.runs import RANGE, Run, joined
from extract.dates.words import (
    GAP,
    MONTH,
    OLD_YEAR,
    YEAR,
    month_words,
    number,
    number_words,
    one_of,
    quarter,
    quarter_words,
    shift,
    thousand_words,
    words,
    year_in_words,
    year_words,
)

_FREE = r"(?<!\w)(?<!\w[.,/:\-–])"
_DONE = r"(?!\w)(?![.,]\d)(?!\s?%)"
_MONTH_WORD = one_of("words", "month")
_QUARTER_WORD = one_of("words", "quarter")
_YEAR_WORD = one_of("words", "year")
_LISTED = rf"\s?(?:,|{one_of('connectors', 'list')}|{RANGE})\s?"
_OF_YEAR = (
    rf"(?:\s?[/.\-–]\s?(?P<digits>{YEAR})(?![\d/])|\s?,?\s{{1,3}}{_YEAR_WORD}{GAP}(?:(?P<year>{YEAR})(?!\d)|(?P<told>{year_words()}))"
    rf"|{GAP}(?P<when>{one_of('deictic_years_after_month')}))"
)
_MONTHS = (
    rf"(?:{_MONTH_WORD}{GAP}|(?<!\w)T\.?\s?(?=\d{{1,2}}[/.\-]\d{{4}}))"
    rf"(?P<listed>(?:{MONTH}{_LISTED}(?:{_MONTH_WORD}{GAP})?){{0,11}})"
    rf"(?P<month>{MONTH})(?!\d)(?!{GAP}{_MONTH_WORD}){_OF_YEAR}?"
    rf"(?![.,/]?\d)(?!\s?%)"
)
_MONTH_IN_WORDS = rf"{_MONTH_WORD}{GAP}(?P<month>{month_words()}){_OF_YEAR}"
_NAMED_MONTH = rf"{_MONTH_WORD}{GAP}(?P<month>(?-i:(?=[A-ZĐ][a-zà-ỹ])){number_words(up_to=12)})"
_DEICTIC_MONTH = rf"(?P<word>{one_of('deictic_months')})"
_MISTYPED_YEAR = (
    rf"(?:{_MONTH_WORD}{GAP}(?P<month>{MONTH})\s?[/.\-–]\s?|{_YEAR_WORD}{GAP})"
    r"(?P<odd>(?:1\d|2[012])\d{3})(?![\w.,/])"
)
_YEAR_IN_WORDS = rf"{_YEAR_WORD}{GAP}(?P<told>{year_words()})"
_OLD_YEAR = rf"{_YEAR_WORD}{GAP}(?P<year>{OLD_YEAR})(?=[,.;:)](?!\d)|\n|$)"
_MONTH_DIGITS = rf"{_FREE}(?P<month>{MONTH})\s?[/\-]\s?(?P<digits>{YEAR})(?![\d/])(?![\-–/][^\W\d]){_DONE}"
_END = rf"(?P<end>{one_of('months_of_year', 'last')})"
_BEGIN = rf"(?P<begin>{one_of('months_of_year', 'first')})"
_COUNTED_MONTHS = (
    rf"{_FREE}(?P<count>\d{{1,2}}|{number_words(up_to=12)}){GAP}(?:{_MONTH_WORD}|(?P<quarters>{_QUARTER_WORD})){GAP}"
    rf"(?:{_END}|{_BEGIN})?\s{{0,3}}"
    rf"(?:của{GAP})?{_YEAR_WORD}(?!{GAP}{one_of('months_of_year', 'other_years')})"
    rf"(?:{GAP}(?P<year>{YEAR})(?!\d)|{GAP}(?P<when>{one_of('months_of_year', 'deictic')}))?"
)
_HALF_YEAR = (
    rf"{one_of('months_of_year', 'half')}{GAP}"
    rf"(?:{_END}|{_BEGIN}){GAP}"
    rf"{_YEAR_WORD}{GAP}(?P<year>{YEAR})(?!\d)"
)
_QUARTER = (
    rf"{_QUARTER_WORD}{GAP}(?P<listed>(?:{quarter_words()}{_LISTED}(?:{_QUARTER_WORD}{GAP})?){{0,3}})"
    rf"(?P<quarter>{quarter_words()})(?:{_OF_YEAR}|{GAP}(?P<bare>{YEAR})(?!\d))?"
)
_YEARS = (
    rf"{_FREE}(?P<first>{YEAR})"
    rf"(?:\s{{0,3}}(?:[\-–—]|(?P<next>/))\s{{0,3}}|{GAP}{one_of('connectors', 'range')}{GAP}|(?P<lost>{GAP}))"
    rf"(?:{_YEAR_WORD}{GAP})?"
    rf"(?P<last>{YEAR}|(?<=[\d\-–/])\d\d)(?![\d/]){_DONE}"
)
_YEAR_ITEM = (
    rf"(?:\s?(?:,|{one_of('connectors', 'list')})\s?(?:{_YEAR_WORD}{GAP})?(?:19|20)\d\d(?!\w)(?![.,/\-]\d))"
)
_GLUED = "|".join(rf"(?<={word})" for word in words("words", "born") if word.isalpha())
_YEAR_LIST = rf"(?:(?<!\w)|{_GLUED})(?P<years>{YEAR}(?!\w)(?![.,]\d)(?:{_YEAR_ITEM}){{0,11}})"
_DECADE = rf"{one_of('words', 'decade')}{GAP}(?P<year>(?:1[5-9]|20)\d0)(?!\w)(?!\s?[,–\-]\s?\d)"
_NAMED_YEAR = rf"(?-i:N)ăm(?:[ \-–]{{1,3}}[^\W\d]{{1,12}}){{1,9}}[ \-–\"”']{{1,3}}(?P<year>20\d\d){_DONE}"
_BARE_YEAR = rf"(?<![\w+])(?<![\d][.,/:\-–])(?P<year>(?:1[89]|20)\d\d){_DONE}(?![/:]\d|\s\d)"
_DEICTIC_YEAR = rf"(?P<word>{one_of('deictic_years')})"
_NAME = one_of("not_dates", "names")

_LONGEST_SPAN = 120
_YEAR_LIST_RUN = 2


def _closed(match: re.Match[str]) -> Iterator[Mention]:
    """A name that holds a word of the calendar and is no date."""
    yield Mention(start=match.start(), end=match.end(), form="name", first=None)


def _months(match: re.Match[str]) -> Iterator[Mention]:
    """`tháng 5/2024`, `tháng 7, 8/2016`, `tháng 4`."""
    text = match.string
    year = _year(match)
    if year.needs_year and (
        context.is_length(text, match.start()) or context.is_frequency(text, match.end())
    ):
        return
    confidence = 0.75 if year.needs_year else 0.97
    final = int(match["month"])
    for run in _runs(match, "month", MONTH, int, _MONTH_WORD):
        partial = year
        if year.year is not None and run.last > final:  # `tháng 12, tháng 1/2024`
            partial = replace(year, year=year.year - 1)
        yield replace(
            _mention(match, "month", confidence, _months_of(partial, run.first, run.last)),
            start=run.start,
            end=run.end,
        )


def _month_in_words(match: re.Match[str]) -> Iterator[Mention]:
    """`tháng Tám năm 1945`: in words only with its year."""
    value = number(match["month"])
    yield _mention(match, "month in words", 0.95, _months_of(_year(match), value, value))


def _named_month(match: re.Match[str]) -> Iterator[Mention]:
    """`tháng Chín` without a year, told from a number of months by its capital."""
    value = number(match["month"])
    yield _mention(match, "month in words", 0.7, _months_of(Partial(), value, value))


def _deictic_month(match: re.Match[str]) -> Iterator[Mention]:
    """`tháng này`, counted from the publication."""
    if not context.is_figurative(match.string, match.start("word")):
        partial = Partial(month_shift=shift("deictic_months", match["word"]))
        yield _mention(match, "deictic month", 0.7, partial)


def _mistyped_year(match: re.Match[str]) -> Iterator[Mention]:
    """`tháng 5/20223`, `năm 20223`: a digit too many."""
    partial = Partial(mistyped_year=match["odd"])
    if match["month"]:
        partial = _months_of(partial, int(match["month"]), int(match["month"]))
    yield _mention(match, "mistyped year", 0.7, partial)


def _old_year(match: re.Match[str]) -> Iterator[Mention]:
    """`năm 938` at the end of a clause."""
    yield _mention(match, "old year", 0.7, Partial(year=int(match["year"])))


def _year_in_words(match: re.Match[str]) -> Iterator[Mention]:
    """`năm một nghìn chín trăm bốn mươi lăm`."""
    year = year_in_words(match["told"])
    if year is not None and not context.is_measured(match.string, match.end()):
        yield _mention(match, "year in words", 0.9, Partial(year=year))


def _month_digits(match: re.Match[str]) -> Iterator[Mention]:
    """`từ 5/2024`: without `tháng`."""
    if context.is_numbered(match.string, match.start()):
        return
    value = int(match["month"])
    yield _mention(
        match, "month in digits", 0.85, _months_of(Partial(year=int(match["digits"])), value, value)
    )


def _counted_months(match: re.Match[str]) -> Iterator[Mention]:
    """`6 tháng đầu năm 2024`, `sáu tháng cuối năm`, `11 tháng năm 2023`, `3 quý đầu năm`."""
    count = number(match["count"]) * (3 if match["quarters"] else 1)
    year = Partial(
        year=int(match["year"]) if match["year"] else None,
        year_shift=shift("deictic_years_after_month", f"năm {match['when']}") if match["when"] else None,
    )
    whole = match["end"] is None and match["begin"] is None
    if not 1 <= count <= 12 or (whole and year.needs_year):
        return
    if context.introducer(match.string, match.start()) < match.start():  # `ngày 6 tháng năm`: the 6th of May
        return
    first = 13 - count if match["end"] else 1
    yield _mention(match, "months of a year", 0.95, _months_of(year, first, first + count - 1))


def _half_year(match: re.Match[str]) -> Iterator[Mention]:
    """`nửa đầu năm 2024`."""
    first = 7 if match["end"] else 1
    yield _mention(
        match, "half of a year", 0.9, _months_of(Partial(year=int(match["year"])), first, first + 5)
    )


def _quarters(match: re.Match[str]) -> Iterator[Mention]:
    """`quý I/2024`, `quý III, IV năm 2023`, `quý II`."""
    year = Partial(year=int(match["bare"])) if match["bare"] else _year(match)
    confidence = 0.8 if year.needs_year else 0.95
    for run in _runs(match, "quarter", quarter_words(), quarter, _QUARTER_WORD):
        partial = _months_of(year, 3 * run.first - 2, 3 * run.last)
        yield replace(_mention(match, "quarter", confidence, partial), start=run.start, end=run.end)


def _year_range(match: re.Match[str]) -> Iterator[Mention]:
    """`nhiệm kỳ 2020-2025`, `năm học 2023-24`, `từ năm 2015 đến 2020`."""
    first, last = int(match["first"]), int(match["last"])
    start, opener = context.range_opener(match.string, match.start())
    if last < 100:
        if not match["next"] and not _opens_short_range(opener):
            return
        last += first // 100 * 100
    if not first < last <= first + _LONGEST_SPAN or (match["next"] and last != first + 1):
        return
    if match["lost"] and (not opener or last != first + 1):
        return
    bare = not opener and not match["next"]
    if bare and (context.is_measured(match.string, match.end()) or context.is_numbered(match.string, start)):
        return
    yield Mention(
        start=start,
        end=match.end(),
        form="range of years",
        first=Partial(year=first),
        last=Partial(year=last),
        confidence=0.97 if opener else 0.9,
    )


def _opens_short_range(opener: str) -> bool:
    """Whether the second year may be written short after a word: `năm học 2023-24`."""
    return re.fullmatch(one_of("year_ranges", "short_after"), opener, re.IGNORECASE) is not None


def _decade(match: re.Match[str]) -> Iterator[Mention]:
    """`những năm 1960`."""
    year = int(match["year"])
    yield _mention(match, "decade", 0.6, Partial(year=year), Partial(year=year + 9))


def _year_list(match: re.Match[str]) -> Iterator[Mention]:
    """`năm 2023`, `SN 1962`, `các năm 2011, 2012 và 2014`; just two years side by side are one span."""
    text, offset = match.string, match.start("years")
    years = [
        Run(offset + found.start(), offset + found.end(), int(found[0]), int(found[0]))
        for found in re.finditer(YEAR, match["years"])
    ]
    openers = ((context.year_opener(text, year.start), index) for index, year in enumerate(years))
    lead, first = next(((lead, index) for lead, index in openers if lead is not None), (0, len(years)))
    years = years[first:]
    while len(years) > 1 and context.is_measured(text, years[-1].end):
        years.pop()
    together = joined(text, years, head=_YEAR_WORD)
    if len(years) == _YEAR_LIST_RUN and len(together) == 1:
        years = together
    for index, year in enumerate(years):
        two = year.last > year.first
        yield Mention(
            start=lead if index == 0 else year.start,
            end=year.end,
            form="two years" if two else "year",
            first=Partial(year=year.first),
            last=Partial(year=year.last) if two else None,
            confidence=0.7 if two else 0.98,
        )


def _named_year(match: re.Match[str]) -> Iterator[Mention]:
    """`Năm Du lịch quốc gia 2018`."""
    if not context.is_measured(match.string, match.end()):
        yield _mention(match, "named year", 0.85, Partial(year=int(match["year"])))


def _bare_year(match: re.Match[str]) -> Iterator[Mention]:
    """`SEA Games 2021`, `(1985`, `tầm nhìn 2030`: only where the context reads it as a year."""
    if context.reads_as_year(match.string, match.start(), match.end()):
        year = Partial(year=int(match["year"]))
        yield _mention(match, "bare year", 0.75, year)


def _deictic_year(match: re.Match[str]) -> Iterator[Mention]:
    """`năm nay`, `cùng kỳ năm ngoái`, counted from the publication."""
    if context.is_figurative(match.string, match.start("word")):
        return
    partial = Partial(year_shift=shift("deictic_years", match["word"]))
    yield _mention(match, "deictic year", 0.75, partial)


def _year(match: re.Match[str]) -> Partial:
    """The year of a match, as far as it writes one."""
    if match["when"]:
        return Partial(year_shift=shift("deictic_years_after_month", match["when"]))
    written = match["year"] or match["digits"]
    return Partial(year=int(written) if written else year_in_words(match["told"] or ""))


def _mention(
    match: re.Match[str], name: str, confidence: float, first: Partial, last: Partial | None = None
) -> Mention:
    """The mention of a whole match."""
    start = context.edge(match.string, match.start())
    return Mention(start=start, end=match.end(), form=name, first=first, last=last, confidence=confidence)


def _runs(match: re.Match[str], last: str, item: str, value: Callable[[str], int], head: str) -> list[Run]:
    """The runs of the numbers in the groups `listed` and `last`, from the match's first word to its last."""
    text = match.string
    items = re.compile(item, re.IGNORECASE).finditer(text, match.start("listed"), match.end("listed"))
    numbers = [Run(found.start(), found.end(), value(found[0]), value(found[0])) for found in items]
    numbers.append(Run(match.start(last), match.end(), value(match[last]), value(match[last])))
    runs = joined(text, numbers, head=head)
    return [replace(runs[0], start=context.edge(text, match.start())), *runs[1:]]


def _months_of(year: Partial, first: int, last: int) -> Partial:
    """A span of months in one year."""
    return replace(year, first_month=first, last_month=last)


_MONTH_SIGNS = words("words", "month")
_YEAR_SIGNS = words("words", "year")
_THOUSAND_SIGNS = thousand_words()

FIRST_FORMS: tuple[Form, ...] = (
    form(_NAME, _closed, words("not_dates", "names")),
    form(_COUNTED_MONTHS, _counted_months, _YEAR_SIGNS),
)
"""Names that are no dates, and counted months, which the forms of days must not cut apart."""

FORMS: tuple[Form, ...] = (
    form(_HALF_YEAR, _half_year, words("months_of_year", "half")),
    form(_QUARTER, _quarters, words("words", "quarter")),
    form(_MISTYPED_YEAR, _mistyped_year, _MONTH_SIGNS + _YEAR_SIGNS),
    form(_MONTHS, _months),
    form(_MONTH_IN_WORDS, _month_in_words, _MONTH_SIGNS),
    form(_NAMED_MONTH, _named_month, _MONTH_SIGNS),
    form(_MONTH_DIGITS, _month_digits),
    form(_YEARS, _year_range),
    form(_DECADE, _decade, words("words", "decade")),
    form(_YEAR_LIST, _year_list),
    form(_YEAR_IN_WORDS, _year_in_words, _THOUSAND_SIGNS),
    form(_OLD_YEAR, _old_year, _YEAR_SIGNS),
    form(_NAMED_YEAR, _named_year, _YEAR_SIGNS),
    form(_BARE_YEAR, _bare_year),
    form(_DEICTIC_YEAR, _deictic_year, words("deictic_years")),
    form(_DEICTIC_MONTH, _deictic_month, words("deictic_months")),
)
"""Months, quarters and years, read after the days."""
