"""Invented articles with facts at their places, for the search benchmark: thousands a second.

Words, persons and bodies are used as unevenly as real ones (Zipf, Mandelbrot): some words stand in
most articles, most in a few. Everything is told by the settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WORDS_IN_SENTENCE = 14
_FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
_MINUTES = 10 * 365 * 24 * 60


@dataclass(frozen=True, slots=True)
class Named:
    """A person named in an article, in an office; spans point into title, line break and body."""

    person: int
    body: int
    title: int
    name_span: tuple[int, int]
    office_span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award to the first person that the article names."""

    award: int
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """An article with the facts that it states."""

    published: datetime
    site: int
    title: str
    body: str
    people: tuple[Named, ...]
    awards: tuple[Awarded, ...]


class World:
    """The words, persons, bodies and awards of which articles are made, and the articles, oldest first."""

    def __init__(self, settings: dict[str, Any], words: dict[str, Any]) -> None:
        self._settings = settings
        self._random = np.random.default_rng(settings["seed"])
        self._syllables = [onset + rime for onset in words["onsets"] for rime in words["rimes"]]
        self._random.shuffle(self._syllables)
        self._syllable_places = self._uneven(len(self._syllables), shift=20)
        self.vocabulary = [self._word() for _ in range(settings["vocabulary"])]
        self.persons = [self._name(words["surnames"]) for _ in range(settings["persons"])]
        self.bodies = [self._body() for _ in range(settings["bodies"])]
        self.titles: list[str] = settings["titles"]
        self.awards: list[str] = settings["awards"]
        self.provinces: list[str] = settings["provinces"]

    def articles(self) -> Iterator[Told]:
        """The articles in the order of their publication."""
        count, random = self._settings["articles"], self._random
        minutes = np.sort(random.integers(0, _MINUTES, count))
        word_places = self._uneven(len(self.vocabulary), self._settings["zipf_shift"])
        person_places = self._uneven(len(self.persons), shift=3)
        for minute in minutes.tolist():
            least, most = self._settings["words_in_text"]
            drawn = np.searchsorted(word_places, random.random(int(random.integers(least, most))))
            people = np.searchsorted(person_places, random.random(int(random.integers(1, 5))))
            yield self._told(_FIRST_DAY + timedelta(minutes=minute), drawn, people)

    def _told(self, published: datetime, drawn: NDArray[np.int64], people: NDArray[np.int64]) -> Told:
        random = self._random
        least, most = self._settings["topics"]
        topics = random.choice(drawn, int(random.integers(least, most + 1)))
        text = np.concatenate([drawn, np.repeat(topics, random.integers(1, 5))])
        random.shuffle(text)
        said = [self.vocabulary[word] for word in text.tolist()]
        title = " ".join(self.vocabulary[word] for word in (*topics, *drawn[:4])).capitalize()
        parts: list[str] = []
        length = len(title) + 1
        named: list[Named] = []
        for person in dict.fromkeys(people.tolist()):
            # Persons keep to a body, as people do.
            body = (person * 7 + int(random.random() < 0.1)) % len(self.bodies)
            office = (person + int(random.random() < 0.1)) % len(self.titles)
            name, held = self.persons[person], f"{self.titles[office]} {self.bodies[body]}"
            start = length + len("Đồng chí ")
            sentence = f"Đồng chí {name}, {held}, phát biểu."
            office_start = start + len(name) + 2
            named.append(
                Named(
                    person, body, office, (start, start + len(name)), (office_start, office_start + len(held))
                )
            )
            parts.append(sentence)
            length += len(sentence) + 1
        awarded: list[Awarded] = []
        if random.random() < self._settings["award_share"]:
            award = int(random.integers(len(self.awards)))
            start = length + len("Dịp này, đồng chí được tặng ")
            parts.append(f"Dịp này, đồng chí được tặng {self.awards[award]}.")
            awarded.append(Awarded(award, (start, start + len(self.awards[award]))))
        for place in range(0, len(said), _WORDS_IN_SENTENCE):
            sentence = " ".join(said[place : place + _WORDS_IN_SENTENCE])
            parts.append(sentence.capitalize() + ".")
        site = int(random.integers(self._settings["sites"]))
        return Told(published, site, title, "\n".join(parts), tuple(named), tuple(awarded))

    def _uneven(self, count: int, shift: int) -> NDArray[np.float64]:
        """The ends of the ranges of 0 to 1 that draw each of so many things, the most frequent first."""
        weights = (np.arange(1, count + 1) + shift) ** -float(self._settings["zipf"])
        return np.asarray(np.cumsum(weights) / weights.sum() * (1 + 1e-12), dtype=np.float64)

    def _word(self) -> str:
        if self._random.random() < self._settings["numbers"]:
            return str(int(self._random.integers(100, 99_999)))
        return " ".join(self._syllable() for _ in range(1 + int(self._random.random() < 0.6)))

    def _name(self, surnames: list[str]) -> str:
        given = (self._syllable().capitalize() for _ in range(2))
        return " ".join([surnames[int(self._random.integers(len(surnames)))], *given])

    def _body(self) -> str:
        kinds = self._settings["kinds_of_bodies"]
        place = " ".join(self._syllable().capitalize() for _ in range(2))
        return f"{kinds[int(self._random.integers(len(kinds)))]} {place}"

    def _syllable(self) -> str:
        return self._syllables[int(np.searchsorted(self._syllable_places, self._random.random()))]
