"""Dates as corrected: the words at one place mean one day or period."""

from __future__ import annotations

from dataclasses import replace

from extract.corrections.correction import CONFIDENCE, RULE, Action, Correction
from extract.corrections.step import Step, overlap, wording_at
from extract.corrections.values import DateValues
from extract.fact import Date, Facts, Span


def correct_date(text: str, facts: Facts, correction: Correction, place: Span) -> Step | None:
    """Words that mean no date, or another one, or that were not found to mean one."""
    was, becomes = correction.was, correction.becomes
    giving_way: tuple[Date, ...] = ()
    if correction.action is not Action.ADD and isinstance(was, DateValues):
        giving_way = _giving_way(facts.dates, was, place)
    if not isinstance(becomes, DateValues):
        return Step(replace(facts, dates=_but(facts.dates, giving_way)), place)
    place = wording_at(text, becomes.text, place)
    if text[place.start : place.end] != becomes.text:
        return None
    for date in facts.dates:
        if _says(date, becomes) and date.span == place:
            return Step(replace(facts, dates=_but(facts.dates, giving_way, spared=date)), place)
    return Step(replace(facts, dates=(*_but(facts.dates, giving_way), _stated(becomes, place))), place)


def _giving_way(dates: tuple[Date, ...], was: DateValues, place: Span) -> tuple[Date, ...]:
    """What was meant, and whatever else an extractor reads over its words; not what people have stated."""
    return tuple(
        date for date in dates if overlap(date.span, place) and (date.rule != RULE or _says(date, was))
    )


def _but(dates: tuple[Date, ...], dropped: tuple[Date, ...], spared: Date | None = None) -> tuple[Date, ...]:
    return tuple(date for date in dates if date == spared or date not in dropped)


def _says(date: Date, values: DateValues) -> bool:
    return (date.text, date.start, date.end) == (values.text, values.start, values.end)


def _stated(values: DateValues, place: Span) -> Date:
    return Date(
        text=values.text,
        start=values.start,
        end=values.end,
        span=place,
        rule=RULE,
        confidence=CONFIDENCE,
    )
