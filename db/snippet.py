"""Where a query's words stand in a text, and the piece of it that shows most of them.

Marks are offsets, not markup: what is crawled is never mixed with HTML.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db.words import Term, Word, follow_each_other, words_among
from extract.fact import Span

SNIPPET_WIDTH = 240


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text, in one line, and the marks in it."""

    text: str
    marks: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


def marks(text: str, terms: Sequence[Term], *, exact: bool) -> tuple[Span, ...]:
    """Where the terms stand in the text, in order, overlapping ones joined."""
    joined: list[Span] = []
    for _, span in sorted(_matches(text, terms, exact=exact), key=lambda match: match[1]):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def snippet(text: str, terms: Sequence[Term], *, exact: bool, width: int = SNIPPET_WIDTH) -> Snippet:
    """About `width` characters around the first place with the most different terms close together.

    The beginning of the text, where none of them occurs in it.
    """
    first, last = _best_place(text, terms, exact=exact, width=width)
    start = _after_space(text, max(0, min(first - width // 4, len(text) - width)), first)
    end = _before_space(text, min(len(text), max(start + width, last)), last)
    piece = text[start:end].rstrip()
    return Snippet(
        text=piece.replace("\n", " "),
        marks=marks(piece, terms, exact=exact),
        cut_before=start > 0,
        cut_after=bool(text[start + len(piece) :].strip()),
    )


def _matches(text: str, terms: Sequence[Term], *, exact: bool) -> Iterator[tuple[int, Span]]:
    """Number of the term and its place, in the order of the places' ends."""
    wanted = [(term.keys(exact=exact), exact and term.accented) for term in terms]
    run: deque[Word] = deque(maxlen=max((len(keys) for keys, _ in wanted), default=0))
    for word in words_among(text, frozenset(word.folded for term in terms for word in term.words)):
        if run and not follow_each_other(text, run[-1], word):
            run.clear()
        run.append(word)
        for number, (keys, by_exact) in enumerate(wanted):
            ending = list(run)[-len(keys) :]
            if keys == tuple(one.exact if by_exact else one.folded for one in ending):
                yield number, Span(ending[0].start, word.end)


def _best_place(text: str, terms: Sequence[Term], *, exact: bool, width: int) -> Span:
    best, most = Span(0, 0), 0
    seen: dict[int, Span] = {}
    for number, span in _matches(text, terms, exact=exact):
        seen[number] = span
        near = [other.start for other in seen.values() if span.end - other.start <= width // 2]
        if len(near) > most:
            most, best = len(near), Span(min([*near, span.start]), span.end)
        if most == len(terms):
            break
    return best


def _after_space(text: str, start: int, latest: int) -> int:
    """The start of the first whole word from `start` on, at the latest `latest`."""
    if start == 0:
        return 0
    space = re.compile(r"\s+").search(text, start - 1, latest)
    return space.end() if space else latest


def _before_space(text: str, end: int, earliest: int) -> int:
    """The end of the last whole word up to `end`, at the earliest `earliest`."""
    if end == len(text) or text[end].isspace():
        return end
    spaces = [match.start() for match in re.compile(r"\s+").finditer(text, earliest, end)]
    return spaces[-1] if spaces else end
