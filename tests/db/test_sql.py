"""Queries of strangers: what they may ask, and everything that they may not, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from db.engine import DatabaseProblem, open_database, upgrade_database
from db.sql import on_postgresql, on_sqlite
from db.sql.ask import Answer, Asking, Limits, QueryRefused
from db.sql.examples import Example, examples
from db.sql.grants import grant_role
from db.sql.request import Refused
from db.views.readable import READABLE
from tests.databases import new_database
from tests.db.samples import Newsroom, Story
from tests.db.strangers import Stranger
from tests.db.test_docs import DOCUMENT

LIMITS = Limits(seconds=10, rows=100, bytes=1_000_000)
SHORT = Limits(seconds=0.5, rows=100)
SECRET = "argon2id-bi-mat"

HIDDEN = ("runs", "pages", "site_runs", "alembic_version", "vault")
"""Tables that nobody may read here; the last one is of this test, as any table to come would be."""


@pytest.fixture(scope="module")
def asking(
    database_kind: str, migrated_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asking]:
    """A small database with a table that holds a secret, and the way in for strangers."""
    with new_database(database_kind, tmp_path_factory.mktemp("sql"), copy_of=migrated_url) as database:
        engine = open_database(database)
        Newsroom(engine).publish(Story(award="Bí thư Huyện ủy"))
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE vault (id INTEGER PRIMARY KEY, password TEXT)"))
            connection.execute(text("INSERT INTO vault VALUES (1, :secret)"), {"secret": SECRET})
        with Stranger(engine) as url:
            found = Asking.of(engine, url)
            assert found is not None
            yield found
        engine.dispose()


def refusal(asking: Asking, sql: str, limits: Limits = LIMITS) -> str:
    """Why a query is refused; never with the secret in the message."""
    with pytest.raises(QueryRefused) as refused:
        asking.ask(sql, limits)
    assert SECRET not in str(refused.value)
    return refused.value.kind


def refused_at_once(asking: Asking, sql: str) -> str:
    """The same, by the worker's part that meets the database, without a process for each query."""
    request = asking.request(sql, LIMITS)
    module = on_sqlite if request["kind"] == "sqlite" else on_postgresql
    with pytest.raises(Refused) as refused:
        list(module.batches(request, 100))
    assert SECRET not in str(refused.value)
    return refused.value.kind


def test_views_tables_and_the_search_index_are_answered(asking: Asking) -> None:
    assert asking.ask("SELECT person, articles FROM v_people", LIMITS) == Answer(
        ("person", "articles"), (("Lò Văn Thử", 1),), cut=False
    )
    assert asking.ask("SELECT count(*) AS n FROM mentions;", LIMITS).rows == ((1,),)
    assert asking.ask("SELECT count(*) FROM article_search", LIMITS).rows == ((1,),)
    for name in READABLE:
        asking.ask(f"SELECT count(*) FROM {name}", LIMITS)
    assert asking.ask("SELECT 1 AS a, 2 AS a WHERE 1 = 2", LIMITS).columns == ("a", "a")


def test_the_search_index_is_searched(asking: Asking, database_kind: str) -> None:
    if database_kind == "sqlite":
        sql = "SELECT url FROM article_search JOIN articles ON sort_key = article_search.rowid WHERE article_search MATCH 'tham'"
    else:
        sql = "SELECT url FROM article_search JOIN articles ON sort_key = rowid WHERE folded @@ CAST('tham' AS tsquery)"
    assert len(asking.ask(sql, LIMITS).rows) == 1


def test_subqueries_ctes_and_windows_are_answered(asking: Asking) -> None:
    sql = """
    WITH RECURSIVE years(n) AS (SELECT 2020 UNION ALL SELECT n + 1 FROM years WHERE n < 2026),
    x AS (SELECT person FROM v_mentions)
    SELECT n, (SELECT count(*) FROM x) AS people, row_number() OVER (ORDER BY n DESC) AS place FROM years
    """
    assert asking.ask(sql, LIMITS).rows[0][1] == 1


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.english)
def test_every_example_runs_and_stands_in_the_manual(asking: Asking, example: Example) -> None:
    asking.ask(example.sql, LIMITS)
    assert f"-- {example.vietnamese} / {example.english}\n{example.sql};\n```" in DOCUMENT.read_text("utf-8")


ATTACKS = [
    "DELETE FROM articles",
    "UPDATE persons SET name = 'x'",
    "INSERT INTO judgements DEFAULT VALUES",
    "DROP TABLE articles",
    "CREATE TABLE x (a INTEGER)",
    "CREATE TEMP TABLE x (a INTEGER)",
    "CREATE TEMP VIEW v_people AS SELECT * FROM vault",
    "WITH x AS (DELETE FROM articles RETURNING *) SELECT * FROM x",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE articles",
    "SELECT 1 /* ; */ ; DELETE FROM articles",
    "BEGIN",
    "COMMIT",
    "ROLLBACK; DELETE FROM articles",
    "SAVEPOINT a",
    "VACUUM",
    "ANALYZE",
    "EXPLAIN DELETE FROM articles",
    "",
    "-- nothing",
    "/* nothing */",
]
SQLITE_ATTACKS = [
    "ATTACH 'x.sqlite' AS x",
    "DETACH main",
    "PRAGMA query_only = OFF",
    "PRAGMA table_info(vault)",
    "PRAGMA writable_schema = ON",
    "SELECT * FROM pragma_table_info('vault')",
    "SELECT * FROM pragma_database_list",
    "SELECT sql FROM sqlite_master",
    "SELECT sql FROM sqlite_schema",
    "SELECT count(*) FROM sqlite_master",
    "SELECT * FROM sqlite_temp_master",
    "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('x', 'y')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT randomblob(10)",
    "SELECT sqlite_version()",
    "INSERT INTO article_search (article_search) VALUES ('rebuild')",
    "VACUUM INTO 'x.sqlite'",
]
POSTGRES_ATTACKS = [
    "COPY articles TO STDOUT",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "DO $$ BEGIN PERFORM pg_sleep(1); END $$",
    "SET ROLE tests",
    "SELECT set_config('role', 'tests', false)",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT set_config('session_authorization', 'tests', false)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT * FROM pg_shadow",
    "SELECT query_to_xml('SELECT password FROM vault', true, false, '')",
    "SELECT table_to_xml('vault', true, false, '')",
    "SELECT * FROM v_people FOR UPDATE",
    "SELECT nextval('articles_id_seq')",
    "SELECT 1 INTO x",
    "1) SELECT 1",
]


def test_nothing_but_a_query_is_run(asking: Asking, database_kind: str) -> None:
    more = SQLITE_ATTACKS if database_kind == "sqlite" else POSTGRES_ATTACKS
    kinds = {sql: refused_at_once(asking, sql) for sql in (*ATTACKS, *more)}
    assert {sql: kind for sql, kind in kinds.items() if kind not in {"denied", "statement", "query"}} == {}
    assert refusal(asking, ATTACKS[0]) in {"denied", "statement", "query"}
    assert asking.ask("SELECT count(*) FROM articles", LIMITS).rows == ((1,),)


DISGUISES = [
    "SELECT * FROM {}",
    "SELECT count(*) FROM {}",
    "SELECT 1 FROM {} LIMIT 1",
    "SELECT * FROM /* v_people */ {} -- v_people",
    "SELECT * FROM {} AS v_people",
    "WITH v_people AS (SELECT * FROM {}) SELECT * FROM v_people",
    "WITH v_people AS (SELECT * FROM {}) SELECT count(*) FROM v_people",
    "SELECT person FROM v_people WHERE EXISTS (SELECT 1 FROM {})",
    "SELECT person FROM v_people UNION ALL SELECT 'x' FROM {}",
    "SELECT person, (SELECT count(*) FROM {}) FROM v_people",
    "SELECT person FROM v_people ORDER BY (SELECT count(*) FROM {})",
    "SELECT person FROM v_people NATURAL JOIN {}",
    "SELECT * FROM v_people LEFT JOIN {} ON 1 = 0",
    "VALUES ((SELECT count(*) FROM {}))",
    "SELECT CASE WHEN (SELECT count(*) FROM {}) > 0 THEN 1 ELSE 0 END",
]


def test_what_is_not_readable_is_denied_by_whatever_name(asking: Asking) -> None:
    for table in HIDDEN:
        for form in DISGUISES:
            for written in (table, table.upper(), f'"{table}"'):
                assert refused_at_once(asking, form.format(written)) == "denied", form.format(written)
    assert refusal(asking, "SELECT * FROM vault") == "denied"


BOMBS = [
    (
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT sum(n) FROM t",
        {"time", "memory"},
    ),
    (
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t a, t b, t c",
        {"time", "memory"},
    ),
]


@pytest.mark.parametrize(("sql", "kinds"), BOMBS)
def test_queries_without_an_end_are_ended(asking: Asking, sql: str, kinds: set[str]) -> None:
    assert refusal(asking, sql, SHORT) in kinds
    assert asking.ask("SELECT 1 AS one", LIMITS).rows == ((1,),)


def test_more_rows_than_the_limit_are_cut(asking: Asking) -> None:
    sql = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5000) SELECT n FROM t"
    answer = asking.ask(sql, LIMITS)
    assert (len(answer.rows), answer.cut) == (100, True)
    exact = asking.ask(sql.replace("5000", "100"), LIMITS)
    assert (len(exact.rows), exact.cut) == (100, False)


def test_huge_values_are_refused(asking: Asking, database_kind: str) -> None:
    huge = {
        "sqlite": [
            "SELECT zeroblob(2000000000)",
            "SELECT printf('%15000000d', 1)",
            "SELECT replace(zeroblob(10000000), x'00', 'aaaaaaaaaa')",
            "SELECT hex(zeroblob(15000000))",
            "SELECT group_concat(body || hex(zeroblob(1000000))) FROM (SELECT body FROM v_articles, json_each(json_array(1,2,3,4,5,6,7,8,9,10)))",
        ],
        "postgresql": ["SELECT repeat('x', 300000000)", "SELECT repeat('x', 2000000)"],
    }
    for sql in huge[database_kind]:
        assert refusal(asking, sql) in {"size", "memory", "time"}, sql


def test_mistakes_are_told_in_the_database_s_words(asking: Asking) -> None:
    for sql, told in (
        ("SELECT persn FROM v_people", "persn"),
        ("SELECT * FROM v_peple", "v_peple"),
        ("SELEC 1", "SELEC"),
    ):
        with pytest.raises(QueryRefused, match=told) as refused:
            asking.ask(sql, LIMITS)
        assert refused.value.kind == "query"


@pytest.mark.parametrize(
    "sql", ["SELECT '\x00'", "SELECT '\ud800'", "\x00", "SELECT '%s', '%'", "SELECT :a", "SELECT ?"]
)
def test_strange_characters_break_nothing(asking: Asking, sql: str) -> None:
    if sql == "SELECT '%s', '%'":
        assert asking.ask(sql, LIMITS).rows == (("%s", "%"),)
    elif "\ud800" in sql:
        assert asking.ask(sql, LIMITS).rows == (("?",),)
    else:
        assert refusal(asking, sql) == "query"


def test_values_that_json_has_no_form_for(asking: Asking, database_kind: str) -> None:
    blob = "x'00ff'" if database_kind == "sqlite" else r"'\x00ff'::bytea"
    infinite = "9e999" if database_kind == "sqlite" else "CAST('infinity' AS float)"
    (row,) = asking.ask(
        f"SELECT {blob}, {infinite}, NULL, sum(1.5), max(published_day) FROM v_articles", LIMITS
    ).rows
    assert row == ("x'00ff'", "inf", None, 1.5, "2025-02-07")


def test_a_role_that_may_do_more_is_not_used(newsroom: Newsroom, database_kind: str) -> None:
    engine = newsroom.engine
    if database_kind == "sqlite":
        with pytest.raises(DatabaseProblem, match="no roles"):
            grant_role(engine, "reader")
        return
    assert Asking.of(engine, "") is None
    with pytest.raises(DatabaseProblem, match="CREATE ROLE nobody_there LOGIN"):
        grant_role(engine, "nobody_there")
    owner = Asking.of(engine, engine.url.render_as_string(hide_password=False))
    assert owner is not None
    assert refusal(owner, "SELECT 1") == "role"
    role = Stranger(engine)
    with role as url:
        asking = Asking.of(engine, url)
        assert asking is not None
        asking.ask("SELECT 1", LIMITS)
        for more in (
            "GRANT SELECT ON runs TO {}",
            "GRANT INSERT ON articles TO {}",
            "GRANT pg_read_all_data TO {}",
        ):
            role.run(more.format(role._role))
            assert refusal(asking, "SELECT 1") == "role"
            role.run(re.sub(r"GRANT (.*) TO", r"REVOKE \1 FROM", more).format(role._role))
        asking.ask("SELECT 1", LIMITS)


def test_an_upgrade_keeps_what_the_role_may_read(newsroom: Newsroom, database_kind: str) -> None:
    if database_kind == "sqlite":
        return
    engine = newsroom.engine
    with Stranger(engine) as url:
        with engine.begin() as connection:
            connection.execute(text("DROP VIEW v_dates"))
        upgrade_database(engine)
        asking = Asking.of(engine, url)
        assert asking is not None
        assert asking.ask("SELECT count(*) FROM v_dates", LIMITS).rows == ((0,),)
