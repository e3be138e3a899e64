from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, func, select, update

from db.engine import transaction, upgrade_database
from db.models import DataSet, Organization, Place, PlaceChange
from extract.units import unit_changes, units


def test_the_upgrade_loads_all_units_and_changes(engine: Engine) -> None:
    with transaction(engine) as session:
        assert session.scalar(select(func.count()).select_from(Place)) == len(units())
        assert session.scalar(select(func.count()).select_from(PlaceChange)) == len(unit_changes())
        son_la = session.scalars(select(Place).where(Place.search_key == "tinh son la")).one()
        assert (son_la.code, son_la.level, son_la.valid_until) == ("14", "province", None)
        mai_son = session.scalars(select(Place).where(Place.name == "Huyện Mai Sơn")).one()
        assert (mai_son.parent_id, mai_son.valid_until) == (son_la.id, date(2025, 6, 30))


def test_a_newer_edition_mends_units_and_keeps_what_points_at_them(engine: Engine) -> None:
    with transaction(engine) as session:
        place = session.scalars(select(Place).where(Place.name == "Huyện Mai Sơn")).one()
        body = Organization(name="Ủy ban", key="b", search_key="uy ban", place_id=place.id)
        session.add(body)
        place.name, place.valid_until = "Huyện Mai Son", None
        session.execute(update(DataSet).where(DataSet.name == "places").values(digest="an earlier edition"))
    for _ in range(2):
        upgrade_database(engine)
    with transaction(engine) as session:
        place = session.scalars(select(Place).where(Place.code == "125", Place.level == "district")).one()
        assert (place.name, place.valid_until) == ("Huyện Mai Sơn", date(2025, 6, 30))
        assert session.scalars(select(Organization)).one().place_id == place.id


def test_the_same_edition_is_not_loaded_again(engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(update(Place).where(Place.code == "125").values(name="Huyện Khác"))
    upgrade_database(engine)
    with transaction(engine) as session:
        assert session.scalars(select(Place.name).where(Place.code == "125")).all() == ["Huyện Khác"]


@pytest.mark.parametrize("level", ["country", "province"])
def test_places_of_today_are_found_by_level(engine: Engine, level: str) -> None:
    with transaction(engine) as session:
        count = session.scalar(
            select(func.count()).select_from(Place).where(Place.level == level, Place.valid_until.is_(None))
        )
    assert count == {"country": 1, "province": 34}[level]
