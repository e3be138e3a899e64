"""Articles made up for measuring speed: as long, and as rich in facts, as those of the provincial press.

`make_articles(number)` gives the same articles each time. The sentences are in `facts_sentences.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extract.fact import Source
from extract.lexicon import entries

_SENTENCES = Path(__file__).parent / "facts_sentences.txt"
_PARAGRAPHS = 7
_COMMONEST = 15
"""Family names that most people bear."""
_SLOT = re.compile(r"\{(person|short|place|day|year)\}")


def make_articles(number: int) -> list[Source]:
    """That many articles: a lead and seven paragraphs, each a sentence with facts and one of prose."""
    maker = _Maker(number)
    return [maker.article() for _ in range(number)]


class _Maker:
    """Makes up articles, by a seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._groups: dict[str, list[str]] = {}
        for line in _SENTENCES.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                self._groups[line.strip("[]")] = []
            elif line and not line.startswith("#"):
                self._groups[next(reversed(self._groups))].append(line)

    def article(self) -> Source:
        """An article; its title is the middle of its lead."""
        facts = self._some(self._groups["facts"], _PARAGRAPHS)
        prose = self._some(self._groups["prose"], _PARAGRAPHS)
        patterns = [self._one(self._groups["lead"]), *map(" ".join, zip(facts, prose, strict=True))]
        lead, *body = [_SLOT.sub(lambda slot: self._fill(slot[1]), pattern) for pattern in patterns]
        return Source(title=lead.partition(", ")[2].partition(",")[0], body="\n".join([lead, *body]))

    def _fill(self, slot: str) -> str:
        """Something of the kind that the slot asks for."""
        if slot == "day":
            return f"{self._random.integers(1, 29)}/{self._random.integers(1, 13)}"
        if slot == "year":
            return str(self._random.integers(2015, 2026))
        if slot == "place":
            return self._one(entries("communes"))
        given = self._some(entries("surnames_weak"), 2)
        return (
            given[0] if slot == "short" else " ".join([self._one(entries("surnames")[:_COMMONEST]), *given])
        )

    def _one(self, choices: Sequence[str]) -> str:
        return choices[int(self._random.integers(len(choices)))]

    def _some(self, choices: Sequence[str], number: int) -> list[str]:
        return [choices[int(index)] for index in self._random.permutation(len(choices))[:number]]
