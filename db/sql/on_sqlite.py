"""A stranger's query on SQLite: a read-only connection whose authorizer allows reading and little else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from db.sql.request import Refused, Request
from db.time_limit import limit_sqlite, ran_out

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 40,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_HARMLESS = """
abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling changes char coalesce concat concat_ws cos
cosh count cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp
first_value floor format glob group_concat hex highlight ifnull iif instr json json_array json_array_length
json_each json_error_position json_extract json_group_array json_group_object json_object json_patch
json_quote json_remove json_tree json_type json_valid julianday lag last_value lead length like likelihood
likely ln log log10 log2 lower ltrim match max min mod nth_value ntile nullif octet_length percent_rank pi
pow power printf quote radians rank replace round row_number rtrim sign sin sinh snippet sqrt strftime
string_agg substr substring sum tan tanh time timediff total trim trunc typeof unhex unicode unixepoch
unlikely upper zeroblob -> ->>
"""
_FUNCTIONS = frozenset(_HARMLESS.split())
"""What a query may call: functions of its arguments alone."""
_TABLE_FUNCTIONS = frozenset({"json_each", "json_tree"})
_SEARCH = "article_search"


def batches(request: Request, size: int) -> Iterator[tuple[list[str], Sequence[Sequence[Any]]]]:
    """The columns' names, with one batch of rows after the other; at least one, if an empty one."""
    connection = sqlite3.connect(f"file:{quote(request['database'])}?mode=ro", uri=True, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    for pragma in (
        "query_only = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "cache_size = -16000",
        "busy_timeout = 2000",
    ):
        connection.execute(f"PRAGMA {pragma}")
    # These declare themselves when they are first used, which the authorizer would not allow.
    for name in (_SEARCH, "json_each('')", "json_tree('')"):
        connection.execute(f"SELECT 1 FROM {name} LIMIT 0")  # noqa: S608 -- constants
    gate = _Gate(connection, request["readable"])
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_authorizer(gate)
    limit_sqlite(connection, request["seconds"])
    try:
        cursor = connection.execute(request["sql"])
        if cursor.description is None:
            raise Refused("statement", "")
        columns = [column[0] for column in cursor.description]
        rows = cursor.fetchmany(size)
        yield columns, rows
        while rows := cursor.fetchmany(size):
            yield columns, rows
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _explained(error, gate) from error


class _Gate:
    """SQLite asks it before each thing that a statement would do; what it does not know is denied."""

    def __init__(self, connection: sqlite3.Connection, readable: list[str]) -> None:
        names = connection.execute("SELECT lower(name) FROM sqlite_master WHERE type IN ('table', 'view')")
        self._stored = {name for (name,) in names}
        shadows = {name for name in self._stored if name.startswith(f"{_SEARCH}_")}
        self._readable = {name.lower() for name in readable} | shadows | _TABLE_FUNCTIONS
        self.denied = ""

    def __call__(
        self, action: int, first: str | None, second: str | None, _database: str | None, _view: str | None
    ) -> int:
        """Whether the statement may do it. The view that asks is no argument: a query can call itself one."""
        match action:
            case sqlite3.SQLITE_SELECT | sqlite3.SQLITE_RECURSIVE:
                return sqlite3.SQLITE_OK
            case sqlite3.SQLITE_READ if self._may_read((first or "").lower(), second or ""):
                return sqlite3.SQLITE_OK
            case sqlite3.SQLITE_FUNCTION if (second or "").lower() in _FUNCTIONS:
                return sqlite3.SQLITE_OK
            # The search index asks its file whether it has changed.
            case sqlite3.SQLITE_PRAGMA if first == "data_version" and second is None:
                return sqlite3.SQLITE_OK
        named = second if action == sqlite3.SQLITE_FUNCTION else first
        self.denied = self.denied or f"{_ACTIONS.get(action, 'statement')} {named or ''}".strip()
        return sqlite3.SQLITE_DENY

    def _may_read(self, table: str, column: str) -> bool:
        if table in self._readable:
            return True
        # Rows of a subquery that are counted only: it has a name, and is no table.
        return not column and table not in self._stored and not table.startswith(("sqlite_", "pragma_"))


_ACTIONS = {sqlite3.SQLITE_READ: "table", sqlite3.SQLITE_FUNCTION: "function"}
_TOO_BIG, _NO_MEMORY = sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_NOMEM
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


def _explained(error: Exception, gate: _Gate) -> Refused:
    if ran_out(error):
        return Refused("time", "")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if gate.denied:
        return Refused("denied", gate.denied)
    if code == _TOO_BIG:
        return Refused("size", str(error))
    if code == _NO_MEMORY or code in _NO_ROOM:
        return Refused("memory", str(error))
    return Refused("query", str(error))
