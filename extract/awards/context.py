"""What an article says elsewhere that a sentence about an honour leaves unsaid.

Who a pronoun stands for, which body `Công ty` is, who was spoken of last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from extract.awards.marks import Kind, mark_reader
from extract.awards.words import Line, word_keys
from extract.language import Document, Sentence
from extract.lexicon import table

if TYPE_CHECKING:
    from extract.people import PersonMentions


class Context:
    """A document with its people, for lookups by place."""

    def __init__(self, document: Document, people: Sequence[PersonMentions]) -> None:
        self._document = document
        mentions = sorted((span, person.name) for person in people for span in person.mentions)
        self._starts = [span.start for span, _ in mentions]
        self._ends = [span.end for span, _ in mentions]
        self._names = [name for _, name in mentions]

    def line(self, sentence: Sentence) -> Line:
        """The sentence with the tokens at which people are named."""
        names: dict[int, int] = {}
        starts = [token.start for token in sentence.tokens]
        ends = [token.end for token in sentence.tokens]
        first = bisect_left(self._starts, sentence.start)
        for number in range(first, bisect_left(self._starts, sentence.end)):
            names[bisect_left(starts, self._starts[number])] = bisect_left(ends, self._ends[number]) + 1
        return Line(sentence, names)

    def person_at(self, offset: int) -> str:
        """The name of the person whose mention begins at `offset`."""
        return self._names[bisect_left(self._starts, offset)]

    def person_before(self, offset: int, *, within: int) -> str | None:
        """The person named last before `offset`, no more than `within` characters before it."""
        number = bisect_left(self._starts, offset) - 1
        return self._names[number] if number >= 0 and offset - self._starts[number] <= within else None

    def person_spoken_of(self, offset: int) -> str | None:
        """The person that a pronoun at `offset` means: named last before it, or else first behind it."""
        number = bisect_left(self._starts, offset) - 1
        return self._names[max(number, 0)] if self._names else None

    def body_in_full(self, name: str, offset: int) -> str:
        """The last body before `offset` (or else the first behind it) whose name begins with `name`.

        `name` itself where the article has no fuller one.
        """
        bodies = self._bodies.get(word_keys(table("recipients")["in_full"].get(name.casefold(), name)))
        if not bodies:
            return name
        number = bisect_right(bodies, offset, key=lambda body: body[0])
        _, found = bodies[max(number - 1, 0)]
        return self._longest.get(word_keys(found), found)

    @cached_property
    def _bodies(self) -> dict[tuple[str, ...], list[tuple[int, str]]]:
        """The bodies that the document names, in text order, by each beginning of their names."""
        bodies: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        for sentence in self._document.sentences:
            line = self.line(sentence)
            for mark in mark_reader().read(line):
                if mark.kind is Kind.BODY and not mark.short:
                    start = line.tokens[mark.start].start
                    keys = word_keys(mark.name)
                    for end in range(1, len(keys)):
                        bodies.setdefault(keys[:end], []).append((start, mark.name))
        return bodies

    @cached_property
    def _longest(self) -> dict[tuple[str, ...], str]:
        """The longest name that goes on behind each beginning."""
        return {
            beginning: max((name for _, name in bodies), key=len)
            for beginning, bodies in self._bodies.items()
        }
