"""Which person keeps which number when persons are resolved anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Held(NamedTuple):
    """The number of the person for whom an appearance stands, and of the one for whom it stood at first."""

    now: int | None
    first: int | None


def keep_numbers(clusters: Sequence[Sequence[Held]]) -> list[int | None]:
    """For each cluster the number that it keeps, each number once; None where it needs a new one.

    A number goes to the cluster with most of its appearances, of equals to the first; a cluster left without
    one takes the number that most of its appearances had at first, if that is free.
    """
    kept: list[int | None] = [None] * len(clusters)
    for votes in (
        [Counter(held.now for held in members) for members in clusters],
        [Counter(held.first for held in members) for members in clusters],
    ):
        wishes = sorted(
            (-count, number, index)
            for index, counts in enumerate(votes)
            for number, count in counts.items()
            if number is not None
        )
        for _, number, index in wishes:
            if kept[index] is None and number not in kept:
                kept[index] = number
    return kept
