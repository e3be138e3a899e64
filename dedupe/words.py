"""Texts as arrays of folded syllables, and runs of syllables as 64-bit numbers (shingles)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extract.text import clean, fold

Hashes = NDArray[np.uint64]
Marks = NDArray[np.bool_]
Places = NDArray[np.int64]

RUN = 5
"""Syllables in a row that two independent texts seldom share by chance: about three Vietnamese words."""

_SYLLABLE = re.compile(r"(\w+)")
_NUMERIC, _CAPITALISED = 1, 2
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio, odd: mixes the bits of a product well (Knuth, TAOCP 3, 6.4)."""

_PLAIN_QUOTATION = re.compile(r"''(?!')([^\n]{20,}?)''|\"([^\"“”\n]{20,}?)\"")
_CURLY_OR_END = re.compile("[“”\n]")
_SENTENCE_END = re.compile(r"""[.!?…:\n"“]""")
_SHORTEST_QUOTATION = 20
"""Characters; what is shorter is a name or a word held at arm's length, no speech."""


@dataclass(frozen=True, slots=True)
class Words:
    """The syllables and numbers of a text, in order; arrays of one length, but for `runs`."""

    hashes: Hashes
    """One number for each syllable: the same for spellings that mean the same word."""
    runs: Hashes
    """The hashes of all runs of `RUN` syllables, in order."""
    numeric: Marks
    """Whether it holds a digit."""
    name: Marks
    """Whether it is capitalised within a sentence: a part of a name."""
    quoted: Marks
    """Whether it stands in a quotation."""

    def __len__(self) -> int:
        return len(self.hashes)


def syllables(text: str) -> list[str]:
    """The syllables and numbers of a text, folded, without punctuation."""
    return [_folded(word) for word in _SYLLABLE.findall(clean(text))]


def hashed_syllables(text: str) -> Hashes:
    """The syllables and numbers of a text as 64-bit numbers, the same on every machine."""
    return np.frombuffer(b"".join(map(_hashes_of_chunk, text.split())), "<u8").astype(np.uint64)


def read_words(text: str) -> Words:
    """A text as words, its quotations marked; line breaks end paragraphs."""
    tidy = "\n".join(clean(line) for line in text.split("\n"))
    pieces = _SYLLABLE.split(tidy)
    words = pieces[1::2]
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    starts = (np.cumsum(lengths) - lengths)[1::2]
    traits = np.fromiter(map(_trait, words), np.uint8, len(words))
    hashes = np.frombuffer(b"".join(map(_hash, words)), "<u8").astype(np.uint64)
    return Words(
        hashes=hashes,
        runs=runs(hashes),
        numeric=traits == _NUMERIC,
        name=(traits == _CAPITALISED) & ~_opens_sentence(tidy, starts),
        quoted=_inside(starts, _quotations(tidy)),
    )


def runs(hashes: Hashes, size: int = RUN) -> Hashes:
    """One hash for each run of `size` syllables, in order; none where there are fewer."""
    count = len(hashes) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for offset in range(size):
        mixed = (mixed ^ hashes[offset : offset + count]) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
    return mixed


def shingles(hashes: Hashes) -> Hashes:
    """The distinct runs of a text, ascending; a text shorter than a run is one shingle as a whole."""
    found = np.sort(runs(hashes, min(RUN, len(hashes)))) if len(hashes) else hashes
    return found[np.append(np.diff(found) > 0, True)] if len(found) else found


def among(values: Hashes, known: Hashes) -> Marks:
    """Which values are among the known ones; `np.isin`, but several times faster on short arrays."""
    if not len(known):
        return np.zeros(len(values), np.bool_)
    ascending = np.sort(known)
    places = np.searchsorted(ascending, values)
    places[places == len(ascending)] = 0
    found: Marks = ascending[places] == values
    return found


@lru_cache(maxsize=500_000)
def _hashes_of_chunk(chunk: str) -> bytes:
    """The hashes of what stands between two spaces: mostly one syllable, with its punctuation."""
    return b"".join(map(_hash, _SYLLABLE.findall(clean(chunk))))


@lru_cache(maxsize=200_000)
def _hash(word: str) -> bytes:
    return hashlib.blake2b(_folded(word).encode(), digest_size=8).digest()


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=200_000)
def _trait(word: str) -> int:
    if any(char.isdigit() for char in word):
        return _NUMERIC
    return _CAPITALISED if word[0].isupper() else 0


def _opens_sentence(text: str, starts: Places) -> Marks:
    """Whether a word is the first of a sentence or line, and so capitalised whatever it is."""
    ends = np.fromiter((match.start() for match in _SENTENCE_END.finditer(text)), np.int64)
    before = np.searchsorted(ends, starts)
    opens: Marks = np.diff(before, prepend=-1) > 0
    return opens


def _inside(places: Places, spans: Iterable[tuple[int, int]]) -> Marks:
    marks = np.zeros(len(places), np.bool_)
    for start, end in spans:
        first, last = np.searchsorted(places, (start, end))
        marks[first:last] = True
    return marks


def _quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations stand; curly ones may hold others, and none goes on over a line break."""
    spans = [match.span() for match in _PLAIN_QUOTATION.finditer(text)]
    depth = start = 0
    for match in _CURLY_OR_END.finditer(text):
        place, char = match.start(), match[0]
        if char == "“":
            start = start if depth else place
            depth += 1
        elif char == "\n":
            depth = 0
        elif depth:
            depth -= 1
            if not depth and place - start >= _SHORTEST_QUOTATION:
                spans.append((start, place + 1))
    return spans
