"""Which body a name means: its unit, its level, its key, the body above it, and what became of it.

A body is known by its name without abbreviations, and by its unit: `UBND tỉnh Sơn La` and, in an article
about Sơn La, `Ủy ban nhân dân tỉnh` are one; `UBND xã Tân Tiến` of two districts are two. A name whose unit
is not certain is known by its words alone, and has no unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from extract.bodies.names import BodyName
from extract.bodies.words import BodyKind, BodyLevel, Department, body_words
from extract.lexicon import table
from extract.phrases import keys
from extract.places import Basis, Found, Setting, UnitName, find_unit, gazetteer
from extract.units import UnitLevel

_LEVELS = {
    UnitLevel.COUNTRY: BodyLevel.CENTRE,
    UnitLevel.PROVINCE: BodyLevel.PROVINCE,
    UnitLevel.DISTRICT: BodyLevel.DISTRICT,
    UnitLevel.COMMUNE: BodyLevel.COMMUNE,
}
_OF_KIND = {
    "tỉnh": BodyLevel.PROVINCE,
    "huyện": BodyLevel.DISTRICT,
    "quận": BodyLevel.DISTRICT,
    "thị xã": BodyLevel.DISTRICT,
    "xã": BodyLevel.COMMUNE,
    "phường": BodyLevel.COMMUNE,
    "thị trấn": BodyLevel.COMMUNE,
    "đặc khu": BodyLevel.COMMUNE,
}


_LOOSE = frozenset(keys("và , -"))
"""What joins words of a name in one way or another: `Văn hóa - Thể thao`, `Văn hóa và Thể thao`."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body, identified."""

    name: str
    """Its name in full, with its unit where that is known."""
    key: str
    """What it is known by: its canonical name, with the number of its unit behind an at sign."""
    line: str | None = None
    """`party`, `council`, `administration`, `front`, `mass`, `force` or `justice`; None for others."""
    level: BodyLevel | None = None
    unit_id: int | None = None
    basis: Basis | None = None
    """What tells the unit; None without one."""
    core: str = ""
    """Its name without the unit."""
    part: str = ""
    """What it is a part of a larger body: `Ban Dân vận` of the `Tỉnh ủy`."""
    whole: str = ""
    """The larger body, where it is of no kind: `Sở Y tế`."""
    kind: str | None = None
    """Its kind; with a part, that of the larger body."""

    @property
    def parent(self) -> Body | None:
        """The body above it; None where no rule tells."""
        return _parent(self)


@dataclass(frozen=True, slots=True)
class Succession:
    """A body that took over from another one, from a day on; no day where only the year is known."""

    body: Body
    day: date | None


def identify(name: BodyName, setting: Setting) -> Body:
    """The body that a name means in an article's setting."""
    if name.central:
        return central(name.central)
    units = name.units or _own_unit(name, setting)
    found = find_unit(units, setting) if name.level is not BodyLevel.CENTRE else None
    if found:
        named = bool(name.units and name.units[0].name)
        return _body(name, found, named=named)
    level = name.level or (_OF_KIND.get(units[0].kind) if units else None)
    return Body(
        name.wording,
        _core_key(name.wording),
        _line(name.kind),
        level,
        core=name.core,
        part=name.part,
        whole=name.whole,
        kind=name.kind,
    )


def central(name: str) -> Body:
    """The central body of a name."""
    known = body_words().central.get(name)
    return Body(name, _core_key(name), known.line if known else "administration", BodyLevel.CENTRE)


def _own_unit(name: BodyName, setting: Setting) -> tuple[UnitName, ...]:
    """The unit that a department of a province means without saying so: `Sở Y tế` in its province's news."""
    if name.level is not BodyLevel.PROVINCE or setting.site is None:
        return ()
    return (UnitName(gazetteer().kind_of(setting.site), ""),)


def _body(name: BodyName, found: Found, *, named: bool) -> Body:
    """The body of a unit; one that is of no kind keeps the wording in which its unit is named."""
    unit = gazetteer().units[found.unit_id]
    level = BodyLevel.OTHER if name.level is BodyLevel.OTHER else _LEVELS[unit.level]
    if name.kind:
        full = _kind_name(body_words().kinds[name.kind], found.unit_id)
        shown = f"{name.part} {full}".strip()
        core = f"{name.part} {name.kind}".strip()
    else:
        core = f"{name.part} {name.whole}" if name.whole else name.core
        shown = name.wording if named else f"{core} {_lower_kind(unit.name)}".strip()
    return Body(
        shown,
        f"{_core_key(core)} @{found.unit_id}".strip(),
        _line(name.kind),
        level,
        found.unit_id,
        found.basis,
        core,
        name.part,
        name.whole,
        name.kind,
    )


def _line(kind: str | None) -> str | None:
    return body_words().kinds[kind].line if kind else None


def _core_key(name: str) -> str:
    """The key of a name, without what joins its words in one way or another."""
    return " ".join(word for word in keys(name) if word not in _LOOSE)


def _kind_name(kind: BodyKind, unit_id: int) -> str:
    """The name of a unit's body of a kind: `Huyện ủy Mai Sơn`, `Ủy ban nhân dân huyện Mai Sơn`."""
    book, words = gazetteer(), body_words()
    unit, unit_kind = book.units[unit_id], book.kind_of(unit_id)
    own = words.of_kind.get((kind.name, unit_kind))
    if own is None:
        return f"{kind.names.get(unit.level, kind.name)} {_lower_kind(unit.name)}"
    bare = unit.name[len(unit_kind) + 1 :]
    needs_kind = bare.isdecimal() or bare in words.persons_places
    return f"{own} {_lower_kind(unit.name) if needs_kind else bare}"


def _lower_kind(name: str) -> str:
    return name[:1].lower() + name[1:]


def _of_kind(kind: str, unit_id: int) -> Body:
    return _body(BodyName("", "", kind=kind), Found(unit_id, Basis.NAME), named=False)


def _parent(body: Body) -> Body | None:
    if body.whole:
        if body.unit_id is None:
            return central(body.whole) if body.level is BodyLevel.CENTRE else None
        return _body(BodyName("", body.whole), Found(body.unit_id, Basis.NAME), named=False)
    if body.level is BodyLevel.CENTRE:
        return _above_central(body.name)
    if body.unit_id is None or body.level is BodyLevel.OTHER:
        return None
    if body.kind:
        return _of_kind(body.kind, body.unit_id) if body.part else _above(body.kind, body.unit_id)
    department = _department(body)
    return _of_kind(department.kind, body.unit_id) if department else None


def _department(body: Body) -> Department | None:
    """The department that a body is by its name; None where its level is another one."""
    department = body_words().department(keys(body.name))
    return department if department and department.level in {None, body.level} else None


def _above_central(name: str) -> Body | None:
    words = body_words()
    known = words.central.get(name)
    above = known.above if known else words.ministry_above if words.is_ministry(keys(name)) else None
    return central(above) if above else None


def _above(kind_name: str, unit_id: int) -> Body | None:
    """The body of the same kind of the unit above, and above the provinces the central one."""
    kind, unit = body_words().kinds[kind_name], gazetteer().units[unit_id]
    if unit.level is UnitLevel.PROVINCE:
        return central(kind.top) if kind.top else None
    if not kind.climbs or unit.parent_id is None:
        return None
    return _of_kind(kind.name, unit.parent_id)


def successions(body: Body) -> Iterator[Succession]:
    """The bodies that took over from a body: by the reform of its unit, and by reforms of its kind."""
    book = gazetteer()
    core = body.key.partition(" @")[0]
    if body.unit_id is not None and (body.kind or body.whole or _department(body)):
        today, until = book.today(body.unit_id), book.units[body.unit_id].until
        if today is not None and until is not None:
            yield Succession(_same(body, today), until + timedelta(days=1))
    for old, new, day in _reforms():
        if body.level is BodyLevel.CENTRE and old == core:
            yield Succession(central(new), day)
        elif body.unit_id is not None and old == (_core_key(body.part) if body.part else core):
            renamed = BodyName("", new, new if body.kind else "", kind=body.kind)
            yield Succession(_body(renamed, Found(body.unit_id, Basis.NAME), named=False), day)


def _same(body: Body, unit_id: int) -> Body:
    """The same body of another unit."""
    name = BodyName("", body.core, body.part, body.whole, body.kind)
    return _body(name, Found(unit_id, Basis.NAME), named=False)


@cache
def _reforms() -> tuple[tuple[str, str, date | None], ...]:
    return tuple(
        (
            _core_key(entry["old"]),
            entry["new"],
            entry["until"] + timedelta(days=1) if "until" in entry else None,
        )
        for entry in table("body_successors")["successors"]
    )
