"""How far two texts agree: F1 over word 4-grams, the measure of page extraction."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from extract.text import nfc

_WORD = re.compile(r"\w+")
_GRAM = 4


class Agreement(NamedTuple):
    """Precision, recall and F1 of a text against a reference, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def words(text: str) -> list[str]:
    """The words of a text, in NFC, case folded."""
    return _WORD.findall(nfc(text).casefold())


def agreement(reference: str, text: str) -> Agreement:
    """Compare a text with a reference by 4-grams of words, shorter ones where a text is shorter.

    Two empty texts agree wholly.
    """
    left, right = words(reference), words(text)
    if not left and not right:
        return Agreement(1.0, 1.0, 1.0)
    size = min(_GRAM, max(1, len(left)), max(1, len(right)))
    wanted, given = _grams(left, size), _grams(right, size)
    shared = sum((wanted & given).values())
    if not shared:
        return Agreement(0.0, 0.0, 0.0)
    precision, recall = shared / sum(given.values()), shared / sum(wanted.values())
    return Agreement(precision, recall, 2 * precision * recall / (precision + recall))


def _grams(tokens: list[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(tokens[start:] for start in range(size)), strict=False))
