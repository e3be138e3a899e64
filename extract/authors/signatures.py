"""The lines that sign an article, at its head and its foot: who wrote it, whose pictures, from where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.pages.bylines import Byline, closing_authors, read_byline
from extract.pages.lines import Line, LineKind

_HEAD = 2
_TAIL = 4
"""Signatures stand among so many first and last lines."""
_STYLED = 0.9
"""The share of a line's letters that must be bold or italic for the line to be."""


class Signatures(NamedTuple):
    """The people who signed, and the places of the lines that sign."""

    authors: tuple[str, ...]
    places: frozenset[int]


def find_signatures(lines: Sequence[Line]) -> Signatures:
    """Find the signatures among the lines of an article (those with text).

    At the foot, lines sign from the last one up, until one does not; after that only lines set at the
    right do. At the head, only lines that say so sign (`Ảnh: A`). Lines in elements that the page names
    for authors sign everywhere.
    """
    places: set[int] = set()
    authors: list[str] = []
    text_met = False
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        in_tail = len(lines) > 1 and place >= len(lines) - _TAIL
        credited = place < _HEAD and ":" in line.text
        if not (in_tail or line.byline or credited):
            continue
        byline = _read(line)
        said = line.byline or credited or not text_met or line.align == "right"
        if byline is not None and said:
            places.add(place)
            authors[:0] = byline.authors
        elif not line.byline:
            text_met = True
    if not authors and lines:
        authors += closing_authors(lines[-1].text)
    return Signatures(tuple(dict.fromkeys(authors)), frozenset(places))


def _read(line: Line) -> Byline | None:
    if line.kind not in {LineKind.TEXT, LineKind.HEADING}:
        return None
    styled = line.byline or line.align == "right" or line.bold > _STYLED or line.italic > _STYLED
    return read_byline(line.text, styled=styled)
