"""What is usual, and how far from it a figure lies: median and MAD against a site's own history. Pure.

The median and the median absolute deviation do not move for a few odd nights, as a mean and a
standard deviation would (Rousseeuw and Croux, 1993).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MIN_HISTORY = 7
"""Fewer earlier values than this say nothing of what is usual."""
FAR = 5.0
"""So many spreads from the median is far; of normally distributed figures fewer than one in a million is."""

_TO_SIGMA = 1.4826
"""Makes the MAD of a normal distribution its standard deviation."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle of the earlier values, and their spread."""

    middle: float
    spread: float

    def is_far_above(self, value: float) -> bool:
        """Whether the value is unusually large."""
        return value - self.middle > FAR * self.spread

    def is_far_below(self, value: float) -> bool:
        """Whether the value is unusually small."""
        return self.middle - value > FAR * self.spread


def usual(values: Sequence[float], *, least: float, share: float = 0.0) -> Usual | None:
    """What is usual after these values; `None` where they are fewer than `MIN_HISTORY`.

    A site that always said the same has no spread at all, and would raise an alarm at any change:
    the spread is never taken as less than `least`, nor than that `share` of the median.
    """
    if len(values) < MIN_HISTORY:
        return None
    middle = median(values)
    deviation = median(abs(value - middle) for value in values)
    return Usual(middle, max(_TO_SIGMA * deviation, least, share * abs(middle)))
