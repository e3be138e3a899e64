"""Why a page, or a whole site, did not come: the words in which a crawl records it, and their Vietnamese.

Reason.MANY_REDIRECTS.recorded(number=5)       # "more than 5 redirects"
in_vietnamese("more than 5 redirects")         # "chuyển hướng hơn 5 lần"

What is recorded is English, the same for the same cause, so that it can be counted.
"""

from __future__ import annotations

import re
from enum import Enum


class Reason(Enum):
    """A reason as it is recorded, and in Vietnamese; what stands in braces is filled in."""

    def __init__(self, english: str, vietnamese: str) -> None:
        self.english = english
        self.vietnamese = vietnamese

    ROBOTS = "robots.txt", "robots.txt không cho phép"
    QUIET_HOURS = "quiet hours", "đang giờ nghỉ của trang"
    PRIVATE = "private address", "địa chỉ mạng nội bộ"
    TOO_LARGE = "too large", "quá lớn"
    LATE = "no answer in time", "không trả lời kịp"
    REFUSED = "connection refused", "máy chủ từ chối kết nối"
    UNKNOWN_HOST = "unknown host", "không tìm thấy máy chủ"
    BROKE_OFF = "the answer broke off", "câu trả lời đứt giữa chừng"
    BROKEN = "the connection broke", "kết nối bị đứt"
    CERTIFICATE = "untrusted certificate", "chứng thư không tin được"
    ELSEWHERE = "redirects to another site", "chuyển hướng sang trang khác"
    NOWHERE = "redirects nowhere", "chuyển hướng mà không nói đi đâu"
    MANY_REDIRECTS = "more than {number} redirects", "chuyển hướng hơn {number} lần"
    CIRCLE = "redirects in a circle", "chuyển hướng vòng tròn"
    COMPRESSED = "cannot be decompressed", "không giải nén được"
    NOT_HTML = "not a web page: {what}", "không phải trang web: {what}"
    NOT_A_LIST = "not a {what}", "không phải {what}"
    NOT_SHOWN = "the browser cannot show it", "trình duyệt không hiện được"
    SHOWN_LATE = "the browser did not show it in time", "trình duyệt không hiện kịp"
    ROBOTS_BROKEN = "robots.txt cannot be read", "không đọc được robots.txt"
    ROBOTS_ANSWERS = "robots.txt: HTTP {status}", "robots.txt: HTTP {status}"
    SILENT = "no usable answer {number} times in a row", "{number} lần liền không có câu trả lời dùng được"
    LEFT_ALONE = (
        "asks to be left alone for {seconds} s; left until the next run",
        "xin được nghỉ {seconds} giây; để đến lần chạy sau",
    )
    NO_ENTRY = "no page to begin from: {why}", "không có trang nào để bắt đầu: {why}"
    INTERNAL = "internal error: {why}", "lỗi bên trong: {why}"
    PRIVATE_HOST = (
        "{where}: {why}; set allow_private = true to crawl it",
        "{where}: {why}; đặt allow_private = true thì mới tải",
    )
    HTTP = "HTTP {status}", "HTTP {status}"
    AT = "{where}: {why}", "{where}: {why}"

    def recorded(self, **filled_in: object) -> str:
        """The reason as the crawl records it."""
        return self.english.format(**filled_in)


_WORDS = {
    "feed": "nguồn tin (feed)",
    "sitemap": "sơ đồ trang (sitemap)",
    "listing": "trang danh sách",
    "no type": "không rõ loại",
}
"""What is filled in, where it is a word and not a figure, a name or a reason of its own."""

_FORMS = [
    (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(one.english)), re.DOTALL), one.vietnamese)
    for one in Reason
]


_LONGEST = 300
"""Characters of a reason; what is longer holds a message of a program's or a server's."""


def in_vietnamese(recorded: str) -> str:
    """A recorded reason in Vietnamese; what no crawl says, like a message of the system's, as it is."""
    if len(recorded) > _LONGEST:
        return recorded
    for form, vietnamese in _FORMS:
        if found := form.fullmatch(recorded):
            parts = {name: in_vietnamese(part) for name, part in found.groupdict().items()}
            return vietnamese.format(**parts)
    return _WORDS.get(recorded, recorded)


def in_both_languages(recorded: str) -> str:
    """A recorded reason in Vietnamese, then as it is."""
    vietnamese = in_vietnamese(recorded)
    return recorded if vietnamese == recorded else f"{vietnamese} / {recorded}"
