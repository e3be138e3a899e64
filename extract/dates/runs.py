"""Numbers that one expression lists: those side by side, or joined by a dash or `đến`, are one run.

`ngày 16, 17/1` is one run of two days; `ngày 5, 12 và 19/3` are three of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extract.dates.words import one_of

RANGE = rf"(?:[\-–—]|{one_of('connectors', 'range')})"
"""What joins the two ends of a range."""

_RANGED = re.compile(RANGE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers from `first` to `last`, and where they stand."""

    start: int
    end: int
    first: int
    last: int


def joined(text: str, listed: Iterable[Run], *, head: str | None = None) -> list[Run]:
    """The listed numbers with neighbours made one run.

    A `head` (a pattern such as that of `tháng`) repeated between two numbers belongs to the
    second and keeps them apart, unless they are ends of a range: `tháng 3, tháng 4`.
    """
    runs: list[Run] = []
    for run in listed:
        if not runs:
            runs.append(run)
            continue
        before = runs[-1]
        headed = re.compile(head, re.IGNORECASE).search(text, before.end, run.start) if head else None
        ranged = _RANGED.search(text, before.end, run.start) is not None
        if run.first > before.last and (ranged or (run.first == before.last + 1 and headed is None)):
            runs[-1] = replace(before, end=run.end, last=run.last)
        else:
            runs.append(replace(run, start=headed.start()) if headed else run)
    return runs
