"""What an article states: people, offices, dates and awards, as plain frozen data.

Every fact points at its wording (`span`, offsets into `Source.text`), names the rule
that found it and carries a confidence between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open character offsets into `Source.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The article that facts are read from, in NFC."""

    title: str
    body: str
    published: date | None = None

    @property
    def text(self) -> str:
        """Title and body, joined by one line break: what every span points into."""
        return f"{self.title}\n{self.body}"


class Change(StrEnum):
    """What an article says of a tenure: that it begins, or that it ends."""

    BEGAN = "began"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office of one person, in the article's own words, and in full.

    `title` and `organization` are as the article writes them (either may be empty);
    `full` is the wording with abbreviations expanded and the place filled in where the
    article allows it. `change` is what the sentence at the span says of the tenure, where it
    says that it begins or ends; that need not be on the article's day.
    """

    title: str
    organization: str
    former: bool
    full: str
    span: Span
    rule: str
    confidence: float
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A named individual; `mentions` are all places where the article names them.

    `speaks` are those of the mentions at which the article says that they speak.
    """

    name: str
    mentions: tuple[Span, ...]
    offices: tuple[Office, ...]
    rule: str
    confidence: float
    speaks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """An expression that places something on the calendar; both days are inclusive."""

    text: str
    start: date
    end: date
    span: Span
    rule: str
    confidence: float


class AwardStatus(StrEnum):
    """How far an award has come."""

    CONFERRED = "conferred"
    DECIDED = "decided"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One award to one recipient, or to a counted group of one kind."""

    award: str
    issuer: str | None
    recipient: str | None
    count: int | None
    status: AwardStatus
    span: Span
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that one article states."""

    authors: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    dates: tuple[Date, ...] = ()
    awards: tuple[Award, ...] = ()
