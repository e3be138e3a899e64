"""Data sets as an SQLite file for others: a table each, linked, indexed, explained, with full-text search.

The file opens in Datasette as it is. It holds the data sets and nothing else: no accounts, no sessions,
no crawl state.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Float, Integer
from sqlalchemy.types import TypeEngine

from db.export.cells import table_cell
from db.export.encode import Row
from db.export.package import kind_name
from db.export.rows import fields
from db.views import VIEWS, View
from db.views.meanings import column_meaning, view_meaning

LABELS = {
    "people": "person",
    "offices": "office",
    "organizations": "organization",
    "articles": "article_title",
    "sites": "site",
}
"""The column that names a row, where other tables refer to it."""

_UNLINKED = {("revisions", "article_id")}
"""Revisions of pages that no longer hold an article are there, such pages' articles are not."""
_INDEXED = {"published_day", "year", "first_day", "last_day", "award_key", "search_key", "story_id"}
_OWNERS = {view.key[0]: view.dataset for view in VIEWS if len(view.key) == 1 and view.dataset != "stories"}
_OWNERS |= {"article_id": "articles", "site_id": "sites"}

_SEARCH = """
CREATE VIRTUAL TABLE articles_fts USING fts5(
    article_title, body, content="articles", content_rowid="article_id",
    tokenize="unicode61 remove_diacritics 2"
)
"""
_FILL_SEARCH = """
INSERT INTO articles_fts (rowid, article_title, body)
SELECT article_id, article_title || with_d(article_title), body || with_d(body) FROM articles
"""
_WITH_BARRED_D = re.compile(r"\w*[đĐ]\w*")
_EXPLAINED = """
CREATE TABLE _descriptions (
    dataset TEXT NOT NULL, "column" TEXT NOT NULL, type TEXT, vietnamese TEXT NOT NULL, english TEXT NOT NULL,
    PRIMARY KEY (dataset, "column")
)
"""


class SqliteFile:
    """Builds the file at a path where there is none; `close` ends it."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        # Nobody reads it before it is whole, and a broken one is thrown away.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.execute("BEGIN")
        self._file.execute(_EXPLAINED)

    def __enter__(self) -> SqliteFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, view: View, batches: Iterable[Sequence[Row]]) -> None:
        """A table called like the data set, with its rows, and what its columns mean."""
        columns = fields(view)
        self._file.execute(_create_table(view))
        places = ", ".join("?" * len(columns))
        insert = f'INSERT INTO "{view.dataset}" VALUES ({places})'  # noqa: S608 -- names of our own
        for batch in batches:
            self._file.executemany(insert, [tuple(map(_stored, row)) for row in batch])
        explain = "INSERT INTO _descriptions VALUES (?, ?, ?, ?, ?)"
        self._file.execute(explain, (view.dataset, "", None, *view_meaning(view.dataset)))
        self._file.executemany(
            explain,
            [
                (view.dataset, name, kind_name(kind), *column_meaning(view.dataset, name))
                for name, kind in columns.items()
            ],
        )

    def finish(self, views: Iterable[View]) -> None:
        """Indexes, full-text search of the articles, statistics; then the file is whole."""
        for view in views:
            for column in view.columns:
                if column in _INDEXED or _owner(view, column):
                    index, table = f'"ix_{view.dataset}_{column}"', f'"{view.dataset}"'
                    self._file.execute(f'CREATE INDEX {index} ON {table} ("{column}")')
        self._file.create_function("with_d", 1, _words_with_d, deterministic=True)
        self._file.execute(_SEARCH)
        self._file.execute(_FILL_SEARCH)
        self._file.execute("COMMIT")
        self._file.execute("ANALYZE")


def datasette_metadata(name: str, views: Iterable[View]) -> dict[str, Any]:
    """What Datasette shows beside a file's tables: their descriptions, their columns', their rows' names.

    `name` is the file's, without its ending.
    """
    tables = {
        view.dataset: {
            "description": " ".join(view_meaning(view.dataset)),
            "columns": {name: " / ".join(column_meaning(view.dataset, name)) for name in view.columns},
            **({"label_column": LABELS[view.dataset]} if view.dataset in LABELS else {}),
        }
        for view in views
    }
    return {"title": "Tin Tỉnh", "databases": {name: {"tables": tables}}}


def _create_table(view: View) -> str:
    columns = [f'"{name}" {_sqlite_type(kind)}' for name, kind in fields(view).items()]
    columns.append("PRIMARY KEY ({})".format(", ".join(f'"{name}"' for name in view.key)))
    for name in view.columns:
        owner = _owner(view, name)
        if owner:
            columns.append(f'FOREIGN KEY ("{name}") REFERENCES "{owner}" ("{name}")')
    return f'CREATE TABLE "{view.dataset}" ({", ".join(columns)})'


def _owner(view: View, column: str) -> str | None:
    """The data set in which the column tells rows from each other, where it is another one."""
    owner = _OWNERS.get(column)
    return None if owner == view.dataset or (view.dataset, column) in _UNLINKED else owner


def _sqlite_type(kind: TypeEngine[Any]) -> str:
    if isinstance(kind, Boolean | Integer):
        return "INTEGER"
    return "REAL" if isinstance(kind, Float) else "TEXT"


def _stored(value: object) -> object:
    """A value as SQLite keeps it: days and times in ISO 8601, lists as JSON."""
    return table_cell(value) if isinstance(value, date | list | dict) else value


def _words_with_d(text: str) -> str:
    """The words that have a `đ` with a `d` for it, which SQLite does not take for an accent."""
    words = " ".join(_WITH_BARRED_D.findall(text)).replace("đ", "d").replace("Đ", "D")
    return f"\n{words}" if words else ""
