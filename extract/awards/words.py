"""The words of honours: phrase books and sentences with one spelling of i and y.

`sĩ` and `sỹ`, `kỷ` and `kỉ` are free spellings of one word; here both are compared as `i`.
A `PhraseBook` holds phrases under labels and finds the longest that begins at a token of a
`Line`, which is a sentence with the tokens at which people are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from extract.language import Sentence, Token
from extract.lexicon import table
from extract.phrases import Phrases, key

_FREE_Y = re.compile(r"(?i)(?<=\b[hklmst])[yýỳỷỹỵ]\b")
_I_FOR_Y = str.maketrans("yýỳỷỹỵYÝỲỶỸỴ", "iíìỉĩịIÍÌỈĨỊ")


def _with_i(text: str) -> str:
    return _FREE_Y.sub(lambda match: match[0].translate(_I_FOR_Y), text)


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    return key(_with_i(word))


@cache
def _joints() -> frozenset[str]:
    return frozenset({",", *(_key(word) for word in table("awards")["tail"]["joint"])})


class Match(NamedTuple):
    """A phrase found: its label and the number of tokens it takes."""

    label: str
    length: int


class PhraseBook:
    """Phrases under labels."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Takes the phrases of each label; a phrase under two labels is found under the last."""
        self._phrases = Phrases(
            {_with_i(phrase.casefold()): label for label, entries in phrases.items() for phrase in entries}
        )

    @property
    def firsts(self) -> frozenset[str]:
        """The keys with which a phrase begins: to pass over sentences that have none of them."""
        return self._phrases.firsts

    def longest(self, keys: Sequence[str], at: int) -> Match | None:
        """The longest phrase that begins at `keys[at]`, or None."""
        if at >= len(keys) or keys[at] not in self._phrases.firsts:
            return None
        found = self._phrases.match(keys, at)
        return Match(found[1], found[0] - at) if found else None

    def length(self, keys: Sequence[str], at: int) -> int:
        """The length of the longest phrase that begins at `keys[at]`, 0 where there is none."""
        if at >= len(keys) or keys[at] not in self._phrases.firsts:
            return 0
        return self._phrases.end(keys, at) - at


@dataclass(frozen=True)
class Line:
    """A sentence as tokens and their keys, with the tokens at which people are named."""

    sentence: Sentence
    names: Mapping[int, int]
    """The first token of each mention of a person, and the token behind it."""

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What the tokens are compared by."""
        return tuple(_key(token.text) for token in self.tokens)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The tokens as the article writes them."""
        return tuple(token.text for token in self.tokens)

    def wording(self, start: int, end: int) -> str:
        """The text of the tokens from `start` up to `end`, on one line."""
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        offset = self.sentence.start
        return " ".join(self.sentence.text[first - offset : last - offset].split())

    def is_capital(self, at: int) -> bool:
        """Whether the token begins with a capital."""
        return at < len(self.tokens) and self.tokens[at].text[0].isupper()

    def is_titled(self, at: int) -> bool:
        """Whether the token is written as part of a name: a capital, the rest small."""
        return self.is_capital(at) and self.tokens[at].text[1:].islower()

    def is_word(self, at: int) -> bool:
        """Whether the token is a word or number, not a mark."""
        return at < len(self.tokens) and self.tokens[at].text[0].isalnum()

    def is_number(self, at: int) -> bool:
        """Whether the token is a number in digits."""
        return at < len(self.tokens) and self.tokens[at].text.isdigit()

    def is_joint(self, at: int) -> bool:
        """Whether the token joins the members of a list: a comma or `và`."""
        return at < len(self.tokens) and self.keys[at] in _joints()

    def is_sign(self, at: int, signs: str) -> bool:
        """Whether the token is one of some marks of one character."""
        return at < len(self.tokens) and self.tokens[at].text in signs


@lru_cache(maxsize=4096)
def word_keys(text: str) -> tuple[str, ...]:
    """The words of a text by what they are compared by, without its marks."""
    return tuple(_key(token.text) for token in Sentence(text, 0, 0).tokens if token.text[0].isalnum())
