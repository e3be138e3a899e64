"""Bodies: the rows that the names of an article stand for, with the bodies above them and their successors.

A body is known by its canonical name and its unit (`extract.bodies`); all names that articles give it are
kept. Rows are added in the order of their keys, so that two processes that meet the same names wait for
each other instead of locking each other out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.base import Base
from db.models import Organization, OrganizationName, OrganizationSuccessor
from extract.bodies import Body, BodyName, identify, successions
from extract.places import Basis, Setting
from extract.text import clean, fold, search_key

_AT_ONCE = 500
"""Keys in one query: databases bound the number of its parameters."""


@dataclass(frozen=True, slots=True)
class Named:
    """A body's name as an article has it: taken apart, and its wordings there."""

    name: BodyName
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The row of a body, and what told its unit."""

    organization_id: int
    basis: Basis | None


def resolve_bodies(session: Session, named: Iterable[Named], setting: Setting) -> dict[Named, Resolved]:
    """For each name of one article, the row of the body that it means there; new ones are added."""
    bodies = _identified(list(named), setting)
    ids = _rows_of(session, bodies.values())
    _keep_names(session, bodies, ids)
    return {one: Resolved(ids[body.key], body.basis) for one, body in bodies.items()}


def _identified(named: Sequence[Named], setting: Setting) -> dict[Named, Body]:
    """The bodies of the names; units that some of them name for certain help to tell those of others."""
    bodies = {one: identify(one.name, setting) for one in named}
    certain = {body.unit_id for body in bodies.values() if body.unit_id and body.basis is Basis.NAME}
    more = replace(setting, named=setting.named | certain)
    return {
        one: body if body.unit_id or body.level == "centre" else identify(one.name, more)
        for one, body in bodies.items()
    }


def _rows_of(session: Session, bodies: Iterable[Body]) -> dict[str, int]:
    """The ids of the bodies by key, those above them and after them added with them."""
    found: dict[str, Body] = {}
    for body in bodies:
        _gather(body, found)
    ids = _known(session, found)
    missing = sorted(found.keys() - ids.keys())
    if not missing:
        return ids
    _write(session, [_row(found[key]) for key in missing])
    ids = _known(session, found)
    for key in missing:
        parent = found[key].parent
        row = update(Organization).where(Organization.key == key)
        session.execute(row.values(parent_id=ids[parent.key] if parent else None))
    successors = [
        {"old_id": ids[key], "new_id": ids[after.body.key], "day": after.day}
        for key in missing
        for after in successions(found[key])
    ]
    if successors:
        _add(session, OrganizationSuccessor, successors)
    return ids


def _gather(body: Body, found: dict[str, Body]) -> None:
    """A body with all that stand above it, and all that came after them."""
    if body.key in found:
        return
    found[body.key] = body
    if parent := body.parent:
        _gather(parent, found)
    for after in successions(body):
        _gather(after.body, found)


def _row(body: Body) -> dict[str, Any]:
    return {
        "key": body.key,
        "name": body.name,
        "search_key": search_key(body.name),
        "level": body.level.value if body.level else None,
        "line": body.line,
        "place_id": body.unit_id,
    }


def _keep_names(session: Session, bodies: Mapping[Named, Body], ids: Mapping[str, int]) -> None:
    names = {
        (ids[body.key], fold(wording)): clean(wording)
        for one, body in bodies.items()
        for wording in one.wordings
        if wording and fold(wording)
    }
    if names:
        _add(
            session,
            OrganizationName,
            [
                {"organization_id": organization, "key": key, "name": name}
                for (organization, key), name in sorted(names.items())
            ],
        )


def _known(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """The rows of the keys by the rules of today: those that await being read again have no search key."""
    wanted = sorted(keys)
    ids: dict[str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Organization.key, Organization.id)
        these = Organization.key.in_(wanted[start : start + _AT_ONCE])
        ids |= dict(session.execute(query.where(these, Organization.search_key.is_not(None))).all())
    return ids


def _write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add the bodies, or write those of earlier rules anew."""
    added = _insert(session, Organization)
    written = {name: added.excluded[name] for name in rows[0] if name != "key"}
    session.execute(added.on_conflict_do_update(index_elements=["key"], set_=written), rows)


def _add(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows that nobody has inserted meanwhile."""
    session.execute(_insert(session, model).on_conflict_do_nothing(), rows)


def _insert(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insertion as the database has it, with a clause for rows that are there already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(model)
