from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.postgres_server import VARIABLE

RUN = [sys.executable, "-m", "tests.postgres_server"]
PROBE = f"""
import os, psycopg
url = os.environ["{VARIABLE}"]
with psycopg.connect(url) as connection:
    print(connection.execute("SHOW server_encoding").fetchone()[0], url)
raise SystemExit(7)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    folder = Path(__file__).parents[1]
    return subprocess.run(
        [*RUN, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_command_finds_the_server_and_its_status_is_handed_on() -> None:
    done = run("--", sys.executable, "-c", PROBE)
    assert done.returncode == 7, done.stderr
    encoding, url = done.stdout.split()
    assert encoding == "UTF8"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_without_a_command_it_says_how_it_is_used() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: python -m tests.postgres_server -- COMMAND" in done.stderr
