"""Whether confidence means something: how often facts of each confidence are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluation.score import Outcome, Verdict

KINDS = ("people", "offices", "dates", "awards_core")
"""The measures that judge the facts that carry a confidence."""

BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95)
SURE = 0.9
"""Facts above this confidence should be right at least 97 times in 100."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts with a confidence above `above` and up to `up_to`, and how many of them are right."""

    above: float
    up_to: float
    facts: int
    right: int

    @property
    def share(self) -> float:
        """Share of right facts; NaN where there is none."""
        return self.right / self.facts if self.facts else float("nan")


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often facts are right, by measure and confidence."""

    bins: Mapping[str, tuple[Bin, ...]]
    """By measure, from the lowest confidence to the highest."""
    sure: Mapping[str, Bin]
    """The facts above `SURE`: by measure, and of every measure together as `all`."""


def calibrate(outcomes: Iterable[Mapping[str, Outcome]]) -> Calibration:
    """Count right facts by confidence; what the gold leaves open, and second wordings, do not count."""
    judged = _judged(outcomes)
    edges = list(zip(BOUNDS, (*BOUNDS[1:], 1.0), strict=True))
    bins = {kind: tuple(_bin(judged[kind], above, up_to) for above, up_to in edges) for kind in KINDS}
    judged["all"] = [row for kind in KINDS for row in judged[kind]]
    return Calibration(bins, {kind: _bin(rows, SURE, 1.0) for kind, rows in judged.items()})


def _judged(outcomes: Iterable[Mapping[str, Outcome]]) -> dict[str, list[tuple[float, bool]]]:
    """Confidence and rightness of every fact that counts, by measure."""
    judged: dict[str, list[tuple[float, bool]]] = {kind: [] for kind in KINDS}
    for scores in outcomes:
        for kind in KINDS:
            for item, verdict in scores[kind].judged:
                if verdict in {Verdict.RIGHT, Verdict.WRONG}:
                    judged[kind].append((float(item.record["confidence"]), verdict is Verdict.RIGHT))
    return judged


def _bin(rows: list[tuple[float, bool]], above: float, up_to: float) -> Bin:
    inside = [right for confidence, right in rows if above < confidence <= up_to]
    return Bin(above, up_to, len(inside), sum(inside))
