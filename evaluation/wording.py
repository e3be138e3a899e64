"""Wordings as the measure compares them: tokens with case, tone placement and abbreviations folded."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

Tokens = tuple[str, ...]

_ABBREVIATIONS = Path(__file__).parent / "abbreviations.toml"
_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_CENTRAL = re.compile(r"\bt\.\s?[ưw]\b")
_APOSTROPHES = re.compile(r"['’‘`]")
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")


@lru_cache(maxsize=65536)
def normalise(text: str) -> Tokens:
    """The tokens of a wording; two wordings that mean the same words have the same tokens."""
    folded = unicodedata.normalize("NFC", text).casefold()
    folded = _APOSTROPHES.sub("", _CENTRAL.sub("trung ương", folded))
    expanded = " ".join(_expansions().get(word, word) for word in _WORD.findall(folded))
    return tuple(_tone_last(word) for word in expanded.split())


def token_f1(one: Tokens, other: Tokens) -> float:
    """F1 of the tokens that two wordings share, counted with repeats; two empty wordings are equal."""
    if not one and not other:
        return 1.0
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / (len(one) + len(other))


@cache
def _expansions() -> dict[str, str]:
    listed: dict[str, str] = tomllib.loads(_ABBREVIATIONS.read_text(encoding="utf-8"))["expansions"]
    return listed


def _tone_last(syllable: str) -> str:
    """The syllable with its tone as a digit at its end, so that `uỷ` equals `ủy`."""
    letters = unicodedata.normalize("NFD", syllable)
    bare = "".join(char for char in letters if char not in _TONES)
    tone = next((_TONES[char] for char in reversed(letters) if char in _TONES), "")
    return unicodedata.normalize("NFC", bare) + tone
