"""Thresholds held against what editors judged: how right they are, and which would be more so.

Only pairs that were shown can be judged: recall here is of those, not of all copies there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dedupe.verdict import Measures, Thresholds, decide

TUNED = ("copied", "parallel", "numbers", "names")
"""The thresholds that decide whether two articles are duplicates; the others only tell their kind."""

_STEP = 0.02


@dataclass(frozen=True, slots=True)
class Judged:
    """What was measured about two articles, and what an editor said."""

    measures: Measures
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How often thresholds say what editors said."""

    right: int
    """Duplicates found."""
    wrong: int
    """Taken for duplicates, and none."""
    missed: int
    """Duplicates taken for something else."""

    @property
    def precision(self) -> float:
        """Of what is found, the share that is right; 1 where nothing is found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the duplicates, the share that is found; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def quality(judged: Sequence[Judged], thresholds: Thresholds) -> Quality:
    """How right the thresholds are on these pairs."""
    return _quality([(one.duplicate, decide(one.measures, thresholds).duplicate) for one in judged])


def alternatives(thresholds: Thresholds, name: str) -> Iterator[Thresholds]:
    """The same thresholds with other values of one of them, from 0.3 to 0.96."""
    for step in range(34):
        yield replace(thresholds, **{name: round(0.3 + _STEP * step, 2)})


def suggestion(judged: Sequence[Judged], thresholds: Thresholds) -> Thresholds:
    """The change of one threshold that is right most often; of equal ones the smallest, or none."""
    return _best(_trials(judged, thresholds)).thresholds


def quality_of_suggestions(judged: Sequence[Judged], thresholds: Thresholds) -> Quality:
    """How right suggestions are on pairs that they were not made from: each pair left out once."""
    trials = _trials(judged, thresholds)
    return _quality([_best(trials, left_out=place).answers[place] for place in range(len(judged))])


@dataclass(frozen=True, slots=True)
class _Trial:
    """What thresholds say of each pair."""

    thresholds: Thresholds
    change: float
    """How far they are from those in force."""
    answers: tuple[tuple[bool, bool], ...]
    """For each pair whether it is a duplicate by the editor, and by the thresholds."""
    whole: Quality


def _trials(judged: Sequence[Judged], current: Thresholds) -> list[_Trial]:
    """The thresholds in force, and all that differ from them in one."""
    trials = []
    for thresholds in (current, *(one for name in TUNED for one in alternatives(current, name))):
        change = sum(abs(getattr(thresholds, name) - getattr(current, name)) for name in TUNED)
        answers = tuple((one.duplicate, decide(one.measures, thresholds).duplicate) for one in judged)
        trials.append(_Trial(thresholds, change, answers, _quality(answers)))
    return trials


def _best(trials: Sequence[_Trial], left_out: int | None = None) -> _Trial:
    def merit(trial: _Trial) -> tuple[float, float]:
        counted = trial.whole
        if left_out is not None:
            single = _quality([trial.answers[left_out]])
            counted = Quality(
                counted.right - single.right, counted.wrong - single.wrong, counted.missed - single.missed
            )
        return counted.f1, -trial.change

    return max(trials, key=merit)


def _quality(answers: Sequence[tuple[bool, bool]]) -> Quality:
    return Quality(answers.count((True, True)), answers.count((False, True)), answers.count((True, False)))
