"""Awards as corrected. One wording may give an award to many: an award is told by its recipient too."""

from __future__ import annotations

from dataclasses import replace

from extract.corrections.correction import CONFIDENCE, RULE, Action, Correction
from extract.corrections.step import Step, nearest, overlap, same, wording_at
from extract.corrections.values import AwardValues
from extract.fact import Award, Facts, Span


def correct_award(text: str, facts: Facts, correction: Correction, place: Span) -> Step | None:
    """An award that is not given, is another one or somebody else's, or was not found."""
    was, becomes = correction.was, correction.becomes
    awards = facts.awards
    if correction.action is Action.WRONG and isinstance(was, AwardValues):
        kept = tuple(award for award in awards if not (_names(award, was) and overlap(award.span, place)))
        return Step(replace(facts, awards=kept), place)
    if not isinstance(becomes, AwardValues):
        return None
    if correction.action is Action.MEND and isinstance(was, AwardValues):
        replaced = _replaced(awards, was, becomes, place)
        awards = tuple(award for award in awards if award not in replaced)
    place = wording_at(text, becomes.award, place)
    if not any(_says(award, becomes) and overlap(award.span, place) for award in awards):
        awards = (*awards, _stated(becomes, place))
    return Step(replace(facts, awards=awards), place)


def _replaced(awards: tuple[Award, ...], was: AwardValues, becomes: AwardValues, place: Span) -> list[Award]:
    """What a mended award takes the place of."""
    here = [award for award in awards if overlap(award.span, place)]
    exact = [award for award in here if _says(award, was)]
    if exact or any(_says(award, becomes) for award in here):
        return exact
    theirs = nearest(
        (award for award in here if was.recipient and same(award.recipient, was.recipient)), place
    )
    return [theirs] if theirs else []


def _names(award: Award, values: AwardValues) -> bool:
    """Whether award and recipient are these; who gives it, and how far it has come, may be read otherwise."""
    return (
        same(award.award, values.award)
        and same(award.recipient, values.recipient)
        and award.count == values.count
    )


def _says(award: Award, values: AwardValues) -> bool:
    return _names(award, values) and same(award.issuer, values.issuer) and award.status == values.status


def _stated(values: AwardValues, place: Span) -> Award:
    return Award(
        award=values.award,
        issuer=values.issuer,
        recipient=values.recipient,
        count=values.count,
        status=values.status,
        span=place,
        rule=RULE,
        confidence=CONFIDENCE,
    )
