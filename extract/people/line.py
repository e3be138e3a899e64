"""A sentence as the finder of names reads it: tokens, their keys, runs of capitals, and what stands around.

The tagger is asked only about a few tokens around a doubtful place: that is enough for
it, and tagging is most of what reading an article costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extract.fact import Span
from extract.language import Sentence, Token, Word, is_word, tag
from extract.people.lexicon import NameLexicon, is_foreign, name_lexicon
from extract.phrases import key

BREAKS = frozenset({",", ";", ":", ".", "!", "?", "(", ")", '"', "…"})
"""Keys of the marks that no phrase runs over."""

_REACH = 16
"""Tokens over which an office reaches the name that follows it (`Đại sứ Lào tại Việt Nam …`)."""
_NEAR = 6
"""Tokens on each side that the tagger is given."""
_LOUD = 0.9
"""Share of words with capitals from which on capitals say nothing."""
_FEWEST_LOUD = 6

_LOWER = "[a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
_HYPHENED = re.compile(rf"(?<![\w-])(?=[^\W\d_])(?!{_LOWER})[^\W\d_]+(?:-{_LOWER}[^\W\d_]*)+(?![\w-])")


@dataclass(frozen=True)
class NameLine:
    """The tokens of a sentence, foreign syllables joined, with the word lists at hand."""

    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    lexicon: NameLexicon

    @cached_property
    def is_loud(self) -> bool:
        """Whether nearly all words begin with capitals, as in headlines."""
        words = [token.text for token in self.tokens if token.text[0].isalpha()]
        return len(words) >= _FEWEST_LOUD and sum(word[0].isupper() for word in words) >= _LOUD * len(words)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Index ranges of neighbouring words with capitals; words all in capitals form runs of their own."""
        start: int | None = None
        loud: bool | None = None
        for index, token in enumerate(self.tokens):
            word = token.text
            capital = word[0].isupper() or (start is not None and self._is_small_marker(index))
            if start is None and not capital:
                continue
            own = shouts(word) if len(word) > 1 else loud
            if start is not None and not (capital and (loud is None or own == loud)):
                yield start, index
                start = loud = None
                own = shouts(word) if len(word) > 1 else None
            if capital:
                start, loud = index if start is None else start, own
        if start is not None:
            yield start, len(self.tokens)

    def _is_small_marker(self, index: int) -> bool:
        """Whether a middle name has slipped into lower case (`Nguyễn thị Lan`)."""
        if self.keys[index] not in self.lexicon.name_markers or index + 1 == len(self.keys):
            return False
        return self.keys[index - 1] in self.lexicon.surnames and self.tokens[index + 1].text[0].isupper()

    def phrase(self, start: int, end: int) -> str:
        """The keys from `start` to `end` as the word lists have them."""
        return " ".join(self.keys[start:end])

    def span(self, start: int, end: int) -> Span:
        """The place of the tokens in the document's text."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def has_office_before(self, start: int) -> bool:
        """Whether an office stands before the name, with nothing between but its body."""
        for index in range(start - 1, max(-1, start - _REACH), -1):
            if self.keys[index] in BREAKS:
                return False
            if self.lexicon.offices.match(self.keys, index):
                return True
        return False

    def ends_office(self, end: int) -> bool:
        """Whether an office ends right at `end`."""
        return self.lexicon.offices.suffix(self.keys[max(0, end - self.lexicon.offices.longest) : end]) > 0

    def is_told_of(self, end: int) -> bool:
        """Whether what follows a name that ends at `end` is said of people: speech, birth, an office."""
        marked = end < len(self.keys) and self.keys[end] in {",", "-", "(", ":"}
        at = end + 1 if marked else end
        if self.lexicon.after_names.match(self.keys, at):
            return True
        if not marked or at == len(self.keys):
            return False
        if self.keys[end] == "(" and (self.keys[at].isdigit() or self._is_place_aside(at)):
            return True
        return self.lexicon.offices.match(self.keys, at) is not None

    def _is_place_aside(self, start: int) -> bool:
        """Whether nothing but a place stands from `start` to the closing bracket."""
        end = next((i for i in range(start, min(start + 5, len(self.keys))) if self.keys[i] == ")"), start)
        return self.phrase(start, end) in self.lexicon.wide_places

    def is_set_off_behind(self, end: int) -> bool:
        """Whether a mark stands right behind the words, or nothing."""
        return end == len(self.keys) or not self.keys[end][0].isalnum()

    def opens_office(self, index: int) -> bool:
        """Whether an office of several words begins at `index`."""
        found = self.lexicon.offices.match(self.keys, index)
        return found is not None and found[0] > index + 1

    def opens_word(self, index: int) -> bool:
        """Whether the word at `index` and a next one in small letters make a word of the dictionary."""
        following = self.tokens[index + 1].text if index + 1 < len(self.tokens) else ""
        return following.islower() and is_word(f"{self.tokens[index].text} {following}")

    def is_set_off(self, start: int, end: int) -> bool:
        """Whether nothing but marks stands right before and behind the words."""
        before = start == 0 or not self.keys[start - 1][0].isalnum()
        return before and self.is_set_off_behind(end)

    def runs_on(self, index: int) -> bool:
        """Whether the word at `index` and the next make one word: in the dictionary, and to the tagger."""
        if index + 1 == len(self.tokens):
            return False
        last, following = self.tokens[index : index + 2]
        if not (following.text.islower() and is_word(f"{last.text} {following.text}")):
            return False
        return any(word.start == last.start and word.end > last.end for word in self._words_near(index))

    def is_one_name(self, start: int, end: int) -> bool:
        """Whether the tagger reads the words as one proper name."""
        span = self.span(start, end)
        return any((*span, "Np") == (word.start, word.end, word.pos) for word in self._words_near(start))

    def _words_near(self, index: int) -> tuple[Word, ...]:
        return tag(self.tokens[max(0, index - _NEAR) : index + _NEAR + 1])


def name_line(sentence: Sentence) -> NameLine:
    """The line of a sentence."""
    tokens = _with_hyphens(sentence) if "-" in sentence.text else sentence.tokens
    keys = sentence.keys if tokens is sentence.tokens else tuple(key(token.text) for token in tokens)
    return NameLine(tokens, keys, name_lexicon())


def shouts(word: str) -> bool:
    """Whether a word is written in capitals; single letters (`Giàng A Páo`) are not."""
    return len(word) > 1 and word.isupper()


def _with_hyphens(sentence: Sentence) -> tuple[Token, ...]:
    """The tokens, with foreign names that are spelled by syllables as one (`Phết-sa-vông`, `Ki-moon`)."""
    joined = {
        sentence.start + match.start(): Token(match[0], *(sentence.start + at for at in match.span()))
        for match in _HYPHENED.finditer(sentence.text)
        if match[0].count("-") > 1 or is_foreign([key(part) for part in match[0].split("-")])
    }
    if not joined:
        return sentence.tokens
    tokens = []
    end = sentence.start
    for token in sentence.tokens:
        if token.start >= end:
            tokens.append(joined.get(token.start, token))
            end = tokens[-1].end
    return tuple(tokens)
