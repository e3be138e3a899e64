"""An article's text cut at its facts, so that a template can mark them safely.

Facts nest and overlap (a person's name inside an award); every piece of text carries all
the facts that cover it, and the template escapes and marks piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact to be marked: offsets into the text, its kind (`person`, `office`, …) and what it says."""

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the marks that cover it."""

    text: str
    marks: tuple[Mark, ...]
    start: int
    """Its offset in the text that was cut; that of a fact's first piece is the fact's own."""

    @property
    def kinds(self) -> str:
        """The kinds of fact here, as class names."""
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def labels(self) -> str:
        """What the facts here say, for a tooltip."""
        return "; ".join(dict.fromkeys(mark.label for mark in self.marks))


def pieces(text: str, marks: Iterable[Mark], *, offset: int = 0) -> list[Piece]:
    """The text cut wherever a mark begins or ends; joined, the pieces are the text.

    `offset` is where the text begins in the whole that the pieces' places are told in.
    """
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text)} | {mark.start for mark in inside} | {mark.end for mark in inside})
    return [
        Piece(
            text[start:end],
            tuple(mark for mark in inside if mark.start <= start and end <= mark.end),
            offset + start,
        )
        for start, end in pairwise(cuts)
    ]


def marked_lines(text: str, marks: Sequence[Mark]) -> list[list[Piece]]:
    """The lines of the text, each in pieces; a mark over a line break goes on in the next line."""
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        here = [
            Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.kind, mark.label)
            for mark in marks
            if mark.start < end and mark.end > start
        ]
        lines.append(pieces(line, here, offset=start))
        start = end + 1
    return lines
