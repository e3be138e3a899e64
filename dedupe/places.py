"""Facts in place: the numbers and names that stand in the same words in two texts.

A copy keeps them; the same form filled in anew has others in their places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dedupe.words import Hashes, Marks, Words, among, runs

_AROUND = 2
"""Words before and after that make a place."""

_NUMBER, _NAME, _EDGE = np.uint64(1), np.uint64(2), np.uint64(3)
"""What stands for any number, any name and the text's end in the words around."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The places that two texts share, and how many hold something else."""

    shared: int
    differing: int

    @property
    def conflict(self) -> float:
        """The share of the places that differ, 0 where none is shared."""
        return self.differing / self.shared if self.shared else 0.0


@dataclass(frozen=True, slots=True)
class _Slots:
    """Numbers and names (runs of capitalised words as one), each with the words around as a hash."""

    places: Hashes
    filled: Hashes
    """Place and content together."""
    numeric: Marks


def compare_places(a: Words, b: Words) -> tuple[Compared, Compared]:
    """The numbers and the names that stand in the same words; symmetric but for repetitions."""
    one, other = _slots(a), _slots(b)
    shared = among(one.places, other.places)
    differing = shared & ~among(one.filled, other.filled)
    numbers, names = (
        Compared(int((shared & kind).sum()), int((differing & kind).sum()))
        for kind in (one.numeric, ~one.numeric)
    )
    return numbers, names


def _slots(words: Words) -> _Slots:
    if not len(words):
        return _Slots(words.hashes, words.hashes, words.numeric)
    name = words.name & ~words.numeric
    further = name & np.concatenate(([False], name[:-1]))
    starts = np.flatnonzero(~further)
    contents = np.add.reduceat(words.hashes, starts)
    masked = np.where(words.numeric, _NUMBER, np.where(name, _NAME, words.hashes))[starts]
    edge = np.full(_AROUND, _EDGE)
    around = runs(np.concatenate((edge, masked, edge)), 2 * _AROUND + 1)
    slots = (masked == _NUMBER) | (masked == _NAME)
    filled = runs(np.stack((around[slots], contents[slots]), axis=1).ravel(), 2)[::2]
    return _Slots(around[slots], filled, (masked == _NUMBER)[slots])
