"""Awards (khen thưởng): who honoured whom with what, and how far it has come.

`find_awards(document, people)` reads only the sentences that name an award: it marks
people, bodies, groups, awards and verbs (`extract.awards.marks`), reads verb by verb who
gives what to whom (`extract.awards.frames`), finds out who a pronoun or a missing subject
stands for (`extract.awards.context`), and joins the tellings of one honour into one
`Award` (`extract.awards.merging`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.awards.context import Context
from extract.awards.frames import Frame, frames
from extract.awards.grants import Grant, Party
from extract.awards.marks import Kind, Mark, mark_reader
from extract.awards.merging import Telling, merge
from extract.awards.phrases import AwardPhrase, reader
from extract.awards.words import Line
from extract.fact import Award, AwardStatus, Span
from extract.language import Document

if TYPE_CHECKING:
    from extract.people import PersonMentions

_SURE = 0.95
_FAIR = 0.88
_DOUBTFUL = 0.75
_BY_PRONOUN = 0.8
_CARRIED = 0.6
_SHORTLY = 300
_WEAK_VERBS = frozenset({"recognise", "belong", "list", "is"})


@dataclass(frozen=True)
class _Receiver:
    """Who receives: a name, or the kind of a group with its number."""

    name: str
    named: bool
    count: int | None
    confidence: float
    mark: Mark | None
    """Where the sentence of the award names the receiver; None where another does."""
    particular: bool = True
    """Not a kind in general (`học sinh đoạt giải sẽ nhận Bằng khen`)."""
    body: str = ""
    """The body in which a person holds the office named beside the name."""


_BEHIND_MANDATE = frozenset({Kind.OF})
"""What may stand between the words that bring in a mandate and the body it is of."""
_BEHIND_DECISION = frozenset({Kind.OF, Kind.WORD, Kind.ADVERBIAL})
"""What may stand between a decision and the body it is of: its number and its day."""


def find_awards(document: Document, people: Sequence[PersonMentions]) -> tuple[Award, ...]:
    """The awards that the document tells of, in the order of their first telling.

    `people` are the persons of the document; of each only its name and mentions are used.
    """
    context = Context(document, people)
    tellings: list[Telling] = []
    issuers: dict[str, str] = {}
    spoken_of: list[_Receiver] = []
    paragraph = -1
    for sentence in document.sentences:
        line = context.line(sentence)
        if sentence.paragraph != paragraph:
            paragraph, spoken_of = sentence.paragraph, []
        if not reader().is_in(line):
            continue
        marks = mark_reader().read(line)
        teller = _Teller(context, line, _mandate(marks), spoken_of)
        for frame in frames(marks):
            tellings.extend(teller.tell(frame))
            _note_issuers(frame, issuers)
        spoken_of = teller.spoken_of
    return merge(tellings, issuers)


def _note_issuers(frame: Frame, issuers: dict[str, str]) -> None:
    """Keep the giver that an award of each kind is first said to come from."""
    for grant in frame.grants:
        for position, givers in grant.issuers.items():
            award = grant.awards[position].award
            if award is not None and givers:
                issuers.setdefault(award.head, givers[0].name)


def _is_honoured_by(verb: Mark, award: AwardPhrase | None) -> bool:
    """Whether the verb makes an award of the wording: to reach a standard is one only if it is recognised."""
    return award is not None and (not award.recognition or verb.name == "recognise")


def _counted(receiver: _Receiver, award: Mark, *, alone: bool) -> _Receiver:
    """The receiver with the number of its awards, where that says how many received them.

    So it does for a group without a number (`11 Bằng khen cho các cá nhân`), and where the
    award does not stand alone: `45 học sinh đoạt giải, trong đó có 3 giải Nhất, 12 giải Nhì`.
    """
    if receiver.named or award.count is None or (award.award is not None and len(award.award.names) > 1):
        return receiver
    return replace(receiver, count=award.count) if receiver.count is None or not alone else receiver


def _wording_confidence(frame: Frame, award: AwardPhrase) -> float:
    """How sure the verb and the award's wording are, whoever receives it."""
    if award.unproven or award.bare:
        return _DOUBTFUL
    return _FAIR if award.titled or award.recognition or frame.verb.name in _WEAK_VERBS else _SURE


def _mandate(marks: Sequence[Mark]) -> str | None:
    """The body or office on whose behalf somebody hands over (`Thừa ủy quyền của Chủ tịch nước`).

    So is the one whose decision is named (`Theo Quyết định số 5 của Chủ tịch nước`).
    """
    passed: frozenset[Kind] = frozenset()
    before: Kind | None = None
    for mark in marks:
        if mark.kind is Kind.MANDATE:
            passed = _BEHIND_MANDATE
        elif mark.kind is Kind.STATUS and before is Kind.ADVERBIAL:
            passed = _BEHIND_DECISION
        elif passed and mark.kind in {Kind.BODY, Kind.OFFICE}:
            return mark.name
        elif mark.kind not in passed:
            passed = frozenset()
        before = mark.kind
    return None


class _Teller:
    """Turns the frames of one sentence into tellings."""

    def __init__(self, context: Context, line: Line, mandate: str | None, spoken_of: list[_Receiver]) -> None:
        self._context = context
        self._line = line
        self._mandate = mandate
        self.spoken_of = spoken_of
        """Who received in the last frame: who a later frame without a subject is about."""

    def tell(self, frame: Frame) -> Iterator[Telling]:
        """The tellings of a frame: one for each award, giver and receiver."""
        for grant in frame.grants:
            receivers = self._receivers(frame, grant)
            if receivers:
                self.spoken_of = receivers
            for position, award in enumerate(grant.awards):
                if not _is_honoured_by(frame.verb, award.award):
                    continue
                issuers = self._issuers(frame, grant, position)
                alone = position == 0 and not (grant.some and not grant.receivers)
                for receiver in receivers:
                    yield from self._award(frame, award, issuers, _counted(receiver, award, alone=alone))

    def _award(
        self, frame: Frame, mark: Mark, issuers: Sequence[tuple[str | None, Mark | None]], receiver: _Receiver
    ) -> Iterator[Telling]:
        award = mark.award
        if award is None:
            return
        if receiver.count is not None and len(award.names) > 1:
            return
        for name in award.names:
            for issuer, issuer_mark in issuers:
                yield Telling(
                    award=name,
                    head=award.head,
                    bare=award.bare,
                    contested=award.contested,
                    issuer=issuer,
                    recipient=receiver.body if award.collective and receiver.body else receiver.name,
                    named=receiver.named,
                    count=receiver.count,
                    status=frame.status,
                    firm=frame.firm,
                    handed=frame.verb.name == "hand",
                    span=self._span(frame.verb, mark, issuer_mark, receiver.mark),
                    rule=f"award:{frame.verb.name or 'passive'}",
                    confidence=min(receiver.confidence, _wording_confidence(frame, award)),
                )

    def _span(self, *marks: Mark | None) -> Span:
        """The part of the sentence that holds the marks."""
        here = [mark for mark in marks if mark is not None]
        tokens = self._line.tokens
        first, last = min(mark.start for mark in here), max(mark.end for mark in here)
        return Span(tokens[first].start, tokens[last - 1].end)

    def _issuers(self, frame: Frame, grant: Grant, position: int) -> list[tuple[str | None, Mark | None]]:
        """The givers of an award, with their marks; one None where the text names none."""
        own = grant.issuers.get(position)
        if own == []:
            return [(None, None)]
        if own and own[0].kind is Kind.GROUP:
            return [(self._line.wording(own[0].start, own[-1].end), own[0])]
        if own:
            return [(mark.name, mark) for mark in own]
        if self._mandate is not None:
            return [(self._mandate, None)]
        givers: list[tuple[str | None, Mark | None]] = []
        for party in frame.givers:
            office = party.office if party.mark.kind is Kind.PERSON else party.mark
            if office is None or office.kind not in {Kind.BODY, Kind.OFFICE}:
                continue
            in_own_name = (
                office is party.mark or frame.verb.name != "hand" or frame.status is AwardStatus.DECIDED
            )
            if in_own_name and (office.kind is Kind.BODY or office.gives):
                givers.append((office.name, office))
        return givers or [(None, None)]

    def _receivers(self, frame: Frame, grant: Grant) -> list[_Receiver]:
        subject_receives = frame.subject_receives and not grant.elided
        parties = frame.subject if subject_receives else grant.receivers
        found = [receiver for party in parties if (receiver := self._receiver(party)) is not None]
        if subject_receives and not any(receiver.named or receiver.particular for receiver in found):
            found = []
        if subject_receives and grant.receivers:
            return self._with_members(found, grant)
        if found or not subject_receives:
            return found
        return [
            replace(receiver, confidence=_CARRIED, mark=None) for receiver in self.spoken_of if receiver.named
        ] or self._topic()

    def _with_members(self, whole: list[_Receiver], grant: Grant) -> list[_Receiver]:
        """The receivers where a group is followed by those in it (`5 cá nhân, gồm: …`).

        Members that are named stand for the group; groups within it are left to the whole.
        """
        members = [receiver for party in grant.receivers if (receiver := self._receiver(party)) is not None]
        named = [receiver for receiver in members if receiver.named]
        if len(named) == len(members) and not grant.some:
            return [*(receiver for receiver in whole if receiver.named), *named]
        return [*whole, *named]

    def _receiver(self, party: Party) -> _Receiver | None:
        mark = party.mark
        at = self._line.tokens[mark.start].start
        match mark.kind:
            case Kind.PERSON if mark.person is not None:
                name = self._context.person_at(self._line.tokens[mark.person].start)
                body = party.office.body if party.office is not None else ""
                return _Receiver(name, named=True, count=None, confidence=_SURE, mark=mark, body=body)
            case Kind.PRONOUN:
                person = self._context.person_spoken_of(at)
                return (
                    _Receiver(person, named=True, count=None, confidence=_BY_PRONOUN, mark=mark)
                    if person
                    else None
                )
            case Kind.BODY:
                name = self._context.body_in_full(mark.name, at) if mark.short else mark.name
                doubt = mark.unknown or (mark.short and name == mark.name)
                confidence = _DOUBTFUL if doubt else _SURE
                return _Receiver(name, named=True, count=None, confidence=confidence, mark=mark)
            case Kind.GROUP:
                return self._group(mark, at)
            case _:
                return None

    def _group(self, mark: Mark, at: int) -> _Receiver:
        """A group, or the body that a bare kind stands for (`xã` for the one named before)."""
        if not mark.is_bare_group:
            return _Receiver(mark.name, named=False, count=mark.count, confidence=_SURE, mark=mark)
        name = self._context.body_in_full(mark.name, at)
        if name != mark.name:
            return _Receiver(name, named=True, count=None, confidence=_DOUBTFUL, mark=mark)
        return _Receiver(mark.name, named=False, count=None, confidence=_FAIR, mark=mark, particular=False)

    def _topic(self) -> list[_Receiver]:
        """The person named shortly before the sentence, for an award whose receiver it does not say."""
        person = self._context.person_before(self._line.sentence.start, within=_SHORTLY)
        return [_Receiver(person, named=True, count=None, confidence=_CARRIED, mark=None)] if person else []
