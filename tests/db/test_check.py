from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.engine import check_database, open_database, upgrade_database
from tests.db.samples import Newsroom, Story


def damage(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()


def test_a_sound_database_has_no_problems(newsroom: Newsroom) -> None:
    page = newsroom.page()
    for title in ("Một", "Hai"):
        newsroom.store(page, [newsroom.capture(page)], replace(Story(), title=title))
    assert check_database(newsroom.engine) == ()


def test_a_missing_guard_of_judgements_is_found(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        damage(engine, "DROP TRIGGER judgements_delete")
    else:
        damage(engine, "ALTER TABLE judgements DISABLE TRIGGER judgements_append_only")
    assert check_database(engine) == (
        "schema: nothing keeps judgements from being changed: a trigger is missing",
    )


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE mentions SET span_end = 9999", "facts: spans outside the text in mentions: 1"),
        ("UPDATE office_facts SET span_end = 9999", "facts: spans outside the text in office_facts: 1"),
        ("UPDATE date_facts SET text = '7/2'", "facts: dates whose text is not the wording at their span: 1"),
        ("UPDATE date_facts SET span_start = span_start - 1", "facts: dates whose text is not the wording"),
        ("UPDATE office_facts SET revision_id = 2", "facts: offices of a mention in another revision: 1"),
        ("UPDATE revisions SET body = body || '.'", "revisions: the text does not fit its digest: 1, 2"),
        (
            "UPDATE articles SET sort_key = 1 WHERE id = 1",
            "articles: the sort key",
        ),
        ("DELETE FROM article_search", "search: articles missing in the index: 1, 2"),
        ("UPDATE tenures SET articles = 5", "tenures: not what the current revisions attest, for persons: 1"),
        ("DELETE FROM tenures", "tenures: not what the current revisions attest, for persons: 1"),
        (
            "UPDATE captures SET extracted_with = '1' WHERE id = 3",
            "captures: read, but without article or ref",
        ),
        (
            "INSERT INTO signature_entries (value, article_id) VALUES (5, 2)",
            "signatures: entries of articles without a signature: 2",
        ),
        ("DROP INDEX ix_persons_search_key", "schema: differs from the models"),
        ("UPDATE alembic_version SET version_num = '0000'", "run: tintinh db upgrade"),
    ],
)
def test_each_kind_of_damage_is_found(newsroom: Newsroom, statement: str, problem: str) -> None:
    newsroom.publish(Story())
    newsroom.publish(Story(title="Tin khác", name=None, offices=(), day=None))
    newsroom.capture(newsroom.page())
    damage(newsroom.engine, statement)
    found = "\n".join(check_database(newsroom.engine))
    assert problem in found


def test_a_current_revision_must_be_the_articles_own_last_one(newsroom: Newsroom) -> None:
    page = newsroom.page()
    first = newsroom.store(page, [newsroom.capture(page)], Story())
    newsroom.store(page, [newsroom.capture(page)], Story(day=None))
    other = newsroom.publish(Story(title="Tin khác"))
    damage(
        newsroom.engine, f"UPDATE articles SET current_id = {first.revision_id} WHERE id = {first.article_id}"
    )
    assert "articles: the current revision is not the last one of its extractor version: 1" in check_database(
        newsroom.engine
    )
    damage(newsroom.engine, f"UPDATE revisions SET article_id = 1, number = 9 WHERE id = {other.revision_id}")
    assert "articles: the current revision is another article's: 2" in check_database(newsroom.engine)


def test_rows_that_point_nowhere_are_found(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/test.sqlite")
    upgrade_database(engine)
    damage(engine, "INSERT INTO authors (revision_id, position, name, key) VALUES (7, 1, 'A', 'a')")
    assert check_database(engine) == ("foreign keys: row 1 of authors names a missing row of revisions",)


def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "test.sqlite"
    engine = open_database(f"sqlite:///{path}")
    upgrade_database(engine)
    newsroom = Newsroom(engine)
    for number in range(20):
        newsroom.publish(Story(title=f"Tin {number}"))
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
        where = "SELECT rootpage FROM sqlite_master WHERE name IN ('revisions', 'mentions', 'captures')"
        damaged = connection.exec_driver_sql(where).scalars().all()
    engine.dispose()
    data = bytearray(path.read_bytes())
    for page in damaged:
        data[(page - 1) * 4096 : (page - 1) * 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)
    problems = check_database(open_database(f"sqlite:///{path}"))
    assert problems
    assert all(problem.startswith("file: ") for problem in problems)
