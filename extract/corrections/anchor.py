"""A place in a text, by its words and what stands around them, so that it is found again elsewhere.

Offsets move whenever a page is edited or read by another version; the words and their neighbours
mostly stay. The method is that of the W3C's Web Annotation Data Model, "Text Quote Selector" (2017).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.fact import Span

CONTEXT = 40
"""How many characters before and after the words are kept."""

_TELLING = 8
"""So many of the neighbouring characters must still be there where the words alone do not tell the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Words (`quote`) at a place: with what stood around them, where, and as which of how many."""

    quote: str
    before: str
    after: str
    start: int
    """The offset at which they stood."""
    repeats: int
    """How often the text had these words."""


def anchor_at(text: str, span: Span) -> Anchor:
    """The anchor of a span of a text.

    Raises `ValueError` for a span that is empty, outside the text or longer than a line.
    """
    if not 0 <= span.start < span.end <= len(text) or "\n" in text[span.start : span.end]:
        msg = f"{span.start}:{span.end} is not within a line of the text"
        raise ValueError(msg)
    found = Anchor(
        quote=text[span.start : span.end],
        before=text[max(0, span.start - CONTEXT) : span.start],
        after=text[span.end : span.end + CONTEXT],
        start=span.start,
        repeats=0,
    )
    return Anchor(
        quote=found.quote,
        before=found.before,
        after=found.after,
        start=found.start,
        repeats=sum(1 for _ in _places(text, found)),
    )


def locate(text: str, anchor: Anchor) -> Span | None:
    """Where the words stand in a text today; none where they are gone, or none of them is the place meant.

    Words that were unique and still are need no neighbours. Of several, that place is taken whose
    neighbours agree furthest, then the one nearest to where it was; it must share some of them.
    """
    places = list(_places(text, anchor))
    if not places:
        return None
    if len(places) == anchor.repeats == 1:
        return places[0]
    best = max(places, key=lambda place: (_shared(text, place, anchor), -abs(place.start - anchor.start)))
    wanted = min(_TELLING, len(anchor.before) + len(anchor.after))
    return best if _shared(text, best, anchor) >= wanted else None


def whole_words(text: str, wording: str) -> Iterator[Span]:
    """Every place at which a text has a wording, from its first letter to its last one no part of a word."""
    start = text.find(wording) if wording else -1
    while start >= 0:
        end = start + len(wording)
        if _is_cut(text, start) and _is_cut(text, end):
            yield Span(start, end)
        start = text.find(wording, start + 1)


def _places(text: str, anchor: Anchor) -> Iterator[Span]:
    """The places of the words; as whole words, where they were such."""
    around = f"{anchor.before[-1:]}{anchor.quote}{anchor.after[:1]}"
    start = len(anchor.before[-1:])
    if _is_cut(around, start) and _is_cut(around, start + len(anchor.quote)):
        yield from whole_words(text, anchor.quote)
        return
    found = text.find(anchor.quote)
    while found >= 0:
        yield Span(found, found + len(anchor.quote))
        found = text.find(anchor.quote, found + 1)


def _is_cut(text: str, offset: int) -> bool:
    """Whether no word goes on over the offset."""
    return not (text[max(0, offset - 1) : offset].isalnum() and text[offset : offset + 1].isalnum())


def _shared(text: str, place: Span, anchor: Anchor) -> int:
    """How many characters around the place are those that stood around the words."""
    before = text[max(0, place.start - len(anchor.before)) : place.start]
    after = text[place.end : place.end + len(anchor.after)]
    return _alike(before[::-1], anchor.before[::-1]) + _alike(after, anchor.after)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
