"""What a row of the search index must hold, said once and asked of either database.

    match = AllOf((Holds("folded", ("le",)), ButNot(Holds("tags", ("2le",)), Holds("tags", ("3le",)))))
    session.execute(select(INDEX.c.rowid).where(condition(session, match)))

On SQLite a match becomes one FTS5 expression, which walks its words' lists in the order of rows;
on PostgreSQL it becomes conditions on `tsvector` columns. Words are keys of letters and digits
alone (`db.words`), so that nothing that a person types is syntax.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
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


_RAREST_FIRST: tuple[Part, ...] = ("tags", "exact", "folded")

_WEIGHTS = {
    "cpu_tuple_cost": "10",
    "random_page_cost": "1.1",
    "plan_cache_mode": "force_custom_plan",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
_WEIGH = text("SELECT " + ", ".join(f"set_config('{name}', '{to}', true)" for name, to in _WEIGHTS.items()))


def weigh_reading(session: Session) -> None:
    """Let PostgreSQL know, until the transaction ends, what it costs to look into a row of the index.

    It takes that for nearly nothing, though each time a text's words are fetched from where long values are
    kept, some ten pages in memory; and it takes the disk for one that turns. So it would look into all rows,
    from the newest on, for a rare word. With these weights it changes its mind where the measured times do.
    What it decides hangs on the words asked for: a plan kept for any words would be none. By these costs
    everything looks long, but nothing is that more processes or compiling would help.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_WEIGH)


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
    """What a column must and must not hold is one question to its index, which then need not see the row."""
    asked: dict[Part, list[str]] = {}
    conditions: list[ColumnElement[bool]] = []
    for one, wanted in _conjuncts(match):
        part = _only_part(one)
        if part is not None:
            asked.setdefault(part, []).append(_tsquery(one) if wanted else f"!{_tsquery(one)}")
        else:
            condition = _of_several_parts(one)
            conditions.append(condition if wanted else not_(condition))
    # What is known of an article is rarer than its words: PostgreSQL looks into the columns in this order.
    columns = [(INDEX.c[part], asked[part]) for part in _RAREST_FIRST if part in asked]
    questions = [
        column.bool_op("@@")(cast(literal(" & ".join(queries)), TSQUERY)) for column, queries in columns
    ]
    return and_(*questions, *conditions)


def _conjuncts(match: Match) -> Iterator[tuple[Match, bool]]:
    """What must hold, and, with false, what must not: the match is all of it."""
    match match:
        case AllOf(matches):
            yield from chain.from_iterable(map(_conjuncts, matches))
        case ButNot(wanted, unwanted):
            yield from _conjuncts(wanted)
            yield from (
                (one, False) for one in (unwanted.matches if isinstance(unwanted, AnyOf) else (unwanted,))
            )
        case _:
            yield match, True


def _only_part(match: Match) -> Part | None:
    """The column that the match is about, if it is one alone."""
    match match:
        case Holds(part, _):
            return part
        case AllOf(matches) | AnyOf(matches):
            parts = set(map(_only_part, matches))
        case ButNot(wanted, unwanted):
            parts = {_only_part(wanted), _only_part(unwanted)}
    return parts.pop() if len(parts) == 1 else None


def _of_several_parts(match: Match) -> ColumnElement[bool]:
    return or_(*map(_tsvector, match.matches)) if isinstance(match, AnyOf) else _tsvector(match)


def _tsquery(match: Match) -> str:
    """The match, of one column, as PostgreSQL writes a tsquery."""
    match match:
        case Holds(part, words):
            length = min(LONGEST_RUN[part], len(words))
            runs = [words[start : start + length] for start in range(len(words) - length + 1)]
            queries = [f"'{run(each)}'" for each in runs]
            if len(runs) > 1:  # each may stand elsewhere
                phrase = " <-> ".join(f"'{word}'" for word in words)
                queries.append(f"({phrase})")
            return f"({' & '.join(queries)})"
        case AllOf(matches):
            return f"({' & '.join(map(_tsquery, matches))})"
        case AnyOf(matches):
            return f"({' | '.join(map(_tsquery, matches))})"
        case ButNot(wanted, unwanted):
            return f"({_tsquery(wanted)} & !{_tsquery(unwanted)})"
