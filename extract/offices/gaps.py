"""What stands between a name and an office, or two of either, and what it says of them.

A gap is read without forms of address, ranks, quotes, closed brackets and terms of office;
what is left is a mark (`,`), a word that joins (`và`), one of holding (`là`, `kiêm`), the
end of a clause that gives or takes an office (`được bầu giữ chức`), or something else.
The words are those of `lexicon/office_links.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extract.lexicon import table
from extract.phrases import key, phrase_set

_LONGEST_CLAUSE = 30
"""Tokens between a name and the verb that gives or takes the office."""
_LONGEST_ASIDE = 25
_LONGEST_ENTRY = 6
"""Tokens of an aside between semicolons, as obituaries and lists of candidates have them."""
_MARKS = frozenset(",-:/.|_")
_COUNT = re.compile(r"0?[2-9]|1\d")
"""A number before an office or a name that makes it that of several."""
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two items."""

    words: tuple[str, ...]
    addressed: bool
    """A form of address is in it."""
    ranked: bool
    """A rank or degree is in it."""
    plural: bool
    """A word such as `các` stands last, or before a colon."""
    former: bool
    """It ends with `nguyên` or the like."""
    left: bool
    """It ends with a verb of leaving an office."""
    present: bool
    """It ends with `hiện là` or the like."""
    closes: int
    """Brackets that were opened before it and are closed in it."""
    opens: bool
    """A bracket is opened in it and not closed; the words are those behind it."""

    @property
    def held_no_more(self) -> bool:
        """Whether the office that follows is said to be past."""
        return self.former or self.left

    @property
    def touching(self) -> bool:
        """Whether nothing parts the two items."""
        return not self.words and not self.opens and not self.closes

    @property
    def heads(self) -> bool:
        """Whether a colon alone parts them."""
        return self.words == (":",)

    @property
    def joins(self) -> bool:
        """Whether it is no more than a mark or a word that joins."""
        return _words().joins.whole(self.words)

    @property
    def lists(self) -> bool:
        """Whether one member of a list may stand before it and the next behind it."""
        words = tuple(word for word in self.words if not word.isdigit() and word not in _BULLETS)
        return not words or words == (";",) or _words().joins.whole(words)

    @property
    def replaces(self) -> bool:
        """Whether who stands before it takes the place of who stands behind it."""
        return _words().replaces.whole(self.words)

    @property
    def of_replaced(self) -> bool:
        """Whether what follows is said of the person whose place is taken, not of the newcomer."""
        said = () if _is_mark(self.words[:1]) else _without_adverbs(self.words)
        return self.joins or self.opens or _words().of_replaced.end(said, 0) > 0

    @property
    def holds(self) -> bool:
        """Whether it says that who stands before it holds the office behind it."""
        bare = _without_adverbs(self.words)
        return _words().holds.whole(bare) or not (bare or _is_mark(self.words))

    @property
    def qualifies(self) -> bool:
        """Whether it says no more than that the office behind it is past, or present."""
        return (self.held_no_more or self.present) and not _without_adverbs(self.words)

    @property
    def gives(self) -> bool:
        """Whether it ends with a verb by which who stands before it takes or leaves an office."""
        words, gap = _words(), self.words
        if len(gap) > _LONGEST_CLAUSE or ";" in gap or self.seeks:
            return False
        if self.left or words.appoints.suffix(gap):
            return True
        if gap and gap[-1] == ":":
            return any(words.office_nouns.end(gap, at) > at for at in range(len(gap)))
        return not words.given.isdisjoint(gap) and words.appointed.suffix(gap) > 0

    @property
    def moves_on(self) -> bool:
        """Whether it leads from one office of a career to the next (`; năm 2010 làm`)."""
        words, gap = _words(), self.words[1:]
        if not gap or len(gap) > _LONGEST_ASIDE or self.words[0] not in {",", ";", "-"}:
            return False
        ends = self.present or words.holds.suffix(gap) > 0 or words.appoints.suffix(gap) > 0
        return ends and words.next_steps.end(gap, 0) > 0

    @property
    def confers(self) -> bool:
        """Whether the office behind it is then given to somebody, or taken."""
        return self.left or _words().confers.suffix(self.words) > 0

    @property
    def to_person(self) -> bool:
        """Whether it leads from an office to the person it is given to or taken from."""
        words = _words()
        count = words.to_person.suffix(_without_colon(self.words))
        return count > 0 and len(self.words) <= _LONGEST_ASIDE

    @property
    def is_copula(self) -> bool:
        """Whether it says that the office before it is that of the person behind it."""
        return _words().copula.whole(_without_colon(self.words))

    @property
    def by_proxy(self) -> bool:
        """Whether the office behind it is one in whose name another acts."""
        return _words().proxies.suffix(self.words) > 0

    @property
    def seeks(self) -> bool:
        """Whether the office behind it is one that a candidate seeks."""
        return _words().seeks.suffix(self.words) > 0

    @property
    def of_another(self) -> bool:
        """Whether the office behind it is the object of something, so no apposition to a name."""
        return self.addressed or _words().others.suffix(self.words) > 0

    @property
    def is_aside(self) -> bool:
        """Whether it is asides on the person before it, between marks, such as the year of birth."""
        words = self.words
        if not words or len(words) > _LONGEST_ASIDE or ":" in words:
            return False
        *asides, last = _parts(words)
        said = [part for part in asides if part]
        if ";" in words and not 0 < max(map(len, said), default=0) <= _LONGEST_ENTRY:
            return False
        return not last and all(map(_opens_aside, said))

    @property
    def labels(self) -> bool:
        """Whether it is the label of an office in a form: `Chức vụ:`."""
        *label, mark = _without_marks(self.words) or ("",)
        return mark == ":" and _words().office_nouns.whole(label)

    @property
    def retires(self) -> bool:
        """Whether it begins by saying that the office before it has ended."""
        words = _without_marks(self.words)
        return _words().ended.end(words, 0) > 0 if words else False


def opens_with_preposition(tokens: Sequence[str]) -> bool:
    """Whether the tokens before a name make it the object of a preposition that opens the sentence."""
    return bool(tokens) and _words().prepositions.end(tokens, 0) > 0 and "," not in tokens


def read_gap(tokens: Sequence[str]) -> Gap:
    """The gap made of these tokens, given by their keys."""
    words = _words()
    kept: list[str] = []
    opened: int | None = None
    closes = 0
    addressed = ranked = plural = False
    at = 0
    while at < len(tokens):
        sign = tokens[at]
        if sign not in words.left_out:
            kept.append(sign)
            plural = plural and sign in {":", ","}
            at += 1
            continue
        address, rank = words.address.end(tokens, at), words.ranks.end(tokens, at)
        end = at + 1
        if sign == ")" and opened is not None:
            kept, opened = kept[:opened], None
        elif sign == ")":
            kept, closes = [], closes + 1
        elif sign == "(":
            opened = len(kept)
        elif (term := _term_end(tokens, at)) > at:
            end = term
        elif (group := words.plural.end(tokens, at)) > at:
            plural, end = True, group
        elif max(address, rank) > at:
            addressed, ranked = addressed or address >= rank, ranked or rank > at
            end = max(address, rank)
            end += end < len(tokens) and tokens[end] == "."
        elif sign not in _QUOTES:
            kept.append(sign)
            plural = False
        at = end
    opens = opened is not None
    if kept and _COUNT.fullmatch(kept[-1]):
        plural = True
        kept.pop()
    said = _said_at_end(kept[opened:])
    return Gap(said.words, addressed, ranked, plural, said.former, said.left, said.present, closes, opens)


_QUOTES = frozenset("\"'")
_BULLETS = frozenset("+.•*")


class _Said(NamedTuple):
    """Words without those at their end that say whether the office behind them is held still."""

    words: tuple[str, ...]
    former: bool
    left: bool
    present: bool


def _said_at_end(kept: list[str]) -> _Said:
    words = _words()
    kinds = {"former": words.former, "left": words.left, "present": words.present}
    found = dict.fromkeys(kinds, False)
    while kept:
        counts = {kind: phrases.suffix(kept) for kind, phrases in kinds.items()}
        if not any(counts.values()) and kept[-1] in {",", ":"}:
            counts = {kind: n + 1 for kind, phrases in kinds.items() if (n := phrases.suffix(kept[:-1]))}
        kind = max(counts, key=counts.__getitem__, default="")
        if not counts.get(kind):
            break
        found[kind] = True
        kept = kept[: -counts[kind]]
    return _Said(_squeezed(kept), **found)


def _term_end(tokens: Sequence[str], at: int) -> int:
    """Where a term of office that begins at token `at` ends, with its numbers; `at` for none."""
    words = _words()
    end = words.terms.end(tokens, at)
    while at < end < len(tokens) and _is_number(tokens[end]):
        end += 1
        if end + 1 < len(tokens) and tokens[end] in words.number_joins and _is_number(tokens[end + 1]):
            end += 1
    return end


def _is_number(sign: str) -> bool:
    return sign[:1].isdigit() or _ROMAN.fullmatch(sign) is not None


def _squeezed(tokens: Sequence[str]) -> tuple[str, ...]:
    """The tokens without a comma or stop beside another mark."""
    kept: list[str] = []
    for sign in tokens:
        if kept and kept[-1] in {",", "."} and sign in {",", ".", "-", ";", ":"}:
            kept[-1] = sign
        elif not (kept and sign in {",", "."} and kept[-1] in {"-", ";", ":"}):
            kept.append(sign)
    return tuple(kept)


def _is_mark(words: Sequence[str]) -> bool:
    return _MARKS.issuperset(words)


def _without_colon(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[:-1] if words and words[-1] == ":" else words


def _without_marks(words: Sequence[str]) -> tuple[str, ...]:
    """The words without the marks at their beginning."""
    at = 0
    while at < len(words) and words[at] in _MARKS:
        at += 1
    return tuple(words[at:])


def _without_adverbs(words: Sequence[str]) -> tuple[str, ...]:
    """The words without the marks and adverbs at their beginning."""
    while True:
        words = _without_marks(words)
        end = _words().adverbs.end(words, 0) if words else 0
        if end == 0:
            return tuple(words)
        words = words[end:]


def _opens_aside(part: Sequence[str]) -> bool:
    asides = _words().asides
    return asides.end(part, 0) > 0 or (part[0].isdigit() and len(part) > 1 and asides.end(part, 1) > 1)


def _parts(words: Sequence[str]) -> Iterator[list[str]]:
    """The words between commas, semicolons and dashes."""
    part: list[str] = []
    for word in words:
        if word in {",", "-", ";"}:
            yield part
            part = []
        else:
            part.append(word)
    yield part


class _Words:
    """The lexicon of links, compiled."""

    def __init__(self) -> None:
        links = table("office_links")
        self.address = phrase_set(links["address"])
        self.ranks = phrase_set(links["ranks"])
        self.plural = phrase_set(links["plural"])
        self.terms = phrase_set(links["terms"])
        phrases = (self.address, self.ranks, self.plural, self.terms)
        self.left_out = frozenset("()").union(_QUOTES, *(each.firsts for each in phrases))
        """What a word begins with, or a mark is, that a gap is read without."""
        self.former = phrase_set(links["former"])
        self.left = phrase_set(links["left"])
        self.present = phrase_set(links["present"])
        self.ended = phrase_set(links["ended"])
        self.holds = phrase_set(links["holds"])
        self.appoints = phrase_set(links["appoints"])
        self.appointed = phrase_set(links["appointed"])
        self.given = frozenset(key(word) for word in links["given"])
        self.confers = phrase_set(links["confers"])
        self.office_nouns = phrase_set(links["office_nouns"])
        self.number_joins = frozenset(key(word) for word in links["number_joins"])
        self.to_person = phrase_set(links["to_person"])
        self.copula = phrase_set(links["copula"])
        self.proxies = phrase_set(links["proxies"])
        self.next_steps = phrase_set(links["next_steps"])
        self.seeks = phrase_set(links["seeks"])
        self.others = phrase_set(links["others"])
        self.joins = phrase_set(links["joins"])
        self.replaces = phrase_set(links["replaces"])
        self.of_replaced = phrase_set(links["of_replaced"])
        self.asides = phrase_set(links["asides"])
        self.prepositions = phrase_set(links["prepositions"])
        self.adverbs = phrase_set(links["adverbs"])


@cache
def _words() -> _Words:
    return _Words()
