"""One correction of a person's, and what became of it in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extract.corrections.anchor import Anchor
from extract.corrections.values import Kind, Values, kind_of
from extract.fact import Span

RULE = "correction"
"""The rule of a fact that a person has stated."""

CONFIDENCE = 1.0
"""The confidence of such a fact."""


class Action(StrEnum):
    """What a person says of a fact."""

    WRONG = "wrong"
    """The article does not state it."""
    MEND = "mend"
    """It states something else there."""
    ADD = "add"
    """It states it, and it was not found."""


class State(StrEnum):
    """What became of a correction in a text."""

    APPLIED = "applied"
    """The facts are other ones than the extractor's, because of it."""
    AGREED = "agreed"
    """The extractor says by itself what the person says."""
    WAITING = "waiting"
    """Its place, or whom it is about, is not in the text; it is kept until that is there again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction. `was` is the fact as it stood (none for what is added), `becomes` as it should be."""

    id: int
    action: Action
    anchor: Anchor | None
    """Where; none for an author, who need not stand in the text."""
    was: Values | None
    becomes: Values | None

    @property
    def values(self) -> Values:
        """What the correction is about: the fact as it should be, or, where it is wrong, as it was."""
        values = self.becomes or self.was
        if values is None:
            msg = f"correction {self.id} is about nothing"
            raise ValueError(msg)
        return values

    @property
    def kind(self) -> Kind:
        """What kind of fact it is about."""
        return kind_of(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A correction in a text: its state, and where the fact stands now (none: it waits, or has no place)."""

    correction_id: int
    state: State
    span: Span | None
