"""Are places and bodies sound? The checks of `db.check` for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from db.models import DataSet, Organization, Place, PlaceChange, PlaceMention, Revision
from db.places import place_rows
from extract.units import unit_changes, units_digest

_SHOWN = 5
_UNIT = re.compile(r"(?:^| )@(\d+)$")


def _data_set(connection: Connection) -> Iterator[str]:
    """The units are those of the edition that was loaded; one that waits for its upgrade is not judged."""
    loaded = connection.scalar(select(DataSet.digest).where(DataSet.name == "places"))
    if loaded != units_digest():
        yield "places: another edition is loaded; run: tintinh db upgrade"
        return
    stored = {row.id: row._asdict() for row in connection.execute(select(Place.__table__))}
    yield from _listed(
        (row["id"] for row in place_rows() if stored.get(row["id"]) != row),
        "places: not what the data set says",
    )
    changes = connection.scalar(select(func.count()).select_from(PlaceChange))
    if changes != len(unit_changes()):
        yield f"places: {changes} changes, the data set has {len(unit_changes())}"


def _organizations(connection: Connection) -> Iterator[str]:
    rows = connection.execute(select(Organization.id, Organization.key, Organization.place_id)).all()
    yield from _listed(
        (number for number, key, place in rows if _unit_of(key) != place),
        "organizations: the key does not name the unit",
    )
    unread = select(Organization.id).where(Organization.search_key.is_(None))
    yield from _listed(
        connection.scalars(unread), "organizations: waiting to be read; run: tintinh db upgrade"
    )
    above = dict(connection.execute(select(Organization.id, Organization.parent_id)).all())
    yield from _listed(
        (number for number in above if _circles(number, above)), "organizations: above themselves"
    )


def _unit_of(key: str) -> int | None:
    """The number behind the at sign of a body's key."""
    found = _UNIT.search(key)
    return int(found[1]) if found else None


def _circles(start: int, above: dict[int, int | None]) -> bool:
    seen = {start}
    at = above[start]
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = above[at]
    return False


def _mentions(connection: Connection) -> Iterator[str]:
    length = func.length(Revision.title) + 1 + func.length(Revision.body)
    outside = (
        select(PlaceMention.revision_id)
        .join(Revision, Revision.id == PlaceMention.revision_id)
        .where(PlaceMention.span_end > length)
        .distinct()
    )
    yield from _listed(connection.scalars(outside), "places: named outside the text, in revisions")


def _levels(connection: Connection) -> Iterator[str]:
    parent = aliased(Place)
    wrong = (
        select(Place.id)
        .join(parent, parent.id == Place.parent_id)
        .where(parent.valid_until < func.coalesce(Place.valid_until, parent.valid_until))
    )
    yield from _listed(connection.scalars(wrong), "places: outlive the unit above")


def _listed(ids: Iterable[int], what: str) -> Iterator[str]:
    """One line for all rows with one problem, naming the first of them."""
    found = sorted(ids)
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield f"{what}: {', '.join(map(str, found[:_SHOWN]))}{more}"


PLACE_CHECKS: tuple[Callable[[Connection], Iterator[str]], ...] = (
    _data_set,
    _levels,
    _organizations,
    _mentions,
)
