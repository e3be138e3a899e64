"""Bodies and offices: the rows that the offices of an article stand for.

A body is known by its name and its unit (`db.organizations`), an office by its folded title in that
body. Who a person is, is `db.resolution`'s business.

New rows are added in the order of their keys, so that two processes that meet the same
names wait for each other instead of locking each other out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.base import Base
from db.models import Office
from db.organizations import Named, resolve_bodies
from extract import fact
from extract.bodies import read_body
from extract.identity.bodies import body_name
from extract.places import Setting
from extract.text import clean, fold


@dataclass(frozen=True, slots=True)
class Held:
    """The row of an office, and what told the unit of its body."""

    office_id: int
    place_basis: str | None


def resolve_offices(
    session: Session, offices: Iterable[fact.Office], setting: Setting
) -> dict[fact.Office, Held]:
    """For each office that an article gives somebody, the row of the office; new ones are added."""
    named = {office: _named(office) for office in offices}
    bodies = resolve_bodies(session, {body for body in named.values() if body}, setting)
    key_of = {
        office: (fold(office.title), bodies[body].organization_id if body else None)
        for office, body in named.items()
    }
    ids = _known_offices(session, key_of.values())
    missing = {key: clean(office.title) for office, key in key_of.items() if key not in ids}
    if missing:
        ordered = sorted(missing, key=lambda key: (key[0], key[1] or 0))
        _add(
            session,
            Office,
            [{"title_key": key[0], "organization_id": key[1], "title": missing[key]} for key in ordered],
        )
        ids = _known_offices(session, key_of.values())
    return {
        office: Held(ids[key_of[office]], bodies[body].basis if body else None)
        for office, body in named.items()
    }


def _named(office: fact.Office) -> Named | None:
    """The name of an office's body, taken apart; None where the article gives none."""
    body = body_name(office)
    if not body:
        return None
    return Named(read_body(body, clean(office.title)), (body, office.organization))


def _known_offices(
    session: Session, keys: Collection[tuple[str, int | None]]
) -> dict[tuple[str, int | None], int]:
    titles, bodies = {title for title, _ in keys}, {body for _, body in keys}
    # Of these bodies alone: thousands have a `Chủ tịch`.
    known = select(Office.title_key, Office.organization_id, Office.id).where(
        Office.title_key.in_(titles),
        or_(
            Office.organization_id.in_(bodies - {None}),
            Office.organization_id.is_(None) if None in bodies else false(),
        ),
    )
    return {(title, body): identity for title, body, identity in session.execute(known)}


def _add(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows that nobody has inserted meanwhile."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(model).on_conflict_do_nothing(), rows)
