"""Backups: whole, sound, of one state, whoever writes meanwhile."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from db.backup import back_up
from db.engine import DatabaseProblem, open_database, require_current, transaction
from tests.databases import new_database
from tests.db.samples import Newsroom, Story
from tests.postgres_server import _programs


@pytest.fixture
def client_programs(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The client programs of the server's own version first in the path."""
    folder = _programs() / "bin"
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return folder


def test_a_backup_holds_what_was_committed(
    newsroom: Newsroom, tmp_path: Path, database_kind: str, client_programs: Path
) -> None:
    newsroom.publish(Story())
    path = tmp_path / "backup" / "tintinh"
    with transaction(newsroom.engine) as writing:
        writing.execute(
            text("INSERT INTO sites (id, name, province, start_url) VALUES ('x', 'x', 'x', 'http://x')")
        )
        back_up(newsroom.engine, path)
    with new_database(database_kind, tmp_path) as url:
        if database_kind == "postgresql":
            address = url.replace("+psycopg", "")
            subprocess.run([client_programs / "pg_restore", f"--dbname={address}", path], check=True)
        restored = open_database(url if database_kind == "postgresql" else f"sqlite:///{path}")
        require_current(restored)
        with restored.connect() as connection:
            assert connection.scalar(text("SELECT person FROM v_people")) == "Lò Văn Thử"
            assert connection.scalar(text("SELECT count(*) FROM sites WHERE id = 'x'")) == 0
        restored.dispose()
    assert [item.name for item in path.parent.iterdir()][:1] == ["tintinh"]


def test_a_damaged_database_gives_no_backup(tmp_path: Path) -> None:
    broken, path = tmp_path / "broken.sqlite", tmp_path / "backup.sqlite"
    with closing(sqlite3.connect(broken)) as file:
        file.execute("CREATE TABLE a (b)")
        file.executemany("INSERT INTO a VALUES (?)", [("x" * 500,) for _ in range(100)])
        file.commit()
    data = bytearray(broken.read_bytes())
    data[3 * 4096 : 3 * 4096 + 64] = b"\xff" * 64
    broken.write_bytes(data)
    path.write_text("the last good one")
    with pytest.raises(DatabaseProblem, match="run tintinh db check"):
        back_up(create_engine(f"sqlite:///{broken}"), path)
    assert path.read_text() == "the last good one"


def test_without_pg_dump_it_says_what_to_install(
    newsroom: Newsroom, tmp_path: Path, database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_kind == "postgresql":
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(DatabaseProblem, match="apt install postgresql-client"):
            back_up(newsroom.engine, tmp_path / "backup")
