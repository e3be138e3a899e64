"""Whether a sentence says that a person takes or leaves an office.

The verb must govern the office: in `bổ nhiệm ông A, Phó Giám đốc Sở X, giữ chức Giám đốc Sở X` only the
office behind `giữ chức` is taken. Where anything throws doubt on it, nothing is said. The words are those of
`lexicon/office_changes.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from extract.fact import Change
from extract.lexicon import table
from extract.offices.links import Holding, Named, Rule
from extract.offices.words import Line
from extract.phrases import Phrases, phrase_set

_GOVERNED = frozenset({Rule.APPOINTED, Rule.GIVEN, Rule.HOLDS, Rule.PRONOUN})
"""Bindings by a verb: an office that touches a name, or follows it behind a mark, is the object of none."""
_GIVES, _DOUBT = "gives", "doubts"


def change_of(line: Line, names: Sequence[Named], holding: Holding) -> Change | None:
    """What a sentence says of the beginning or end of a holding; None where it says nothing, or is in doubt.

    `names` are those in the sentence, in their order.
    """
    words, phrase = _words(), holding.phrase
    start = _clause_start(line.keys, phrase.start)
    before = line.keys[start : phrase.start]
    said = list(words.said(before))
    if any(kind == _DOUBT for _, kind in said) or words.former.suffix(before):
        return None
    if words.ends.suffix(before) or (holding.rule is Rule.AFTER and words.retires_at(line.keys, phrase.end)):
        return Change.ENDED
    verbs = [start + at for at, kind in said if kind == _GIVES]
    return Change.BEGAN if not holding.former and _begins(line, names, holding, before, verbs) else None


def _begins(
    line: Line, names: Sequence[Named], holding: Holding, before: Sequence[str], verbs: Sequence[int]
) -> bool:
    """Whether the words before an office give it to its holder; `verbs` are where verbs of giving stand."""
    words = _words()
    if words.new.suffix(before):
        return line.tokens[holding.phrase.start - 1].text.islower()
    if holding.rule not in _GOVERNED:
        return False
    if words.begins.suffix(before):
        return True
    return bool(verbs) and words.leads.suffix(before) > 0 and _of_nobody_else(names, verbs[-1], holding)


def _clause_start(tokens: Sequence[str], end: int) -> int:
    """The token behind the last semicolon before `end`; 0 where there is none."""
    return next((at + 1 for at in range(end - 1, -1, -1) if tokens[at] == ";"), 0)


def _of_nobody_else(names: Sequence[Named], verb: int, holding: Holding) -> bool:
    """Whether nobody but the holder is named between the verb and the office."""
    return all(one.name == holding.name for one in names if verb <= one.start < holding.phrase.start)


class _Words:
    """The lexicon of changes, compiled."""

    def __init__(self) -> None:
        changes = table("office_changes")
        self.leads = phrase_set(changes["leads"])
        self.begins = phrase_set(changes["begins"])
        self.new = phrase_set(changes["new"])
        self.ends = phrase_set(changes["ends"])
        self.former = phrase_set(table("office_links")["former"])
        self._retires = phrase_set(changes["retires"])
        self._said: Phrases[str] = Phrases(
            {phrase: kind for kind in (_GIVES, _DOUBT, "harmless") for phrase in changes[kind]}
        )

    def said(self, tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Where verbs of giving, doubts, and what only looks like either stand, with their kind."""
        at = 0
        while at < len(tokens):
            found = self._said.match(tokens, at)
            if found:
                yield at, found[1]
            at = found[0] if found else at + 1

    def retires_at(self, tokens: Sequence[str], at: int) -> bool:
        """Whether the office before token `at` is left with the service, perhaps behind a comma."""
        start = at + (tokens[at : at + 1] == (",",))
        return self._retires.end(tokens, start) > start


@cache
def _words() -> _Words:
    return _Words()
