"""Places as articles write them behind their kind (`xã Chiềng Sung, huyện Mai Sơn`), by level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from extract.lexicon import entries, table
from extract.text import fold

Level = Literal["national", "province", "district", "commune", "village", ""]
"""Where a body or a place stands; empty where the wording does not tell."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*\.?")
_LONGEST_NAME = 5


class Ground(NamedTuple):
    """A place: its level, and its name's key without the kind."""

    level: Level
    name: str


class Found(NamedTuple):
    """A place in a text, with the half-open range of characters where it stands, its kind included."""

    ground: Ground
    start: int
    end: int


def find_grounds(text: str) -> list[Found]:
    """The places that a text names behind their kinds, in order."""
    return list(_find(text))


def province_key(name: str) -> str:
    """The key of a province by its name, with or without its kind."""
    key = fold(name)
    for kind in ("tinhˀ ", "thanhˋ phôˊ "):
        key = key.removeprefix(kind)
    return key


def successor(province: str) -> str:
    """The key of the province in which this one's ground lies since 1 July 2025."""
    return _successors().get(province, province)


def is_province(key: str) -> bool:
    """Whether this is the key of a province, of before or after 1 July 2025."""
    return key in _successors()


def is_city(name: str) -> bool:
    """Whether a province, by its name, is a centrally run city."""
    return province_key(name) in _cities()


def last_province(words: str) -> str | None:
    """The province with whose name the text ends, though no kind stands before it (`Báo Đà Nẵng`)."""
    parts = words.split()
    for size in (4, 3, 2, 1):
        name = fold(" ".join(parts[-size:]))
        if len(parts) > size and name in _successors():
            return name
    return None


@lru_cache(maxsize=1)
def _successors() -> dict[str, str]:
    pairs = (line.split("\t") for line in entries("provinces"))
    return {province_key(old): province_key(new) for old, new in pairs}


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    units = (unit for line in entries("provinces") for unit in line.split("\t"))
    return frozenset(province_key(unit) for unit in units if unit.startswith("Thành phố"))


@lru_cache(maxsize=1)
def _heads() -> list[tuple[tuple[str, ...], Level]]:
    heads = [
        (tuple(fold(head).rstrip(".").split()), level)
        for level, words in table("bearers")["heads"].items()
        for head in words
    ]
    return sorted(set(heads), key=lambda head: (-len(head[0]), head))


def _find(text: str) -> Iterator[Found]:
    words = list(_WORD.finditer(text))
    keys = [fold(word[0]).rstrip(".") for word in words]
    at = 0
    while at < len(words):
        head = next((head for head, _ in _heads() if tuple(keys[at : at + len(head)]) == head), None)
        end = _end_of_name(text, words, at + len(head)) if head else at
        if head and end > at + len(head):
            name = " ".join(keys[at + len(head) : end])
            yield Found(Ground(_level(head, name), name), words[at].start(), words[end - 1].end())
            at = end
        else:
            at += 1


def _level(head: tuple[str, ...], name: str) -> Level:
    levels: list[Level] = [level for known, level in _heads() if known == head]
    if len(levels) > 1:  # a city is a province or stands in one
        return "province" if is_province(name) else "district"
    return levels[0]


def _end_of_name(text: str, words: list[re.Match[str]], start: int) -> int:
    end = start
    while end < len(words) and end - start < _LONGEST_NAME:
        word, before = words[end][0], text[words[end - 1].end() : words[end].start()]
        if before.strip() or not (word[0].isupper() or word[0].isdigit()):
            break
        end += 1
    return end
