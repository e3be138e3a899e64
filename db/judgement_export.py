"""Judgements as lines of a file: JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from db.read.judgements import JudgementRow

_COLUMNS = (
    "judgement",
    "made_at",
    "editor",
    "verdict",
    "canonical",
    "reason",
    "undoes",
    "undone",
    "standing",
    "a_article",
    "a_revision",
    "a_site",
    "a_title",
    "a_url",
    "a_changed",
    "b_article",
    "b_revision",
    "b_site",
    "b_title",
    "b_url",
    "b_changed",
)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def json_lines(rows: Iterable[JudgementRow]) -> Iterator[str]:
    """One JSON object a line, in the form of `JudgementRow`; times in ISO 8601."""
    for row in rows:
        yield json.dumps(asdict(row) | {"made_at": row.made_at.isoformat()}, ensure_ascii=False) + "\n"


def csv_lines(rows: Iterable[JudgementRow]) -> Iterator[str]:
    """A header and one line a row (RFC 4180).

    A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV
    injection"): titles come from pages that anybody may have written.
    """
    yield _line(_COLUMNS)
    for row in rows:
        sides = [
            cell
            for side in (row.a, row.b)
            for cell in (side.article_id, side.revision, side.site_id, side.title, side.url, side.changed)
        ]
        yield _line(
            (
                row.judgement_id,
                row.made_at.isoformat(),
                row.editor,
                row.verdict,
                row.canonical_id,
                row.reason,
                row.undoes_id,
                row.undone,
                row.standing,
                *sides,
            )
        )


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_defused(cell) for cell in cells])
    return line.getvalue()


def _defused(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell
