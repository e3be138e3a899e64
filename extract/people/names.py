"""Names of people in one sentence: runs of capitals, cut where a name ends and begins.

A run is cut behind forms of address, before roles, and between a place and a name that
touch (`tỉnh Sơn La Cầm Ngọc Minh`). What is left is judged by `extract.people.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.fact import Span
from extract.language import Sentence, Token
from extract.people.lexicon import Head, is_foreign, is_vietnamese
from extract.people.line import BREAKS, NameLine, name_line
from extract.people.rules import Verdict, judge

_LONGEST_NAME = 5
_SHORTEST_NAME = 2
_LONGEST_PLACE = 4
_LONGEST_BEFORE = 3
"""Most words of a name before a last one that is a common word too."""
_BEFORE_COLON = (Head.CREDIT, Head.PERSON)
_BEFORE_NAME = (Head.PERSON, Head.CALLING, Head.STATE, Head.PLACE, Head.THING)
_OPENS_OFFICE = frozenset({",", "-", "("})
"""Keys of the marks between a name and its office."""
_LINK = ">>"
"""What pages put before the headline of another story, whose people are not in this one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name at one place.

    `rule` says what speaks for a person, None where nothing does yet; `against` is true
    where the place speaks for something else (`đường Lê Lợi`).
    """

    tokens: tuple[Token, ...]
    key: tuple[str, ...]
    rule: str | None
    against: bool
    linked: bool
    """Whether only a comma or the like stands between the run before and this one."""

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
    line = name_line(sentence)
    reader = _Reader(line)
    found = [candidate for start, end in line.runs() for candidate in reader.read_run(start, end)]
    link = sentence.text.find(_LINK)
    return _complete_lists([c for c in found if link < 0 or c.span.start < sentence.start + link], line)


def _complete_lists(found: Sequence[Candidate], line: NameLine) -> list[Candidate]:
    """The candidates, those made people that a list joins to one (`như Đan Trường, Cao Thái Sơn`)."""
    listed = {
        (before if before.rule is None else after).span
        for before, after in pairwise(found)
        if after.linked and (before.rule is None) != (after.rule is None)
    }
    return [
        replace(candidate, rule="list")
        if candidate.span in listed and not candidate.against and _may_be_listed(candidate, line)
        else candidate
        for candidate in found
    ]


def _may_be_listed(candidate: Candidate, line: NameLine) -> bool:
    """Whether a candidate of some words has a family name or initial first, or is one name to the tagger."""
    first = candidate.key[0]
    if len(candidate.key) == 1 or line.is_loud:
        return False
    start = line.tokens.index(candidate.tokens[0])
    return (
        line.lexicon.is_surname(first)
        or len(first) == 1
        or line.is_one_name(start, start + len(candidate.key))
    )


class _Reader:
    """The walk over the runs of one sentence; it remembers the run before, for lists."""

    def __init__(self, line: NameLine) -> None:
        self._line = line
        self._keys = line.keys
        self._lexicon = line.lexicon
        self._last_person = (-1, -1)
        self._last_end = -1
        self._last_head = Head.NOTHING

    def read_run(self, start: int, end: int) -> Iterator[Candidate]:
        """The candidates of the run of tokens from `start` to `end`."""
        linked = self._continues_list(start)
        head = self._head(start)
        if head is Head.NOTHING and linked and self._last_head is Head.THING:
            head = Head.THING
        known = self._known(start, end)
        if not known:
            start, head = self._skip_openings(start, end, head)
            known = self._known(start, end)
        if known:
            yield from self.read_run(start + known, end)
            return
        stop = self._stop(start, end, head)
        if start < stop:
            stop = self._end_of_name(start, stop, head)
            linked = linked and head not in (Head.PLACE, Head.THING)
            candidate = self._candidate(start, stop, head, linked=linked)
            if candidate.rule is not None:
                self._last_person = start, stop
            yield candidate
            self._last_end, self._last_head = stop, head
        follows = stop if start < stop else stop + 1
        if follows < end:
            yield from self.read_run(follows, end)

    def _known(self, start: int, end: int) -> int:
        """How many words that open the run are a name with an address in it (`Bà Rịa`, `Hai Bà Trưng`)."""
        words = self._keys[start : min(start + _LONGEST_PLACE, end)]
        stops = self._lexicon.name_stops
        if stops.isdisjoint(words):
            return 0
        for size in range(len(words), 1, -1):
            name = self._line.phrase(start, start + size)
            known = name in self._lexicon.wide_places or name in self._lexicon.namesakes
            if known and not stops.isdisjoint(words[:size]):
                return size
        return 0

    def _continues_list(self, start: int) -> bool:
        return self._last_end >= 0 and self._line.phrase(self._last_end, start) in self._lexicon.joiners

    def _head(self, index: int) -> Head:
        """What the words that end right before `index` say; the longest phrase counts."""
        mark = self._keys[index - 1] if index else ""
        if mark == ":" or (mark == "." and index > 1):  # Ảnh: …, các đồng chí: …, TS. …
            index -= 1
        if index == 0 or self._keys[index - 1] not in self._lexicon.head_ends:
            return Head.NOTHING
        heads = (
            self._lexicon.heads.get(self._line.phrase(index - size, index), Head.NOTHING)
            for size in range(min(self._lexicon.longest_head, index), 0, -1)
        )
        said = _BEFORE_COLON if mark == ":" else _BEFORE_NAME
        return next((head for head in heads if head in said), Head.NOTHING)

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
        for size in range(min(self._lexicon.longest_head, end - start), 0, -1):
            if self._keys[start + size - 1] not in self._lexicon.head_ends:
                continue
            for before in range(min(3, start) if size > 1 else 0, -1, -1):
                head = self._lexicon.heads.get(self._line.phrase(start - before, start + size))
                if (
                    head
                    and not self._opens_place(start, end)
                    and not (size == 1 and self._opens_name(start, end))
                ):
                    return size, Head.NOTHING if head is Head.CREDIT else head
        return 0, Head.NOTHING

    def _opens_place(self, start: int, end: int) -> bool:
        """Whether a known place begins like a kind of place (`Bến Tre`, `Cầu Giấy`)."""
        ends = range(start + 2, min(start + _LONGEST_PLACE, end) + 1)
        return not self._lexicon.wide_places.isdisjoint(self._line.phrase(start, at) for at in ends)

    def _opens_name(self, start: int, end: int) -> bool:
        """Whether the first word is a family name here and no head (`Đường Văn Lâm`, not `Đường Lê Lợi`)."""
        named = self._lexicon.is_surname(self._keys[start])
        return named and not (start + 2 < end and self._keys[start + 1] in self._lexicon.surnames)

    def _stop(self, start: int, end: int, head: Head) -> int:
        """Where the first word stands that is no part of a name; a family name behind an address is one."""
        named = start < end and head is Head.PERSON and self._lexicon.is_surname(self._keys[start])
        stops = (i for i in range(start + named, end) if self._keys[i] in self._lexicon.name_stops)
        return next((i for i in stops if not self._is_given_name(start, i, end, head)), end)

    def _is_given_name(self, start: int, index: int, end: int, head: Head) -> bool:
        """Whether a word that mostly begins something else is of the name here (`Lê Văn Được cho biết`)."""
        line, surnames = self._line, self._lexicon.surnames
        if self._keys[start] not in surnames and head is not Head.PERSON:  # a place, and a name behind it
            behind = range(max(start + 1, index - _LONGEST_BEFORE), index)
            start = next((i for i in behind if self._keys[i] in surnames), index)
        if line.is_loud or index - start > _LONGEST_BEFORE or line.opens_office(index):
            return False
        marked = index - start > 1 and self._keys[index - 1] in self._lexicon.name_markers
        if not marked and (line.opens_word(index) or line.phrase(start, index) in self._lexicon.wide_places):
            return False
        if index + 1 == end and (line.is_set_off_behind(end) or line.is_told_of(end)):
            return index > start or head is Head.PERSON
        return self._keys[index] not in self._lexicon.name_openers and self._is_unfinished(start, index, end)

    def _is_unfinished(self, start: int, index: int, end: int) -> bool:
        """Whether the words up to `index` are hardly a whole name, so that the one there belongs to it."""
        family, size = self._keys[start] in self._lexicon.surnames, index - start
        if size > 1 and self._keys[index - 1] in self._lexicon.name_middles:
            return True
        return family and (size == 1 or (size == _SHORTEST_NAME and index + 1 == end))

    def _end_of_name(self, start: int, end: int, head: Head) -> int:
        """The end of the run without a last word that belongs to what follows (`Lê Văn An Phát biểu`)."""
        may_be_name = head is Head.PERSON or self._lexicon.is_surname(self._keys[start])
        if end - start < 2 or end == len(self._keys) or not may_be_name:
            return end
        foreign = not is_vietnamese(self._keys[end - 1])
        is_label = foreign and self._keys[end] == ":"  # Stylist:
        return end - 1 if is_label or (not foreign and self._line.runs_on(end - 1)) else end

    def _candidate(self, start: int, end: int, head: Head, *, linked: bool) -> Candidate:
        """The candidate of a run without heads and stops, cut from a place that it begins with."""
        border = self._place_border(start, end, head) if end - start > 2 and head is not Head.PERSON else None
        if border:
            start, verdict = border, Verdict("after-place")
        else:
            start = self._start_of_name(start, end)
            end = self._cut(start, end)
            verdict = Verdict() if self._is_firm(start, end) else judge(self._line, start, end, head)
        return Candidate(
            tokens=self._line.tokens[start:end],
            key=self._keys[start:end],
            rule=verdict.rule,
            against=verdict.against,
            linked=linked and not border,
        )

    def _is_firm(self, start: int, end: int) -> bool:
        """Whether a short name ends the office of the person before (`ông Lê Văn A, Giám đốc Tân Hưng`)."""
        first, *others = self._keys[start:end]
        family = first in self._lexicon.surnames
        if (family and len(others) > 1) or (others and others[0] in self._lexicon.name_markers):
            return False
        last, mark = self._last_person
        return (
            0 <= last < mark < start
            and self._keys[mark] in _OPENS_OFFICE
            and self._lexicon.offices.whole(self._keys[mark + 1 : start])
            and not self._line.has_office_before(last)
        )

    def _place_border(self, start: int, end: int, head: Head) -> int | None:
        """Where a person's name begins behind a place name at the start of the run, or None."""
        lexicon = self._lexicon
        if lexicon.royal.match(self._keys, start):
            return None
        for size in range(min(_LONGEST_PLACE, end - start - 2), 0, -1):
            place, border = self._line.phrase(start, start + size), start + size
            known = place in lexicon.wide_places or (
                head in (Head.PLACE, Head.THING) and place in lexicon.communes
            )
            if (
                known
                and not self._is_own_name(start, border, head)
                and end - border <= _LONGEST_NAME
                and self._may_follow_place(start, border, end)
            ):
                return border
        if head in (Head.THING, Head.PLACE):
            return next((i for i in range(start + 2, end - 2) if self._keys[i] in lexicon.surnames), None)
        return None

    def _is_own_name(self, start: int, border: int, head: Head) -> bool:
        """Whether what may be a place or a people is the family name of what follows (`và Thái Thị Hoa`)."""
        if border - start > 1 or not self._lexicon.is_surname(self._keys[start]):
            return False
        following = self._keys[border]
        if following in self._lexicon.name_markers:
            return True
        is_place = head in (Head.PLACE, Head.THING) and following in self._lexicon.surnames
        return self._keys[start] in self._lexicon.surnames and not is_place

    def _may_follow_place(self, start: int, border: int, end: int) -> bool:
        """Whether the words from `border` on are a name and no further place."""
        if self._line.phrase(border, end) in self._lexicon.wide_places:
            return False
        if self._lexicon.is_surname(self._keys[border]):
            return True
        abroad = self._line.phrase(start, border) in self._lexicon.countries
        foreign = abroad or is_foreign(self._keys[border:end])
        return foreign and self._line.has_office_before(start)

    def _start_of_name(self, start: int, end: int) -> int:
        """Where the name begins in a run that opens with something else (`Trạng Trình Nguyễn Văn A`)."""
        first = self._keys[start]
        if self._lexicon.royal.match(self._keys, start):
            return start
        opens_sentence = start == 0 or self._keys[start - 1] in BREAKS
        if opens_sentence and first in self._lexicon.surnames_weak:
            is_other = end - start > 3 and self._keys[start + 1] in self._lexicon.surnames  # Từ Lê Văn A
            return start + is_other
        saint = not self._lexicon.saints.isdisjoint((first, self._line.phrase(start, start + 2)))
        if saint or self._lexicon.is_surname(first):
            behind = range(start + 2, end - 2) if end - start >= _LONGEST_NAME else ()
            return next((i for i in behind if self._begins_marked(i)), start)
        borders = (i for i in range(start + 1, end - 2) if self._begins_name(i))
        return next(borders, start)

    def _begins_name(self, index: int) -> bool:
        """Whether a family name stands at `index`: a sure one, or one with a middle name behind it."""
        return self._keys[index] in self._lexicon.surnames or self._begins_marked(index)

    def _begins_marked(self, index: int) -> bool:
        """Whether a family name and a middle name stand at `index` (`bản Hạ Sơn Giàng A Páo`)."""
        marked = self._keys[index + 1] in self._lexicon.name_markers
        return marked and self._lexicon.is_surname(self._keys[index])

    def _cut(self, start: int, end: int) -> int:
        """The end of the name, or of the first of two names that touch, in a run that is too long for one."""
        family = max(1, self._lexicon.royal.end(self._keys, start) - start)
        longest = _LONGEST_NAME - 1 + family
        if end - start <= longest:
            return end
        borders = (i for i in range(start + family + 1, end - 1) if self._keys[i] in self._lexicon.surnames)
        return next(borders, start + longest - 1)
