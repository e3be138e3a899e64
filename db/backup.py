"""A copy of the whole database in one file, made while others use it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine

from db.export.files import whole_file
from db.problems import DatabaseProblem

_PAGES = 2_000
"""Pages of an SQLite file that are copied between two looks at who else wants it."""


def back_up(engine: Engine, path: Path) -> None:
    """Write one state of the database to a file: an SQLite file, or an archive of `pg_dump`.

    Raises `DatabaseProblem` where the copy is not sound, and where `pg_dump` is missing or fails; then
    what was at the path is still there.
    """
    with whole_file(path) as aside:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(engine.url.database or "", aside)
        else:
            _dump_postgresql(engine.url, aside)


def _copy_sqlite(source: str, target: Path) -> None:
    with closing(sqlite3.connect(source)) as stored, closing(sqlite3.connect(target)) as copy:
        # Within one read transaction, so that writers do not make the copy begin anew.
        stored.execute("BEGIN")
        stored.execute("SELECT count(*) FROM sqlite_master").fetchone()
        stored.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode = DELETE")
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        msg = f"{source}: the copy is damaged ({verdict}), so is the database: run tintinh db check"
        raise DatabaseProblem(msg)


def _dump_postgresql(url: URL, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        msg = "pg_dump is not there: install PostgreSQL's client programs (apt install postgresql-client)"
        raise DatabaseProblem(msg)
    address = url.set(drivername="postgresql", password=None).render_as_string()
    command = [program, "--format=custom", "--no-password", f"--file={target}", f"--dbname={address}"]
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603 -- the administrator's program and settings
        command, env=os.environ | secret, capture_output=True, check=False
    )
    if done.returncode:
        msg = f"pg_dump: {done.stderr.decode(errors='replace').strip()}"
        raise DatabaseProblem(msg)
