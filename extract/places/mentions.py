"""The units that an article names: with the word for their kind, or a province by its name alone.

Read are `huyện Mai Sơn`, `xã Chiềng Mai, huyện Mai Sơn`, `Sơn La` where it stands alone. A unit that the
article's other names, its site or its day do not make certain is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.fact import Source, Span
from extract.language import Sentence, read
from extract.places.gazetteer import UnitName, gazetteer
from extract.places.resolution import Basis, Setting, find_unit
from extract.units import UnitLevel

_JOINERS = frozenset({",", "-", "("})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where a unit is named."""

    unit_id: int
    span: Span
    basis: Basis


@dataclass(frozen=True, slots=True)
class _Named:
    names: tuple[UnitName, ...]
    span: Span


def find_mentions(source: Source, setting: Setting) -> tuple[Mention, ...]:
    """The units that an article names, each at its place in the text, in order.

    Provinces are read first, then districts, then communes, so that the larger tell which smaller
    ones are meant; `setting` is what is known beforehand.
    """
    named = list(_read(source))
    found: dict[int, Mention] = {}
    for level in (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE):
        here: set[int] = set()
        for index, one in enumerate(named):
            if index in found or level not in _levels(one.names[0]):
                continue
            unit = find_unit(one.names, setting)
            if unit and gazetteer().units[unit.unit_id].level is level:
                found[index] = Mention(unit.unit_id, one.span, unit.basis)
                here |= {unit.unit_id, *gazetteer().ancestors(unit.unit_id)}
        setting = replace(setting, named=setting.named | _without_country(here))
    return tuple(found[index] for index in sorted(found))


def setting_of(setting: Setting, mentions: tuple[Mention, ...]) -> Setting:
    """The setting with the units that the article names."""
    book = gazetteer()
    named = {one for mention in mentions for one in (mention.unit_id, *book.ancestors(mention.unit_id))}
    return replace(setting, named=setting.named | _without_country(named))


def _without_country(ids: set[int]) -> frozenset[int]:
    return frozenset(one for one in ids if gazetteer().units[one].level is not UnitLevel.COUNTRY)


def _levels(name: UnitName) -> set[UnitLevel]:
    return {gazetteer().units[one].level for one in (*name.ids, *name.others)}


@lru_cache(maxsize=8)
def _read(source: Source) -> tuple[_Named, ...]:
    """All names of units in the text, with those of the larger units behind each."""
    return tuple(found for sentence in read(source).sentences for found in _in_sentence(sentence))


def _in_sentence(sentence: Sentence) -> Iterator[_Named]:
    book = gazetteer()
    tokens, token_keys = sentence.tokens, sentence.keys
    run: list[tuple[int, int, UnitName]] = []
    at = 0
    while at < len(tokens):
        found = book.unit_at(tokens, token_keys, at) or _bare_province(sentence, at)
        if found is None:
            at += 1
            continue
        end, name = found
        if run and not (at - run[-1][1] <= 1 and all(key in _JOINERS for key in token_keys[run[-1][1] : at])):
            yield from _chain(sentence, run)
            run = []
        run.append((at, end, name))
        at = end
    yield from _chain(sentence, run)


def _chain(sentence: Sentence, run: list[tuple[int, int, UnitName]]) -> Iterator[_Named]:
    """Each name of a run with those behind it that are larger: `xã A, xã B, huyện C`."""
    for index, (at, end, name) in enumerate(run):
        levels = _levels(name)
        larger = tuple(
            other
            for _, _, other in run[index + 1 :]
            if levels and _levels(other) and _rank(_levels(other)) > _rank(levels)
        )
        span = Span(sentence.tokens[at].start, sentence.tokens[end - 1].end)
        yield _Named((name, *larger), span)


def _rank(levels: set[UnitLevel]) -> int:
    order = (UnitLevel.COMMUNE, UnitLevel.DISTRICT, UnitLevel.PROVINCE)
    return max(order.index(level) for level in levels)


def _bare_province(sentence: Sentence, at: int) -> tuple[int, UnitName] | None:
    """A province by its name alone, of two syllables or more, where no name goes on before or behind it."""
    tokens = sentence.tokens
    if not tokens[at].text[0].isupper() or (at and _in_name(sentence, at - 1)):
        return None
    found = gazetteer().name_at(tokens, sentence.keys, at, "")
    if found is None or found[0] - at < 2:
        return None
    end = found[0]
    if not all(token.text[0].isupper() for token in tokens[at:end] if token.text[0].isalpha()):
        return None
    return None if end < len(tokens) and _in_name(sentence, end) else found


def _in_name(sentence: Sentence, at: int) -> bool:
    """Whether a token is a word in capitals, but not in a headline of capitals, nor a body's abbreviation."""
    text = sentence.tokens[at].text
    return text[0].isupper() and not (text.isupper() and len(text) > 1) and not sentence.text.isupper()
