"""What hosts ask of a guest is understood."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.politeness import RobotsRules, quiet_seconds, retry_after, user_agent

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_rules_for_us_win_over_rules_for_all() -> None:
    rules = RobotsRules(
        "User-agent: *\nDisallow: /\n\nUser-agent: TinTinh\nDisallow: /noi-bo/\nCrawl-delay: 2\n"
    )
    assert rules.allows("http://bao.example.vn/tin.html")
    assert not rules.allows("http://bao.example.vn/noi-bo/tin.html")
    assert rules.delay == 2


def test_a_request_rate_is_a_delay() -> None:
    assert RobotsRules("User-agent: *\nRequest-rate: 1/10\nCrawl-delay: 3").delay == 10


def test_no_robots_txt_allows_all() -> None:
    rules = RobotsRules("")
    assert rules.allows("http://bao.example.vn/gi-cung-duoc")
    assert rules.delay == 0


@pytest.mark.parametrize(
    "text", ["\0\0\0", "<html>404</html>", "User-agent\n:::\nDisallow", "Crawl-delay: x"]
)
def test_a_broken_robots_txt_is_survived(text: str) -> None:
    assert RobotsRules(text).delay == 0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:01:30 GMT", 90.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_is_read(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_the_crawler_says_who_it_is() -> None:
    assert user_agent("mailto:toasoan@example.vn") == "TinTinh/0.1 (+mailto:toasoan@example.vn)"


@pytest.mark.parametrize(
    ("hours", "clock", "seconds"),
    [
        (None, "12:00", 0),
        ("07:00-18:00", "06:59", 0),
        ("07:00-18:00", "07:00", 11 * 3600),
        ("07:00-18:00", "18:00", 0),
        ("22:00-05:30", "23:30", 6 * 3600),
        ("22:00-05:30", "05:00", 1800),
        ("22:00-05:30", "12:00", 0),
    ],
)
def test_quiet_hours_are_those_of_viet_nam(hours: str | None, clock: str, seconds: float) -> None:
    now = datetime.fromisoformat(f"2026-03-01T{clock}:00+07:00").astimezone(UTC)
    assert quiet_seconds(hours, now) == seconds
