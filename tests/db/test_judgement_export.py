from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.judgement_export import csv_lines, json_lines
from db.read.judgements import JudgedSide, JudgementRow

SIDE = JudgedSide(
    article_id=1,
    revision=1,
    site_id="bao",
    site_name="Báo",
    url="http://bao.example/1",
    title="Tựa",
    changed=False,
)
ROW = JudgementRow(
    judgement_id=7,
    a=SIDE,
    b=replace(SIDE, article_id=2, changed=True),
    verdict="duplicate",
    canonical_id=2,
    editor="An",
    reason=None,
    made_at=datetime(2025, 3, 1, 12, tzinfo=UTC),
    undoes_id=None,
    undone=False,
    standing=True,
)


def table(row: JudgementRow) -> dict[str, str]:
    (line,) = csv.DictReader(io.StringIO("".join(csv_lines([row])), newline=""))
    return line


def test_a_row_as_json_and_as_a_line_of_a_table() -> None:
    (line,) = json_lines([ROW])
    read = json.loads(line)
    assert (read["judgement_id"], read["b"]["article_id"], read["made_at"]) == (
        7,
        2,
        "2025-03-01T12:00:00+00:00",
    )
    cells = table(ROW)
    assert (cells["judgement"], cells["canonical"], cells["reason"], cells["b_changed"]) == (
        "7",
        "2",
        "",
        "True",
    )
    assert None not in cells.values()


@pytest.mark.parametrize("text", ['=1+1"', "+84", "-1", "@a", "\t=1", "\r=1", "a\n=b", "bình thường"])
def test_no_cell_is_a_formula(text: str) -> None:
    cells = table(replace(ROW, reason=text, a=replace(SIDE, title=text)))
    for cell in (cells["reason"], cells["a_title"]):
        assert cell.removeprefix("'") == text
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
