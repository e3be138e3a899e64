"""The word lists of the extractor, read once and kept: `entries`, `rows` and `table`.

A list is a text file beside this module, one entry a line in NFC; `#` begins a comment,
and the first line is a comment that says what the list is and where it comes from.
Rows are lines of a text file with tabs between their columns; a table is a TOML file. Both are
likewise opened by such a comment.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

_HOME = Path(__file__).parent


class LexiconError(ValueError):
    """A word list that cannot be used; the message names file and line."""


@cache
def entries(name: str, *, home: Path = _HOME) -> tuple[str, ...]:
    """The entries of the list `NAME.txt`, in the order of the file.

    Raises `LexiconError` for a missing file or source line, and for an entry that is
    there twice or not in NFC.
    """
    path = home / f"{name}.txt"
    lines = _read(path).splitlines()
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        if not unicodedata.is_normalized("NFC", entry):
            raise LexiconError(f"{path}:{number}: {entry!r} is not in NFC; write it with composed letters")
        if entry in found:
            raise LexiconError(
                f"{path}:{number}: {entry!r} is there already, in line {found[entry]}; take one out"
            )
        found[entry] = number
    return tuple(found)


@cache
def rows(name: str, *, home: Path = _HOME) -> tuple[tuple[str, ...], ...]:
    """The rows of the file `NAME.tsv`, in its order, all with as many columns.

    Raises `LexiconError` for a missing file or source line, and for a row with more or fewer
    columns than the first one, or not in NFC.
    """
    path = home / f"{name}.tsv"
    found: list[tuple[str, ...]] = []
    for number, line in enumerate(_read(path).splitlines(), 1):
        if line.startswith("#"):
            continue
        row = tuple(line.split("\t"))
        if found and len(row) != len(found[0]):
            raise LexiconError(f"{path}:{number}: {len(row)} columns, wanted {len(found[0])}")
        if not unicodedata.is_normalized("NFC", line):
            raise LexiconError(f"{path}:{number}: not in NFC; write it with composed letters")
        found.append(row)
    return tuple(found)


@cache
def table(name: str, *, home: Path = _HOME) -> dict[str, Any]:
    """The table `NAME.toml`, as plain data; callers must not change it.

    Raises `LexiconError` for a missing file or source line, and for broken TOML.
    """
    path = home / f"{name}.toml"
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: not valid TOML: {error}") from error


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read: {error}") from error
    if not text.startswith("#"):
        raise LexiconError(f"{path}:1: must begin with a comment that says what the list is and its source")
    return text
