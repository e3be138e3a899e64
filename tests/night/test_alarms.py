"""Alarms stand for what is out of the ordinary, and for nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.read import RunRow, SiteRunRow
from night.alarms import AlarmKind, site_alarms, standing_alarms, stretches
from night.usual import MIN_HISTORY, usual
from tests.night.lines import DAY, FIRST, healthy, healthy_nights

ENOUGH = 20


def kinds(lines: list[SiteRunRow]) -> set[str]:
    return {alarm.kind.value for alarm in site_alarms(lines)}


def test_a_healthy_site_raises_no_alarm_on_any_night() -> None:
    lines = healthy_nights(40)
    for night in range(1, len(lines) + 1):
        assert site_alarms(lines[:night]) == []


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("unreachable", {"error": "no answer in time"}),
        ("failing", {"failed": 60}),
        ("slow", {"answer_ms": 4_000}),
        ("robots", {"robots_digest": "b"}),
        ("certificate", {"certificate_issuer": "Another CA"}),
        ("certificate", {"certificate_expires_at": FIRST + (ENOUGH + 10) * DAY}),
        ("selector", {"templated": 0, "agreement": 0.0}),
        ("disagreement", {"agreement": 5.0}),
        ("times", {"timed": 1}),
        ("empty", {"empty": 30}),
        ("text", {"characters": 3_000}),
        ("text", {"characters": 200_000}),
        ("facts", {"people": 1, "offices": 0, "dates": 0, "awards": 0}),
    ],
)
def test_each_fault_of_the_last_night_raises_its_own_alarm_alone(kind: str, changes: dict[str, Any]) -> None:
    assert kinds([*healthy_nights(ENOUGH), healthy(ENOUGH, **changes)]) == {kind}


@pytest.mark.parametrize(
    "changes", [{"failed": 60}, {"answer_ms": 4_000}, {"templated": 0, "agreement": 0.0}, {"timed": 0}]
)
def test_without_history_nothing_is_unusual(changes: dict[str, Any]) -> None:
    assert kinds([*healthy_nights(MIN_HISTORY - 1), healthy(MIN_HISTORY, **changes)]) == set()


def test_an_alarm_gives_its_figures_in_both_languages() -> None:
    (alarm,) = site_alarms([*healthy_nights(ENOUGH), healthy(ENOUGH, answer_ms=4_000)])
    assert (alarm.site_id, alarm.kind) == ("mau", AlarmKind.SLOW)
    assert alarm.reason == "trả lời sau 4000 ms, thường 320 / answers after 4000 ms, usually 320"


def test_an_alarm_falls_when_the_fault_is_mended() -> None:
    lines = [*healthy_nights(ENOUGH), healthy(ENOUGH, templated=0, agreement=0.0)]
    assert kinds(lines) == {"selector"}
    assert kinds([*lines, healthy(ENOUGH + 1)]) == set()


def test_a_silent_site_is_told_from_one_that_rests_as_usual() -> None:
    lines = healthy_nights(ENOUGH)
    empty = dict.fromkeys(("found", "fetched", "articles_new", "characters", "timed", "templated"), 0)
    empty |= {"people": 0, "offices": 0, "dates": 0, "awards": 0}
    after = [healthy(ENOUGH + night, agreement=0.0, **empty) for night in range(5)]
    assert kinds([*lines, *after[:2]]) == set()
    assert kinds([*lines, *after]) == {"silent"}


def test_small_sites_are_judged_over_several_nights() -> None:
    small = {"articles_new": 1, "characters": 2_000, "timed": 1, "templated": 1, "agreement": 1.0}
    small |= {"people": 3, "offices": 2, "dates": 1, "awards": 0}
    lines = [healthy(night, **small) for night in range(50)]
    assert [one.articles for one in stretches(lines)] == [5] * 10
    broken = [healthy(50 + night, **{**small, "templated": 0, "agreement": 0.0}) for night in range(5)]
    assert kinds(lines + broken[:1]) == set()
    assert kinds(lines + broken) == {"selector"}


def test_sites_that_are_crawled_no_more_are_not_judged() -> None:
    gone = [*healthy_nights(ENOUGH), healthy(ENOUGH, error="unknown host")]
    later = [replace(line, site_id="khac", started_at=line.started_at + 30 * DAY) for line in gone]
    found = standing_alarms({"mau": gone, "khac": later}, [], FIRST)
    assert [(alarm.site_id, alarm.kind) for alarm in found] == [("khac", AlarmKind.UNREACHABLE)]


def night(day: int, state: str = "finished", command: str = "nightly") -> RunRow:
    began = FIRST + day * DAY
    error = None if state == "finished" else "disk full"
    return RunRow(
        run_id=day,
        command=command,
        state=state,
        started_at=began,
        finished_at=began + timedelta(hours=2),
        error=error,
        sites=(),
    )


@pytest.mark.parametrize(
    ("runs", "now", "wanted"),
    [
        ([night(day) for day in range(10, -1, -1)], FIRST + 10.5 * DAY, []),
        ([night(day) for day in range(10, -1, -1)], FIRST + 15 * DAY, ["overdue"]),
        ([night(3, "failed"), night(2)], FIRST + 3.5 * DAY, ["run"]),
        ([night(3, "failed", "extract"), night(2)], FIRST + 3.5 * DAY, []),
        ([], FIRST, []),
    ],
)
def test_nights_that_failed_or_never_came(runs: list[RunRow], now: datetime, wanted: list[str]) -> None:
    assert [alarm.kind.value for alarm in standing_alarms({}, runs, now)] == wanted


@given(st.lists(st.floats(-1e6, 1e6), min_size=MIN_HISTORY, max_size=30), st.floats(0.001, 10))
def test_the_middle_of_the_history_is_never_far(values: list[float], least: float) -> None:
    known = usual(values, least=least)
    assert known is not None
    assert known.spread >= least
    assert not known.is_far_above(known.middle)
    assert not known.is_far_below(known.middle)


def test_the_operations_page_says_what_to_do_about_every_alarm() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [kind.value for kind in AlarmKind]
