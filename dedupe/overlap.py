"""How much of a text stands in another one: word for word, or in parallel with words replaced."""

from __future__ import annotations

import numpy as np

from dedupe.words import RUN, Hashes, Marks, Places, Words, among, runs

_SEED = 2
"""Equal syllables in a row that hint at the place where one text runs parallel to another."""

_WIDEST_GAP = 9
"""Syllables from one seed to the next on the same course; at three in ten replaced few are wider."""

_SHORTEST_STRETCH = 20
"""Syllables from which a parallel course is no chance."""

_LEAST_EQUAL = 0.45
"""The share of a parallel stretch that lies in seeds; at three in ten replaced it is about 0.65."""


def shared_words(words: Words, other: Words) -> Marks:
    """Which words lie in a run of `RUN` that the other text has too."""
    return _words_of_runs(among(words.runs, other.runs), len(words))


def quoted_words(words: Words, other: Words) -> Marks:
    """Which words are a quotation, by the marks of either text.

    Two reporters at one event write down the same speech: that says nothing of who copied whom.
    One of them may have left out the quotation marks, or lost one of a pair.
    """
    known = np.concatenate((_quoted_runs(words), _quoted_runs(other)))
    if not len(known):
        return words.quoted
    return words.quoted | _words_of_runs(among(words.runs, known), len(words))


def parallel_words(words: Words, other: Words) -> tuple[Marks, float]:
    """Which words lie in stretches that run parallel to the other text, and how much differs there.

    A stretch is parallel where the two texts go on at the same pace and agree in most words:
    one was made from the other by replacing words. The second number is the share of the
    stretches' words that are not the same, 0 where there is no stretch.
    """
    here, there = _seeds(words.hashes, other.hashes)
    marks, equal = np.zeros(len(words), np.bool_), np.zeros(len(words), np.bool_)
    if not len(here):
        return marks, 0.0
    order = np.lexsort((here, there - here))
    here, course = here[order], (there - here)[order]
    breaks = np.flatnonzero((np.diff(course) != 0) | (np.diff(here) > _WIDEST_GAP))
    firsts, lasts = np.append(0, breaks + 1), np.append(breaks, len(here) - 1)
    long = here[lasts] + _SEED - here[firsts] >= _SHORTEST_STRETCH
    for first, last in zip(firsts[long], lasts[long], strict=True):
        start, end = here[first], here[last] + _SEED
        seeded = np.zeros(end - start, np.bool_)
        for offset in range(_SEED):
            seeded[here[first : last + 1] - start + offset] = True
        if seeded.sum() >= _LEAST_EQUAL * (end - start):
            marks[start:end] = True
            equal[start:end] |= seeded
    return marks, float(1 - equal[marks].mean()) if marks.any() else 0.0


def _seeds(one: Hashes, other: Hashes) -> tuple[Places, Places]:
    """All places of both texts at which the same `_SEED` words begin."""
    left, right = runs(one, _SEED), runs(other, _SEED)
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, side="left")
    counts = np.searchsorted(right[order], left, side="right") - first
    here = np.repeat(np.arange(len(left)), counts)
    within = np.arange(len(here)) - np.repeat(np.cumsum(counts) - counts, counts)
    return here, order[np.repeat(first, counts) + within]


def _quoted_runs(words: Words) -> Hashes:
    if not len(words.runs) or not words.quoted.any():
        return words.runs[:0]
    inside = np.convolve(words.quoted, np.ones(RUN), "valid") > RUN - 0.5
    quoted: Hashes = words.runs[inside]
    return quoted


def _words_of_runs(chosen: Marks, length: int) -> Marks:
    """The words that lie in at least one of the chosen runs."""
    marks = np.zeros(length, np.bool_)
    for offset in range(RUN):
        marks[offset : offset + len(chosen)] |= chosen
    return marks
