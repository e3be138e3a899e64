"""Tellings of one honour joined into one award.

A headline says `Licogi 14 đón nhận Huân chương`, the text says which, and who gave it: the
fullest telling stands. `merge(tellings, issuers)` joins those of one award to one receiver,
and fills in a giver or a decision that only another telling of the same award names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Generic, TypeVar

from extract.awards.words import PhraseBook, word_keys
from extract.fact import Award, AwardStatus, Span
from extract.lexicon import table

Value = TypeVar("Value")

_ENOUGH = 16
"""How many candidates are compared: real articles have a handful."""
_LONGEST_NAME = 32


@dataclass(frozen=True)
class Telling:
    """One award to one receiver, as one place of the text tells it."""

    award: str
    head: str
    """Awards of one kind have the same head."""
    bare: bool
    """Only the head is named (`Huân chương`)."""
    contested: bool
    """A prize: the same grade can be won twice, so only equal givers make it the same."""
    issuer: str | None
    recipient: str
    named: bool
    """Whether the receiver is named (a person or body), not a group."""
    count: int | None
    status: AwardStatus
    firm: bool
    """Whether the wording itself says how far it has come."""
    handed: bool
    """Whether somebody hands over what another gives."""
    span: Span
    rule: str
    confidence: float


def merge(tellings: Sequence[Telling], issuers: Mapping[str, str]) -> tuple[Award, ...]:
    """The awards of the tellings, in the order of their first telling.

    `issuers` has, by the head of an award, who is first said to give it. Takes time in
    proportion to the number of tellings.
    """
    tellings = _with_decisions([_with_issuer(telling, issuers) for telling in tellings])
    particular: _ByName[bool] = _ByName()
    for telling in tellings:
        if not telling.bare:
            particular.add(telling.head, telling.recipient, value=True)
    groups: list[list[Telling]] = []
    known: _ByName[list[Telling]] = _ByName()
    for telling in tellings:
        if telling.bare and particular.find(telling.head, telling.recipient):
            continue
        kind = (word_keys(telling.award), telling.named, telling.count)
        groups_found = known.find(kind, telling.recipient)
        group = next((group for group in groups_found if _is_another(telling, group)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(telling)
        known.add(kind, telling.recipient, group)
    times = Counter(telling.recipient for telling in tellings)
    return tuple(_award(group, times) for group in groups)


def _with_issuer(telling: Telling, issuers: Mapping[str, str]) -> Telling:
    """The telling; where somebody only hands over, with the giver named elsewhere."""
    if telling.issuer is None and telling.handed and not telling.contested:
        return replace(telling, issuer=issuers.get(telling.head))
    return telling


def _with_decisions(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings; those that do not say how far it has come, as far as the same grant elsewhere."""
    firm: dict[tuple[str, str | None], AwardStatus] = {}
    for telling in tellings:
        if telling.firm:
            firm.setdefault((telling.award, telling.issuer), telling.status)
    return [
        telling
        if telling.firm
        else replace(telling, status=firm.get((telling.award, telling.issuer), telling.status))
        for telling in tellings
    ]


def _is_another(telling: Telling, group: Sequence[Telling]) -> bool:
    """Whether a telling of the same award to the same receiver is of the same honour."""
    return all(_issuers_agree(telling, other) for other in group[:_ENOUGH])


def _issuers_agree(a: Telling, b: Telling) -> bool:
    if a.issuer is None or b.issuer is None:
        return a.issuer == b.issuer or not a.contested
    shorter, longer = sorted((word_keys(a.issuer), word_keys(b.issuer)), key=len)
    return shorter in _affixes(longer) or (_is_state(a.issuer) and _is_state(b.issuer))


class _ByName(Generic[Value]):
    """Values under names of one kind, found by the name, a shorter form of it or a longer one."""

    def __init__(self) -> None:
        self._whole: dict[tuple[object, tuple[str, ...]], list[Value]] = {}
        self._shorter: dict[tuple[object, tuple[str, ...]], list[Value]] = {}

    def add(self, kind: object, name: str, value: Value) -> None:
        """Keep a value under a name."""
        core = _core(name)
        self._whole.setdefault((kind, core), []).append(value)
        for affix in _affixes(core):
            self._shorter.setdefault((kind, affix), []).append(value)

    def find(self, kind: object, name: str) -> list[Value]:
        """The first values under the name, its shorter forms and its longer ones."""
        core = _core(name)
        found = list(self._shorter.get((kind, core), ())[:_ENOUGH])
        for affix in _affixes(core):
            found.extend(self._whole.get((kind, affix), ())[:_ENOUGH])
        return found


def _affixes(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The words a name begins with and those it ends with, as far as they could stand for it."""
    longest = words[:_LONGEST_NAME]
    return {longest[:end] for end in range(1, len(longest) + 1)} | {
        longest[at:] for at in range(len(longest))
    }


def _core(name: str) -> tuple[str, ...]:
    """The keys of a name without the words that say what kind of company it is."""
    keys, forms = word_keys(name), _company_forms()
    kept: list[str] = []
    at = 0
    while at < len(keys):
        length = forms.length(keys, at)
        if not length:
            kept.append(keys[at])
        at += length or 1
    return (tuple(kept) or keys)[:_LONGEST_NAME]


@cache
def _company_forms() -> PhraseBook:
    return PhraseBook({"form": table("recipients")["bodies"]["company_forms"]})


@cache
def _state_issuers() -> PhraseBook:
    state = table("awards")["state"]
    return PhraseBook({"particular": state["issuers"], "general": state["general"]})


def _is_state(issuer: str) -> bool:
    return _state_issuers().longest(word_keys(issuer), 0) is not None


def _is_general(issuer: str) -> bool:
    match = _state_issuers().longest(word_keys(issuer), 0)
    return match is not None and match.label == "general"


def _award(group: Sequence[Telling], times: Mapping[str, int]) -> Award:
    """The award of a group of tellings; `times` says how often each receiver is told of."""
    best = max(group, key=lambda telling: telling.confidence)
    issuers = [telling.issuer for telling in group if telling.issuer is not None]
    firm = [telling.status for telling in group if telling.firm]
    return Award(
        award=best.award,
        issuer=max(issuers, key=lambda name: (not _is_general(name), len(name)), default=None),
        recipient=max((t.recipient for t in group), key=lambda name: (times[name], len(name))),
        count=best.count,
        status=AwardStatus.CONFERRED if AwardStatus.CONFERRED in firm else (firm or [best.status])[0],
        span=best.span,
        rule=best.rule,
        confidence=best.confidence,
    )
