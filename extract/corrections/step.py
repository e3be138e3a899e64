"""What one correction makes of an article's facts, and what the corrections of all kinds share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from extract.corrections.anchor import whole_words
from extract.corrections.correction import RULE
from extract.fact import Facts, Span
from extract.text import fold


@dataclass(frozen=True, slots=True)
class Step:
    """The facts after one correction, and where the fact that it is about stands; none for no place."""

    facts: Facts
    span: Span | None


class Placed(Protocol):
    """A fact at a place, found by a rule."""

    @property
    def span(self) -> Span: ...  # noqa: D102 -- a field of all facts
    @property
    def rule(self) -> str: ...  # noqa: D102


Fact = TypeVar("Fact", bound=Placed)


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def same(one: str | None, other: str | None) -> bool:
    """Whether two wordings are the same words; no wording is the same as none."""
    return fold(one or "") == fold(other or "")


def nearest(facts: Iterable[Fact], place: Span) -> Fact | None:
    """Of facts that an extractor has found, the one that a place is about although it says something else.

    It covers most of the place, or lies mostly within it; of several the one that shares most with it.
    """
    best = max(
        (fact for fact in facts if fact.rule != RULE),
        key=lambda fact: overlap(fact.span, place),
        default=None,
    )
    if best is None:
        return None
    shorter = min(best.span.end - best.span.start, place.end - place.start)
    return best if 2 * overlap(best.span, place) >= shorter else None


def wording_at(text: str, wording: str, place: Span) -> Span:
    """The wording where it stands over a place; the place itself where it does not."""
    over = [span for span in whole_words(text, wording) if overlap(span, place)]
    return max(over, key=lambda span: overlap(span, place), default=place)
