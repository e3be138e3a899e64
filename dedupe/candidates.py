"""Which texts of a collection are worth comparing: those whose signatures share values.

`likely` goes from one text to a few, with what a database holds; `candidate_pairs` does the
same for all texts of a collection at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedupe.signature import Signature

LEAST_EVIDENCE = 2.0
"""The evidence from which two texts are compared: two shared values that few others hold."""

FEW = 50
"""Up to so many texts may hold a value for it to count in full; of more, it counts `FEW / holders`."""

CROWD = 500
"""A value in more signatures than these is everyday wording and counts nothing, so that no list is long."""


_ROUNDING = 1e-9


def likely(holders: Mapping[int, Sequence[int]]) -> list[int]:
    """The texts that share enough values to be compared, those that share most first.

    `holders` has for each value of a signature the texts that hold it.
    """
    evidence: defaultdict[int, float] = defaultdict(float)
    for texts in holders.values():
        if len(texts) <= CROWD:
            for text in texts:
                evidence[text] += min(1.0, FEW / len(texts))
    chosen = [text for text, weight in evidence.items() if weight >= LEAST_EVIDENCE - _ROUNDING]
    return sorted(chosen, key=lambda text: (-evidence[text], text))


def candidate_pairs(signatures: Sequence[Signature | None]) -> list[tuple[int, int]]:
    """The pairs of places in the sequence, smaller first, whose texts are worth comparing.

    All at once, by sorting: for a collection in memory. Texts without words (None) have no pairs.
    """
    owners = np.repeat(np.arange(len(signatures)), [len(one.values) if one else 0 for one in signatures])
    values = np.concatenate([one.values for one in signatures if one] or [np.empty(0, np.uint64)])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    holders = sizes[group]
    telling = (holders > 1) & (holders <= CROWD)
    values, owners, holders = values[telling], owners[telling], holders[telling]
    together, weights = _together(values, owners, len(signatures)), np.minimum(1.0, FEW / holders)
    keys, which = np.unique(np.concatenate([keys for keys, _ in together]), return_inverse=True)
    evidence = np.bincount(which, np.concatenate([weights[starts] for _, starts in together]))
    chosen = keys[evidence >= LEAST_EVIDENCE - _ROUNDING]
    return list(zip((chosen // len(signatures)).tolist(), (chosen % len(signatures)).tolist(), strict=True))


def _together(
    values: NDArray[np.uint64], owners: NDArray[np.int64], count: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Each two owners of one value as `smaller * count + larger`, with the place of the first.

    `values` are sorted, and the owners of each ascend.
    """
    found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    starts = np.arange(len(values))
    distance = 1
    while len(starts) or not found:
        starts = starts[starts + distance < len(values)]
        starts = starts[values[starts] == values[starts + distance]]
        found.append((owners[starts] * count + owners[starts + distance], starts))
        distance += 1
    return found
