"""docs/data.md describes every table, view and column of a real database, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Engine, inspect, text

DOCUMENT = Path(__file__).parents[2] / "docs" / "data.md"


def documented() -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for section in re.split(r"^### ", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = section.partition("\n")
        tables[name.strip()] = re.findall(r"^\| `(\w+)` \| \S", rest, flags=re.MULTILINE)
    return tables


def documented_meanings(view: str) -> dict[str, str]:
    """What the document says of each column of a view."""
    (section,) = re.findall(
        rf"^### {view}\n(.*?)(?=^##|\Z)", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE))


def test_every_table_view_and_column_is_described_and_no_other(engine: Engine) -> None:
    seen = inspect(engine)
    shadow = re.compile(r"article_search_\w+")  # SQLite's own, behind its search index
    stored = {
        table: {column["name"] for column in seen.get_columns(table)}
        for table in (*seen.get_table_names(), *seen.get_view_names())
        if not shadow.fullmatch(table)
    }
    if engine.dialect.name == "sqlite":
        stored["article_search"].add("rowid")
    described = documented()
    assert {table: set(columns) for table, columns in described.items()} == stored
    assert all(len(columns) == len(set(columns)) for columns in described.values())


def test_the_queries_run_as_written(engine: Engine) -> None:
    queries = re.findall(r"^```sql\n(.*?)^```", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert len(queries) > 10
    with engine.connect() as connection:
        for query in queries:
            if engine.dialect.name == "sqlite" or "-- SQLite" not in query:
                connection.execute(text(query.replace(" : ", r" \: "))).all()
