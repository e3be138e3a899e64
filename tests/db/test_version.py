from __future__ import annotations

import pytest
from sqlalchemy import Engine

from db.engine import reading, transaction
from db.version import data_version
from tests.db.samples import Newsroom, Story


def version(engine: Engine) -> str:
    with reading(engine) as session:
        return data_version(session)


def test_the_version_changes_with_what_is_written_and_with_nothing_else(newsroom: Newsroom) -> None:
    empty = version(newsroom.engine)
    assert version(newsroom.engine) == empty
    newsroom.publish(Story())
    filled = version(newsroom.engine)
    assert filled != empty
    assert version(newsroom.engine) == filled


def test_a_session_sees_one_state(newsroom: Newsroom) -> None:
    with reading(newsroom.engine) as session:
        seen = data_version(session)
        newsroom.publish(Story())
        assert data_version(session) == seen
    assert version(newsroom.engine) != seen


def test_what_is_undone_was_never_counted_twice(newsroom: Newsroom) -> None:
    before = version(newsroom.engine)
    with pytest.raises(RuntimeError, match="stop"), transaction(newsroom.engine):
        raise RuntimeError("stop")
    if newsroom.engine.dialect.name == "sqlite":
        assert version(newsroom.engine) == before
