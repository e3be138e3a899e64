from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, select, text, update

from db.engine import check_database, transaction, upgrade_database
from db.models import DataSet, Organization, OrganizationName, Place, PlaceChange
from extract.units import unit_changes, units
from tests.db.samples import Newsroom, Story


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


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE places SET name = 'Huyện Khác' WHERE id = 166", "places: not what the data set says: 166"),
        ("DELETE FROM place_changes WHERE old_id = 33", "changes, the data set has"),
        ("UPDATE data_sets SET digest = 'x' WHERE name = 'places'", "places: another edition is loaded"),
        (
            "UPDATE organizations SET place_id = 17 WHERE place_id = 160",
            "organizations: the key does not name",
        ),
        ("UPDATE organizations SET search_key = NULL", "organizations: waiting to be read"),
        ("UPDATE organizations SET parent_id = id", "organizations: above themselves"),
        ("UPDATE place_mentions SET span_end = 9999", "places: named outside the text"),
    ],
)
def test_faults_of_places_and_bodies_are_found(newsroom: Newsroom, statement: str, problem: str) -> None:
    newsroom.publish(replace(Story(), text="Lò Văn Thử, Bí thư Huyện ủy, về huyện Mường La ngày 7/2/2025."))
    assert check_database(newsroom.engine) == ()
    with newsroom.engine.begin() as connection:
        connection.execute(text(statement))
    assert any(problem in found for found in check_database(newsroom.engine))


def test_bodies_read_by_earlier_rules_are_read_again_and_keep_their_numbers(newsroom: Newsroom) -> None:
    newsroom.publish(Story())
    with transaction(newsroom.engine) as session:
        before = dict(session.execute(select(Organization.key, Organization.id)).all())
        session.execute(update(Organization).values(level=None, parent_id=None, name="?"))
        session.execute(update(DataSet).where(DataSet.name == "bodies").values(digest="earlier rules"))
        session.add(Organization(name="Không ai gọi", key="không ai gọi"))
    upgrade_database(newsroom.engine)
    assert check_database(newsroom.engine) == ()
    with transaction(newsroom.engine) as session:
        assert dict(session.execute(select(Organization.key, Organization.id)).all()) == before
        held = session.scalars(select(Organization).where(Organization.name == "Huyện ủy Mường La")).one()
        assert held.level == "district"
        names = session.scalars(
            select(OrganizationName.name).where(OrganizationName.organization_id == held.id)
        )
        assert "Huyện ủy" in set(names)


@pytest.mark.parametrize("level", ["country", "province"])
def test_places_of_today_are_found_by_level(engine: Engine, level: str) -> None:
    with transaction(engine) as session:
        count = session.scalar(
            select(func.count()).select_from(Place).where(Place.level == level, Place.valid_until.is_(None))
        )
    assert count == {"country": 1, "province": 34}[level]
