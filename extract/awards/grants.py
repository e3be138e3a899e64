"""What stands behind a verb of honour: awards, each with its givers and receivers.

`read_grants(marks)` reads `Cờ thi đua của X cho A, B; Bằng khen cho 5 tập thể, ông C` as two
grants. Receivers are the members of the list behind `cho` or `tặng`; a description of a
member (`ông A, Giám đốc Công ty B`) is not a member, and a reason ends the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from extract.awards.marks import ENTITIES, Kind, Mark

_SEPARATORS = frozenset({Kind.COMMA, Kind.AND, Kind.SEMICOLON, Kind.LIST, Kind.AMONG, Kind.DASH})
_GOVERNING = frozenset(
    {Kind.VERB, Kind.COMMA, Kind.AND, Kind.SEMICOLON, Kind.PASSIVE, Kind.GIFT, Kind.LIST, Kind.AMONG, Kind.IS}
)
_NAMED_BODIES = frozenset({Kind.BODY, Kind.OFFICE})


@dataclass(frozen=True)
class Party:
    """A giver or receiver as the sentence names it."""

    mark: Mark
    office: Mark | None = None
    """The office of a person, where it stands beside the name."""


@dataclass
class Grant:
    """Awards that share their receivers."""

    awards: list[Mark] = field(default_factory=list)
    issuers: dict[int, list[Mark]] = field(default_factory=dict)
    """By the position of the award in `awards`; empty where it says no more than `của các cấp`."""
    receivers: list[Party] = field(default_factory=list)
    elided: bool = False
    """Whether the awards have receivers of their own, without a verb (`A đoạt giải Nhất, B giải Nhì`)."""
    some: bool = False
    """Whether the receivers are only some of those spoken of (`trong đó có`)."""


class _Mode(Enum):
    OBJECT = auto()
    AWARD = auto()
    NEXT = auto()
    OF = auto()
    BY = auto()
    RECEIVERS = auto()
    IDLE = auto()


def _is_governed(marks: Sequence[Mark], at: int) -> bool:
    """Whether a verb or a list stands right before the award: `giải Cống hiến` may be a tournament."""
    return at == 0 or marks[at - 1].kind in _GOVERNING


def read_grants(marks: Sequence[Mark], *, receivers_behind: bool) -> list[Grant]:
    """The grants in the marks behind a verb.

    `receivers_behind` says that the verb's receivers are looked for here, not before it:
    then a person or body between the verb and the first award is one.
    """
    reader = _GrantReader(receivers_behind=receivers_behind)
    for at, mark in enumerate(marks):
        reader.take(marks, at, mark)
    return reader.grants()


class _GrantReader:
    """Goes through the marks once; `_mode` says what an entity would be here."""

    def __init__(self, *, receivers_behind: bool) -> None:
        self._receivers_behind = receivers_behind
        self._mode = _Mode.OBJECT if receivers_behind else _Mode.IDLE
        self._done: list[Grant] = []
        self._grant = Grant()
        self._item_opens = True
        self._member = Kind.WORD
        self._described = False
        self._reasoned = False
        self._gift = False
        self._closing = False
        self._separator = Kind.LIST
        self._next_subject: list[Party] = []

    def grants(self) -> list[Grant]:
        """What was read: grants with at least one award."""
        return [grant for grant in [*self._done, self._grant] if grant.awards]

    def take(self, marks: Sequence[Mark], at: int, mark: Mark) -> None:
        """Go on with a mark."""
        match mark.kind:
            case Kind.AWARD:
                self._take_award(marks, at)
            case kind if kind in _SEPARATORS:
                self._take_separator(mark)
            case Kind.OF | Kind.BY | Kind.TO:
                self._take_link(mark)
            case Kind.VERB:
                self._take_verb(marks, at)
            case Kind.GIFT:
                self._gift = bool(self._grant.receivers) or self._gift
                self._mode = _Mode.IDLE if self._mode is _Mode.RECEIVERS else self._mode
            case kind if kind in ENTITIES:
                self._take_entity(marks, at)
            case _:
                self._take_word(mark)

    def _take_award(self, marks: Sequence[Mark], at: int) -> None:
        award = marks[at].award
        if award is None:
            return
        if (award.titled or award.unproven) and not _is_governed(marks, at):
            return
        if self._grant.awards and (self._closing or self._next_subject):
            self._done.append(self._grant)
            self._grant = Grant(receivers=self._next_subject, elided=bool(self._next_subject))
            self._closing = False
        self._next_subject = []
        self._grant.awards.append(marks[at])
        self._described = self._reasoned = False
        self._mode = _Mode.AWARD
        self._gift = False

    def _take_link(self, mark: Mark) -> None:
        """`của` and `do` bring in a giver, `cho` the receivers."""
        self._next_subject = []
        if mark.kind is Kind.TO:
            ended = self._grant.receivers and (self._reasoned or self._described)
            if self._receivers_behind and not ended:
                self._open_receivers()
        elif mark.kind is Kind.BY:
            self._mode = _Mode.BY if self._grant.awards and not self._grant.receivers else _Mode.IDLE
        elif self._mode is _Mode.AWARD:
            self._mode = _Mode.OF

    def _open_receivers(self) -> None:
        if self._mode is _Mode.OBJECT or (self._grant.awards and not self._gift):
            self._mode = _Mode.RECEIVERS
            self._item_opens = True
            self._described = self._reasoned = False

    def _take_separator(self, mark: Mark) -> None:
        if mark.kind is Kind.AMONG:
            self._grant.some = True
            self._open_receivers()
        elif self._mode is _Mode.RECEIVERS:
            if mark.kind is Kind.SEMICOLON:
                self._described = self._reasoned = False
            self._item_opens = not self._reasoned
            self._separator = mark.kind
        elif mark.kind is Kind.LIST and self._grant.awards and not self._grant.receivers:
            if self._mode in {_Mode.AWARD, _Mode.OF} and not mark.name:
                self._part_last_award()
            self._open_receivers()
        elif mark.kind is Kind.SEMICOLON and self._mode in {_Mode.OF, _Mode.BY}:
            self._mode = _Mode.IDLE
        elif self._mode is _Mode.AWARD:
            self._mode = _Mode.NEXT

    def _part_last_award(self) -> None:
        """Give the last award a grant of its own: what follows its colon is its receivers alone."""
        last = len(self._grant.awards) - 1
        parted = Grant([self._grant.awards.pop()], elided=True)
        if last in self._grant.issuers:
            parted.issuers[0] = self._grant.issuers.pop(last)
        self._done.append(self._grant)
        self._grant = parted

    def _take_verb(self, marks: Sequence[Mark], at: int) -> None:
        """A second verb: `trao … tặng A` hands on to the receivers, `do X trao tặng` ends the giver."""
        self._next_subject = []
        if self._mode is _Mode.BY:
            if marks[at].name == "organise":
                self._drop_organisers()
            self._mode = _Mode.IDLE
        elif at + 1 < len(marks) and marks[at + 1].kind in ENTITIES and not self._grant.receivers:
            self._open_receivers()
        else:
            self._mode = _Mode.IDLE

    def _take_entity(self, marks: Sequence[Mark], at: int) -> None:
        mark = marks[at]
        before = marks[at - 1] if at else None
        match self._mode:
            case _Mode.OBJECT:
                self._grant.receivers.append(Party(mark))
            case _Mode.AWARD:
                self._take_behind_award(marks, at)
            case _Mode.OF | _Mode.BY:
                if mark.kind in _NAMED_BODIES | {Kind.GROUP}:
                    self._add_issuer(mark, every=self._mode is _Mode.BY)
            case _Mode.RECEIVERS:
                self._take_receiver(mark, before)
            case _Mode.NEXT if not self._receivers_behind:
                described = self._next_subject and self._next_subject[-1].mark.kind is Kind.PERSON
                if not (described and mark.kind in _NAMED_BODIES):
                    self._next_subject.append(Party(mark))
            case _:
                pass

    def _take_behind_award(self, marks: Sequence[Mark], at: int) -> None:
        """What follows an award without a link: `Bằng khen Bộ Tài chính`, `Giấy khen (có) 5 tập thể`."""
        mark = marks[at]
        kinds = [before.kind for before in marks[max(0, at - 2) : at]]
        if mark.kind is Kind.GROUP and mark.count is not None:
            if kinds[-1:] == [Kind.AWARD] or kinds == [Kind.AWARD, Kind.ADVERB]:
                if not self._receivers_behind:
                    self._part_last_award()
                self._closing = True
                self._grant.receivers.append(Party(mark))
        elif kinds[-1:] == [Kind.AWARD] and mark.kind in _NAMED_BODIES and not mark.unknown:
            self._add_issuer(mark, every=False)

    def _drop_organisers(self) -> None:
        """Who holds a contest (`do X tổ chức`) gives only the prizes that bear its name."""
        for position, mark in enumerate(self._grant.awards):
            if mark.award is not None and not mark.award.of_contest:
                self._grant.issuers.pop(position, None)

    def _add_issuer(self, mark: Mark, *, every: bool) -> None:
        last = len(self._grant.awards) - 1
        positions = [n for n in range(last) if n not in self._grant.issuers] if every else []
        for position in [*positions, last]:
            self._grant.issuers.setdefault(position, []).append(mark)

    def _take_receiver(self, mark: Mark, before: Mark | None) -> None:
        if self._item_opens:
            self._item_opens = False
            if self._is_member(mark):
                self._closing = True
                if self._separator is Kind.LIST and self._grant.receivers[-1:] and self._member is Kind.GROUP:
                    self._grant.receivers.pop()
                self._grant.receivers.append(Party(mark))
                self._member = mark.kind
            return
        last = self._grant.receivers[-1] if self._grant.receivers else None
        if before is None or last is None or mark.kind is not Kind.PERSON:
            return
        if before is last.mark and before.introduces:
            self._grant.receivers[-1] = Party(mark, before if before.kind is Kind.OFFICE else None)
            self._member = Kind.PERSON
        elif before.kind is Kind.OF and last.mark.kind is Kind.GROUP and last.mark.count is None:
            self._grant.receivers[-1] = Party(mark)
        elif before.kind is Kind.OFFICE:
            self._grant.receivers.append(Party(mark, before))

    def _is_member(self, mark: Mark) -> bool:
        """Whether an entity that opens an item belongs to the list."""
        if self._described:
            return mark.kind is Kind.PERSON or mark.count is not None
        aside = self._separator in {Kind.COMMA, Kind.DASH} and self._grant.receivers
        return not (
            aside and self._member is Kind.PERSON and (mark.is_bare_group or mark.kind in _NAMED_BODIES)
        )

    def _take_word(self, mark: Mark) -> None:
        if self._mode is _Mode.RECEIVERS:
            self._reasoned = self._reasoned or mark.kind is Kind.REASON
            self._described = self._described or not self._item_opens
            self._item_opens = self._item_opens and mark.kind is Kind.ADVERB
            self._described = self._described or mark.kind is Kind.WORD
        elif self._mode is _Mode.OF and mark.kind is Kind.WORD:
            self._grant.issuers.setdefault(len(self._grant.awards) - 1, [])
            self._mode = _Mode.IDLE
        elif mark.kind is Kind.ADVERBIAL or self._mode in {_Mode.OF, _Mode.NEXT}:
            self._mode = _Mode.OBJECT if self._mode is _Mode.OBJECT else _Mode.IDLE
