"""Two articles laid out for an editor: aligned paragraphs, with all that tells them apart marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from db.read import ArticleView
from extract.text import fold
from web.alignment import Row, align
from web.contrast import numbers_in, only_first, particulars
from web.differences import differences
from web.marks import Mark, Piece, marked_lines

Note = Literal["", "boilerplate", "moved"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces; `boilerplate` of its site, or `moved`: elsewhere in the other text."""

    pieces: list[Piece]
    note: Note


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A paragraph of either article, or of both; `layout` is `same`, `differs` or `alone`."""

    a: Paragraph | None
    b: Paragraph | None
    layout: Literal["same", "differs", "alone"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The title's row first; and the names, dates and numbers that only one article has."""

    title: ComparedRow
    body: list[ComparedRow]
    only_a: tuple[Mark, ...]
    only_b: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One article's lines while the comparison is made."""

    lines: list[str]
    starts: list[int]
    repeated: Collection[str]

    @classmethod
    def of(cls, article: ArticleView, repeated: Collection[str]) -> _Side:
        lines = article.text.split("\n")
        return cls(lines, list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0)), repeated)

    def line_of(self, mark: Mark) -> int:
        return bisect_right(self.starts, mark.start) - 1

    def in_text(self, line: int, marks: Sequence[Mark]) -> list[Mark]:
        """Marks of one line as marks of the text."""
        start = self.starts[line]
        return [Mark(start + mark.start, start + mark.end, mark.kind, mark.label) for mark in marks]


def compare_articles(
    a: ArticleView, b: ArticleView, repeated_a: Collection[str], repeated_b: Collection[str]
) -> Comparison:
    """Both articles side by side; `repeated_…` are the lines that each one's site repeats."""
    side_a, side_b = _Side.of(a, repeated_a), _Side.of(b, repeated_b)
    rows = align(side_a.lines, side_b.lines)
    equal_a = {row.a for row in rows if row.equal}
    equal_b = {row.b for row in rows if row.equal}
    facts_a, facts_b = particulars(a), particulars(b)
    # The same line may be read differently on two sites; it says the same all the same.
    only_a = [mark for mark in only_first(facts_a, facts_b) if side_a.line_of(mark) not in equal_a]
    only_b = [mark for mark in only_first(facts_b, facts_a) if side_b.line_of(mark) not in equal_b]
    words_a, words_b = _changed_words(side_a, side_b, rows)
    marks_a = [*words_a, *only_a, *numbers_in(facts_a, words_a)]
    marks_b = [*words_b, *only_b, *numbers_in(facts_b, words_b)]
    alone_a = {fold(side_a.lines[row.a]) for row in rows if row.a is not None and row.b is None}
    alone_b = {fold(side_b.lines[row.b]) for row in rows if row.b is not None and row.a is None}
    pieces_a, pieces_b = marked_lines(a.text, marks_a), marked_lines(b.text, marks_b)
    shown = [
        ComparedRow(
            _paragraph(side_a, row.a, pieces_a, alone_b if row.b is None else ()),
            _paragraph(side_b, row.b, pieces_b, alone_a if row.a is None else ()),
            _layout(row),
        )
        for row in rows
    ]
    return Comparison(shown[0], shown[1:], _distinct(only_a), _distinct(only_b))


def _changed_words(a: _Side, b: _Side, rows: Sequence[Row]) -> tuple[list[Mark], list[Mark]]:
    """Marks in both texts for the words that differ within paragraphs of both."""
    marks_a: list[Mark] = []
    marks_b: list[Mark] = []
    for row in rows:
        if row.a is not None and row.b is not None and not row.equal:
            here, there = differences(a.lines[row.a], b.lines[row.b])
            marks_a += a.in_text(row.a, here)
            marks_b += b.in_text(row.b, there)
    return marks_a, marks_b


def _paragraph(
    side: _Side, line: int | None, pieces: list[list[Piece]], elsewhere: Collection[str]
) -> Paragraph | None:
    if line is None:
        return None
    note: Note = ""
    if side.lines[line] in side.repeated:
        note = "boilerplate"
    elif fold(side.lines[line]) in elsewhere:
        note = "moved"
    return Paragraph(pieces[line], note)


def _layout(row: Row) -> Literal["same", "differs", "alone"]:
    if row.equal:
        return "same"
    return "alone" if row.a is None or row.b is None else "differs"


def _distinct(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """One mark for everything that is said, in the order of the text."""
    first: dict[tuple[str, str], Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.start):
        first.setdefault((mark.kind, fold(mark.label)), mark)
    return tuple(first.values())
