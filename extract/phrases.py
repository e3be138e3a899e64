"""Phrases of a word list found in a run of tokens: the longest that begins at a place.

Tokens are compared by their keys (`extract.text.fold`), so case, tone placement and
spacing do not matter: `T.Ư`, `T. Ư` and `t.ư` are one phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from extract.language import Sentence, word_key

Value = TypeVar("Value")

key = word_key
"""The comparison key of one token."""


def keys(text: str) -> tuple[str, ...]:
    """The keys of the tokens of a text."""
    return Sentence(text, 0, 0).keys


class Phrases(Generic[Value]):
    """Phrases with what each stands for."""

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in phrases.items():
            first, *rest = keys(phrase)
            by_first.setdefault(first, []).append((tuple(rest), value))
        for options in by_first.values():
            options.sort(key=lambda option: -len(option[0]))
        self._by_first = by_first
        self.firsts = frozenset(by_first)
        """The tokens with which a phrase begins: to pass over others at once."""
        self.longest = max((len(keys(phrase)) for phrase in phrases), default=0)

    def match(self, tokens: Sequence[str], at: int) -> tuple[int, Value] | None:
        """The end and value of the longest phrase that begins at token `at`, or None."""
        size = len(tokens)
        for rest, value in self._by_first.get(tokens[at], ()) if at < size else ():
            end = at + 1 + len(rest)
            if end <= size and (
                not rest or (tokens[at + 1] == rest[0] and tuple(tokens[at + 1 : end]) == rest)
            ):
                return end, value
        return None

    def end(self, tokens: Sequence[str], at: int) -> int:
        """Where the longest phrase that begins at token `at` ends; `at` itself where there is none."""
        if at >= len(tokens) or tokens[at] not in self._by_first:
            return at
        found = self.match(tokens, at)
        return found[0] if found else at

    def suffix(self, tokens: Sequence[str]) -> int:
        """The length of the longest phrase that the tokens end with; 0 for none."""
        for length in range(min(self.longest, len(tokens)), 0, -1):
            found = self.match(tokens, len(tokens) - length)
            if found and found[0] == len(tokens):
                return length
        return 0

    def whole(self, tokens: Sequence[str]) -> bool:
        """Whether the tokens are exactly one phrase."""
        return bool(tokens) and self.suffix(tokens) == len(tokens)


def phrase_set(phrases: Iterable[str]) -> Phrases[None]:
    """Phrases that stand for nothing but themselves."""
    return Phrases(dict.fromkeys(phrases))
