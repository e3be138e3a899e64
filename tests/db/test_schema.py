from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from db.check import is_modelled
from db.engine import (
    DatabaseTooNew,
    DatabaseTooOld,
    NotOurDatabase,
    open_database,
    require_current,
    transaction,
    upgrade_database,
)
from db.models import METADATA, Judgement
from tests.databases import KINDS, new_database
from tests.db.samples import NOW, Newsroom, Story


def test_the_migrated_schema_equals_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"include_object": is_modelled, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


@pytest.mark.parametrize("kind", KINDS)
def test_constraints_are_those_of_the_models(kind: str, tmp_path: Path) -> None:
    """Alembic compares no checks, and the names of keys only in part."""

    def constraints(engine: Engine) -> dict[str, object]:
        seen = inspect(engine)
        return {
            table: (
                {check["name"]: check["sqltext"] for check in seen.get_check_constraints(table)},
                {
                    (*key["constrained_columns"], key["referred_table"])
                    for key in seen.get_foreign_keys(table)
                },
                {key["name"] for key in seen.get_unique_constraints(table)},
                seen.get_pk_constraint(table)["name"],
            )
            for table in METADATA.tables
        }

    with new_database(kind, tmp_path) as migrated_url, new_database(kind, tmp_path) as modelled_url:
        migrated, modelled = open_database(migrated_url), open_database(modelled_url)
        upgrade_database(migrated)
        METADATA.create_all(modelled)
        assert constraints(migrated) == constraints(modelled)
        for engine in (migrated, modelled):
            engine.dispose()


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    Newsroom(engine).publish(Story())
    upgrade_database(engine)
    require_current(engine)


def test_an_new_database_is_too_old_and_the_command_is_named(database_url: str) -> None:
    engine = open_database(database_url)
    with pytest.raises(DatabaseTooOld, match="is empty; run: tintinh db upgrade"):
        require_current(engine)
    engine.dispose()


def test_a_newer_database_is_refused_and_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (require_current, upgrade_database):
        with pytest.raises(DatabaseTooNew, match=r"schema 9999.*pip install --upgrade tintinh"):
            use(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"


def test_a_database_of_another_program_is_refused(database_url: str) -> None:
    engine = open_database(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE customers (id INTEGER)"))
    for use in (require_current, upgrade_database):
        with pytest.raises(NotOurDatabase, match="another program"):
            use(engine)
    assert inspect(engine).get_table_names() == ["customers"]
    engine.dispose()


@pytest.mark.parametrize("change", ["UPDATE judgements SET editor = 'x'", "DELETE FROM judgements"])
def test_judgements_are_only_ever_added(newsroom: Newsroom, change: str) -> None:
    a, b = newsroom.publish(Story()), newsroom.publish(Story())
    judgement = {
        "a_id": a.article_id,
        "b_id": b.article_id,
        "a_revision_id": a.revision_id,
        "b_revision_id": b.revision_id,
        "editor": "thu",
        "made_at": NOW,
    }
    with transaction(newsroom.engine) as session:
        session.execute(insert(Judgement).values(judgement | {"verdict": "duplicate"}))
    with pytest.raises(DBAPIError, match="only ever added"), transaction(newsroom.engine) as session:
        session.execute(text(change))
    with pytest.raises(DBAPIError), transaction(newsroom.engine) as session:
        session.execute(insert(Judgement).values(judgement | {"id": 1, "verdict": "unsure"}))
    with pytest.raises(DBAPIError), transaction(newsroom.engine) as session:
        session.execute(insert(Judgement).values(judgement | {"verdict": "undo"}))
    if newsroom.engine.dialect.name == "sqlite":
        replace = insert(Judgement).prefix_with("OR REPLACE")
        with pytest.raises(DBAPIError, match="only ever added"), transaction(newsroom.engine) as session:
            session.execute(replace.values(judgement | {"id": 1, "verdict": "unsure"}))
