"""What people ask, in kinds: the mix of queries that the search benchmark times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np

from benchmarks.search_articles import Told, World
from db.filters import ArticleFilter
from db.order import VIETNAM
from db.words import words
from extract.text import search_key

_SAMPLE = 3000
"""From how many articles the frequency of words is taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and its filter; `pages` are gone through before the one that is timed."""

    typed: str
    wanted: ArticleFilter = field(default_factory=ArticleFilter)
    pages: int = 0
    plain: str = ""
    """The words alone, for the peer, which knows no facts, filters or fields."""


def queries(world: World, told: Sequence[Told], settings: dict[str, Any]) -> dict[str, list[Asked]]:
    """The queries of each kind, drawn from a sample of the articles."""
    random = np.random.default_rng(settings["seed"] + 1)
    found: dict[str, list[Asked]] = {}
    for kind, make in _Kinds(world, told, settings, random).makers().items():
        found[kind] = [next(make) for _ in range(settings["queries"])]
    return found


class _Kinds:
    """One endless iterator of queries for each kind."""

    def __init__(
        self, world: World, told: Sequence[Told], settings: dict[str, Any], random: np.random.Generator
    ) -> None:
        self._world, self._told, self._settings, self._random = world, told, settings, random
        exact: Counter[str] = Counter()
        folded: Counter[str] = Counter()
        for article in told:
            found = list(words(f"{article.title} {article.body}"))
            exact.update({_written(article, word.start, word.end) for word in found})
            folded.update({word.folded for word in found})
        self._accented = {
            word: share / len(told) for word, share in exact.items() if search_key(word) != word
        }
        self._bare = {word: share / len(told) for word, share in folded.items() if word.isalnum()}

    def makers(self) -> dict[str, Iterator[Asked]]:
        """The kinds of queries, by name."""
        return {
            "a rare word": self._words(0.0003, 0.002),
            "a word in 2 to 10 %": self._words(0.02, 0.10),
            "a word in 50 to 90 %": self._words(0.50, 0.90),
            "two words in 50 to 90 %": self._words(0.50, 0.90, number=2),
            "a common and a rarer word": self._mixed(),
            "accented words": self._words(0.10, 0.60, number=2, accented=True),
            "a phrase of the text": self._phrases(),
            "a person, without accents": self._people(accented=False),
            "a person, with accents": self._people(accented=True),
            "office and common word": self._office(),
            "award and common word": self._award(),
            "a site and a common word": self._site(),
            "a province's month": self._month(),
            f"page {self._settings['deep_page']}": self._deep(),
        }

    def _words(
        self, least: float, most: float, *, number: int = 1, accented: bool = False
    ) -> Iterator[Asked]:
        shares = self._accented if accented else self._bare
        choice = sorted(word for word, share in shares.items() if least <= share <= most)
        while True:
            typed = " ".join(choice[int(place)] for place in self._random.integers(len(choice), size=number))
            yield Asked(typed, plain=typed)

    def _mixed(self) -> Iterator[Asked]:
        common, rarer = self._words(0.5, 0.9), self._words(0.005, 0.05)
        while True:
            typed = f"{next(common).typed} {next(rarer).typed}"
            yield Asked(typed, plain=typed)

    def _phrases(self) -> Iterator[Asked]:
        while True:
            article = self._article()
            found = list(words(article.body))
            start = int(self._random.integers(len(found) - 3))
            last = found[start + int(self._random.integers(1, 3))]
            typed = f'"{article.body[found[start].start : last.end]}"'.replace("\n", " ")
            yield Asked(typed, plain=typed)

    def _people(self, *, accented: bool) -> Iterator[Asked]:
        while True:
            name = self._world.persons[self._article().people[0].person]
            typed = name if accented else search_key(name)
            yield Asked(typed, plain=typed)

    def _office(self) -> Iterator[Asked]:
        common = self._words(0.5, 0.9)
        while True:
            title = self._world.titles[int(self._random.integers(len(self._world.titles)))]
            word = next(common).typed
            yield Asked(f'{word} chức:"{title}"', plain=f"{word} {title}")

    def _award(self) -> Iterator[Asked]:
        common = self._words(0.5, 0.9)
        while True:
            award = self._world.awards[int(self._random.integers(len(self._world.awards)))]
            word = next(common).typed
            yield Asked(word, ArticleFilter(award=award), plain=f"{word} {award}")

    def _site(self) -> Iterator[Asked]:
        common = self._words(0.5, 0.9)
        while True:
            site = f"bao{int(self._random.integers(self._settings['sites']))}"
            word = next(common).typed
            yield Asked(word, ArticleFilter(site=site), plain=word)

    def _month(self) -> Iterator[Asked]:
        middle = self._words(0.05, 0.5)
        provinces = self._world.provinces
        while True:
            day = self._article().published.astimezone(VIETNAM).date()
            province = provinces[int(self._random.integers(len(provinces)))]
            word = next(middle).typed
            wanted = ArticleFilter(province=province, since=day, until=day + timedelta(days=30))
            yield Asked(word, wanted, plain=word)

    def _deep(self) -> Iterator[Asked]:
        for asked in self._words(0.5, 0.9):
            yield Asked(asked.typed, pages=self._settings["deep_page"] - 1, plain=asked.plain)

    def _article(self) -> Told:
        return self._told[int(self._random.integers(len(self._told)))]


def sample(world: World) -> list[Told]:
    """Some thousand articles of the world's beginning, from which words and persons are drawn."""
    articles = world.articles()
    return [article for article, _ in zip(articles, range(_SAMPLE), strict=False)]


def _written(article: Told, start: int, end: int) -> str:
    return f"{article.title} {article.body}"[start:end].lower()
