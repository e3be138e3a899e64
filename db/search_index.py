"""The full-text index of articles' current texts: one row an article, numbered by its sort key.

SQLite keeps it as an FTS5 table, PostgreSQL as two `tsvector` columns; both hold the words
of `db.words`, once with accents and once without.
"""

from __future__ import annotations

from itertools import chain, islice

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.words import Word, words

WORDS_INDEXED = 50_000
"""Of longer texts only the beginning is found; PostgreSQL takes at most 1 MB of words."""

_BOUNDARY = Word("\ue000", "\ue000", 0, 0, 0)
"""Stands between title and text, so that no phrase runs across; no text holds it as a word."""

_INSERT = {
    "sqlite": text("INSERT INTO article_search (rowid, exact, folded) VALUES (:row, :exact, :folded)"),
    "postgresql": text(
        "INSERT INTO article_search (rowid, exact, folded)"
        " VALUES (:row, CAST(:exact AS tsvector), CAST(:folded AS tsvector))"
    ),
}
_DELETE = text("DELETE FROM article_search WHERE rowid = :row")


def add_to_index(session: Session, *, sort_key: int, title: str, body: str) -> None:
    """Make an article's title and body findable."""
    found = list(islice(chain(words(title), [_BOUNDARY], words(body)), WORDS_INDEXED))
    dialect = session.get_bind().dialect.name
    write = _spaced if dialect == "sqlite" else _positioned
    exact, folded = write([word.exact for word in found]), write([word.folded for word in found])
    session.execute(_INSERT[dialect], {"row": sort_key, "exact": exact, "folded": folded})


def remove_from_index(session: Session, *, sort_key: int) -> None:
    """Forget the article with this sort key."""
    session.execute(_DELETE, {"row": sort_key})


def _spaced(keys: list[str]) -> str:
    return " ".join(keys)


def _positioned(keys: list[str]) -> str:
    """As PostgreSQL writes a tsvector; it is not asked to cut the text itself."""
    return " ".join(f"'{key}':{position}" for position, key in enumerate(keys, start=1))
