"""All standing corrections of an article, applied in order to what an extractor reads in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from extract.corrections.anchor import locate, whole_words
from extract.corrections.authors import correct_author
from extract.corrections.awards import correct_award
from extract.corrections.correction import Correction, Outcome, State
from extract.corrections.dates import correct_date
from extract.corrections.offices import correct_office
from extract.corrections.people import correct_mention, correct_person
from extract.corrections.step import Step
from extract.corrections.values import Kind
from extract.fact import Facts, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The facts as people have corrected them, and what became of each correction."""

    facts: Facts
    outcomes: tuple[Outcome, ...]

    @property
    def changed(self) -> bool:
        """Whether any fact is another one than the extractor's."""
        return any(outcome.state is State.APPLIED for outcome in self.outcomes)


def apply_corrections(text: str, facts: Facts, corrections: Iterable[Correction]) -> Corrected:
    r"""The facts of a text (`title + "\n" + body`) with the corrections applied, the oldest first.

    A later correction finds what the earlier ones have made. Facts that a correction states carry
    its rule and full confidence; all others stay as they are.
    """
    outcomes = []
    for correction in corrections:
        step = _step(text, facts, correction)
        if step is None:
            outcomes.append(Outcome(correction_id=correction.id, state=State.WAITING, span=None))
            continue
        state = State.AGREED if step.facts == facts else State.APPLIED
        outcomes.append(Outcome(correction_id=correction.id, state=state, span=step.span))
        facts = step.facts
    return Corrected(facts=facts, outcomes=tuple(outcomes))


_Corrector = Callable[[str, Facts, Correction, Span], Step | None]
_CORRECTORS: Mapping[Kind, _Corrector] = {
    Kind.PERSON: correct_person,
    Kind.MENTION: correct_mention,
    Kind.OFFICE: correct_office,
    Kind.DATE: correct_date,
    Kind.AWARD: correct_award,
}


def _step(text: str, facts: Facts, correction: Correction) -> Step | None:
    """The facts after one correction; none where it has to wait."""
    if correction.kind is Kind.AUTHOR:
        return correct_author(facts, correction)
    place = _place(text, correction)
    return None if place is None else _CORRECTORS[correction.kind](text, facts, correction, place)


def _place(text: str, correction: Correction) -> Span | None:
    """Where the correction applies. A person is corrected everywhere: any place with their words will do."""
    if correction.anchor is None:
        return None
    place = locate(text, correction.anchor)
    if place is None and correction.kind is Kind.PERSON:
        return next(whole_words(text, correction.anchor.quote), None)
    return place
