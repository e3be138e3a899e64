from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import reading
from db.read import list_articles
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story
from web.remembered import Remembered


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return migrated_sqlite(tmp_path / "remembered.sqlite")


def test_an_answer_is_read_again_only_after_a_change(engine: Engine) -> None:
    readings = []

    def count(session: Session, *, limit: int) -> int:
        readings.append(limit)
        return len(list_articles(session, limit=limit))

    counted = Remembered(count)
    newsroom = Newsroom(engine)

    def ask(limit: int) -> int:
        with reading(engine) as session:
            return counted.of(session, limit=limit)

    newsroom.publish(Story())
    newsroom.publish(Story())
    assert [ask(5), ask(5), ask(1), ask(1)] == [2, 2, 1, 1]
    assert readings == [5, 1]
    newsroom.publish(Story())
    assert [ask(5), ask(5)] == [3, 3]
    assert readings == [5, 1, 5]


def test_it_does_not_keep_answers_without_end(engine: Engine) -> None:
    readings = []

    def same(_session: Session, number: int) -> int:
        readings.append(number)
        return number

    counted = Remembered(same)
    with reading(engine) as session:
        for number in (*range(1000), 0):
            assert counted.of(session, number) == number
    assert readings.count(0) == 2
