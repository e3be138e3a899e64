"""What an editor enters at the correction desk, as what `db.corrections` takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from db.corrections import CorrectionRefused, Proposal, Seen, Why
from extract.corrections import Action, Kind, OfficeValues, Stated, Values, from_json, kind_of, to_json
from extract.corrections.anchor import whole_words
from extract.fact import Span
from extract.text import clean
from web.addresses import MAX_ID

LONGEST = 1000

_Text = Annotated[str, Field(max_length=LONGEST)]
_Number = Annotated[int | None, BeforeValidator(lambda value: value or None), Field(ge=0, le=MAX_ID)]


class Entered(BaseModel):
    """The fields of a form: what is said, of which fact or words, and what was seen."""

    model_config = ConfigDict(extra="ignore")

    action: Literal["wrong", "mend", "add"]
    kind: Kind
    revision: Annotated[int, Field(ge=1, le=MAX_ID)]
    seen: Annotated[int, Field(ge=0, le=MAX_ID)]
    fact: Annotated[int, Field(ge=-1, le=MAX_ID)] = -1
    """The fact's place in the list of the revision's facts; -1 for what is added."""
    words: _Text = ""
    """Of what is added: the words in the article."""
    place: Annotated[str, Field(max_length=12)] = ""
    """Where they begin, where they stand more than once: chosen, or told by the script."""
    reason: _Text = ""
    name: _Text = ""
    person: _Text = ""
    title: _Text = ""
    organization: _Text = ""
    full: _Text = ""
    former: _Text = ""
    change: Annotated[str, Field(max_length=20)] = ""
    speaks: _Text = ""
    text: _Text = ""
    start: _Text = ""
    end: _Text = ""
    award: _Text = ""
    issuer: _Text = ""
    recipient: _Text = ""
    count: Annotated[str, Field(max_length=12)] = ""
    status: Annotated[str, Field(max_length=20)] = ""


class Ambiguous(Exception):
    """The words stand at several places; `places` are they."""

    def __init__(self, places: Sequence[Span]) -> None:
        super().__init__(f"{len(places)} places")
        self.places = places


def proposal_of(entered: Entered, seen: Seen, text: str, stated: Sequence[Stated]) -> Proposal:
    """The proposal that a form makes of an article's text and facts as they stand.

    Raises `Ambiguous` for words at several places, `BadValue` and `CorrectionRefused` for what
    cannot be said.
    """
    action = Action(entered.action)
    if action is Action.ADD:
        place = None if entered.kind is Kind.AUTHOR else _chosen(text, entered)
        return Proposal(
            seen=seen, action=action, place=place, was=None, becomes=_added(entered), reason=entered.reason
        )
    if not 0 <= entered.fact < len(stated) or kind_of(stated[entered.fact].values) is not entered.kind:
        raise CorrectionRefused(Why.NO_FACT, seen.article)
    fact = stated[entered.fact]
    becomes = _mended(entered, fact.values) if action is Action.MEND else None
    return Proposal(
        seen=seen, action=action, place=fact.span, was=fact.values, becomes=becomes, reason=entered.reason
    )


def _chosen(text: str, entered: Entered) -> Span:
    """The place of the words entered."""
    words = clean(entered.words)
    places = list(whole_words(text, words))
    at = int(entered.place) if entered.place.isascii() and entered.place.isdigit() else None
    if at is not None and words and text[at : at + len(words)] == words:
        return Span(at, at + len(words))
    if len(places) > 1:
        raise Ambiguous(places)
    return places[0] if places else Span(0, 0)


def _added(entered: Entered) -> Values:
    fields = entered.model_dump()
    words = clean(entered.words)
    if entered.kind is Kind.DATE:
        fields["text"] = words
    if entered.kind is Kind.PERSON:
        fields["name"] = entered.name.strip() or words
    if entered.kind is Kind.AWARD:
        fields["award"] = entered.award.strip() or words
    return from_json(entered.kind, fields)


def _mended(entered: Entered, was: Values) -> Values:
    """The values entered; an office whose parts are changed is written in full anew, unless that is too."""
    fields: dict[str, Any] = to_json(was) | {
        name: value for name, value in entered.model_dump().items() if name in to_json(was)
    }
    if isinstance(was, OfficeValues) and fields["full"] == was.full:
        parts = (clean(fields["title"]), clean(fields["organization"]))
        fields["full"] = was.full if parts == (was.title, was.organization) else ""
    return from_json(entered.kind, fields)
