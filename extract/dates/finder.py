"""Dates in an article: `find_dates` places every expression of time on the calendar.

First the forms of `date_days` and `date_periods` read what stands in the text; then ends
that the text joins become ranges (`từ tháng 7 đến tháng 8/2016`); last, missing parts are
filled from the day of publication or the years that the article names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from extract.dates import context, days, periods
from extract.dates.calendar import Interval, Reference, interval
from extract.dates.mention import Mention
from extract.dates.words import any_of, one_of, words
from extract.fact import Date, Span

_LONGEST_LINK = 40
_LONGEST_PUBLICATION_LINE = 90
_LINE = re.compile(r"[^\n]+")
_CLOCK = r"\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?(?:\s?[AP]M)?"
_STAMP = re.compile(
    rf"\|\s{{0,2}}{_CLOCK},?\s{{1,2}}\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{4}}(?=\s{{0,3}}(?:\n|$))"
)
_FIRST_YEAR, _LAST_YEAR = 1000, 3000
_SENTENCE_END = re.compile(r"\n+|[.!?…][\"”’)\]]*\s+")


def find_dates(text: str, published: date | None) -> tuple[Date, ...]:
    """Every expression of `text` that stands for days of the calendar, in order, with its span.

    `published` is the day of publication; without it, deictic expressions (`hôm nay`) are
    left out, and missing years come from those that the text names. One day named twice
    is given twice.
    """
    mentions = _with_told_years(text, _linked(text, _mentions(text)))
    reference = _reference(mentions, _plausible(published))
    found = (_placed(text, _leaning(text, mention), reference) for mention in mentions)
    return tuple(placed for placed in found if placed is not None)


def _mentions(text: str) -> list[Mention]:
    """All expressions of the text, in order, without overlaps."""
    lowered = " ".join(text.lower().split())
    taken = bytearray(len(text))
    for start, end in _publication_lines(text):
        taken[start:end] = b"\x01" * (end - start)
    found: list[Mention] = []
    for form in (*periods.FIRST_FORMS, *days.FORMS, *periods.FORMS, *days.LOOSE_FORMS):
        for match in form.matches(text, lowered):
            for mention in form.read(match):
                if 1 in taken[mention.start : mention.end]:
                    continue
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
                if mention.first is not None:
                    found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _linked(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with two that the text joins into one range made one."""
    linked: list[Mention] = []
    for mention in mentions:
        before = linked[-1] if linked else None
        if before is not None and _joined(text, before, mention):
            linked[-1] = _range(before, mention)
        else:
            linked.append(mention)
    return linked


def _joined(text: str, left: Mention, right: Mention) -> bool:
    """Whether only a dash or `đến` stands between two ends that make one range."""
    if left.last is not None or right.last is not None or right.start - left.end > _LONGEST_LINK:
        return False
    first, last = left.first, right.first
    if first is None or last is None or first.day_shift is not None or last.day_shift is not None:
        return False
    anniversary = (first.day, first.first_month) == (last.day, last.first_month) and first.year != last.year
    if anniversary and first.day is not None:
        return False
    return _link().fullmatch(text, left.end, right.start) is not None


@cache
def _link() -> re.Pattern[str]:
    """A dash or `đến` with the clock time that may follow: `đến 17 giờ ngày …`."""
    clock = r"\d{1,2}\s?(?:h|giờ|g)\s?(?:\d{1,2}\s?(?:phút)?)?"
    return re.compile(
        rf"\s{{0,2}}\)?\s?(?:[\-–—]|{one_of('connectors', 'range')})"
        rf"\s{{0,2}}(?:{clock},?\s{{1,2}})?(?:{one_of('words', 'day')}\s)?",
        re.IGNORECASE,
    )


def _range(left: Mention, right: Mention) -> Mention:
    """Two ends as one mention; the left end takes the parts that only the right one writes."""
    first, last = left.first, right.first
    if first is not None and last is not None and first.needs_year:
        year = last.year
        if year is not None and (first.first_month or 0) > (last.last_month or 12):
            year -= 1
        first = replace(first, year=year, year_shift=last.year_shift)
    return Mention(
        start=left.start,
        end=right.end,
        form=f"{left.form} to {right.form}",
        first=first,
        last=last,
        confidence=min(left.confidence, right.confidence),
    )


def _with_told_years(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with days and months of the year that opens their sentence: `Năm 1945, ngày 19/8 …`."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    told: list[Mention] = []
    opened: tuple[int, int] | None = None
    for mention in mentions:
        sentence = bisect_right(starts, mention.start) - 1
        first = mention.first
        if first is not None and first.needs_year and first.first_month and opened and opened[0] == sentence:
            last = mention.last and replace(mention.last, year=opened[1])
            mention = replace(mention, first=replace(first, year=opened[1]), last=last)  # noqa: PLW2901
        elif first is not None and first.year and not text[starts[sentence] : mention.start].strip():
            opened = (sentence, first.year)
        told.append(mention)
    return told


def _leaning(text: str, mention: Mention) -> Mention:
    """The mention, told by the words around it whether its year lies ahead or behind."""
    if mention.first is None or not mention.first.needs_year:
        return mention
    lean = context.lean(text, mention.start, mention.end)
    last = mention.last and replace(mention.last, lean=lean)
    return replace(mention, first=replace(mention.first, lean=lean), last=last)


def _plausible(published: date | None) -> date | None:
    """The day of publication, unless a page claims one from which no calendar can be counted."""
    return published if published is not None and _FIRST_YEAR <= published.year <= _LAST_YEAR else None


def _reference(mentions: Iterable[Mention], published: date | None) -> Reference:
    """What the article knows about its own time."""
    named: list[date] = []
    years: list[int] = []
    for mention in mentions:
        partial = mention.first
        if partial is None or mention.last is not None or partial.year is None:
            continue
        found = interval(partial, Reference(published=None))
        if found is None:
            continue
        if partial.first_month is not None:
            named.append(found[1])
        else:
            years.append(partial.year)
    return Reference(published=published, named=tuple(named), named_years=tuple(years))


def _placed(text: str, mention: Mention, reference: Reference) -> Date | None:
    """The mention on the calendar, or None where nothing places it or no such day exists."""
    found = _interval(mention, reference)
    if found is None or found[1] < found[0] or context.recurs(text, mention.end):
        return None
    return Date(
        text=text[mention.start : mention.end],
        start=found[0],
        end=found[1],
        span=Span(mention.start, mention.end),
        rule=mention.form,
        confidence=mention.confidence,
    )


def _interval(mention: Mention, reference: Reference) -> Interval | None:
    """The days of a mention, from the first of its first end to the last of its last."""
    if mention.first is None:
        return None
    last = interval(mention.last, reference) if mention.last else None
    first = interval(mention.first, reference)
    if mention.last is None:
        return first
    if first is None or last is None:
        return None
    if first[0] > last[1] and mention.first.needs_year:
        first = interval(replace(mention.first, year=last[1].year - 1), reference)
    return None if first is None else (first[0], last[1])


def _publication_lines(text: str) -> Iterable[tuple[int, int]]:
    """The lines, and stamps at a line's end, that say only when the page was published."""
    yield from (match.span() for match in _STAMP.finditer(text))
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if len(line) > _LONGEST_PUBLICATION_LINE or not _publication_line().fullmatch(line):
            continue
        if _publication_sign().search(line):
            yield match.span()


@cache
def _publication_line() -> re.Pattern[str]:
    """A day with labels, weekday and clock time around it, and nothing else."""
    label = any_of(
        [
            *words("publication_line", "labels"),
            *words("publication_line", "fillers"),
            *words("introducers", "weekdays"),
        ]
    )
    named = rf"\d{{1,2}}\s{one_of('words', 'month')}\s\d{{1,2}},?\s{one_of('words', 'year')}\s\d{{4}}"
    around = rf"(?:{label}|{_CLOCK}|[+\-]\d{{1,2}}|[\s,|:()\[\]\-–]){{0,20}}"
    return re.compile(rf"{around}(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{4}}|{named}){around}", re.IGNORECASE)


@cache
def _publication_sign() -> re.Pattern[str]:
    """A clock time or a label, without which a line with a day may be a heading."""
    return re.compile(rf"{_CLOCK}|{one_of('publication_line', 'labels')}", re.IGNORECASE)
