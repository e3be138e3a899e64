"""Names of people in one sentence: runs of capitalised words, judged by what they are and what stands beside.

A run is cut where a name ends and begins: behind forms of address, before roles, between a
place and a name that touch (`tỉnh Sơn La Cầm Ngọc Minh`). What is left is a person's name if
a form of address or an office introduces it, or if it begins with a family name and
nothing speaks against it: a street, a school, a place, a hero's namesake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.fact import Span
from extract.language import Sentence, Token, is_word
from extract.name_lexicon import LONGEST_HEAD, Head, is_foreign, is_vietnamese, name_lexicon
from extract.phrases import key

_LONGEST_NAME = 5
_REACH = 16
"""Tokens over which an office reaches the name that follows it (`Đại sứ Lào tại Việt Nam …`)."""
_TAKES_NAME = frozenset({Head.PERSON, Head.CALLING, Head.STATE})
_LOWER = "[a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
_HIGHLAND = re.compile(r"[^\W\d_]{1,3}'[^\W\d_]{2}")
"""How names of the Ê Đê and their neighbours begin: `H'Hen`, `K'Brửu`."""
_HYPHENED = re.compile(rf"(?<![\w-])(?=[^\W\d_])(?!{_LOWER})[^\W\d_]+(?:-{_LOWER}[^\W\d_]*)+(?![\w-])")
_LINK = ">>"
"""What pages put before the headline of another story, whose people are not in this one."""
_BREAKS = frozenset({",", ";", ":", ".", "!", "?", "(", ")", '"', "…"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name at one place.

    `rule` says what speaks for a person, None where nothing does yet; `against` is true
    where the place speaks for something else (`đường Lê Lợi`).
    """

    tokens: tuple[Token, ...]
    key: tuple[str, ...]
    rule: str | None = None
    against: bool = False
    linked: bool = False
    """Whether only a comma or the like stands between the candidate before and this one."""

    @property
    def text(self) -> str:
        """The name as the article writes it, in one line."""
        return " ".join(token.text for token in self.tokens)

    @property
    def span(self) -> Span:
        """The place of the name in the document's text."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    def cut(self, size: int) -> Candidate:
        """The candidate of the first `size` words."""
        return replace(self, tokens=self.tokens[:size], key=self.key[:size])


def find_candidates(sentence: Sentence) -> list[Candidate]:
    """All names and possible names of a sentence, in text order."""
    reader = _Reader(sentence)
    found = [candidate for start, end in _runs(reader.tokens) for candidate in reader.read_run(start, end)]
    link = sentence.text.find(_LINK)
    return _complete_lists([c for c in found if link < 0 or c.span.start < sentence.start + link], sentence)


def _with_hyphens(sentence: Sentence) -> tuple[Token, ...]:
    """The sentence's tokens, with foreign names spelled by syllables as one (`Phết-sa-vông`, `Ki-moon`)."""
    joined = [match.span() for match in _HYPHENED.finditer(sentence.text)]
    spans = [(sentence.start + start, sentence.start + end) for start, end in joined]
    tokens: list[Token] = []
    for token in sentence.tokens:
        start, end = next(
            (span for span in spans if span[0] <= token.start < span[1]), (token.start, token.end)
        )
        word = sentence.text[start - sentence.start : end - sentence.start]
        foreign = word.count("-") > 1 or is_foreign([key(part) for part in word.split("-")])
        if not foreign:
            tokens.append(token)
        elif not tokens or tokens[-1].start != start:
            tokens.append(Token(word, start, end))
    return tuple(tokens)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Index ranges of neighbouring tokens that begin with a capital letter, words all in capitals apart."""
    start = None
    for index, token in enumerate(tokens):
        capital = token.text[0].isupper()
        if start is not None and not (capital and shouts(token.text) == shouts(tokens[start].text)):
            yield start, index
            start = None
        if capital and start is None:
            start = index
    if start is not None:
        yield start, len(tokens)


def shouts(word: str) -> bool:
    """Whether a word is written in capitals; single letters (`Giàng A Páo`) are not."""
    return len(word) > 1 and word.isupper()


def _complete_lists(found: list[Candidate], sentence: Sentence) -> list[Candidate]:
    """The candidates, those made people that a list joins to one (`như Đan Trường, Cao Thái Sơn`)."""
    listed = set()
    for before, after in pairwise(found):
        if after.linked and (before.rule is None) != (after.rule is None):
            listed.add(before if before.rule is None else after)
    return [
        replace(candidate, rule="list")
        if candidate in listed
        and not candidate.against
        and len(candidate.key) > 1
        and _is_one_name(candidate, sentence)
        else candidate
        for candidate in found
    ]


def _is_one_name(candidate: Candidate, sentence: Sentence) -> bool:
    """Whether the candidate begins with a family name or initial, or the tagger reads it as one name."""
    first = candidate.key[0]
    if name_lexicon().is_surname(first) or len(first) == 1:
        return True
    return any((word.start, word.end, word.pos) == (*candidate.span, "Np") for word in sentence.words)


class _Reader:
    """The walk over the runs of one sentence; it remembers the run before, for lists."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self.tokens = _with_hyphens(sentence) if "-" in sentence.text else sentence.tokens
        self._keys = [key(token.text) for token in self.tokens]
        self._lexicon = name_lexicon()
        self._last_end = -1
        self._last_head = Head.NOTHING

    def read_run(self, start: int, end: int) -> Iterator[Candidate]:
        """The candidates of the run of tokens from `start` to `end`."""
        start += self._known(start, end)
        if start == end:
            return
        linked = self._continues_list(start)
        head = self._head(start)
        if head is Head.NOTHING and linked and self._last_head is Head.THING:
            head = Head.THING
        start, head = self._skip_openings(start, end, head)
        surname = start < end and head is Head.PERSON and self._lexicon.is_surname(self._keys[start])
        first = start + surname
        stop = next((i for i in range(first, end) if self._keys[i] in self._lexicon.name_stops), end)
        if start < stop:
            stop = self._end_of_name(start, stop)
            yield from self._judge(start, stop, head, linked=linked and head not in {Head.PLACE, Head.THING})
            self._last_end, self._last_head = stop, head
        follows = stop if start < stop else stop + 1
        if follows < end:
            yield from self.read_run(follows, end)

    def _known(self, start: int, end: int) -> int:
        """How many words that open the run are a name with an address in it (`Bà Rịa`, `Hai Bà Trưng`)."""
        for size in range(min(4, end - start), 1, -1):
            words = self._keys[start : start + size]
            name = " ".join(words)
            known = name in self._lexicon.wide_places or name in self._lexicon.namesakes
            if known and not self._lexicon.name_stops.isdisjoint(words):
                return size
        return 0

    def _head(self, index: int) -> Head:
        """What the words that end right before `index` say; the longest phrase counts."""
        if index and self._keys[index - 1] == ":":
            return self._credit(index - 1)
        if index > 1 and self._keys[index - 1] == ".":  # TS. Lê Văn A
            index -= 1
        for size in range(min(LONGEST_HEAD, index), 0, -1):
            head = self._lexicon.heads.get(" ".join(self._keys[index - size : index]), Head.NOTHING)
            if head not in {Head.NOTHING, Head.CREDIT}:
                return head
        return Head.NOTHING

    def _credit(self, colon: int) -> Head:
        """Whether the words before a colon are those of a credit (`Ảnh:`)."""
        phrases = (
            " ".join(self._keys[colon - size : colon]) for size in range(1, min(LONGEST_HEAD, colon) + 1)
        )
        credit = any(self._lexicon.heads.get(phrase) is Head.CREDIT for phrase in phrases)
        return Head.CREDIT if credit else Head.NOTHING

    def _skip_openings(self, start: int, end: int, head: Head) -> tuple[int, Head]:
        """The start of the name behind the heads that open the run, and what the last of them says."""
        while start < end:
            size, found = self._opening(start, end)
            if size == 0:
                break
            start, head = start + size, found
        return start, head

    def _opening(self, start: int, end: int) -> tuple[int, Head]:
        """How many words of the run are a head, or end one (`mẹ Việt Nam Anh hùng`), and what it says."""
        if " ".join(self._keys[start:end]) in self._lexicon.wide_places:
            return 0, Head.NOTHING
        for size in range(min(LONGEST_HEAD, end - start), 0, -1):
            for before in range(min(3, start) if size > 1 else 0, -1, -1):
                phrase = " ".join(self._keys[start - before : start + size])
                head = self._lexicon.heads.get(phrase, Head.NOTHING)
                if head is not Head.NOTHING and not (size == 1 and self._opens_name(start, end)):
                    return size, Head.NOTHING if head is Head.CREDIT else head
        return 0, Head.NOTHING

    def _opens_name(self, start: int, end: int) -> bool:
        """Whether the first word is a family name here and no head (`Đường Văn Lâm`, not `Đường Lê Lợi`)."""
        named = self._lexicon.is_surname(self._keys[start])
        return named and not (start + 2 < end and self._keys[start + 1] in self._lexicon.surnames)

    def _continues_list(self, start: int) -> bool:
        return self._last_end >= 0 and " ".join(self._keys[self._last_end : start]) in self._lexicon.joiners

    def _end_of_name(self, start: int, end: int) -> int:
        """The end of the run without a last word that belongs to what follows (`Lê Văn An Phát biểu`)."""
        if end - start < 2 or end == len(self.tokens):
            return end
        if self._keys[end] == ":" and not is_vietnamese(self._keys[end - 1]):
            return end - 1  # Stylist:
        return end - 1 if self._runs_on(end - 1) else end

    def _runs_on(self, index: int) -> bool:
        """Whether the word at `index` and the next make one word: in the dictionary, and to the tagger."""
        if index + 1 == len(self.tokens):
            return False
        last, following = self.tokens[index : index + 2]
        if not (following.text.islower() and is_word(f"{last.text} {following.text}")):
            return False
        return any(word.start == last.start and word.end > last.end for word in self._sentence.words)

    def _judge(self, start: int, end: int, head: Head, *, linked: bool) -> Iterator[Candidate]:
        """The candidate of a run without heads and stops, cut from a place that it begins with."""
        border = self._place_border(start, end, head)
        if border:
            yield self._candidate(border, end, "after-place", linked=False)
            return
        start = self._start_of_name(start, end)
        end = self._cut(start, end)
        against = self._is_thing(start, end, head)
        rule = None if against else self._rule(start, end, head)
        yield self._candidate(start, end, rule, against=against, linked=linked)

    def _candidate(
        self, start: int, end: int, rule: str | None, *, against: bool = False, linked: bool
    ) -> Candidate:
        return Candidate(
            tokens=self.tokens[start:end],
            key=tuple(self._keys[start:end]),
            rule=rule,
            against=against,
            linked=linked,
        )

    def _is_thing(self, start: int, end: int, head: Head) -> bool:
        """Whether the run names something or somewhere, or a maker of the page."""
        name = " ".join(self._keys[start:end])
        size = end - start
        if head is Head.THING:
            return True
        if head is Head.CREDIT:
            return end == len(self.tokens) or not self.tokens[end].text[0].islower()
        if head in {Head.PERSON, Head.STATE}:
            return size > 1 and name in self._lexicon.wide_places and name not in self._lexicon.namesakes
        if name in self._lexicon.namesakes:
            return not self._lexicon.offices.suffix(self._keys[max(0, start - LONGEST_HEAD) : start])
        opens_as_place = size > 2 and " ".join(self._keys[start : start + 2]) in self._lexicon.provinces
        if name in self._lexicon.wide_places or opens_as_place:
            return True
        return name in self._lexicon.communes and (size > 2 or head is Head.PLACE)

    def _rule(self, start: int, end: int, head: Head) -> str | None:
        """What makes the run a person's name, or None where nothing does yet."""
        size = end - start
        if size == 1:
            return self._rule_of_word(start) if head is Head.PERSON else None
        surname = self._keys[start] in self._lexicon.surnames
        if shouts(self.tokens[start].text) and not surname:
            return None
        foreign = is_foreign(self._keys[start:end])
        if head in _TAKES_NAME and (surname or head is Head.PERSON or (foreign and head is Head.STATE)):
            return "address" if surname else "address-given"
        if (
            any(map(_HIGHLAND.match, self._keys[start:end]))
            or self._keys[end - 1] in self._lexicon.surnames_last
        ):
            return "highland"
        if (surname or (foreign and head is Head.PLACE)) and self._has_office_before(start):
            return "office"
        return self._rule_of_form(start, end, head) if head is not Head.PLACE or size > 2 else None

    def _rule_of_word(self, index: int) -> str | None:
        """What a form of address makes of the single word behind it."""
        if _HIGHLAND.match(self._keys[index]):
            return "highland"
        return "short" if self._stands_alone(index) else None

    def _rule_of_form(self, start: int, end: int, head: Head) -> str | None:
        """What the name's own words make of it, with what is told of it."""
        first, second = self._keys[start : start + 2]
        surname = first in self._lexicon.surnames
        if end - start > 2 and (surname or second in self._lexicon.name_markers):
            return "surname"
        told = head is Head.CALLING or self._is_told_of(end)
        if not told or " ".join(self._keys[start:end]) in self._lexicon.communes:
            return None
        if surname:
            return "surname-short"
        weak = first in self._lexicon.surnames_weak and end - start > 2
        return "weak-surname" if weak and self._is_np(start, end) else None

    def _is_np(self, start: int, end: int) -> bool:
        """Whether the tagger, too, reads the words as one proper name."""
        span = (self.tokens[start].start, self.tokens[end - 1].end, "Np")
        return any((word.start, word.end, word.pos) == span for word in self._sentence.words)

    def _has_office_before(self, start: int) -> bool:
        """Whether an office stands before the name, with nothing between but its body."""
        for index in range(start - 1, max(-1, start - _REACH), -1):
            if self._keys[index] in _BREAKS:
                return False
            if self._lexicon.offices.match(self._keys, index):
                return True
        return False

    def _is_told_of(self, end: int) -> bool:
        """Whether what follows the name is said of people: speech, birth, an office."""
        marked = end < len(self._keys) and self._keys[end] in {",", "-", "("}
        at = end + 1 if marked else end
        if self._lexicon.after_names.match(self._keys, at):
            return True
        if not marked or at == len(self._keys):
            return False
        aged = self._keys[end] == "(" and self._keys[at].isdigit()
        return aged or self._lexicon.offices.match(self._keys, at) is not None

    def _stands_alone(self, index: int) -> bool:
        """Whether the word is a name by itself and no part of a longer word (`Tổng` in `Tổng cục`)."""
        token = self.tokens[index]
        opens_office = self._lexicon.offices.match(self._keys, index + 1)
        opens_address = self._lexicon.heads.get(" ".join(self._keys[index + 1 : index + 3])) is Head.PERSON
        if len(token.text) == 1 or shouts(token.text) or opens_office or opens_address:
            return False
        return not self._runs_on(index)

    def _place_border(self, start: int, end: int, head: Head) -> int | None:
        """Where a person's name begins behind a place name at the start of the run, or None."""
        places = self._lexicon.wide_places
        for size in range(min(4, end - start - 2), 0, -1):
            place, border = " ".join(self._keys[start : start + size]), start + size
            known = place in places or (head in {Head.PLACE, Head.THING} and place in self._lexicon.communes)
            named = self._lexicon.is_surname(self._keys[border]) or (
                is_foreign(self._keys[border:end]) and self._has_office_before(start)
            )
            rest = " ".join(self._keys[border:end])
            if known and named and rest not in self._lexicon.wide_places and end - border <= _LONGEST_NAME:
                return border
        if head in {Head.THING, Head.PLACE}:
            for border in range(start + 2, end - 2):
                if self._keys[border] in self._lexicon.surnames:
                    return border
        return None

    def _start_of_name(self, start: int, end: int) -> int:
        """Where the name begins in a run that opens with something else (`Trạng Trình Nguyễn Văn A`)."""
        opens_sentence = start == 0 or self._keys[start - 1] in _BREAKS
        if opens_sentence and self._keys[start] in self._lexicon.surnames_weak:
            return start + (
                end - start > 3 and self._keys[start + 1] in self._lexicon.surnames
            )  # Từ Lê Văn A
        if self._lexicon.is_surname(self._keys[start]) or self._keys[start] in self._lexicon.saints:
            return start
        borders = (i for i in range(start + 1, end - 2) if self._keys[i] in self._lexicon.surnames)
        return next(borders, start)

    def _cut(self, start: int, end: int) -> int:
        """The end of the name, or of the first of two names that touch, in a run that is too long for one."""
        if end - start <= _LONGEST_NAME:
            return end
        for border in range(start + 2, end - 1):
            if self._keys[border] in self._lexicon.surnames:
                return border
        return start + _LONGEST_NAME - 1
