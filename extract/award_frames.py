"""Honours as one sentence tells them: which awards, by whom, to whom, how far.

`frames(marks)` reads the marks of a sentence from verb to verb. Each verb of honour opens
a frame: what stands before it is its subject (the giver of an active verb, the receiver
of a passive or receiving one), what stands behind it are awards, each with its givers
(`của`, `do`) and its receivers (`cho`, `tặng`; see `extract.award_grants`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.award_grants import Grant, Party, read_grants
from extract.award_marks import ENTITIES, Kind, Mark
from extract.fact import AwardStatus

_LISTING = frozenset({Kind.COMMA, Kind.SEMICOLON, Kind.AND, Kind.LIST})
_HONOURING = frozenset({"give", "hand", "receive", "recognise", "belong"})
_GIVING = frozenset({"give", "hand"})
_FILLERS = frozenset({Kind.ADVERB, Kind.PASSIVE, Kind.STATUS})
_IN_PASSIVE = ENTITIES | _LISTING | {Kind.ADVERB, Kind.OF, Kind.STATUS, Kind.DASH}
_CLOSES = {Kind.CLOSE: Kind.OPEN, Kind.QUOTE: Kind.QUOTE}
_NEAR = 6
_LONGEST_ASIDE = 30
_NO_STATUS = "none"
_PROPOSED = "proposed"


@dataclass(frozen=True)
class Frame:
    """One verb of honour and what it governs."""

    verb: Mark
    status: AwardStatus
    firm: bool
    """Whether the wording itself says how far it has come (`trao`, `quyết định`, `đề nghị`)."""
    givers: tuple[Party, ...]
    subject: tuple[Party, ...]
    """Who receives, where the verb says that its subject does."""
    subject_receives: bool
    grants: tuple[Grant, ...]


def frames(marks: Sequence[Mark]) -> list[Frame]:
    """The frames of a sentence that hold an award, in order.

    A frame without a giver or receiver of its own has those of the frame before it, as
    far as their verbs ask for the same.
    """
    marks = without_brackets(marks)
    found: list[Frame] = []
    verbs = [at for at in range(len(marks)) if _governs(marks, at)]
    left = 0
    before: Frame | None = None
    for number, at in enumerate(verbs):
        following = verbs[number + 1] if number + 1 < len(verbs) else None
        right = len(marks) if following is None else _subject_start(marks, at + 1, following)
        frame = _frame(marks, left, at, right)
        left = right
        if frame is None:
            continue
        frame = _carry(frame, before)
        before = frame
        if frame.grants:
            found.append(frame)
    return found or _listed(marks)


def _listed(marks: Sequence[Mark]) -> list[Frame]:
    """The frame of a list of results without a verb: `Giải Nhất: A; giải Nhì: B`."""
    for at, mark in enumerate(marks[:-2]):
        if mark.kind is Kind.AWARD and marks[at + 1].kind is Kind.LIST and marks[at + 2].kind in ENTITIES:
            grants = tuple(read_grants(marks[at:], receivers_behind=True))
            verb = Mark(Kind.VERB, mark.start, mark.end, "list")
            return [
                Frame(
                    verb,
                    AwardStatus.CONFERRED,
                    firm=False,
                    givers=(),
                    subject=(),
                    subject_receives=False,
                    grants=grants,
                )
            ]
    return []


def without_brackets(marks: Sequence[Mark]) -> list[Mark]:
    """The marks outside brackets and short quotations; what never closes is only passed over."""
    kept: list[Mark] = []
    opened: dict[Kind, int] = {}
    for mark in marks:
        closes = _CLOSES.get(mark.kind)
        if closes in opened:
            start = opened.pop(closes)
            if len(kept) - start <= _LONGEST_ASIDE:
                del kept[start:]
        elif mark.kind in {Kind.OPEN, Kind.QUOTE}:
            opened[mark.kind] = len(kept)
        elif mark.kind not in {Kind.CLOSE, Kind.SIGN}:
            kept.append(mark)
    return kept


def _governs(marks: Sequence[Mark], at: int) -> bool:
    """Whether the mark is a verb of honour with a frame of its own."""
    mark = marks[at]
    behind = marks[at + 1].kind if at + 1 < len(marks) else None
    if mark.kind is Kind.PASSIVE:
        return behind is Kind.AWARD
    if mark.kind is not Kind.VERB or mark.name not in _HONOURING:
        return False
    if _ends_giver(marks, at):
        return False
    return mark.name == "belong" or behind not in ENTITIES or not _hands_on(marks, at)


def _ends_giver(marks: Sequence[Mark], at: int) -> bool:
    """Whether the verb only ends a giver: `Cờ thi đua do Thủ tướng A trao tặng`."""
    for before in reversed(marks[max(0, at - 2 * _NEAR) : at]):
        if before.kind is Kind.BY:
            return True
        if before.kind in {Kind.AWARD, Kind.VERB, Kind.PASSIVE, Kind.TO, Kind.SEMICOLON}:
            return False
    return False


def _hands_on(marks: Sequence[Mark], at: int) -> bool:
    """Whether the verb stands for `cho`: `trao Bằng khen của Bộ trưởng tặng các học sinh`."""
    award_between = False
    for before in reversed(marks[:at]):
        if before.kind is Kind.VERB:
            return award_between
        if before.kind is Kind.AWARD:
            award_between = True
        elif before.kind not in ENTITIES | {Kind.OF, Kind.AND, Kind.COMMA} or (
            before.kind is Kind.COMMA and not award_between
        ):
            return False
    return False


def _subject_start(marks: Sequence[Mark], start: int, verb: int) -> int:
    """Where the clause of a later verb begins: what stands before belongs to the verb before it."""
    zone = start
    for at in range(start, verb):
        if marks[at].kind is Kind.SEMICOLON:
            zone = at + 1
    if all(mark.kind is not Kind.AWARD for mark in marks[zone:verb]):
        return zone
    passive = _passive(marks[zone:verb])
    return _clause_start(marks, zone, verb if passive is None else zone + passive)


def _clause_start(marks: Sequence[Mark], start: int, verb: int) -> int:
    """The separator that opens the last item before the verb, or the verb's own fillers."""
    at = verb
    while at > start and marks[at - 1].kind in _FILLERS:
        at -= 1
    fillers = at
    award_before = _takes_award_before(marks, verb)
    while at > start and marks[at - 1].kind not in _LISTING:
        kind = marks[at - 1].kind
        if kind in {Kind.TO, Kind.OF, Kind.GIFT} or (kind is Kind.AWARD and not award_before):
            return fillers
        at -= 1
    return at


def _takes_award_before(marks: Sequence[Mark], verb: int) -> bool:
    """Whether the verb speaks of an award before it: `giải Nhì thuộc về A`, `được trao cho A`."""
    behind = marks[verb + 1].kind if verb + 1 < len(marks) else None
    return marks[verb].name == "belong" or (marks[verb].name in _GIVING and behind is Kind.TO)


def _frame(marks: Sequence[Mark], left: int, at: int, right: int) -> Frame | None:
    """The frame of the verb at `at`, None where its awards are only wished for or denied."""
    before = marks[left:at]
    verb = marks[at]
    found = _status(before, verb)
    if found is None:
        return None
    status, firm = found
    passive = None if verb.name == "receive" else _passive(before)
    if verb.kind is Kind.PASSIVE or verb.name == "receive":
        grants = read_grants(marks[at + 1 : right], receivers_behind=False)
        return Frame(
            verb, status, firm, (), read_subject(before), subject_receives=True, grants=tuple(grants)
        )
    if passive is not None:
        grants = read_grants(marks[at + 1 : right], receivers_behind=False)
        givers, subject = read_subject(before[passive + 1 :]), read_subject(before[:passive])
        if not grants:
            grants = _awards_before(before, marks[at + 1 : right])
            return Frame(verb, status, firm, givers, (), subject_receives=False, grants=tuple(grants))
        return Frame(verb, status, firm, givers, subject, subject_receives=True, grants=tuple(grants))
    grants = read_grants(marks[at + 1 : right], receivers_behind=True)
    proposed = [n for n, mark in enumerate(before) if mark.kind is Kind.STATUS and mark.name == _PROPOSED]
    givers = read_subject(before[proposed[-1] + 1 :] if proposed else before)
    if len(proposed) > 1 and not any(grant.receivers for grant in grants):
        chosen = read_subject(before[proposed[0] + 1 : proposed[-1]])
        return Frame(verb, status, firm, givers, chosen, subject_receives=True, grants=tuple(grants))
    if not grants:
        grants = _awards_before(before, marks[at + 1 : right])
        givers = () if grants else givers
    return Frame(verb, status, firm, givers, (), subject_receives=False, grants=tuple(grants))


def _awards_before(before: Sequence[Mark], behind: Sequence[Mark]) -> list[Grant]:
    """The grant of a verb whose awards stand before it: `Giải Nhất được trao cho em A`."""
    first = next((n for n, mark in enumerate(before) if mark.kind is Kind.AWARD), None)
    if first is None:
        return []
    return read_grants([*before[first:], Mark(Kind.TO, 0, 0), *behind], receivers_behind=True)


def _passive(before: Sequence[Mark]) -> int | None:
    """The position of the `được` that makes the verb behind these marks passive, or None."""
    for at in range(len(before) - 1, -1, -1):
        if before[at].kind is Kind.PASSIVE:
            return at
        if before[at].kind not in _IN_PASSIVE:
            return None
    return None


def _status(before: Sequence[Mark], verb: Mark) -> tuple[AwardStatus, bool] | None:
    """How far the award has come, and whether a word says so; None where it is only wished for."""
    words = 0
    for mark in reversed(before):
        if mark.kind is Kind.STATUS:
            return None if mark.name == _NO_STATUS else (AwardStatus(mark.name), True)
        if mark.kind in {Kind.SEMICOLON, Kind.AWARD, Kind.VERB}:
            break
        words += mark.kind not in _IN_PASSIVE
        if words > _NEAR:
            break
    return AwardStatus.CONFERRED, verb.name in {"hand", "receive"}


def _carry(frame: Frame, before: Frame | None) -> Frame:
    """The frame with what it leaves unsaid taken from the frame before it."""
    if before is None:
        return frame
    if frame.subject_receives:
        if frame.subject:
            return frame
        return replace(frame, subject=before.subject)
    if frame.givers and not any(grant.receivers for grant in frame.grants):
        return replace(frame, subject=before.subject, subject_receives=True)
    if frame.givers or not before.givers or before.subject_receives:
        return frame
    return replace(frame, givers=before.givers)


def read_subject(marks: Sequence[Mark]) -> tuple[Party, ...]:
    """The people, bodies and groups that are the subject of what follows the marks.

    A subject is a list; what describes a person (`A, Giám đốc Công ty B`) is no member, and
    one that has a predicate of its own already is given up for the next.
    """
    subject: list[Party] = []
    settled = False
    items = _items(marks)
    for number, (separator, item) in enumerate(items):
        party, rest = _lead(item, last=number + 1 == len(items))
        if party is None:
            continue
        if subject and separator in {Kind.COMMA, Kind.DASH} and _describes(party, subject[-1]):
            if subject[-1].office is None and party.mark.kind is Kind.OFFICE:
                subject[-1] = Party(subject[-1].mark, party.mark)
        else:
            if settled:
                subject = []
            subject.append(party)
        settled = any(mark.kind in {Kind.WORD, Kind.VERB, Kind.GIFT, Kind.AWARD} for mark in rest)
    named = [party for party in subject if not party.mark.is_bare_group]
    return tuple(named or subject)


def _describes(party: Party, member: Party) -> bool:
    """Whether a body or office behind a person says who the person is."""
    return member.mark.kind is Kind.PERSON and party.mark.kind in {Kind.OFFICE, Kind.BODY}


def _items(marks: Sequence[Mark]) -> list[tuple[Kind, list[Mark]]]:
    """The members of a list, each with the separator before it."""
    items: list[tuple[Kind, list[Mark]]] = [(Kind.LIST, [])]
    for mark in marks:
        if mark.kind in _LISTING or mark.kind is Kind.DASH:
            items.append((mark.kind, []))
        else:
            items[-1][1].append(mark)
    return [(separator, item) for separator, item in items if item]


def _lead(item: Sequence[Mark], *, last: bool) -> tuple[Party | None, Sequence[Mark]]:
    """The entity that opens an item (or ends it, where a verb follows), and what stands behind it."""
    start = 0
    while start < len(item) and item[start].kind in _FILLERS | {Kind.TO}:
        start += 1
    if start < len(item) and item[start].kind in ENTITIES:
        return _party(item, start)
    end = len(item)
    while end > 0 and item[end - 1].kind in _FILLERS:
        end -= 1
    if last and end and item[end - 1].kind in ENTITIES:
        before = item[end - 2].kind if end > 1 else None
        if before is Kind.OFFICE:
            return _party(item, end - 2)
        if before is not Kind.ADVERBIAL:
            return _party(item, end - 1)
    return None, ()


def _party(item: Sequence[Mark], at: int) -> tuple[Party, Sequence[Mark]]:
    """The party at a place of an item.

    An office and the name behind it are one party; the party of `đề tài của em A` is A, and
    that of `Trường A có 5 học sinh` the group.
    """
    mark = item[at]
    behind = item[at + 1 :]
    if mark.kind is Kind.OFFICE and behind and behind[0].kind is Kind.PERSON:
        return Party(behind[0], mark), behind[1:]
    own = next((number for number, other in enumerate(behind) if other.kind is not Kind.ADVERB), 0)
    if own and behind[own].kind is Kind.GROUP and behind[own].count is not None:
        return Party(behind[own]), behind[own + 1 :]
    if mark.kind is Kind.GROUP and mark.count is None:
        for number, other in enumerate(behind[:-1]):
            if other.kind is Kind.OF and behind[number + 1].kind is Kind.PERSON:
                return Party(behind[number + 1]), behind[number + 2 :]
    return Party(mark), behind
