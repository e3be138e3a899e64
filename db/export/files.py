"""Files and folders that are whole or not there: written aside, and put in place at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name beside the path to write to; it takes the path's place when the block ends well.

    Whatever stops the block leaves what was at the path, and nothing beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = _aside(path)
    try:
        yield aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder beside the path to fill; it takes the path's place when the block ends well.

    Raises `FileExistsError` where something is at the path that is no empty folder.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        msg = f"{path}: there is something already; name a new folder, or remove it first"
        raise FileExistsError(msg)
    aside = _aside(path)
    aside.mkdir(parents=True)
    try:
        yield aside
        aside.replace(path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """The pieces as a file."""
    with whole_file(path) as aside, aside.open("wb") as output:
        for chunk in chunks:
            output.write(chunk)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid4().hex}.part")
