"""Rows a second and memory of exports, against pandas reading the same view and writing it.

    python benchmarks/export.py [--quick] [--articles N]

A database of N invented articles (100,000; with --quick 5,000), ten mentions each, is exported from the
view of mentions, to Parquet and to CSV, by `db.export` and by `pandas.read_sql` with `to_parquet` and
`to_csv`, each in a process of its own; memory is the process's greatest resident size. Ours is also run
at a tenth of the articles: memory must not grow with the rows. Exit code 1 where ours is slower than
0.8 of pandas, takes more than half of its memory, or grows by more than a fifth.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Engine, create_engine, insert

from db.engine import open_database, reading, upgrade_database
from db.export.encode import FORMATS
from db.export.files import write_whole
from db.export.rows import fields, row_batches
from db.export.selection import EVERYTHING
from db.models import Article, Capture, Mention, Page, Person, Revision, Site
from db.views import view_named
from tests.db.samples import NOW

MENTIONS = 10
PEOPLE = 5_000
_CHUNK = 2_000
_BODY = " ".join(f"Đồng chí Nguyễn Văn Thử {number} dự hội nghị và phát biểu ý kiến." for number in range(60))
_FORMS = ("parquet", "csv")


def main() -> int:
    """Run all exports, print the table; the exit code says whether the bars are met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="5,000 articles")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--run", nargs=3, metavar=("WHO", "FORM", "DATABASE"), help=argparse.SUPPRESS)
    settings = parser.parse_args()
    if settings.run:
        print(json.dumps(_measured(*settings.run)))
        return 0
    articles = 5_000 if settings.quick else settings.articles
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.sqlite", Path(folder) / "small.sqlite"
        for path, count in ((large, articles), (small, articles // 10)):
            _fill(open_database(f"sqlite:///{path}"), count)
        runs = {(who, form): _run(who, form, large) for form in _FORMS for who in ("tintinh", "pandas")}
        few = {form: _run("tintinh", form, small) for form in _FORMS}
    print(f"{articles * MENTIONS:,} rows of v_mentions")
    print(f"{'':10}{'':10}{'rows/s':>10}{'MB':>8}")
    for (who, form), run in runs.items():
        print(f"{form:10}{who:10}{run['rate']:10,.0f}{run['megabytes']:8.0f}")
    good = True
    for form in _FORMS:
        ours, peer = runs["tintinh", form], runs["pandas", form]
        speed, memory = ours["rate"] / peer["rate"], ours["megabytes"] / peer["megabytes"]
        growth = ours["megabytes"] / few[form]["megabytes"]
        good &= speed >= 0.8 and growth <= 1.2 and (memory <= 0.5 or settings.quick)
        print(
            f"{form}: ratio {speed:.2f} of pandas' speed, {memory:.2f} of its memory; {growth:.2f} times"
            " the memory at ten times the rows"
        )
    return 0 if good else 1


def _run(who: str, form: str, database: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--run", who, form, str(database)]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 -- this very file
    return dict(json.loads(done.stdout))


def _measured(who: str, form: str, database: str) -> dict[str, float]:
    start = time.perf_counter()
    rows = {"tintinh": _ours, "pandas": _pandas}[who](form, database)
    seconds = time.perf_counter() - start
    return {
        "rate": rows / seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _ours(form: str, database: str) -> int:
    view, rows = view_named("mentions"), 0

    def counted(batches: Iterator[Any]) -> Iterator[Any]:
        nonlocal rows
        for batch in batches:
            rows += len(batch)
            yield batch

    with reading(open_database(f"sqlite:///{database}")) as session:
        batches = counted(row_batches(session, view, EVERYTHING))
        write_whole(Path(f"{database}.{form}"), FORMATS[form].encode(fields(view), batches))
    return rows


def _pandas(form: str, database: str) -> int:
    import pandas as pd  # noqa: PLC0415 -- the peer's alone

    with create_engine(f"sqlite:///{database}").connect() as connection:
        frame = pd.read_sql("SELECT * FROM v_mentions ORDER BY mention_id", connection)
    path = f"{database}.pandas.{form}"
    if form == "parquet":
        frame.to_parquet(path, compression="zstd")
    else:
        frame.to_csv(path, index=False)
    return len(frame)


def _fill(engine: Engine, articles: int) -> None:
    """The articles with their mentions, put in by the driver."""
    upgrade_database(engine)
    with engine.begin() as connection:
        connection.execute(
            insert(Site),
            {"id": "bao", "name": "Báo", "province": "Sơn La", "start_url": "http://bao.example"},
        )
        people = [
            {"id": n, "name": f"Nguyễn Văn Thử {n}", "key": f"n{n}", "search_key": f"n{n}"}
            for n in range(1, PEOPLE + 1)
        ]
        connection.execute(insert(Person), people)
        for first in range(1, articles + 1, _CHUNK):
            numbers = range(first, min(first + _CHUNK, articles + 1))
            connection.execute(
                insert(Page),
                [
                    {
                        "id": n,
                        "site_id": "bao",
                        "url": f"http://bao.example/{n}",
                        "role": "article",
                        "found_at": NOW,
                    }
                    for n in numbers
                ],
            )
            connection.execute(insert(Capture), [_capture(n) for n in numbers])
            connection.execute(
                insert(Article),
                [
                    {
                        "id": n,
                        "page_id": n,
                        "first_seen_at": NOW,
                        "site_id": "bao",
                        "url": f"http://bao.example/{n}",
                    }
                    for n in numbers
                ],
            )
            connection.execute(insert(Revision), [_revision(n) for n in numbers])
            connection.execute(insert(Mention), [_mention(n, m) for n in numbers for m in range(MENTIONS)])
        connection.exec_driver_sql("UPDATE articles SET current_id = id, sort_key = id")
    engine.dispose()


def _capture(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "page_id": number,
        "fetched_at": NOW,
        "url": f"http://bao.example/{number}",
        "status": 200,
        "digest": f"{number:064x}",
        "warc_file": "a.warc.gz",
        "warc_offset": number,
        "warc_length": 1,
    }


def _revision(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "article_id": number,
        "number": 1,
        "capture_id": number,
        "extractor_version": "1",
        "extracted_at": NOW,
        "kind": "article",
        "title": f"Hội nghị {number}",
        "body": _BODY,
        "digest": f"{number:064x}",
        "statement_digest": f"{number:064x}",
        "published_at": NOW,
        "published_day": NOW.date(),
        "published_has_time": True,
        "published_zone_assumed": False,
        "published_source": "meta",
        "warnings": [],
    }


def _mention(number: int, place: int) -> dict[str, Any]:
    start = 100 + place * 300
    return {
        "id": number * MENTIONS + place,
        "revision_id": number,
        "span_start": start,
        "span_end": start + 17,
        "rule": "x",
        "extractor_version": "1",
        "confidence": 0.9,
        "person_id": 1 + (number * 7 + place) % PEOPLE,
        "name": "Nguyễn Văn Thử",
    }


if __name__ == "__main__":
    sys.exit(main())
