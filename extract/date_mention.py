"""What the forms of dates give: `Mention`, an expression not yet on the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extract.date_calendar import Partial


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
    """One way of writing a date: a pattern over the whole text, and the reader of its matches."""

    pattern: re.Pattern[str]
    read: Reader


def form(pattern: str, read: Reader) -> Form:
    """A form whose pattern does not mind upper case."""
    return Form(re.compile(pattern, re.IGNORECASE), read)
