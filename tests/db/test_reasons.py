"""Why pages did not come: what is recorded, and the same in Vietnamese."""

from __future__ import annotations

import pytest

from db.models.crawl import PAGE_ROLES
from db.reasons import Reason, in_both_languages, in_vietnamese

FIGURES = {
    "number": 5,
    "status": 503,
    "seconds": 90,
    "what": "text/plain",
    "where": "mau.example",
    "why": "x",
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_a_crawl_is_told_in_vietnamese(reason: Reason) -> None:
    assert in_vietnamese(reason.recorded(**FIGURES)) == reason.vietnamese.format(**FIGURES)


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("no page to begin from: HTTP 404", "không có trang nào để bắt đầu: HTTP 404"),
        ("mau.example:81: connection refused", "mau.example:81: máy chủ từ chối kết nối"),
        ("mau.example: robots.txt: HTTP 503", "mau.example: robots.txt: HTTP 503"),
        (
            "10.0.0.1: private address; set allow_private = true to crawl it",
            "10.0.0.1: địa chỉ mạng nội bộ; đặt allow_private = true thì mới tải",
        ),
        ("not a web page: no type", "không phải trang web: không rõ loại"),
        ("internal error: ValueError: {why}", "lỗi bên trong: ValueError: {why}"),
        ("disk I/O error", "disk I/O error"),
    ],
)
def test_reasons_within_reasons_are_told_too_and_messages_of_others_as_they_are(
    recorded: str, told: str
) -> None:
    assert in_vietnamese(recorded) == told


def test_a_kind_of_list_has_a_name() -> None:
    for role in PAGE_ROLES:
        if role != "article":
            assert role not in in_vietnamese(Reason.NOT_A_LIST.recorded(what=role)).split()


def test_a_server_cannot_make_a_reason_costly() -> None:
    endless = Reason.NOT_HTML.recorded(what="a: " * 10_000)
    assert in_vietnamese(endless) == endless
    assert in_vietnamese("a: " * 99 + "b") == "a: " * 99 + "b"


def test_for_a_report_in_two_languages_a_reason_is_said_twice_only_where_it_differs() -> None:
    assert in_both_languages("unknown host") == "không tìm thấy máy chủ / unknown host"
    assert in_both_languages("HTTP 500") == "HTTP 500"
