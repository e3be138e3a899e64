from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

import db.resolution
from db.engine import check_database, reading, transaction
from db.models import Appearance, NameGroup, Person
from stages.identity import identify_all
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    engine = migrated_sqlite(tmp_path / "test.sqlite")
    return Newsroom(engine)


def publish(newsroom: Newsroom, count: int) -> None:
    day = Story().published
    assert day
    for number in range(count):
        newsroom.publish(Story(title=f"Tin {number}", published=day + timedelta(days=number)))


def persons(newsroom: Newsroom) -> list[int]:
    with reading(newsroom.engine) as session:
        return list(session.scalars(select(Appearance.person_id)))


def test_a_name_with_many_appearances_waits_and_is_settled(newsroom: Newsroom) -> None:
    publish(newsroom, db.resolution.AT_ONCE + 5)
    with reading(newsroom.engine) as session:
        assert session.scalars(select(NameGroup.waiting)).all() == [True]
    assert len(set(persons(newsroom))) == 1
    steps: list[tuple[int, int]] = []
    assert identify_all(newsroom.engine, lambda done, of: steps.append((done, of))) == 1
    assert steps == [(1, 1)]
    with reading(newsroom.engine) as session:
        assert session.scalars(select(NameGroup.waiting)).all() == [False]
    assert check_database(newsroom.engine) == ()


def test_articles_of_an_earlier_version_are_gathered_and_keep_their_persons(newsroom: Newsroom) -> None:
    publish(newsroom, 3)
    before = persons(newsroom)
    with transaction(newsroom.engine) as session:
        session.execute(delete(Appearance).where(Appearance.article_id == 1))
        session.execute(update(Appearance).values(evidence_version=0))
    assert identify_all(newsroom.engine, lambda _done, _of: None) == 3
    assert persons(newsroom) == before
    with reading(newsroom.engine) as session:
        assert session.scalars(select(Person.merged_into_id)).all() == [None]
    assert check_database(newsroom.engine) == ()
    assert identify_all(newsroom.engine, lambda _done, _of: None) == 0
