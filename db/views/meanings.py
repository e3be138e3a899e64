"""What each view and column means, in both languages, as `meanings.toml` says."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "meanings.toml"


class Meaning(NamedTuple):
    """The same in two languages."""

    vietnamese: str
    english: str


def view_meaning(dataset: str) -> Meaning:
    """What the rows of a data set are."""
    return Meaning(*_meanings()[dataset]["about"])


def column_meaning(dataset: str, column: str) -> Meaning:
    """What a column of a data set holds; raises `KeyError` where nothing is said of it."""
    stated = _meanings()
    return Meaning(*(stated[dataset].get(column) or stated["columns"][column]))


@cache
def _meanings() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
