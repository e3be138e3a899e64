"""What the worker is asked, and how it says no."""

from __future__ import annotations

from typing import TypedDict


class Request(TypedDict):
    """What is to be run, and within which limits."""

    database: str
    """The path of an SQLite file, or a connection string of PostgreSQL."""
    kind: str
    """`sqlite` or `postgresql`."""
    sql: str
    readable: list[str]
    seconds: float
    rows: int
    bytes: int


class Refused(Exception):
    """The query is not run, or not to its end; `kind` says why in one word."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
