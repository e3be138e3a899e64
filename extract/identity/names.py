"""The key under which the spellings of one name meet."""

from __future__ import annotations

import re

from extract.text import fold

_TONES = "ˋˊˉˀˌ"
_Y_FOR_I = re.compile(rf"\b(h|k|l|m|s|t|v|qu)y(?=[{_TONES}]|\b)")
"""Syllables in which `i` and `y` are two spellings of one sound (`Lý`/`Lí`, `Mỹ`/`Mĩ`, `Quý`/`Quí`); in
`Thúy` and `Thúi` they are not. The tone of a syllable stands behind it in a folded key."""
_LOOKS_LIKE_D = str.maketrans({"ð": "đ", "ɖ": "đ"})
"""Letters that old keyboards wrote for `đ`: Icelandic eth, African d."""


def name_key(name: str) -> str:
    """The key of a person's name: names with one key are spellings of one name.

    Case, the place of tone marks, and `i` for `y` where they sound alike are folded; accents are not.
    """
    return _Y_FOR_I.sub(r"\1i", fold(name).translate(_LOOKS_LIKE_D))
