"""How the pages say things: days, moments, kinds, verdicts and statuses, Vietnamese first."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from db.order import VIETNAM

SECTIONS = (
    ("/", "Tin bài", "Articles"),
    ("/people", "Người", "People"),
    ("/awards", "Khen thưởng", "Awards"),
    ("/pairs", "Nghi trùng", "Duplicates"),
    ("/review", "Bàn xét", "Review"),
    ("/sites", "Các trang", "Sites"),
)

RELATIONS = {
    "canonical": "bài gốc / canonical",
    "judged": "biên tập viên ghép / joined by an editor",
}
KINDS = {
    "identical": "giống hệt / identical",
    "copy": "đăng lại / copy",
    "excerpt": "trích / excerpt",
    "update": "bản sau / update",
    "template": "cùng mẫu, khác số liệu / template",
    "different": "gần giống / near miss",
}
VERDICTS = {
    "duplicate": "trùng / duplicate",
    "not_duplicate": "không trùng / not a duplicate",
    "update": "bản cập nhật / update",
    "unsure": "chưa rõ / unsure",
    "undo": "hoàn tác / undo",
}
_STATUSES = {
    "conferred": "đã trao / conferred",
    "decided": "đã quyết định / decided",
    "proposed": "đề nghị / proposed",
}


def show_day(day: date | None) -> str:
    """A day as Viet Nam writes it."""
    return day.strftime("%d/%m/%Y") if day else "không rõ ngày / no date"


def show_moment(moment: datetime | None, has_time: bool | None) -> str:  # noqa: FBT001 -- a template filter
    """A moment in Viet Nam's time; without the clock where the page gave a day alone."""
    if moment is None:
        return "không rõ ngày / no date"
    local = moment.astimezone(VIETNAM)
    return local.strftime("%d/%m/%Y %H:%M" if has_time else "%d/%m/%Y")


def show_kind(kind: str) -> str:
    """What two articles are to each other."""
    return KINDS[kind]


def show_relation(relation: str) -> str:
    """What an article is to the one before it in its story."""
    return RELATIONS.get(relation) or show_kind(relation)


def show_verdict(verdict: str) -> str:
    """What an editor decided."""
    return VERDICTS[verdict]


def show_status(status: str) -> str:
    """How far an award has come."""
    return _STATUSES[status]


def web_address(url: str) -> str:
    """The address where a browser may follow it, else nothing: crawled addresses are not trusted."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""
