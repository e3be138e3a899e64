"""Verbs that write what is in store to files for others to use."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

import pipeline
from commands.corrections import export_corrections
from commands.options import CONFIG, DAY, example
from commands.terminal import progress
from config import load_config
from db.engine import reading
from db.export.encode import FORMATS, Row
from db.export.files import whole_file, whole_folder, write_whole
from db.export.package import data_package
from db.export.rows import count_rows, fields, row_batches
from db.export.selection import Selection
from db.export.sqlite_file import SqliteFile, datasette_metadata
from db.models import AWARD_STATUSES
from db.views import VIEWS, View
from db.views.meanings import view_meaning
from pipeline import Report, StageProgress

_Command = Callable[..., int]

_SELECTION: tuple[Callable[[_Command], _Command], ...] = (
    click.option("--query", default="", help="Như khi tìm / words, as for tintinh search."),
    click.option("--site", help="Một trang / one site, by its short name."),
    click.option("--province", help="Các trang của một tỉnh / the sites of one province."),
    click.option("--since", type=DAY, help="Đăng từ ngày / published on this day or later."),
    click.option("--until", type=DAY, help="Đăng đến ngày / published on this day or earlier."),
    click.option("--person", type=int, help="Một người / one person, by number."),
    click.option("--office", type=int, help="Một chức vụ / one office, by number."),
    click.option("--organization", type=int, help="Một cơ quan / one body, by number."),
    click.option("--place", type=int, help="Bài nhắc một địa phương / articles naming one unit, by number."),
    click.option("--award", help="Một hình thức khen thưởng / one award, by its name."),
    click.option("--issuer", help="Ai tặng / who gives the award, as written."),
    click.option("--status", type=click.Choice(AWARD_STATUSES), help="Đã trao, quyết định, đề nghị."),
    click.option("--stories", "once_a_story", is_flag=True, help="Mỗi chuyện một bài / one article a story."),
)


def selecting(command: _Command) -> _Command:
    """The options that say which rows are wanted."""
    for option in reversed(_SELECTION):
        command = option(command)
    return command


def _selection(since: datetime | None = None, until: datetime | None = None, **asked: Any) -> Selection:
    return Selection(since=since and since.date(), until=until and until.date(), **asked)


@click.group(epilog=example("tintinh export awards khen-thuong.csv --province 'Sơn La' --since 2025-01-01"))
def export() -> None:
    """Xuất dữ liệu / take data away: a data set, everything, or an SQLite file for Datasette."""


def _dataset_command(view: View) -> click.Command:
    """`tintinh export DATASET`."""
    vietnamese, english = view_meaning(view.dataset)

    @click.command(
        view.dataset,
        help=f"{vietnamese} / {english}",
        short_help=english,
        epilog=example(f"tintinh export {view.dataset} {view.dataset}.csv --since 2025-01-01"),
    )
    @CONFIG
    @click.option("--csv", "form", flag_value="csv", help="Bảng CSV / a table for spreadsheets.")
    @click.option("--jsonl", "form", flag_value="jsonl", help="JSON, mỗi dòng một / a line each.")
    @click.option("--parquet", "form", flag_value="parquet", help="Parquet, cho pandas, R, DuckDB.")
    @selecting
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
    def command(config_path: Path, form: str | None, file: Path | None, **asked: Any) -> int:
        form = form or _form_of(file)
        wanted = _selection(**asked)
        engine = pipeline.prepared(load_config(config_path))
        with reading(engine) as session, progress() as shown:
            chunks = FORMATS[form].encode(fields(view), _shown_batches(session, view, wanted, shown))
            if file is None:
                for chunk in chunks:
                    sys.stdout.buffer.write(chunk)
                sys.stdout.flush()
            else:
                write_whole(file, chunks)
        return 0

    return command


for _view in VIEWS:
    export.add_command(_dataset_command(_view))
export.add_command(export_corrections)


@export.command("all", epilog=example("tintinh export all du-lieu --parquet"))
@CONFIG
@click.option("--csv", "form", flag_value="csv", help="Bảng CSV / tables for spreadsheets.")
@click.option("--jsonl", "form", flag_value="jsonl", help="JSON, mỗi dòng một / a line each.")
@click.option("--parquet", "form", flag_value="parquet", default="parquet", help="Parquet.")
@selecting
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_all(config_path: Path, form: str, folder: Path, **asked: Any) -> int:
    """Mọi tập dữ liệu vào một thư mục / every data set into a folder, with a datapackage.json."""
    wanted = _selection(**asked)
    engine = pipeline.prepared(load_config(config_path))
    rows = {}
    with reading(engine) as session, progress() as shown, whole_folder(folder) as aside:
        for view in VIEWS:
            counted = _Counted(_shown_batches(session, view, wanted, shown))
            write_whole(aside / f"{view.dataset}.{form}", FORMATS[form].encode(fields(view), counted))
            rows[view.dataset] = counted.rows
        package = json.dumps(data_package(VIEWS, form, rows), ensure_ascii=False, indent=1)
        (aside / "datapackage.json").write_text(package, encoding="utf-8")
    return 0


@export.command("sqlite", epilog=example("tintinh export sqlite tintinh.db --metadata tintinh.json"))
@CONFIG
@click.option(
    "--metadata",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp mô tả cho Datasette / descriptions for datasette --metadata.",
)
@selecting
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_sqlite(config_path: Path, metadata: Path | None, file: Path, **asked: Any) -> int:
    """Một tệp SQLite mở được bằng Datasette / an SQLite file that datasette opens as it is."""
    wanted = _selection(**asked)
    engine = pipeline.prepared(load_config(config_path))
    with (
        reading(engine) as session,
        progress() as shown,
        whole_file(file) as aside,
        SqliteFile(aside) as built,
    ):
        for view in VIEWS:
            built.add(view, _shown_batches(session, view, wanted, shown))
        built.finish(VIEWS)
    if metadata is not None:
        described = json.dumps(datasette_metadata(file.stem, VIEWS), ensure_ascii=False, indent=1)
        write_whole(metadata, [described.encode()])
    return 0


class _Counted:
    """Batches that are counted as they go by."""

    def __init__(self, batches: Iterable[Sequence[Row]]) -> None:
        self._batches = batches
        self.rows = 0

    def __iter__(self) -> Iterator[Sequence[Row]]:
        for batch in self._batches:
            self.rows += len(batch)
            yield batch


def _shown_batches(session: Session, view: View, wanted: Selection, shown: Report) -> Iterator[Sequence[Row]]:
    """The rows, and how far they are."""
    total, done = count_rows(session, view, wanted), 0
    shown(StageProgress("export", done, total, view.dataset))
    for batch in row_batches(session, view, wanted):
        yield batch
        done += len(batch)
        shown(StageProgress("export", done, total, view.dataset))


def _form_of(file: Path | None) -> str:
    """The format that a file's name asks for; JSON Lines for standard output."""
    if file is None:
        return "jsonl"
    form = file.suffix.removeprefix(".").lower()
    if form not in FORMATS:
        msg = f"{file}: no format; end the name in .csv, .jsonl or .parquet, or give one of the options"
        raise click.UsageError(msg)
    return form
