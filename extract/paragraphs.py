"""Paragraphs of plain text: its lines, joined again where someone wrapped them.

Text copied from HTML source or mail is broken at a fixed width, in the middle of
sentences and names. Such a text shows it: hardly a line is long (a caption, say), and
most of the full ones end without a stop. There a line runs on into the next where the
next begins in lower case, or where the line is full, or ends in a lone surname, or is
the stump of a paragraph's first line (its mark-up took the rest of the width).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from extract.lexicon import entries

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_WIDEST = 120
_FULL = 45
_FULL_SHARE = 0.7
_FEWEST_LINES = 4
_LONG_SHARE = 0.2
_STUMP_WORDS = 3
_STOPS = '.!?…:;"”'


def paragraphs(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The spans of the paragraphs of `text` from `start` on; lines without text are none."""
    lines = [match.span() for match in _LINE.finditer(text, start) if not match[0].isspace()]
    width = _wrap_width(text, lines)
    if width is None:
        return lines
    joined = lines[:1]
    opens = True
    for before, line in pairwise(lines):
        if _runs_on(text, before, line, width, opens=opens):
            joined[-1] = (joined[-1][0], line[1])
            opens = False
        else:
            joined.append(line)
            opens = True
    return joined


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int | None:
    """The width at which the lines are wrapped, or None where they are not."""
    full = [(start, end) for start, end in lines if _FULL <= end - start <= _WIDEST]
    long = sum(end - start > _WIDEST for start, end in lines)
    if len(full) < _FEWEST_LINES or long > _LONG_SHARE * len(full):
        return None
    broken = sum(text[end - 1] not in _STOPS for _, end in full)
    return max(end - start for start, end in full) if 2 * broken > len(full) else None


def _runs_on(text: str, before: tuple[int, int], line: tuple[int, int], width: int, *, opens: bool) -> bool:
    """Whether the line `before`, which opens a paragraph or not, continues in the next `line`."""
    words = text[before[0] : before[1]].split()
    first = text[line[0] : line[1]].lstrip()[0]
    if first.islower():
        return True
    if words[-1][-1] in _STOPS or not first.isalnum():
        return False
    stump = opens and len(words) <= _STUMP_WORDS
    full = _FULL_SHARE * width <= before[1] - before[0] <= width
    return stump or full or words[-1] in _surnames()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(entries("surnames"))
