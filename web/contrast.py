"""What an editor looks at first: the names, dates and numbers that differ between two articles.

Names and dates are the stored facts, compared by what they say and not by their wording; numbers
are those of the text that no date holds. What only one article has anywhere differs; so does a
number that is another one in its place, though it may stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db.read import ArticleView
from extract.text import fold
from web.marks import Mark
from web.wording import show_days

_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")


@dataclass(frozen=True, slots=True)
class Particular:
    """A name, date or number at one place in an article's text."""

    key: str
    """Equal keys say the same."""
    mark: Mark


def particulars(article: ArticleView) -> list[Particular]:
    """All names, dates and numbers of an article."""
    return list(_particulars(article))


def only_first(one: Sequence[Particular], other: Sequence[Particular]) -> list[Mark]:
    """What the one article has and the other one has nowhere."""
    elsewhere = {particular.key for particular in other}
    return [particular.mark for particular in one if particular.key not in elsewhere]


def numbers_in(found: Sequence[Particular], changed: Sequence[Mark]) -> list[Mark]:
    """The numbers of a text that are, or are part of, what is changed there."""
    return [
        particular.mark
        for particular in found
        if particular.mark.kind == "number"
        and any(mark.start < particular.mark.end and particular.mark.start < mark.end for mark in changed)
    ]


def _particulars(article: ArticleView) -> Iterator[Particular]:
    for person in article.people:
        for mention in person.mentions:
            yield Particular(f"name {fold(person.name)}", Mark(*mention.span, "name", person.name))
    dated = bytearray(len(article.text))
    for date in article.dates:
        start, end = date.span
        dated[start:end] = bytes([1]) * (end - start)
        label = show_days(date.start, date.end)
        yield Particular(f"date {label}", Mark(start, end, "date", label))
    for number in _NUMBER.finditer(article.text):
        if not any(dated[number.start() : number.end()]):
            yield Particular(f"number {number[0]}", Mark(*number.span(), "number", number[0]))
