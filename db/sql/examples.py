"""The example queries of `examples.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "examples.toml"


@dataclass(frozen=True, slots=True)
class Example:
    """A question in both languages, and the query that answers it."""

    vietnamese: str
    english: str
    sql: str


@cache
def examples() -> tuple[Example, ...]:
    """All of them, in the order in which they are offered."""
    stated = tomllib.loads(_FILE.read_text(encoding="utf-8"))["example"]
    return tuple(Example(one["vietnamese"], one["english"], one["sql"].strip()) for one in stated)
