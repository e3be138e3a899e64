"""Invented Vietnamese articles in any number, copies of them by eleven kinds of edits, and bulletins.

Sentences are patterns filled with words from a large made-up vocabulary whose words are used
as unevenly as real ones (Zipf), so that two articles share no more than real ones do: function
words, formulas of the genre, frequent words. Everything is told by a seed and a file of settings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_SLOT = re.compile(r"\{(\w)\}")
_DRAWN_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Invented:
    """An article: its title, and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Planted:
    """Two places in the collection that were made to resemble each other, and how."""

    a: int
    b: int
    edit: str


def read_settings(path: Path, *, quick: bool) -> dict[str, Any]:
    """The settings of a file; with `quick`, those that begin so replace the others."""
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    if quick:
        settings |= {
            name.removeprefix("quick_"): value
            for name, value in settings.items()
            if name.startswith("quick_")
        }
    return settings


class Writer:
    """Writes articles, bulletins and edits of them, one after the other from one seed."""

    def __init__(self, settings: dict[str, Any], seed: int) -> None:
        self._settings = settings
        self._random = np.random.default_rng(seed)
        words = settings["words"]
        self._syllables = [onset + rime for onset in words["onsets"] for rime in words["rimes"]]
        self._vocabulary = [self._new_word() for _ in range(settings["vocabulary"])]
        ranks = np.arange(1, len(self._vocabulary) + 1, dtype=float)
        weights = (ranks + settings["zipf_shift"]) ** -settings["zipf"]
        self._chances = weights / weights.sum()
        self._drawn: Iterator[str] = iter(())

    def article(self) -> Invented:
        """An article of its own."""
        title = self._fill("{w} {w} {f} {x} {w} {w} {n} {w}").capitalize()
        least, most = self._settings["paragraphs"]
        return Invented(title, tuple(self._paragraph() for _ in range(self._between(least, most))))

    def bulletins(self) -> tuple[Invented, Invented]:
        """Two issues of one bulletin: the same form, every figure and day another."""
        sentences = self._settings["sentences"]
        title = self._fill(sentences["bulletin_title"])
        least, most = self._settings["bulletin_lines"]
        patterns = [self._pick(sentences["lines"]) for _ in range(self._between(least, most))]
        form = [self._fill(line, keep="nd") for line in (sentences["bulletin_opening"], *patterns)]
        first, second = (Invented(title, tuple(self._fill(line) for line in form)) for _ in range(2))
        return first, second

    def merged(self, first: Invented, second: Invented) -> Invented:
        """Two releases in one article, under a new title."""
        return Invented(self.article().title, first.paragraphs + second.paragraphs)

    def edits(self) -> dict[str, Callable[[Invented], Invented]]:
        """The kinds of edits of one article, by name."""
        return {
            "title changed": lambda one: Invented(self.article().title, one.paragraphs),
            "lead dropped": lambda one: Invented(one.title, one.paragraphs[1:]),
            "paragraph dropped": self._without_a_paragraph,
            "paragraphs reordered": self._reordered,
            "boilerplate added": self._with_boilerplate,
            "5 % of words changed": lambda one: self._reworded(one, 0.05),
            "10 % of words changed": lambda one: self._reworded(one, 0.10),
            "20 % of words changed": lambda one: self._reworded(one, 0.20),
            "30 % of words changed": lambda one: self._reworded(one, 0.30),
            "excerpt of a third": self._excerpt,
        }

    def _without_a_paragraph(self, one: Invented) -> Invented:
        dropped = self._between(1, len(one.paragraphs) - 1)
        return Invented(one.title, one.paragraphs[:dropped] + one.paragraphs[dropped + 1 :])

    def _reordered(self, one: Invented) -> Invented:
        order = self._random.permutation(len(one.paragraphs))
        return Invented(one.title, tuple(one.paragraphs[place] for place in order))

    def _with_boilerplate(self, one: Invented) -> Invented:
        added = tuple(self._fill(line) for line in self._settings["sentences"]["boilerplate"])
        return Invented(one.title, one.paragraphs + added)

    def _reworded(self, one: Invented, share: float) -> Invented:
        """Each word replaced with the given chance, in title and text, numbers and names like others."""

        def reword(text: str) -> str:
            words = text.split(" ")
            chosen = self._random.random(len(words)) < share
            return " ".join(
                self._pick(self._syllables) if changed else word
                for word, changed in zip(words, chosen, strict=True)
            )

        return Invented(reword(one.title), tuple(map(reword, one.paragraphs)))

    def _excerpt(self, one: Invented) -> Invented:
        words = [paragraph.split(" ") for paragraph in one.paragraphs]
        wanted = sum(map(len, words)) // 3
        start = self._between(0, max(0, len(words) - 3))
        taken: list[str] = []
        for paragraph in words[start:] + words[:start]:
            if wanted > 0:
                taken.append(" ".join(paragraph[:wanted]))
                wanted -= len(paragraph)
        return Invented(one.title, tuple(taken))

    def _paragraph(self) -> str:
        sentences = self._settings["sentences"]
        least, most = self._settings["sentences_in_paragraph"]
        kinds = self._random.random(self._between(least, most)) < self._settings["formulas"]
        patterns = (sentences["formulas" if formula else "plain"] for formula in kinds)
        filled = (self._fill(self._pick(choice)) for choice in patterns)
        return " ".join(sentence[0].upper() + sentence[1:] for sentence in filled)

    def _fill(self, pattern: str, keep: str = "") -> str:
        """The pattern with its slots filled, but for the kinds of slots to keep."""
        return _SLOT.sub(
            lambda slot: slot[0] if slot[1] in keep else self._filling(slot[1]),
            pattern,
        )

    def _filling(self, kind: str) -> str:
        match kind:
            case "w":
                return self._word()
            case "f":
                return self._pick(self._settings["words"]["functions"])
            case "n":
                return str(self._between(2, 9999))
            case "d":
                return f"{self._between(1, 28)}/{self._between(1, 12)}/{self._between(2018, 2026)}"
            case "p":
                given = " ".join(self._word().split(" ")[0].capitalize() for _ in range(2))
                return f"{self._pick(self._settings['words']['surnames'])} {given}"
            case "x":
                return " ".join(self._pick(self._syllables).capitalize() for _ in range(2))
        msg = f"no slot is called {{{kind}}}; w, f, n, d, p and x are"
        raise ValueError(msg)

    def _new_word(self) -> str:
        count = 1 + int(self._random.random() < 0.7)
        return " ".join(self._pick(self._syllables) for _ in range(count))

    def _word(self) -> str:
        word = next(self._drawn, None)
        if word is None:
            drawn = self._random.choice(len(self._vocabulary), _DRAWN_AT_ONCE, p=self._chances)
            self._drawn = (self._vocabulary[place] for place in drawn.tolist())
            word = next(self._drawn)
        return word

    def _pick(self, choices: list[str]) -> str:
        return choices[int(self._random.random() * len(choices))]

    def _between(self, least: int, most: int) -> int:
        return least + int(self._random.random() * (most - least + 1))


def write_collection(settings: dict[str, Any], seed: int) -> tuple[Iterator[Invented], list[Planted]]:
    """The articles of a collection, to be gone through once, and what is planted among them.

    The list is whole when the articles have been gone through. Bulletins are planted as
    "template": they are no duplicates.
    """
    planted: list[Planted] = []
    return _collection(Writer(settings, seed), settings, planted), planted


def _collection(writer: Writer, settings: dict[str, Any], planted: list[Planted]) -> Iterator[Invented]:
    count = 0
    for _ in range(settings["pairs_per_edit"]):
        for name, edit in writer.edits().items():
            original = writer.article()
            yield original
            yield edit(original)
            planted.append(Planted(count, count + 1, name))
            count += 2
        first, second = writer.article(), writer.article()
        yield from (first, second, writer.merged(first, second))
        planted += [Planted(count, count + 2, "two merged"), Planted(count + 1, count + 2, "two merged")]
        count += 3
    for _ in range(settings["templates"]):
        yield from writer.bulletins()
        planted.append(Planted(count, count + 1, "template"))
        count += 2
    for _ in range(settings["articles"] - count):
        yield writer.article()
