"""What a row of the search index must hold, said once and asked of either database.

    match = AllOf((Holds("folded", ("le",)), ButNot(Holds("tags", ("2le",)), Holds("tags", ("3le",)))))
    session.execute(select(INDEX.c.rowid).where(condition(session, match)))

On SQLite a match becomes one FTS5 expression, which walks its words' lists in the order of rows;
on PostgreSQL it becomes conditions on `tsvector` columns. Words are keys of letters and digits
alone (`db.words`), so that nothing that a person types is syntax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    cast,
    column,
    literal,
    literal_column,
    not_,
    or_,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

INDEX = table(
    "article_search", column("rowid", BigInteger), column("exact"), column("folded"), column("tags")
)
"""The index of articles; `rowid` is an article's sort key."""

Part = Literal["exact", "folded", "tags"]
"""The columns of the index: words with accents, without them, and what is known of the article."""


@dataclass(frozen=True, slots=True)
class Holds:
    """The words follow each other in a column."""

    part: Part
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one holds; there is at least one."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of them holds; there is at least one."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class ButNot:
    """The first holds, and the second does not."""

    wanted: Match
    unwanted: Match


Match = Holds | AllOf | AnyOf | ButNot


LONGEST_RUN: dict[Part, int] = {"exact": 2, "folded": 2, "tags": 6}
"""So many words that follow each other are one word of PostgreSQL's index, for each number from two on.

Two are enough to find the few articles that may hold a phrase. The wordings of facts are short, and some
are in every fifth article: that PostgreSQL must know of the whole wording, to go from the newest on."""


_WEIGHTS = text(
    "SELECT set_config('cpu_operator_cost', '0.1', true), set_config('random_page_cost', '1.1', true)"
)


def weigh_reading(session: Session) -> None:
    """Let PostgreSQL know, until the transaction ends, what it costs to look into a row of the index.

    It takes `@@` for one of the operators that cost next to nothing, though each time a text's words are
    fetched from where long values are kept, and it takes the disk for one that turns; so it would look
    into all rows, from the newest on, for a rare word. With these weights it changes its mind where the
    measured times do.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_WEIGHTS)


def run(words: Sequence[str]) -> str:
    """The word of PostgreSQL's index that stands for words that follow each other."""
    return " ".join(words)


def condition(session: Session, match: Match) -> ColumnElement[bool]:
    """The match as a condition on `INDEX`, for the session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return literal_column("article_search").bool_op("MATCH")(literal(_fts5(match)))
    return _tsvector(match)


def _fts5(match: Match) -> str:
    match match:
        case Holds(part, words):
            return f'{part} : "{" ".join(words)}"'
        case AllOf(matches):
            return f"({' AND '.join(map(_fts5, matches))})"
        case AnyOf(matches):
            return f"({' OR '.join(map(_fts5, matches))})"
        case ButNot(wanted, unwanted):
            return f"({_fts5(wanted)} NOT {_fts5(unwanted)})"


def _tsvector(match: Match) -> ColumnElement[bool]:
    match match:
        case Holds(part, words):
            length = min(LONGEST_RUN[part], len(words))
            runs = [words[start : start + length] for start in range(len(words) - length + 1)]
            query = " & ".join(f"'{run(each)}'" for each in runs)
            if len(runs) > 1:  # each may stand elsewhere
                phrase = " <-> ".join(f"'{word}'" for word in words)
                query += f" & ({phrase})"
            return INDEX.c[part].bool_op("@@")(cast(literal(query), TSQUERY))
        case AllOf(matches):
            return and_(*map(_tsvector, matches))
        case AnyOf(matches):
            return or_(*map(_tsvector, matches))
        case ButNot(wanted, unwanted):
            return and_(_tsvector(wanted), not_(_tsvector(unwanted)))
