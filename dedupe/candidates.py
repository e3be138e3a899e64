"""Which texts of a collection are worth comparing: those whose signatures share values.

`likely` goes from one text to a few, with what a database holds; `candidate_pairs` does the
same for all texts of a collection at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedupe.signature import Signature

LEAST_SHARED = 2
"""Values that two signatures share at least, before their texts are compared."""

CROWD = 500
"""A value in more signatures than these is everyday wording, and no sign of anything."""


def likely(holders: Mapping[int, Sequence[int]]) -> list[int]:
    """The texts that share enough values to be compared, those that share most first.

    `holders` has for each value of a signature the texts that hold it.
    """
    shared = Counter(text for texts in holders.values() if len(texts) <= CROWD for text in texts)
    chosen = [text for text, count in shared.items() if count >= LEAST_SHARED]
    return sorted(chosen, key=lambda text: (-shared[text], text))


def candidate_pairs(signatures: Sequence[Signature | None]) -> list[tuple[int, int]]:
    """The pairs of places in the sequence, smaller first, whose texts are worth comparing.

    All at once, by sorting: for a collection in memory. Texts without words (None) have no pairs.
    """
    owners = np.repeat(np.arange(len(signatures)), [len(one.values) if one else 0 for one in signatures])
    values = np.concatenate([one.values for one in signatures if one] or [np.empty(0, np.uint64)])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    telling = (sizes[group] > 1) & (sizes[group] <= CROWD)
    values, owners = values[telling], owners[telling]
    keys, counts = np.unique(_together(values, owners, len(signatures)), return_counts=True)
    chosen = keys[counts >= LEAST_SHARED]
    return list(zip((chosen // len(signatures)).tolist(), (chosen % len(signatures)).tolist(), strict=True))


def _together(values: NDArray[np.uint64], owners: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Each two owners of one value as `smaller * count + larger`; values are sorted."""
    found = [np.empty(0, np.int64)]
    starts = np.arange(len(values))
    distance = 1
    while len(starts):
        starts = starts[starts + distance < len(values)]
        starts = starts[values[starts] == values[starts + distance]]
        found.append(owners[starts] * count + owners[starts + distance])
        distance += 1
    return np.concatenate(found)
