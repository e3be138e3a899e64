"""How long a new article waits for its candidates among many stored signatures, on both databases."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, insert

sys.path.insert(0, str(Path(__file__).parent.parent))

from db.engine import open_database, reading, upgrade_database
from db.models import Signature
from db.signatures import candidates, holders
from dedupe.signature import ALGORITHM, SIZE
from dedupe.signature import Signature as Values
from tests.postgres_server import temporary_server

_CHUNK = 100_000
_MOST_CANDIDATES = 200


def lookup_milliseconds(settings: dict[str, Any], seed: int, folder: Path) -> dict[str, float]:
    """The time within which 95 of 100 lookups end, by database."""
    values = _invented_values(settings, seed)
    asked = np.random.default_rng(seed).choice(len(values), settings["lookups"], replace=False)
    with temporary_server() as server:
        urls = {"SQLite": f"sqlite:///{folder / 'lookup.sqlite'}", "PostgreSQL": server}
        return {name: _measured(url, values, asked) for name, url in urls.items()}


def _invented_values(settings: dict[str, Any], seed: int) -> NDArray[np.uint64]:
    """A row of values for each signature; some values are everyday wording that many share."""
    random = np.random.default_rng(seed)
    shape = (settings["stored_signatures"], SIZE)
    values = random.integers(0, 2**61, shape, np.uint64)
    everyday = random.random(shape) < settings["everyday"]
    values[everyday] = random.choice(
        values[0, 0] + np.arange(settings["everyday_values"], dtype=np.uint64), everyday.sum()
    )
    return values


def _measured(url: str, values: NDArray[np.uint64], asked: NDArray[np.int64]) -> float:
    engine = open_database(url)
    upgrade_database(engine)
    _fill(engine, values)
    took = []
    with reading(engine) as session:
        for number in asked.tolist():
            signature = Values(ALGORITHM, np.sort(values[number]))
            start = time.perf_counter()
            found = candidates(session, holders(session, signature), number, _MOST_CANDIDATES)
            took.append(time.perf_counter() - start)
            if number in found:
                msg = f"{url}: article {number} is its own candidate"
                raise RuntimeError(msg)
    engine.dispose()
    return float(np.percentile(took, 95)) * 1000


def _fill(engine: Engine, values: NDArray[np.uint64]) -> None:
    """Store the signatures, without the articles that they would belong to."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        # Through the driver: SQLite heeds this outside of transactions only.
        connection.connection.cursor().execute(
            "PRAGMA foreign_keys = OFF" if sqlite else "SET session_replication_role = replica"
        )
        for rows in _signature_rows(len(values)):
            connection.execute(insert(Signature), rows)
        order = np.argsort(values, axis=None, kind="stable")
        entries, owners = values.ravel()[order].astype(np.int64), order // SIZE
        again = (np.diff(entries, prepend=-1) == 0) & (np.diff(owners, prepend=-1) == 0)
        entries, owners = entries[~again], owners[~again]
        for start in range(0, len(entries), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            _insert(connection, entries[chunk].tolist(), owners[chunk].tolist(), sqlite=sqlite)
        connection.commit()
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _insert(connection: Connection, entries: list[int], owners: list[int], *, sqlite: bool) -> None:
    cursor = connection.connection.cursor()
    if sqlite:
        cursor.executemany(
            "INSERT INTO signature_entries VALUES (?, ?)", list(zip(entries, owners, strict=True))
        )
        return
    with cursor.copy("COPY signature_entries FROM STDIN") as copy:
        copy.write("".join(f"{value}\t{owner}\n" for value, owner in zip(entries, owners, strict=True)))


def _signature_rows(count: int) -> Iterator[list[dict[str, object]]]:
    for start in range(0, count, 10_000):
        yield [
            {"article_id": number, "revision_id": number, "algorithm": ALGORITHM, "values": b""}
            for number in range(start, min(start + 10_000, count))
        ]
