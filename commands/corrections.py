"""`tintinh export corrections`: what people have corrected, and the labelled examples that it makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

import pipeline
from commands.options import CONFIG, example
from config import load_config
from db.correction_export import every_correction, gold_examples, partial_examples
from db.engine import reading
from db.export.files import whole_folder


@click.command("corrections", epilog=example("tintinh export corrections --gold nhan"))
@CONFIG
@click.option("--jsonl", is_flag=True, help="Mọi lần sửa, JSON mỗi dòng một / every correction, a line each.")
@click.option(
    "--gold",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục mẫu có nhãn: bài đã soát đủ / a folder of labelled examples: articles checked whole.",
)
def export_corrections(config_path: Path, *, jsonl: bool, gold: Path | None) -> int:
    """Các lần sửa và mẫu có nhãn / corrections, and the labelled examples that they make."""
    if jsonl == (gold is not None):
        msg = "choose one: --jsonl for every correction, --gold FOLDER for labelled examples"
        raise click.UsageError(msg)
    engine = pipeline.prepared(load_config(config_path))
    with reading(engine) as session:
        if gold is None:
            for line in every_correction(session):
                click.echo(line, nl=False)
        else:
            _write_gold(session, gold)
    return 0


def _write_gold(session: Session, folder: Path) -> None:
    """A file for each article checked whole; the others in one file that `tintinh evaluate` does not read."""
    examples = partial = 0
    with whole_folder(folder) as aside:
        for name, labelled in gold_examples(session):
            text = json.dumps(labelled, ensure_ascii=False, indent=1) + "\n"
            (aside / f"{name}.json").write_text(text, encoding="utf-8")
            examples += 1
        with (aside / "partial.jsonl").open("w", encoding="utf-8") as lines:
            for one in partial_examples(session):
                lines.write(_line(one))
                partial += 1
    click.echo(
        f"{folder}: {examples} bài đã soát đủ / articles checked whole;"
        f" {partial} bài mới sửa một phần / corrected in part (partial.jsonl)",
        err=True,
    )


def _line(one: dict[str, Any]) -> str:
    return json.dumps(one, ensure_ascii=False) + "\n"
