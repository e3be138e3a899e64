"""Evaluation from a folder of labelled articles to table, floors, calibration and report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from evaluation.calibration import calibrate
from evaluation.gold import GoldError, read_gold
from evaluation.report import write_report
from evaluation.run import ALL, evaluate_gold
from evaluation.score import score

TITLE = "Xã Nà Pàn tổng kết năm 2023"
BODY = "Ngày 5/1/2024, ông Vi Văn Sen <Trưởng thôn> dự hội nghị.\nHoàng Lam"


def article(identifier: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "title": TITLE,
        "published": "2024-01-06",
        "body": BODY,
        "authors": ["Hoàng Lam"],
        "people": [],
        "dates": [],
        "awards": [],
        **facts,
    }


@pytest.fixture
def gold_dir(tmp_path: Path) -> Path:
    dates = [
        {"text": "Ngày 5/1/2024", "start": "2024-01-05", "end": "2024-01-05"},
        {"text": "năm 2023", "start": "2023-01-01", "end": "2023-12-31"},
    ]
    for name, facts in {
        "press/one.json": article("one", people=[{"name": "Vi Văn Sen", "offices": []}], dates=dates),
        "portal/two.json": article("two", dates=dates[:1], people=[{"name": "Lò Thị Mai", "offices": []}]),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_scores_come_overall_and_by_sub_folder(gold_dir: Path) -> None:
    figures = evaluate_gold(gold_dir)
    assert list(figures.tallies) == [ALL, "portal", "press"]
    assert figures.tallies["press"]["dates"].f1 == 1.0
    assert (figures.tallies[ALL]["dates"].right, figures.tallies[ALL]["dates"].wrong) == (3, 1)
    assert figures.tallies[ALL]["authors"].f1 == 1.0
    assert figures.floors()["gold.press.dates"] == 1.0
    assert "press: 1 bài / articles" in figures.table()


def test_the_report_shows_errors_first_and_marks_facts_in_the_text(gold_dir: Path, tmp_path: Path) -> None:
    page = tmp_path / "build" / "evaluation.html"
    write_report(page, evaluate_gold(gold_dir))
    source = page.read_text(encoding="utf-8")
    assert source.index('id="two"') < source.index('id="one"')
    assert "Lò Thị Mai" in source
    assert 'class="dates right' in source
    assert ">năm 2023</mark>" in source


def test_the_report_shows_each_text_unchanged(gold_dir: Path, tmp_path: Path) -> None:
    page = tmp_path / "evaluation.html"
    write_report(page, evaluate_gold(gold_dir))
    shown = html.document_fromstring(page.read_text(encoding="utf-8")).find_class("text")
    assert [text.text_content() for text in shown] == [f"{TITLE}\n{BODY}"] * 2


def test_confidence_is_counted_by_rightness() -> None:
    def found(start: str, confidence: float) -> dict[str, Any]:
        return {"text": "", "start": start, "end": start, "confidence": confidence}

    asked = [{"start": "2024-01-05", "end": "2024-01-05"}, {"start": "2024-01-07", "end": "2024-01-07"}]
    given = [found("2024-01-05", 0.98), found("2024-01-06", 0.98), found("2024-01-07", 0.85)]
    calibration = calibrate([score({"dates": asked}, {"dates": given})])
    sure = calibration.sure["dates"]
    assert (sure.right, sure.facts, sure.share) == (1, 2, 0.5)
    assert sum(one.facts for one in calibration.bins["dates"]) == 3


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"id": "a"}', '{"id": "a", "title": "b", "published": "heute", "body": ""}'],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "broken.json").write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"broken\.json"):
        read_gold(tmp_path)


def test_an_empty_folder_and_a_doubled_id_are_errors(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no labelled articles"):
        read_gold(tmp_path)
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(article("same")), encoding="utf-8")
    with pytest.raises(GoldError, match="same"):
        read_gold(tmp_path)
