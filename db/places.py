"""Load the country's administrative units from the data set that ships with the program.

    load_places(connection)  # what `upgrade_database` does; nothing where this edition is loaded already

Units are never deleted: what a newer edition no longer lists stays as it was, because articles may
name it. A newer edition may mend a name, end a unit and add others.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from db.models import DataSet, Place, PlaceChange
from extract.text import fold, search_key
from extract.units import unit_changes, units, units_digest

DATA_SET = "places"


def load_places(connection: Connection) -> None:
    """Bring places and their changes to the edition of this program, in the caller's transaction."""
    stored = connection.scalar(select(DataSet.digest).where(DataSet.name == DATA_SET))
    if stored == units_digest():
        return
    _load_units(connection)
    connection.execute(delete(PlaceChange))
    connection.execute(
        insert(PlaceChange),
        [
            {"old_id": change.old_id, "new_id": change.new_id, "day": change.day, "kind": change.kind.value}
            for change in unit_changes()
        ],
    )
    connection.execute(delete(DataSet).where(DataSet.name == DATA_SET))
    connection.execute(insert(DataSet).values(name=DATA_SET, digest=units_digest()))


def _load_units(connection: Connection) -> None:
    known = {row.id: row._asdict() for row in connection.execute(select(Place.__table__))}
    rows = place_rows()
    new = [row for row in rows if row["id"] not in known]
    if new:
        connection.execute(insert(Place), new)
    for row in rows:
        if row["id"] in known and known[row["id"]] != row:
            connection.execute(update(Place).where(Place.id == row["id"]).values(row))


def place_rows() -> list[dict[str, Any]]:
    """The data set's units as rows of `places`, parents before children."""
    return [
        {
            "id": unit.id,
            "code": unit.code,
            "name": unit.name,
            "key": fold(unit.name),
            "search_key": search_key(unit.name),
            "level": unit.level.value,
            "parent_id": unit.parent_id,
            "valid_from": unit.since,
            "valid_until": unit.until,
        }
        for unit in units()
    ]
