"""Two articles aligned paragraph by paragraph, as an editor compares them.

Equal paragraphs are anchors; between two anchors, paragraphs that share most of their words are
matched, in order, by dynamic programming (Needleman and Wunsch, 1970). What has no match stands
alone, opposite nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.text import fold

_WORD = re.compile(r"\w+")
_ALIKE = 0.35
"""The share of words in common (Dice) from which two paragraphs are the same one, reworded."""


@dataclass(frozen=True, slots=True)
class Row:
    """Line numbers of one paragraph in both texts; None where a text has none like it."""

    a: int | None
    b: int | None
    equal: bool = False


def align(a: Sequence[str], b: Sequence[str]) -> list[Row]:
    """Every line of both texts, in order, in one row each; the first lines, the titles, share theirs."""
    keys_a, keys_b = [fold(line) for line in a], [fold(line) for line in b]
    rows = [Row(0, 0, equal=keys_a[0] == keys_b[0])]
    matcher = SequenceMatcher(None, keys_a[1:], keys_b[1:], autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        here, there = range(a1 + 1, a2 + 1), range(b1 + 1, b2 + 1)
        if tag == "equal":
            rows += [Row(one, other, equal=True) for one, other in zip(here, there, strict=True)]
        else:
            rows += _matched(keys_a, here, keys_b, there)
    return rows


def _matched(keys_a: Sequence[str], here: range, keys_b: Sequence[str], there: range) -> Iterator[Row]:
    """Rows of two runs of lines, such that the likenesses of those that share one are greatest in sum."""
    words_a = [set(_WORD.findall(keys_a[line])) for line in here]
    words_b = [set(_WORD.findall(keys_b[line])) for line in there]
    likeness = [[_dice(one, other) for other in words_b] for one in words_a]
    # best[i][j] is the greatest sum for the lines from i of the one run and from j of the other.
    best = [[0.0] * (len(there) + 1) for _ in range(len(here) + 1)]
    for i in reversed(range(len(here))):
        for j in reversed(range(len(there))):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(here) or j < len(there):
        if j == len(there) or (i < len(here) and best[i][j] == best[i + 1][j]):
            yield Row(here[i], None)
            i += 1
        elif i == len(here) or best[i][j] == best[i][j + 1]:
            yield Row(None, there[j])
            j += 1
        else:
            yield Row(here[i], there[j])
            i, j = i + 1, j + 1


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
