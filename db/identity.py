"""Bodies and offices: the rows that the offices of an article stand for.

A body is known by its folded name in the fullest wording that the article gives, everywhere; an
office by its folded title in that body. Who a person is, is `db.resolution`'s business.

New rows are added in the order of their keys, so that two processes that meet the same
names wait for each other instead of locking each other out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.base import Base
from db.models import Office, Organization
from extract import fact
from extract.identity.bodies import body_name
from extract.text import clean, fold


def resolve_offices(session: Session, offices: Iterable[fact.Office]) -> dict[fact.Office, int]:
    """For each office that an article gives somebody, the id of the office; new ones are added."""
    body_of = {office: body_name(office) for office in offices}
    body_ids = _resolve_bodies(session, (body for body in body_of.values() if body))
    key_of = {office: (fold(office.title), body_ids.get(fold(body))) for office, body in body_of.items()}
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
    return {office: ids[key] for office, key in key_of.items()}


def _resolve_bodies(session: Session, names: Iterable[str]) -> dict[str, int]:
    shown: dict[str, str] = {}
    for name in names:
        shown.setdefault(fold(name), name)
    known = select(Organization.key, Organization.id).where(Organization.key.in_(shown))
    ids = _pairs(session, known)
    missing = sorted(shown.keys() - ids.keys())
    if missing:
        _add(session, Organization, [{"key": key, "name": shown[key]} for key in missing])
        ids = _pairs(session, known)
    return ids


def _known_offices(
    session: Session, keys: Iterable[tuple[str, int | None]]
) -> dict[tuple[str, int | None], int]:
    known = select(Office.title_key, Office.organization_id, Office.id).where(
        Office.title_key.in_({title for title, _ in keys})
    )
    return {(title, body): identity for title, body, identity in session.execute(known)}


def _pairs(session: Session, query: Select[str, int]) -> dict[str, int]:
    return dict(session.execute(query).all())


def _add(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows that nobody has inserted meanwhile."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(model).on_conflict_do_nothing(), rows)
