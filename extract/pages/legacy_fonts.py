"""Text of the fonts TCVN3 (ABC) and VNI to Unicode, where a text is recognised as such.

Old pages hold Vietnamese as Latin letters that only a special font shows right: `Phßng Gi¸o dôc`
is `Phòng Giáo dục`. A text is converted only when its words are no Vietnamese before and are after.
Tables: `extract/lexicon/page_fonts.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product

from extract.lexicon import table

_SUSPECT = re.compile("[\u00a1-\u00ff]")
_UNICODE_ONLY = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile("[^\\W\\d_\u00d7\u00f7]+")
_SAMPLE = 20_000
"""Characters by which a text is judged."""
_RUN = re.compile(r"\S+")
_EDGE = re.compile(r"^[^\w\u00a1-\u00ff]+|[^\w\u00a1-\u00ff]+$")


@cache
def _syllables() -> frozenset[str]:
    """Every spelling that a toneless Vietnamese syllable can have."""
    parts = table("page_fonts")["syllable"]
    return frozenset(map("".join, product(parts["onsets"], parts["rhymes"], parts["codas"])))


@cache
def is_syllable(word: str) -> bool:
    """Whether the lower-case word is a Vietnamese syllable with at most one tone."""
    letters = unicodedata.normalize("NFD", word)
    tones = sum(char in _TONES for char in letters)
    bare = unicodedata.normalize("NFC", "".join(char for char in letters if char not in _TONES))
    return tones <= 1 and bare in _syllables()


@cache
def _table(font: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the font's spellings, longest first, and the letter for each."""
    letters = str(table("page_fonts")[font]["letters"]).split()
    spellings = {spelling: letter for letter, spelling in zip(letters[::2], letters[1::2], strict=True)}
    if font == "vni":
        spellings |= {spelling.upper(): letter.upper() for spelling, letter in spellings.items()} | {
            spelling[0].upper() + spelling[1:]: letter.upper() for spelling, letter in spellings.items()
        }
    ordered = sorted(spellings, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), spellings


def _converted(text: str, font: str) -> str:
    pattern, spellings = _table(font)
    return pattern.sub(lambda match: spellings[match[0]], text)


def syllable_share(text: str) -> float:
    """The share, 0 to 1, of the words with accents that are Vietnamese syllables; 0 without such words."""
    words = [run for run in (_EDGE.sub("", run) for run in _RUN.findall(text.lower())) if not run.isascii()]
    parts = [part for word in words for part in re.split(r"[-/.,:;()&]", word) if part and not part.isascii()]
    if not parts:
        return 0.0
    return sum(is_syllable(part) for part in parts) / len(parts)


def legacy_font(text: str) -> str | None:
    """The old font that the text is written for: `tcvn3`, `vni`, or None for plain Unicode."""
    text = text[:_SAMPLE]
    if text.isascii() or _UNICODE_ONLY.search(text) or len(_SUSPECT.findall(text)) < 2:
        return None
    as_it_is = syllable_share(text)
    font, share = max(
        ((font, syllable_share(_converted(text, font))) for font in ("tcvn3", "vni")),
        key=lambda pair: pair[1],
    )
    return font if share >= 0.8 and as_it_is < 0.6 and share > as_it_is + 0.3 else None


def to_unicode(text: str, font: str | None = None) -> str:
    """The text in Unicode if it is written for an old font, otherwise unchanged.

    `font` settles the matter for texts too short to tell by themselves.
    """
    if font is None:
        font = legacy_font(text)
        return text if font is None else _converted(text, font)
    if not _SUSPECT.search(text) or _UNICODE_ONLY.search(text):
        return text
    return _converted(text, font)
