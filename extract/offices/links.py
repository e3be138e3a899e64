"""Who holds which office: the people and office phrases of a sentence, bound by what stands between.

The sentence is read as a row of items, names and office phrases, with a gap between each
two (`extract.offices.gaps`). An office before a name waits for it; an office behind a name
is its holder's, where the gap binds. An office said of several (`các đồng chí Ủy viên …: A, P;
B, Q`) goes to each of the list, until the list ends or another is introduced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile

from extract.fact import Change
from extract.offices.gaps import Gap, opens_with_preposition, read_gap
from extract.offices.grammar import OfficePhrase
from extract.offices.roles import Kind
from extract.offices.words import Line

_LONGEST_PLACE = 6
_LONGEST_ITEM = 30
_LONGEST_ENDING = 6


class Rule(StrEnum):
    """How an office was bound to its holder."""

    TOUCHING = "office-name"
    """`Chủ tịch UBND huyện Nguyễn Văn A`."""
    BEFORE = "office-comma-name"
    """`Trên cương vị Chủ tịch UBND huyện, ông A`."""
    AFTER = "name-office"
    """`ông A, Chủ tịch UBND huyện`; `A - P`; `A (P)`."""
    HOLDS = "name-holds-office"
    """`ông A là Chủ tịch UBND huyện`; `A, P kiêm Q`."""
    APPOINTED = "name-given-office"
    """`bổ nhiệm ông A giữ chức Q`; `A … thôi giữ chức Q`."""
    GIVEN = "office-given-name"
    """`miễn nhiệm chức danh Q đối với ông A`."""
    GROUP = "office-of-group"
    """`các đồng chí Ủy viên …: A; B`."""
    SHARED = "names-share-office"
    """`các đồng chí: A, B, Phó Chủ tịch …`."""
    PRONOUN = "pronoun-office"
    """`Ông từng giữ chức Q`."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence, by token numbers."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Holding:
    """An office phrase with its holder."""

    name: str
    phrase: OfficePhrase
    former: bool
    rule: Rule
    change: Change | None = None
    """What the sentence says of its beginning or end (`extract.offices.changes`)."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """An office phrase, and whether it is said to be past."""

    phrase: OfficePhrase
    former: bool


@dataclass(slots=True)
class Context:
    """What a sentence hands on to the next: who it was about, and the heading of a list."""

    subject: str | None = None
    """The person whom a pronoun stands for: the first that the last sentence with names names."""
    heading: list[_Stated] = field(default_factory=list)
    """The offices of a heading that ends in a colon, while its list goes on."""
    bullet: str | None = None
    """What the items of that list begin with; None before the first."""
    paragraph: int | None = None
    """The paragraph read last."""
    numbered: bool = False
    """Whether no more than an item's number was read last."""

    def heading_of(self, line: Line) -> Sequence[_Stated]:
        """The offices of the heading that the sentence is an item of, if it is one.

        The items of a list begin alike: with a dash, with a number, or with a name; those
        with a name are short, and no full sentences.
        """
        opens = line.sentence.paragraph != self.paragraph
        numbered, self.numbered = self.numbered, len(line) <= 2 and line.keys[0].isdigit()
        if opens and self.numbered:
            return ()  # "1." stands before the item's sentence
        self.paragraph = line.sentence.paragraph
        if not self.heading or not opens:
            return ()
        bullet = "number" if numbered else _bullet(line)
        if self.bullet is None:
            self.bullet = bullet
        sentence = len(line) > _LONGEST_ITEM or line.keys[-1] == "."
        if bullet != self.bullet or (bullet == "" and sentence):
            self.heading, self.bullet = [], None
        return self.heading


def _bullet(line: Line) -> str:
    """What kind of mark the line begins with: a dash or the like, a number, or none."""
    first = line.keys[0]
    return "number" if first[:1].isdigit() else "" if first[:1].isalpha() else first


def link(
    line: Line, names: Sequence[Named], offices: Sequence[OfficePhrase], context: Context
) -> list[Holding]:
    """The holdings that a sentence states; `context` is read and brought up to date."""
    linker = _Linker(line, context)
    linker.read(sorted([*names, *offices], key=lambda item: item.start))
    if names:
        context.subject = names[0].name
    return linker.holdings


class _Group:
    """The offices said of a list of people, and where the list ends."""

    def __init__(self, offices: Sequence[_Stated] = (), *, addressed: bool = False) -> None:
        self.offices = tuple(offices)
        self._addressed = addressed
        self._separator: str | None = None

    def goes_on(self, gap: Gap, *, first: bool) -> bool:
        """Whether the list goes on behind this gap; `first` where nobody of it was named yet."""
        if gap.plural or not (gap.lists or (first and gap.heads)):
            return False
        if first:
            self._addressed = self._addressed or gap.addressed
            return True
        if gap.addressed and not self._addressed:
            return False  # a new introduction
        mark = ";" if ";" in gap.words else ","
        self._separator = self._separator or mark
        return mark in {",", self._separator}


class _Linker:
    """One pass over the items of a sentence."""

    def __init__(self, line: Line, context: Context) -> None:
        self.holdings: list[Holding] = []
        self._line, self._context = line, context
        self._owner: str | None = None
        """The person whom an office in apposition would belong to."""
        self._replaced: str | None = None
        """The person before, where the one before that takes his or her place."""
        self._after_name = False
        """Whether the item before is a name, not an office."""
        self._oblique = False
        """Whether the name before is the object of a preposition that opens the sentence."""
        self._former = False
        """Whether the owner's office before is past: so are those that it is joined with."""
        self._waiting: list[_Stated] = []
        """Offices that wait for a name."""
        self._opening = read_gap(())
        """The gap before the first of them."""
        self._group = _Group(context.heading_of(line))
        self._row: list[str] = []
        """The names of a list, since its last office."""
        self._row_plural = False
        self._end = 0
        """The token behind the item before."""
        self._brackets: list[str | None] = []
        """The owners of before each open bracket."""

    def read(self, items: Sequence[Named | OfficePhrase]) -> None:
        """Bind the items of the sentence, in their order."""
        for number, item in enumerate(items):
            gap = read_gap(self._line.keys[self._end : item.start])
            self._unbracket(gap)
            if isinstance(item, Named):
                self._oblique = opens_with_preposition(self._line.keys[: item.start])
                self._read_name(item.name, gap)
            else:
                following = items[number + 1] if number + 1 < len(items) else None
                self._read_office(item, gap, awaits=self._awaits(item, gap, following))
            self._end = item.end
        self._close(read_gap(self._line.keys[self._end :]))

    def _awaits(self, office: OfficePhrase, gap: Gap, following: Named | OfficePhrase | None) -> bool:
        """Whether the office is that of the name that follows, not of one before."""
        if not isinstance(following, Named):
            return False
        behind = read_gap(self._line.keys[office.end : following.start])
        if gap.confers and behind.to_person:
            return True
        if behind.addressed and self._owner is not None and self._after_name and gap.joins:
            return False  # "ông A, Chủ tịch UBND huyện đồng chí B": a mark is missing
        touches = behind.touching or (behind.heads and not behind.opens)
        return touches and not gap.gives and not gap.holds

    def _close(self, gap: Gap) -> None:
        """The end of the sentence: a heading that ends in a colon is handed on."""
        if gap.heads and self._waiting:
            self._context.heading, self._context.bullet = self._waiting, None

    def _unbracket(self, gap: Gap) -> None:
        """What follows a closed bracket is said of the person before it was opened."""
        for _ in range(min(gap.closes, len(self._brackets))):
            self._owner, self._after_name, self._waiting = self._brackets.pop(), True, []
        if gap.opens:
            self._brackets.append(self._owner)

    def _read_name(self, name: str, gap: Gap) -> None:
        if self._owner and self._after_name and gap.replaces:
            self._replaced = name  # "A thay B giữ chức Q": what follows is A's
            return
        if self._waiting:
            self._read_name_behind_office(name, gap)
        else:
            self._read_name_of_list(name, gap)
        self._owner, self._after_name, self._former = name, True, False

    def _read_name_behind_office(self, name: str, gap: Gap) -> None:
        rule, waiting, opening = self._rule_before(gap), self._waiting, self._opening
        self._waiting = []
        self._row, self._row_plural = [name], gap.plural
        of_several = (opening.plural or gap.plural) and rule is Rule.TOUCHING
        if rule is None:
            self._group = _Group()
        elif rule is Rule.GIVEN or gap.heads or (of_several and not self._group.offices):
            self._group = _Group(waiting, addressed=gap.addressed)
            self._give(name, waiting, Rule.GROUP if of_several else rule)
        else:
            self._give(name, self._group.offices, Rule.GROUP)
            self._give(name, waiting, rule)

    def _rule_before(self, gap: Gap) -> Rule | None:
        """How the offices that wait belong to the name behind this gap, if they do."""
        if self._opening.seeks:
            return None
        if not gap.words or gap.heads:
            return Rule.TOUCHING
        if gap.words in {(",",), ("-",)}:
            introduced = gap.addressed or gap.ranked
            dashed = gap.words == ("-",) and (introduced or not self._opening.words)
            return Rule.BEFORE if dashed or (introduced and not self._opening.of_another) else None
        if gap.is_copula and (gap.addressed or self._opening.plural):
            return Rule.GIVEN if self._opening.plural else Rule.HOLDS
        return Rule.GIVEN if self._opening.confers and gap.to_person else None

    def _read_name_of_list(self, name: str, gap: Gap) -> None:
        if self._group.offices and self._group.goes_on(gap, first=self._owner is None):
            self._give(name, self._group.offices, Rule.GROUP)
        else:
            self._group = _Group()
        if gap.plural or not gap.lists or ";" in gap.words:
            self._row = []
            self._row_plural = gap.plural or (self._row_plural and gap.lists)
        self._row.append(name)

    def _read_office(self, phrase: OfficePhrase, gap: Gap, *, awaits: bool) -> None:
        if self._replaced is not None and gap.of_replaced:
            self._owner = self._replaced
        self._replaced = None
        rule = None if awaits else self._rule_after(phrase, gap)
        if rule is not None:
            self._follow(phrase, gap, rule)
        elif self._waiting and self._joins_waiting(phrase, gap):
            former = gap.held_no_more or (self._waiting[-1].former and not gap.present)
            self._waiting.append(_Stated(phrase, former))
        else:
            self._wait(_Stated(phrase, gap.held_no_more), gap)

    def _joins_waiting(self, phrase: OfficePhrase, gap: Gap) -> bool:
        """Whether an office joins those that wait for the same name."""
        if self._opening.by_proxy or phrase.kind is Kind.TOUCHING:
            return False
        return gap.joins or gap.holds or gap.qualifies

    def _rule_after(self, phrase: OfficePhrase, gap: Gap) -> Rule | None:
        """How an office belongs to the person before this gap, if it does."""
        if self._owner is None:
            return self._rule_of_pronoun(gap)
        if gap.plural or (self._oblique and gap.words == (",",) and self._runs_on(phrase)):
            return None
        if gap.opens:
            return Rule.AFTER if not gap.words or gap.is_aside else None
        if self._after_name:
            apposed = gap.joins or not gap.words or gap.is_aside
        else:
            apposed = gap.joins or gap.words == (";",) or self._names_a_place_more(phrase, gap)
        if apposed or (self._after_name and gap.heads and not self._runs_on(phrase)):
            return Rule.APPOINTED if gap.left else Rule.AFTER
        if gap.holds or gap.qualifies or (gap.moves_on and not self._after_name):
            return Rule.HOLDS
        return Rule.APPOINTED if gap.gives else None

    def _rule_of_pronoun(self, gap: Gap) -> Rule | None:
        """Whether a pronoun and a verb, or a label, give the office to the subject of the sentence before."""
        if self._context.subject is None or not (gap.labels or (gap.addressed and gap.gives)):
            return None
        self._owner = self._context.subject
        return Rule.PRONOUN

    def _names_a_place_more(self, phrase: OfficePhrase, gap: Gap) -> bool:
        """Whether but a name stands between two offices: `Bí thư Tỉnh ủy Hà Bắc, Bắc Ninh, Bí thư …`."""
        between = len(gap.words) > 2 and gap.words[0] == gap.words[-1] == ","
        return between and len(gap.words) <= _LONGEST_PLACE and self._line.names_only(self._end, phrase.start)

    def _runs_on(self, phrase: OfficePhrase) -> bool:
        """Whether the sentence goes on behind the office without a mark."""
        return phrase.end < len(self._line) and self._line.keys[phrase.end][:1].isalnum()

    def _follow(self, phrase: OfficePhrase, gap: Gap, rule: Rule) -> None:
        """The office is the owner's, or that of all in a row of names."""
        goes_on = rule in {Rule.AFTER, Rule.HOLDS} and not (gap.present or phrase.after_career)
        self._former = gap.held_no_more or (self._former and goes_on)
        stated = [_Stated(phrase, self._former or self._has_ended(phrase))]
        if self._after_name and self._row_plural and (phrase.by_many or self._former):
            for name in self._row[:-1]:
                self._give(name, stated, Rule.SHARED)
        if self._owner is not None:
            self._give(self._owner, stated, rule)
        self._row, self._waiting, self._after_name = [], [], False

    def _has_ended(self, phrase: OfficePhrase) -> bool:
        """Whether the words right behind the office say that it has ended."""
        behind = takewhile(
            lambda key: key not in {"(", ")"}, self._line.keys[phrase.end : phrase.end + _LONGEST_ENDING]
        )
        return read_gap(tuple(behind)).retires

    def _wait(self, stated: _Stated, gap: Gap) -> None:
        """The office waits for a name; those that wait already head a list, if a colon says so."""
        if gap.heads and self._waiting and self._opening.plural:
            self._group = _Group(self._waiting)
        elif self._group.offices and not self._group.goes_on(gap, first=self._owner is None):
            self._group = _Group()
        self._waiting, self._opening = [stated], gap
        self._owner, self._after_name = None, False

    def _give(self, name: str, offices: Sequence[_Stated], rule: Rule) -> None:
        self.holdings.extend(
            Holding(name, stated.phrase, stated.former, rule)
            for stated in offices
            if stated.phrase.kind is not Kind.TOUCHING or rule is Rule.TOUCHING
        )
