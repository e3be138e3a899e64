"""What a person sees on the terminal: progress bars there, plain lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline import Report, StageProgress

_LINE_EVERY = 5.0
"""Seconds between two lines of one stage in a log."""

_STAGES = {
    "import": "Nhập / import",
    "crawl": "Tải trang / crawl",
    "extract": "Đọc bài / extract",
    "identify": "Nhận người / identify",
    "dedupe": "So trùng / dedupe",
    "export": "Xuất / export",
}


def progress() -> AbstractContextManager[Report]:
    """A reporter for the stages: bars where standard error is a terminal, else lines."""
    return _bars() if sys.stderr.isatty() else _lines()


@contextmanager
def _bars() -> Iterator[Report]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, TextColumn("{task.fields[note]}"), console=Console(stderr=True)) as bars:

        def report(step: StageProgress) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(_STAGES[step.stage], total=step.total, note="")
            bars.update(tasks[step.stage], completed=step.done, total=step.total, note=step.note[-60:])

        yield report


@contextmanager
def _lines() -> Iterator[Report]:
    """A line now and then, and where each stage stood at its end."""
    said: dict[str, float] = {}
    unsaid: dict[str, StageProgress] = {}

    def report(step: StageProgress) -> None:
        now = time.monotonic()
        unsaid[step.stage] = step
        if now - said.get(step.stage, now - _LINE_EVERY) >= _LINE_EVERY:
            said[step.stage] = now
            _say(unsaid.pop(step.stage))

    yield report
    for step in unsaid.values():
        _say(step)


def _say(step: StageProgress) -> None:
    total = "?" if step.total is None else step.total
    print(f"{_STAGES[step.stage]}: {step.done}/{total} {step.note}".rstrip(), file=sys.stderr, flush=True)


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on standard output: numbers to the right, a heading's languages one under the other."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(columns):
        numeric = all(isinstance(row[number], int | float) for row in rows)
        heading = name.replace(" / ", "\n")
        justify: Literal["left", "right"] = "right" if numeric else "left"
        table.add_column(heading, justify=justify, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*(str(value) for value in row))
    width = None if sys.stdout.isatty() else 180
    console = Console(width=width)
    # Not the table's own title, which would be folded to the table's width.
    console.print(title, style="italic", markup=False, highlight=False, soft_wrap=True)
    console.print(table)
