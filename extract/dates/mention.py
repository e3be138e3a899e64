"""What the forms of dates give: `Mention`, an expression not yet on the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from extract.dates.calendar import Partial


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One expression: where it stands, what it says, which form it has.

    `last` is set where the expression names both ends of a range. A mention without
    `first` only closes its text: it looks like a date and is none.
    """

    start: int
    end: int
    form: str
    first: Partial | None
    last: Partial | None = None
    confidence: float = 0.0


Reader = Callable[[re.Match[str]], Iterator[Mention]]
"""What a match says; nothing where its context makes it no date."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a date: a pattern over the whole text, and the reader of its matches.

    `signs` are words, in lower case, without one of which a text cannot hold the form: most
    texts are spared the search for lunar days.
    """

    pattern: re.Pattern[str]
    read: Reader
    signs: tuple[str, ...] = ("",)

    def matches(self, text: str, lowered: str) -> Iterator[re.Match[str]]:
        """Its matches in a text, given also in lower case with single spaces."""
        if any(sign in lowered for sign in self.signs):
            yield from self.pattern.finditer(text)


def form(pattern: str, read: Reader, signs: Iterable[str] = ("",)) -> Form:
    """A form whose pattern does not mind upper case."""
    return Form(re.compile(pattern, re.IGNORECASE), read, tuple({sign.lower() for sign in signs}))
