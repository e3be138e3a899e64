"""The report says what the ledger says, and crawled text does not act in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from night.report import as_html, as_markdown, read_night, write_report
from tests.night.lines import DAY, FIRST, healthy, healthy_nights, store_nights

ATTACK = "<script>alert(1)</script> | x"
NIGHTS = 20
MORNING = FIRST + (NIGHTS + 0.4) * DAY


def test_a_quiet_night_says_so(engine: Engine) -> None:
    store_nights(engine, healthy_nights(NIGHTS))
    night = read_night(engine, FIRST + (NIGHTS - 0.6) * DAY)
    assert list(night.alarms) == []
    for text in (as_html(night), as_markdown(night)):
        assert "Không có. / None." in text
        assert "Báo Mẫu" in text


def test_alarms_and_reasons_stand_in_both_forms(engine: Engine) -> None:
    store_nights(engine, [*healthy_nights(NIGHTS), healthy(NIGHTS, answer_ms=9_000, reasons={ATTACK: 2})])
    night = read_night(engine, MORNING)
    html, markdown = as_html(night), as_markdown(night)
    for text in (html, markdown):
        assert "answers after 9000 ms, usually 320" in text
        assert "<script" not in text
    assert html.count("<svg") == 6
    row = next(line for line in markdown.splitlines() if line.startswith("| Báo Mẫu"))
    assert row.replace("\\|", "").count("|") == 14
    assert "× 2" in row


def test_a_report_is_written_again_in_its_place(engine: Engine, tmp_path: Path) -> None:
    store_nights(engine, healthy_nights(3))
    for _ in range(2):
        page, plain = write_report(read_night(engine, MORNING), tmp_path / "build")
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["night.html", "night.md"]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert plain.read_text(encoding="utf-8").startswith("# Tin Tỉnh")


def test_an_empty_database_has_a_report_too(engine: Engine) -> None:
    night = read_night(engine, MORNING)
    assert "Không có. / None." in as_html(night)
    assert "Không có. / None." in as_markdown(night)
