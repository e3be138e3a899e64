"""Texts as folded syllables, and the syllables as shingles of 64-bit numbers."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extract.text import fold

Hashes = NDArray[np.uint64]

SHINGLE = 3
"""Syllables in a shingle: about two Vietnamese words."""

_SYLLABLE = re.compile(r"\w+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio, odd: mixes the bits of a product well (Knuth, TAOCP 3, 6.4)."""


def syllables(text: str) -> list[str]:
    """The syllables and numbers of a text, folded, without punctuation."""
    return _SYLLABLE.findall(fold(text))


@lru_cache(maxsize=200_000)
def _number(syllable: str) -> int:
    """The same 64-bit number for a syllable on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(syllable.encode(), digest_size=8).digest(), "little")


def shingles(words: list[str], size: int = SHINGLE) -> Hashes:
    """The distinct runs of `size` syllables, as sorted 64-bit hashes.

    A text shorter than one run is one shingle as a whole; an empty text has none.
    """
    if not words:
        return np.empty(0, np.uint64)
    numbers = np.fromiter((_number(word) for word in words), np.uint64, len(words))
    width = min(size, len(words))
    runs = np.zeros(len(words) - width + 1, np.uint64)
    for offset in range(width):
        runs = (runs ^ numbers[offset : offset + len(runs)]) * _MULTIPLIER
        runs ^= runs >> np.uint64(29)
    return np.unique(runs)
