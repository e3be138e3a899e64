"""Verbs that write what is in store to files for others to use."""

from __future__ import annotations

from pathlib import Path

import click

import pipeline
from commands.options import CONFIG, example
from config import load_config
from db.engine import reading
from db.judgement_export import csv_lines, json_lines
from db.read.judgements import all_judgements


@click.group(epilog=example("tintinh export judgements --jsonl > judgements.jsonl"))
def export() -> None:
    """Xuất dữ liệu / write what is in store to files."""


@export.command("judgements", epilog=example("tintinh export judgements --csv > judgements.csv"))
@CONFIG
@click.option(
    "--jsonl", "write", flag_value="jsonl", default="jsonl", help="JSON, mỗi dòng một / a line each."
)
@click.option("--csv", "write", flag_value="csv", help="Bảng CSV / a table for spreadsheets.")
def export_judgements(config_path: Path, write: str) -> int:
    """Mọi quyết định của người xét / every judgement that editors have made, the last first."""
    engine = pipeline.prepared(load_config(config_path))
    lines = {"jsonl": json_lines, "csv": csv_lines}[write]
    with reading(engine) as session:
        for line in lines(all_judgements(session)):
            click.echo(line, nl=False)
    return 0
