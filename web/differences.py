"""Two texts side by side: which words only one of them has."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from extract.text import fold
from web.marks import Mark

_WORD = re.compile(r"\w+")


def differences(a: str, b: str) -> tuple[list[Mark], list[Mark]]:
    """The marks in each text for the words that the other one has not in that place.

    Words are compared as a reader does, by their folded form; runs of words make one mark.
    """
    words_a, words_b = list(_WORD.finditer(a)), list(_WORD.finditer(b))
    matcher = SequenceMatcher(
        None, [fold(w[0]) for w in words_a], [fold(w[0]) for w in words_b], autojunk=False
    )
    only_a, only_b = [], []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if a1 < a2:
            only_a.append(Mark(words_a[a1].start(), words_a[a2 - 1].end(), "differs", ""))
        if b1 < b2:
            only_b.append(Mark(words_b[b1].start(), words_b[b2 - 1].end(), "differs", ""))
    return only_a, only_b
