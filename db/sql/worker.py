"""The program that runs one query of a stranger: `python -I -m db.sql.worker`.

It begins by giving up what it does not need (memory, files, processor time), so that whatever the query
makes a database engine do ends with this process. On standard input comes one `Request` as JSON; the
answer is one JSON object a line: batches of rows with the names of their columns, and at last how it
ended. Nothing heavy is imported: people wait for it to start.
"""

from __future__ import annotations

import json
import math
import resource
import signal
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from db.sql.request import Refused, Request

_MEMORY = 1 << 30
"""Bytes of address space, of which the interpreter and PostgreSQL's driver take a third."""
_FILE = 256 << 20
"""Bytes of the largest temporary file that a sort may leave."""
_OPEN_FILES = 64
_BATCH = 500


def main() -> None:
    """Read the request, give the answer."""
    request: Request = json.load(sys.stdin)
    _give_up(request["seconds"])
    try:
        _answer(request)
    except Refused as refused:
        _say({"error": refused.kind, "message": str(refused)})
    except MemoryError:
        _say({"error": "memory", "message": ""})


def _answer(request: Request) -> None:
    if request["kind"] == "sqlite":
        from db.sql.on_sqlite import batches  # noqa: PLC0415 -- the other one's driver takes time and memory
    else:
        from db.sql.on_postgresql import batches  # noqa: PLC0415
    said = 0
    rows = 0
    for columns, batch in batches(request, _BATCH):
        kept = [list(map(_plain, row)) for row in batch[: request["rows"] - rows]]
        line = json.dumps({"columns": columns, "rows": kept}, ensure_ascii=False)
        said += len(line)
        if said > request["bytes"]:
            raise Refused("size", "")
        sys.stdout.write(line + "\n")
        rows += len(kept)
        if len(kept) < len(batch):
            _say({"end": "rows"})
            return
    _say({"end": "complete"})


def _plain(value: Any) -> Any:
    """A value that JSON can hold; bytes as SQL writes them."""
    match value:
        case Decimal():
            plain: Any = int(value) if value == value.to_integral_value() else float(value)
        case float() if not math.isfinite(value):
            plain = str(value)
        case None | bool() | int() | float() | str():
            plain = value
        case date():
            plain = value.isoformat()
        case list() | dict():
            plain = json.dumps(value, ensure_ascii=False)
        case bytes() | memoryview():
            plain = f"x'{bytes(value).hex()}'"
        case _:
            plain = str(value)
    return plain


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _give_up(seconds: float) -> None:
    """From here on this process may use only so much."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write fails instead, and the query says so
    for what, limit in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(seconds) + 2),
    ):
        resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    main()
