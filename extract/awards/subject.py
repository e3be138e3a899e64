"""Who or what is the subject of a verb of honour: the list of people and bodies before it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.awards.grants import Party
from extract.awards.marks import ENTITIES, LISTING, Kind, Mark

FILLERS = frozenset({Kind.ADVERB, Kind.PASSIVE, Kind.STATUS})
"""What may stand between a subject and its verb."""
_PREDICATE = frozenset({Kind.WORD, Kind.VERB, Kind.GIFT, Kind.AWARD})


def read_subject(marks: Sequence[Mark]) -> tuple[Party, ...]:
    """The people, bodies and groups that are the subject of what follows the marks.

    A subject is a list; what describes a person (`A, Giám đốc Công ty B`) is no member, and
    one that has a predicate of its own, or a colon behind it, is given up for the next.
    """
    subject: list[Party] = []
    settled = False
    items = _items(marks)
    for number, (separator, item) in enumerate(items):
        ends = number + 1 == len(items) or items[number + 1][0] is Kind.AND
        party, rest = _lead(item, last=ends)
        if party is None:
            settled = True
            continue
        if subject and separator in {Kind.COMMA, Kind.DASH} and _describes(party, subject[-1]):
            if subject[-1].office is None and party.mark.kind is Kind.OFFICE:
                subject[-1] = Party(subject[-1].mark, party.mark)
        else:
            if settled or separator is Kind.LIST:
                subject = []
            subject.append(party)
        settled = any(mark.kind in _PREDICATE for mark in rest)
    named = [party for party in subject if not party.mark.is_bare_group]
    return tuple(named or subject)


def _describes(party: Party, member: Party) -> bool:
    """Whether a body or office behind a person says who the person is."""
    return member.mark.kind is Kind.PERSON and party.mark.kind in {Kind.OFFICE, Kind.BODY}


def _items(marks: Sequence[Mark]) -> list[tuple[Kind, list[Mark]]]:
    """The members of a list, each with the separator before it."""
    items: list[tuple[Kind, list[Mark]]] = [(Kind.LIST, [])]
    for mark in marks:
        if mark.kind in LISTING or mark.kind is Kind.DASH:
            items.append((mark.kind, []))
        else:
            items[-1][1].append(mark)
    return [(separator, item) for separator, item in items if item]


def _lead(item: Sequence[Mark], *, last: bool) -> tuple[Party | None, Sequence[Mark]]:
    """The entity that opens an item (or ends it, where a verb follows), and what stands behind it.

    A person right before the verb is its subject, whatever opens the item: `Hội thi đã chọn em A`.
    """
    start = 0
    while start < len(item) and item[start].kind in FILLERS | {Kind.TO}:
        start += 1
    end = len(item)
    while end > 0 and item[end - 1].kind in FILLERS:
        end -= 1
    if start < len(item) and item[start].kind in ENTITIES:
        chosen = (
            last and end - 2 > start and item[end - 1].kind is Kind.PERSON and item[end - 2].kind is Kind.WORD
        )
        return _party(item, end - 1 if chosen else start)
    introduced = next((n for n in range(1, end) if _is_introduced(item, n)), None)
    if introduced is not None:
        return _party(item, introduced)
    if last and end and item[end - 1].kind in ENTITIES:
        before = item[end - 2].kind if end > 1 else None
        if before is Kind.OFFICE:
            return _party(item, end - 2)
        if before is not Kind.ADVERBIAL:
            return _party(item, end - 1)
    return None, ()


def _is_introduced(item: Sequence[Mark], at: int) -> bool:
    """Whether a counted group is brought in by `có`: `đợt này có 13 đảng viên thuộc Đảng bộ A`."""
    mark = item[at]
    return mark.kind is Kind.GROUP and mark.count is not None and item[at - 1].kind is Kind.ADVERB


def _party(item: Sequence[Mark], at: int) -> tuple[Party, Sequence[Mark]]:
    """The party at a place of an item.

    An office or a group and the name behind it are one party; the party of `đề tài của em A` is A, and
    that of `Trường A có 5 học sinh` the group.
    """
    mark = item[at]
    behind = item[at + 1 :]
    if mark.introduces and behind and behind[0].kind is Kind.PERSON:
        return Party(behind[0], mark if mark.kind is Kind.OFFICE else None), behind[1:]
    for number, (link, other) in enumerate(pairwise(behind), 2):
        own = other.kind is Kind.PERSON or (other.kind is Kind.GROUP and other.count is not None)
        if link.kind is Kind.ADVERB and own:
            return Party(other), behind[number:]
        if link.kind is Kind.OF and mark.is_bare_group and other.kind in {Kind.PERSON, Kind.BODY}:
            return Party(other), behind[number:]
    return Party(mark), behind
