"""Vietnamese text: normal forms and comparison keys. Pure, standard library only.

What is shown is what the page said (`clean`, NFC); what is compared is a key
(`fold`, `search_key`), in which spellings that mean the same word are equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONE_LETTERS = {"\u0300": "ˋ", "\u0301": "ˊ", "\u0303": "ˉ", "\u0309": "ˀ", "\u0323": "ˌ"}
"""Tone marks as letters of their own, so that a key's words are still words to `\\w`."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u206a-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_SPACES = re.compile(r"[^\S\n]+")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_QUOTES = {ord(c): "'" for c in "\u2018\u2019\u201a\u201b\u2032`\u00b4"} | {
    ord(c): '"' for c in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
}
_PUNCTUATION = _DASHES | _QUOTES
_WORD = re.compile(r"[^\W\d_]+")


def nfc(text: str) -> str:
    """The text in Unicode normal form C, in which everything is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """One line of display text: NFC, no invisible characters, single spaces, trimmed.

    Line breaks count as spaces; use it on each block of an article.
    """
    return " ".join(_INVISIBLE.sub("", nfc(text)).split())


@lru_cache(maxsize=65536)
def _tone_last(word: str) -> str:
    """The word with its tone moved to the end, so that `hoà` equals `hòa`."""
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(_TONE_LETTERS.get(char, "") for char in letters)
    if not tone:
        return word
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONE_LETTERS)) + tone


def fold(text: str) -> str:
    """The comparison key of a text: case, tone placement, dashes, quotes and spaces folded.

    Two texts with one key are the same words to a Vietnamese reader. Accents stay:
    `Hòa` and `Hoa` differ. Keys are for comparing, never for showing.
    """
    lowered = clean(text).casefold().translate(_PUNCTUATION)
    return _WORD.sub(lambda match: _tone_last(match[0]), lowered)


def search_key(text: str) -> str:
    """The text without accents, `đ` as `d`, lower case: what a person types in a hurry."""
    decomposed = unicodedata.normalize("NFD", clean(text).casefold().translate(_PUNCTUATION))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d")
