"""A body's name taken apart: the body, the body that it is a part of, and the units behind it.

`Phòng Tham mưu, Công an tỉnh Yên Bái` is the part `Phòng Tham mưu` of the kind `Công an`, of the unit
`tỉnh Yên Bái`. Nothing is looked up in the article here: see `extract.bodies.identity`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.bodies.words import BodyLevel, body_words
from extract.language import Sentence, Token
from extract.offices.organisations import expand
from extract.phrases import keys
from extract.places import UnitName, gazetteer
from extract.text import clean
from extract.units import UnitLevel

_BRACKETS = re.compile(r"\s*\([^)]*\)")
_AND = re.compile(r"(?<=\w)\s*&\s*(?=\w)")
_BEHIND = (UnitLevel.PROVINCE, UnitLevel.DISTRICT)
"""The levels of units that may stand behind a smaller one without their kind (`xã A, Mai Sơn`)."""
_LONGEST = 300
"""Characters beyond which no name of a body is read: no real one is half as long."""


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name, taken apart."""

    wording: str
    """The name with its head and abbreviations written out, as the article has it otherwise."""
    core: str
    """The name without the units."""
    part: str = ""
    """What stands before the body that it is a part of: `Phòng Tham mưu`."""
    whole: str = ""
    """The body that it is a part of, where that is of no kind: `Sở Y tế`."""
    kind: str | None = None
    """The kind of body, of `lexicon/body_kinds.toml`; with a part, that of the whole."""
    units: tuple[UnitName, ...] = ()
    """The units behind it, the smallest first; one without a name where the body's own says only its kind."""
    level: BodyLevel | None = None
    """The level that the name itself says, whatever unit is behind it."""
    central: str | None = None
    """The central body that it is, by its canonical name."""


@lru_cache(maxsize=16384)
def read_body(wording: str, title: str = "") -> BodyName:
    """A body's name taken apart; `title` is that of the office held there, which may hold the name's head."""
    name = _with_head(_without_person(_plain(wording)), title)
    sentence, words = Sentence(name, 0, 0), body_words()
    tokens, token_keys = sentence.tokens, sentence.keys
    if not tokens:
        return BodyName(name, name)
    if central := words.central_names.get(token_keys):
        return BodyName(name, name, level=BodyLevel.CENTRE, central=central)
    end, units = _units(tokens, token_keys)
    core, core_keys = name[: tokens[end - 1].end] if end else "", token_keys[:end]
    at, kind = _kind(core_keys, tokens)
    if kind:
        part = _without_joiner(core[: tokens[at].start])
        return BodyName(name, core, part, kind=kind, units=units)
    level = _level(core_keys, units)
    inner = _inner(core_keys, tokens) if level is not BodyLevel.OTHER else 0
    if inner and (part := _without_joiner(core[: tokens[inner].start])):
        level = _level(core_keys[inner:], units)
        return BodyName(name, core, part, core[tokens[inner].start :], units=units, level=level)
    return BodyName(name, core, units=units, level=level)


def _plain(wording: str) -> str:
    """Abbreviations written out, short forms in brackets taken out, `&` as `và`."""
    name = expand(clean(wording)[:_LONGEST].strip(" ,.;:-"))
    return clean(_AND.sub(" và ", _BRACKETS.sub("", name)))


def _without_person(name: str) -> str:
    """The name without a person's behind its kind of unit: `UBND tỉnh` of `UBND tỉnh Nguyễn Văn A`.

    A unit that bears such a name is in the gazetteer; the provinces' heads are named in that way.
    """
    book, words = gazetteer(), body_words()
    sentence = Sentence(name, 0, 0)
    tokens, token_keys = sentence.tokens, sentence.keys
    for at in range(1, len(tokens) - 1):
        person = tokens[at:]
        if token_keys[at] not in words.surnames or not all(token.text[0].isupper() for token in person):
            continue
        before = [book.kind_at(token_keys, start) for start in range(max(0, at - 2), at)]
        kinds = [found[1] for found in before if found and found[0] == at]
        of = [words.wordings.match(token_keys, start) for start in range(max(0, at - 2), at)]
        kinds += [found[1][1] for found in of if found and found[0] == at and found[1][1]]
        if not kinds:
            continue
        unit = book.named(kinds[0], " ".join(token.text for token in person))
        if not unit.ids and not unit.others:
            return name[: tokens[at - 1].end]
    return name


def _with_head(name: str, title: str) -> str:
    """The name with the head that the office's title holds: `Ban` of `Trưởng Ban`."""
    words = body_words()
    title_keys = keys(title)
    for at, word in enumerate(title_keys[:-1]):
        if word not in words.title_before:
            continue
        for head_keys, head in words.title_heads.items():
            if title_keys[at + 1 : at + 1 + len(head_keys)] != head_keys:
                continue
            name_keys = keys(name)
            starts = name_keys[: len(head_keys)] == head_keys
            own = words.wordings.end(name_keys, 0) > 0 or words.department_heads.end(name_keys, 0) > 0
            if starts or (own and head_keys not in words.title_always):
                return name
            return f"{head} {name}" if name else name
    return name


def _units(tokens: Sequence[Token], token_keys: Sequence[str]) -> tuple[int, tuple[UnitName, ...]]:
    """Where the body's own name ends, and the units behind it: from there on nothing else follows."""
    book, words = gazetteer(), body_words()
    at = 0
    while at < len(tokens):
        found = words.wordings.match(token_keys, at)
        end = found[0] if found else at + 1
        if found and found[1][1]:  # the wording says the kind of its unit: a bare name may follow
            units = _chain(tokens, token_keys, end, first_kind=found[1][1])
            if units is not None:
                return end, units or (UnitName(found[1][1], ""),)
        unit = book.unit_at(tokens, token_keys, at) if at == 0 else None
        if (at or unit) and not found and (units := _chain(tokens, token_keys, at)):
            return at, units
        kind = book.kind_at(token_keys, at)
        if at and kind and kind[0] == len(tokens):
            return at, (UnitName(kind[1], ""),)
        at = end
    return len(tokens), ()


def _chain(
    tokens: Sequence[Token], token_keys: Sequence[str], at: int, *, first_kind: str = ""
) -> tuple[UnitName, ...] | None:
    """The units from a token to the end of the name; None where other words follow, too."""
    book = gazetteer()
    units: list[UnitName] = []
    while at < len(tokens):
        if token_keys[at] in {",", "-", "("} and at + 1 < len(tokens):
            at += 1
            continue
        found = book.unit_at(tokens, token_keys, at)
        if found is None and first_kind and not units:
            found = book.name_at(tokens, token_keys, at, first_kind)
        bare = _BEHIND if units else (UnitLevel.PROVINCE,)
        found = found or book.name_at(tokens, token_keys, at, "", bare)
        if found is None:
            return None
        at = found[0]
        units.append(found[1])
    return tuple(units)


def _kind(core: Sequence[str], tokens: Sequence[Token]) -> tuple[int, str | None]:
    """Where the kind of body begins that the name ends with, and the kind; none for a ministry or a firm."""
    words = body_words()
    if words.other_heads.end(core, 0) > 0 or words.is_ministry(core):
        return 0, None
    at = 0
    while at < len(core):
        match = words.wordings.match(core, at)
        if match is None:
            at += 1
            continue
        sure = tokens[at].text[0].isupper() or match[0] > at + 1
        if sure and match[0] == len(core):
            return at, match[1][0]
        at = match[0]
    return 0, None


def _inner(core: Sequence[str], tokens: Sequence[Token]) -> int:
    """Where a body of its own begins inside the name, behind a part of it; 0 for none."""
    words = body_words()
    return next(
        (
            at
            for at in range(1, len(core) - 1)
            if words.inner_heads.end(core, at) > at
            and tokens[at].text[0].isupper()
            and tokens[at + 1].text[0].isupper()
            and core[at] != core[0]
        ),
        0,
    )


def _without_joiner(part: str) -> str:
    """The part without the word or mark that joins it to its body."""
    words = part.rstrip(" ,-").split()
    while words and keys(words[-1]) in body_words().joined:
        words.pop()
    return " ".join(words).rstrip(" ,-")


def _level(core: Sequence[str], units: tuple[UnitName, ...]) -> BodyLevel | None:
    words = body_words()
    if words.other_heads.end(core, 0) > 0:
        return BodyLevel.OTHER
    if units:
        return None
    department = words.department(core)
    if department and department.level:
        return department.level
    foreign = any(words.countries.end(core, at) == len(core) for at in range(1, len(core)))
    if foreign and tuple(core[-2:]) != keys("Việt Nam"):
        return BodyLevel.OTHER
    return BodyLevel.CENTRE if words.is_central(core) else None
