"""Ask a question in SQL, and get rows or the reason why not.

answer = Asking.of(engine, "").ask("SELECT person FROM v_people", TABLE)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Engine, make_url

from db.sql.request import Request
from db.views.readable import READABLE

_ENVIRONMENT = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "SYSTEMROOT")
"""All that the worker learns of ours."""
_GRACE = 5.0
"""Seconds beyond the time limit after which the worker is ended, whatever it does."""
_AT_ONCE = 2
_WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a query may go: seconds, rows, bytes of its answer."""

    seconds: float
    rows: int
    bytes: int = 32_000_000


TABLE = Limits(seconds=5.0, rows=1_000)
"""For a page."""
DOWNLOAD = Limits(seconds=20.0, rows=100_000)
"""For a file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query; `cut` where there were more than the limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool


class QueryRefused(Exception):
    """A query was not answered.

    `kind` is `denied` (something that may not be read or called), `statement` (not a query), `query` (a
    mistake in it), `time`, `size`, `memory`, `busy`, `role` (the database's role may do too much) or
    `connection`; the message is the database's own.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Asking:
    """Runs queries on one database, a few at a time."""

    def __init__(self, kind: str, database: str) -> None:
        self._kind = kind
        self._database = database
        self._free = BoundedSemaphore(_AT_ONCE)

    @classmethod
    def of(cls, engine: Engine, reader_url: str) -> Asking | None:
        """For the engine's database; on PostgreSQL by the address of a role that only reads.

        None where PostgreSQL has no such address: the role that stores articles is never used.
        """
        if engine.dialect.name == "sqlite":
            return cls("sqlite", str(Path(engine.url.database or "").absolute()))
        if not reader_url:
            return None
        address = make_url(reader_url).set(drivername="postgresql")
        return cls("postgresql", address.render_as_string(hide_password=False))

    def ask(self, sql: str, limits: Limits) -> Answer:
        """The answer to one SELECT; raises `QueryRefused`."""
        if not self._free.acquire(timeout=_WAIT):
            raise QueryRefused("busy", "")
        try:
            return _read(self._run(sql, limits))
        finally:
            self._free.release()

    def request(self, sql: str, limits: Limits) -> Request:
        """What the worker is asked."""
        return {
            "kind": self._kind,
            "database": self._database,
            "sql": sql.encode("utf-8", "replace").decode(),
            "readable": list(READABLE),
            "seconds": limits.seconds,
            "rows": limits.rows,
            "bytes": limits.bytes,
        }

    def _run(self, sql: str, limits: Limits) -> Iterator[dict[str, Any]]:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "db.sql.worker"],
                input=json.dumps(self.request(sql, limits)).encode(),
                capture_output=True,
                timeout=limits.seconds + _GRACE,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise QueryRefused("time", "") from error
        yield from map(json.loads, done.stdout.splitlines())
        if done.returncode:
            # Ended by a limit that it could not answer to, or out of memory while it did.
            told = done.stderr.decode(errors="replace").strip().splitlines()
            raise QueryRefused("memory", told[-1] if told else f"ended by signal {-done.returncode}")


def _read(lines: Iterator[dict[str, Any]]) -> Answer:
    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    for line in lines:
        if "error" in line:
            raise QueryRefused(line["error"], line["message"])
        if "end" in line:
            return Answer(columns, tuple(rows), line["end"] == "rows")
        columns = tuple(line["columns"])
        rows += map(tuple, line["rows"])
    raise QueryRefused("memory", "")
