"""Honours as one sentence tells them: which awards, by whom, to whom, how far.

`frames(marks)` reads the marks of a sentence from verb to verb. Each verb of honour opens
a frame: what stands before it is its subject (the giver of an active verb, the receiver
of a passive or receiving one; see `extract.awards.subject`), what stands behind it are
awards, each with its givers and receivers (`extract.awards.grants`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise

from extract.awards.grants import Grant, Party, read_grants
from extract.awards.marks import ENTITIES, LISTING, Kind, Mark
from extract.awards.subject import FILLERS, read_subject
from extract.fact import AwardStatus

_HONOURING = frozenset({"give", "hand", "receive", "recognise", "belong"})
_GIVING = frozenset({"give", "hand"})
_WITHIN_PASSIVE = ENTITIES | LISTING | {Kind.ADVERB, Kind.OF, Kind.STATUS, Kind.DASH}
_CLOSES = {Kind.CLOSE: Kind.OPEN, Kind.QUOTE: Kind.QUOTE}
_NEAR = 6
_BESTOWED = 2
"""How far before a title its verb stands, over `là`."""
_WISH_REACHES = 20
_LONGEST_ASIDE = 30
_DENIED = "none"
_WISHED = "wished"
_PROPOSED = "proposed"
_BY_LIST = "list"


@dataclass(frozen=True)
class Frame:
    """One verb of honour and what it governs."""

    verb: Mark
    status: AwardStatus
    firm: bool
    """Whether the wording itself says how far it has come (`trao`, `quyết định`, `đề nghị`)."""
    grants: tuple[Grant, ...]
    givers: tuple[Party, ...] = ()
    subject: tuple[Party, ...] = ()
    """Who receives, where the verb says that its subject does."""
    subject_receives: bool = False


def frames(marks: Sequence[Mark]) -> list[Frame]:
    """The frames of a sentence that hold an award, in order.

    A frame without a giver or receiver of its own has those of the frame before it, as
    far as their verbs ask for the same.
    """
    marks = without_descriptions(without_asides(marks))
    found: list[Frame] = []
    verbs = _governing(marks)
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
        _share_receivers(before, frame)
        before = frame
        if frame.grants:
            found.append(frame)
    return found or _listed(marks)


def without_asides(marks: Sequence[Mark]) -> list[Mark]:
    """The marks outside brackets and short quotations; what never closes is only passed over.

    Brackets that name all of a counted group stand in its place: `2 tập thể (Sở A, Sở B)`.
    """
    kept: list[Mark] = []
    opened: dict[Kind, int] = {}
    for mark in marks:
        closes = _CLOSES.get(mark.kind)
        if closes in opened:
            start = opened.pop(closes)
            if _names_group(kept, start):
                del kept[start - 1]
            elif len(kept) - start <= _LONGEST_ASIDE:
                del kept[start:]
        elif mark.kind in {Kind.OPEN, Kind.QUOTE}:
            opened[mark.kind] = len(kept)
        elif mark.kind not in {Kind.CLOSE, Kind.SIGN}:
            kept.append(mark)
    return kept


def _names_group(marks: Sequence[Mark], at: int) -> bool:
    """Whether the marks from `at` on are the names of as many as the group before them counts."""
    if at == 0 or marks[at - 1].kind is not Kind.GROUP:
        return False
    members, separators = marks[at::2], marks[at + 1 :: 2]
    return (
        len(members) == marks[at - 1].count
        and all(mark.kind in {Kind.PERSON, Kind.BODY} for mark in members)
        and all(mark.kind in LISTING for mark in separators)
    )


def without_descriptions(marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with titles that only describe somebody as words (`Anh hùng Lao động A`, `A là …`)."""
    return [
        replace(mark, kind=Kind.WORD) if _is_described(marks, at) else mark for at, mark in enumerate(marks)
    ]


def _is_described(marks: Sequence[Mark], at: int) -> bool:
    award = marks[at].award
    if award is None or not award.titled:
        return False
    before = marks[at - 1].kind if at else Kind.SIGN
    if before is Kind.IS:
        return at < _BESTOWED or marks[at - _BESTOWED].kind is not Kind.VERB
    behind = marks[at + 1].kind if at + 1 < len(marks) else None
    return before in {Kind.TO, Kind.ADVERBIAL} or behind is Kind.PERSON


def _listed(marks: Sequence[Mark]) -> list[Frame]:
    """The frame of a list of results without a verb: `Giải Nhất: A; giải Nhì: B`."""
    kinds = [mark.kind for mark in marks]
    for at, mark in enumerate(marks):
        colon = at + 3 if kinds[at + 1 : at + 2] == [Kind.OF] else at + 1
        followed = colon + 1 < len(marks) and kinds[colon] is Kind.LIST and kinds[colon + 1] in ENTITIES
        if mark.kind is Kind.AWARD and followed:
            verb = Mark(Kind.VERB, mark.start, mark.end, _BY_LIST)
            grants = read_grants(marks[at:], receivers_behind=True)
            return [Frame(verb, AwardStatus.CONFERRED, firm=False, grants=tuple(grants))]
    return []


def _governing(marks: Sequence[Mark]) -> list[int]:
    """The verbs of honour; of those that receive, only the ones with an award before the next verb."""
    verbs = [at for at in range(len(marks)) if _governs(marks, at)]
    return [
        at
        for at, end in pairwise([*verbs, len(marks)])
        if marks[at].name != "receive" or any(mark.kind is Kind.AWARD for mark in marks[at:end])
    ]


def _governs(marks: Sequence[Mark], at: int) -> bool:
    """Whether the mark is a verb of honour with a frame of its own."""
    mark = marks[at]
    behind = marks[at + 1].kind if at + 1 < len(marks) else None
    if mark.kind is Kind.PASSIVE:
        return behind is Kind.AWARD
    if mark.kind is Kind.IS:
        return at > 0 and marks[at - 1].kind is Kind.AWARD and behind in ENTITIES
    if mark.kind is not Kind.VERB or mark.name not in _HONOURING:
        return False
    if _ends_giver(marks, at):
        alone = all(before.kind is not Kind.VERB for before in marks[:at])
        return alone and behind in ENTITIES
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
    while at > start and marks[at - 1].kind in FILLERS:
        at -= 1
    fillers = at
    award_before = _takes_award_before(marks, verb)
    while at > start and marks[at - 1].kind not in LISTING:
        kind = marks[at - 1].kind
        if kind in {Kind.TO, Kind.OF, Kind.GIFT} or (kind is Kind.AWARD and not award_before):
            introduced = [n for n in range(at + 1, fillers) if marks[n].kind in ENTITIES]
            return next((n for n in introduced if marks[n - 1].kind is Kind.ADVERB), fillers)
        at -= 1
    return _pair_start(marks, start, at)


def _pair_start(marks: Sequence[Mark], start: int, at: int) -> int:
    """Where the last item before a verb begins, with the one it is joined to: `…, huyện A và huyện B được`.

    Behind an entity the first of the two belongs to the list before it.
    """
    if at - 3 < start or [mark.kind for mark in marks[at - 3 : at : 2]] != [Kind.COMMA, Kind.AND]:
        return at
    alone = at - 4 < start or marks[at - 4].kind not in ENTITIES
    return at - 2 if alone and marks[at - 2].kind in ENTITIES else at


def _takes_award_before(marks: Sequence[Mark], verb: int) -> bool:
    """Whether the verb speaks of an award before it: `giải Nhì thuộc về A`, `được trao cho A`."""
    behind = marks[verb + 1].kind if verb + 1 < len(marks) else None
    mark = marks[verb]
    return mark.kind is Kind.IS or mark.name == "belong" or (mark.name in _GIVING and behind is Kind.TO)


def _frame(marks: Sequence[Mark], left: int, at: int, right: int) -> Frame | None:
    """The frame of the verb at `at`, None where its awards are wished for, denied, or go to others."""
    verb, before, behind = marks[at], marks[left:at], marks[at + 1 : right]
    found = _status(marks, left, at)
    if found is None:
        return None
    status, firm = found
    if verb.kind is Kind.PASSIVE or verb.name == "receive":
        if any(mark.kind is Kind.ATTENDING for mark in before):
            return None
        grants = read_grants(behind, receivers_behind=False)
        return Frame(verb, status, firm, tuple(grants), subject=read_subject(before), subject_receives=True)
    passive = _passive(before)
    grants = read_grants(behind, receivers_behind=passive is None)
    if not grants and any(mark.kind is Kind.AWARD for mark in before):
        givers = read_subject(before[passive + 1 :]) if passive is not None else ()
        return Frame(verb, status, firm, _awards_before(before, behind), givers=givers)
    if passive is not None:
        givers, subject = read_subject(before[passive + 1 :]), read_subject(before[:passive])
        return Frame(verb, status, firm, tuple(grants), givers, subject, subject_receives=True)
    return _active(Frame(verb, status, firm, tuple(grants)), before)


def _active(frame: Frame, before: Sequence[Mark]) -> Frame:
    """The frame of an active verb with its givers, and with the receivers that were proposed before it."""
    statuses = [number for number, mark in enumerate(before) if mark.kind is Kind.STATUS]
    if not statuses:
        return replace(frame, givers=read_subject(before))
    first, last = statuses[0], statuses[-1]
    behind = before[last + 1 :]
    if before[last].name != _PROPOSED:
        behind = list(dropwhile(lambda mark: mark.kind in {Kind.WORD, Kind.LIST}, behind))
        of_somebody = len(behind) > 1 and behind[0].kind is Kind.OF and behind[1].kind in ENTITIES
        return replace(frame, givers=(Party(behind[1]),) if of_somebody else read_subject(before))
    givers = read_subject(behind)
    if any(grant.receivers for grant in frame.grants):
        return replace(frame, givers=givers)
    chosen = any(mark.kind is Kind.IS for mark in before[:last])
    proposed = read_subject(before[:last] if first == last and chosen else before[first + 1 : last])
    return replace(frame, givers=givers, subject=proposed, subject_receives=bool(proposed))


def _awards_before(before: Sequence[Mark], behind: Sequence[Mark]) -> tuple[Grant, ...]:
    """The grant of a verb whose awards stand before it: `Giải Nhất được trao cho em A`."""
    first = next(number for number, mark in enumerate(before) if mark.kind is Kind.AWARD)
    return tuple(read_grants([*before[first:], Mark(Kind.TO, 0, 0), *behind], receivers_behind=True))


def _passive(before: Sequence[Mark]) -> int | None:
    """The position of the `được` that makes the verb behind these marks passive, or None."""
    for at in range(len(before) - 1, -1, -1):
        if before[at].kind is Kind.PASSIVE:
            return at
        if before[at].kind not in _WITHIN_PASSIVE:
            return None
    return None


def _status(marks: Sequence[Mark], left: int, verb: int) -> tuple[AwardStatus, bool] | None:
    """How far the award has come, and whether a word says so; None where it is wished for or denied.

    A wish (`phấn đấu`) reaches over commas, a denial does not, and a decision that is itself
    handed over (`trao Quyết định tặng`) is carried out.
    """
    words, aside = 0, False
    for at in range(verb - 1, left - 1, -1):
        mark = marks[at]
        if mark.kind is Kind.STATUS:
            if mark.name == _WISHED or (mark.name == _DENIED and not aside):
                return None
            if mark.name != _DENIED and words <= _NEAR:
                handed = at > 0 and marks[at - 1].kind is Kind.VERB and marks[at - 1].name == "hand"
                return (AwardStatus.CONFERRED if handed else AwardStatus(mark.name)), True
        if mark.kind in {Kind.SEMICOLON, Kind.AWARD, Kind.VERB} or words > _WISH_REACHES:
            break
        aside = aside or mark.kind is Kind.COMMA
        words += mark.kind not in _WITHIN_PASSIVE
    return AwardStatus.CONFERRED, marks[verb].name in {"hand", "receive"}


def _share_receivers(before: Frame | None, frame: Frame) -> None:
    """Give awards without receivers those of the next verb: `trao Huy hiệu và tặng Bằng khen cho A`."""
    if before is None or not before.grants or not frame.grants:
        return
    if before.givers == frame.givers and not (before.subject_receives or frame.subject_receives):
        left = before.grants[-1]
        left.receivers.extend([] if left.receivers else frame.grants[0].receivers)


def _carry(frame: Frame, before: Frame | None) -> Frame:
    """The frame with what it leaves unsaid taken from the frame before it."""
    if before is None:
        return frame
    if not frame.firm and not frame.givers and not frame.subject:
        frame = replace(frame, status=before.status, firm=before.firm)
    if frame.subject_receives:
        return frame if frame.subject else replace(frame, subject=before.subject)
    if not any(grant.receivers for grant in frame.grants):
        if not frame.givers and before.subject_receives and not before.grants:
            return replace(frame, givers=before.givers, subject=before.subject, subject_receives=True)
        if frame.givers:
            return replace(frame, subject=before.subject, subject_receives=True)
    return frame if frame.givers else replace(frame, givers=before.givers)
