"""Tellings of one honour joined into one award.

A headline says `Licogi 14 đón nhận Huân chương`, the text who gave it and when: the fullest
telling stands. `merge(tellings)` joins those of one award to one receiver, and fills in a
giver that only another telling of the same kind of award names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.award_words import word_keys
from extract.fact import Award, AwardStatus, Span


@dataclass(frozen=True)
class Telling:
    """One award to one receiver, as one place of the text tells it."""

    award: str
    head: str
    """Awards of one kind have the same head."""
    contested: bool
    """A prize: the same grade can be won twice, so only equal givers make it the same."""
    issuer: str | None
    recipient: str
    named: bool
    """Whether the receiver is named (a person or body), not a group."""
    count: int | None
    status: AwardStatus
    firm: bool
    handed: bool
    """Whether somebody hands over what another gives."""
    span: Span
    rule: str
    confidence: float


def merge(tellings: Sequence[Telling]) -> tuple[Award, ...]:
    """The awards of the tellings, in the order of their first telling."""
    groups: list[list[Telling]] = []
    by_award: dict[tuple[str, ...], list[list[Telling]]] = {}
    for telling in _with_known_issuers(tellings):
        same_award = by_award.setdefault(word_keys(telling.award), [])
        group = next((group for group in same_award if all(_same(telling, other) for other in group)), None)
        if group is None:
            group = []
            groups.append(group)
            same_award.append(group)
        group.append(telling)
    return tuple(_award(group) for group in groups)


def _with_known_issuers(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings, those that only hand over with the giver that the others agree on."""
    known: dict[str, dict[tuple[str, ...], str]] = {}
    for telling in tellings:
        if telling.issuer is not None:
            known.setdefault(telling.head, {}).setdefault(word_keys(telling.issuer), telling.issuer)
    filled = []
    for telling in tellings:
        issuers = known.get(telling.head, {})
        if telling.issuer is None and telling.handed and not telling.contested and len(issuers) == 1:
            telling = replace(telling, issuer=next(iter(issuers.values())))  # noqa: PLW2901  the same telling, known better
        filled.append(telling)
    return filled


def _same(a: Telling, b: Telling) -> bool:
    """Whether two tellings of one award mean the same honour."""
    if a.count != b.count or a.named != b.named:
        return False
    if a.issuer is None or b.issuer is None:
        issuers_agree = a.issuer == b.issuer or not a.contested
    else:
        issuers_agree = _contains(a.issuer, b.issuer)
    receivers_agree = (
        _contains(a.recipient, b.recipient) if a.named else word_keys(a.recipient) == word_keys(b.recipient)
    )
    return issuers_agree and receivers_agree


def _contains(a: str, b: str) -> bool:
    """Whether one wording is the other, or a shorter form that begins or ends it."""
    shorter, longer = sorted((word_keys(a), word_keys(b)), key=len)
    return longer[: len(shorter)] == shorter or longer[len(longer) - len(shorter) :] == shorter


def _award(group: Sequence[Telling]) -> Award:
    best = max(group, key=lambda telling: telling.confidence)
    names = Counter(telling.recipient for telling in group)
    recipient = max(names, key=lambda name: (names[name], len(name)))
    issuers = [telling.issuer for telling in group if telling.issuer is not None]
    firm = [telling.status for telling in group if telling.firm]
    return Award(
        award=best.award,
        issuer=max(issuers, key=len) if issuers else None,
        recipient=recipient,
        count=best.count,
        status=AwardStatus.CONFERRED if AwardStatus.CONFERRED in firm else (firm or [best.status])[0],
        span=best.span,
        rule=best.rule,
        confidence=best.confidence,
    )
