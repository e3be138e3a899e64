"""The words of offices and bodies, compiled, and a sentence as the grammar of offices reads it.

The lists are `lexicon/offices.toml` and `lexicon/bodies.toml`; `Words` says what each is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from extract.language import Sentence, Token
from extract.lexicon import table
from extract.offices.places import province_names
from extract.phrases import Phrases, key, phrase_set

AREA_LEVELS = {"hamlet": 1, "commune": 2, "district": 3, "city": 4, "province": 5, "other": 0}
"""Kinds of areas by size: a larger one may follow a smaller behind a comma."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the grammar reads it: its tokens' texts and keys, and where people are named."""

    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    taken: tuple[bool, ...]
    """Whether a token is of a person's name."""
    sentence: Sentence
    shouts: bool
    """Whether all its letters are capitals, as in a headline: then they say nothing of names."""

    def __len__(self) -> int:
        return len(self.tokens)

    def capital(self, at: int) -> bool:
        """Whether the token begins with a capital letter that may be a name's."""
        if self.shouts and office_words().stops.end(self.keys, at) > at:
            return False
        return self.tokens[at].text[0].isupper()

    def free(self, at: int) -> bool:
        """Whether there is such a token, and it is of nobody's name."""
        return at < len(self.tokens) and not self.taken[at]

    def names_only(self, start: int, end: int) -> bool:
        """Whether all words of these tokens are in capitals."""
        return all(self.capital(at) for at in range(start, end) if self.keys[at][:1].isalnum())

    def wording(self, start: int, end: int) -> str:
        """The tokens as they are written, with single spaces where the text may have any."""
        if start == end:
            return ""
        offset = self.sentence.start
        piece = self.sentence.text[self.tokens[start].start - offset : self.tokens[end - 1].end - offset]
        return " ".join(piece.split())


def line_of(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> Line:
    """The sentence as the grammar reads it; `spans` are the people's names in it, by offset."""
    tokens = sentence.tokens
    taken = [False] * len(tokens)
    index = 0
    for start, end in sorted(spans):
        while index < len(tokens) and tokens[index].end <= start:
            index += 1
        while index < len(tokens) and tokens[index].start < end:
            taken[index] = True
            index += 1
    return Line(tokens, sentence.keys, tuple(taken), sentence, shouts=sentence.text.isupper())


class Words:
    """The lexicons of the grammar, compiled: one attribute for each list."""

    def __init__(self) -> None:
        offices, bodies = table("offices"), table("bodies")
        self.acting = phrase_set(offices["acting"])
        self.deputies = phrase_set(offices["deputies"])
        self.heads = phrase_set(offices["heads"])
        self.standalone = phrase_set(offices["standalone"])
        self.weak = phrase_set(offices["weak"])
        self.unit_leaders = phrase_set(offices["unit_leaders"])
        self.units = phrase_set(offices["units"])
        self.modifiers = phrase_set(offices["modifiers"])
        self.occupations = phrase_set(offices["occupations"])
        self.memberships = phrase_set(offices["memberships"])
        self.touching = phrase_set(offices["touching"])
        self.held_by_many = phrase_set(offices["held_by_many"])
        self.after_career = phrase_set(offices["after_career"])
        self.assemblies = phrase_set(offices["assemblies"])
        self.compounds = phrase_set(offices["compounds"])
        self.passing = phrase_set(offices["passing"])
        self.passing_unless_party = phrase_set(offices["passing_unless_party"])
        self.whole = phrase_set(dict.fromkeys(chain(*bodies["whole"].values())))
        self._short_names = {key(name) for name in chain(*bodies["whole"].values()) if name.isupper()}
        self.named = phrase_set(dict.fromkeys(chain(*bodies["named"].values())))
        self.free_heads = phrase_set(bodies["free"]["heads"])
        self.party = phrase_set([*bodies["party"]["committees"]])
        self.areas = Phrases(
            {area: AREA_LEVELS[level] for level, areas in bodies["areas"].items() for area in areas}
        )
        words = bodies["words"]
        self.forms = phrase_set(words["forms"])
        self.numbered = frozenset(key(word) for word in words["numbered"])
        self.fields = phrase_set(words["fields"])
        self.plural_connectors = phrase_set(words["plural_connectors"])
        self.connectors = phrase_set(words["connectors"])
        self.of = frozenset(key(word) for word in words["of"])
        self.at_place = frozenset(key(word) for word in words["at_place"])
        self.stops = phrase_set(words["stops"])
        self.openers = phrase_set(words["openers"])
        self.provinces = phrase_set(province_names())
        links = table("office_links")
        self.shares_body = phrase_set(links["shares_body"])
        self.introductions = phrase_set([*links["address"], *links["ranks"]])

        roles = (self.acting, self.heads, self.deputies, self.unit_leaders, self.occupations, self.touching)
        self.role_firsts = frozenset().union(*(phrases.firsts for phrases in roles))
        self.office_firsts = self.role_firsts | self.memberships.firsts

    def introduces(self, line: Line, at: int) -> bool:
        """Whether forms of address or ranks that begin at token `at` lead up to a person's name."""
        end = at
        while (further := self.introductions.end(line.keys, end)) > end:
            end = further + (further < len(line) and line.keys[further] == ".")
        return at < end < len(line) and line.taken[end]

    def whole_end(self, line: Line, at: int) -> int:
        """Where the whole name that begins at token `at` ends; `at` itself where there is none.

        An abbreviation counts in capitals only: `TƯ` is no `tư`.
        """
        end = self.whole.end(line.keys, at)
        short = end == at + 1 and line.keys[at] in self._short_names
        return at if short and not line.tokens[at].text.isupper() else end

    def body(self, line: Line, at: int) -> int:
        """Where the body's head that begins at token `at` ends; `at` itself where there is none."""
        if not line.free(at):
            return at
        return max(self.whole_end(line, at), self.named.end(line.keys, at))


@cache
def office_words() -> Words:
    """The words, compiled once."""
    return Words()
