"""How the pages say things: days, moments, kinds, verdicts and statuses, in both languages."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from db.order import VIETNAM
from db.reasons import in_vietnamese
from web.language import Said
from web.reader import Role

SECTIONS = (
    ("/", Said("Tin bài", "Articles")),
    ("/people", Said("Người", "People")),
    ("/organizations", Said("Cơ quan", "Organisations")),
    ("/places", Said("Địa phương", "Places")),
    ("/awards", Said("Khen thưởng", "Awards")),
    ("/sites", Said("Các trang", "Sites")),
    ("/data", Said("Dữ liệu", "Data")),
)
"""The parts of the house for readers, in the order of the navigation."""

DESKS: tuple[tuple[str, Said, Role], ...] = (
    ("/pairs", Said("Nghi trùng", "Duplicates"), "reader"),
    ("/review", Said("Bàn xét", "Review desk"), "editor"),
    ("/identity", Said("Ai là ai", "Who is who"), "editor"),
    ("/corrections", Said("Sổ sửa", "Corrections"), "reader"),
)
"""The parts where people judge and mend, after them, each with the least role that may enter."""

RELATIONS = {
    "canonical": Said("bài gốc", "canonical"),
    "judged": Said("biên tập viên ghép", "joined by an editor"),
}
KINDS = {
    "identical": Said("giống hệt", "identical"),
    "copy": Said("đăng lại", "copy"),
    "excerpt": Said("trích", "excerpt"),
    "update": Said("bản sau", "update"),
    "template": Said("cùng mẫu, khác số liệu", "template, other figures"),
    "different": Said("gần giống", "near miss"),
}
VERDICTS = {
    "duplicate": Said("trùng", "duplicate"),
    "not_duplicate": Said("không trùng", "not a duplicate"),
    "update": Said("bản cập nhật", "update"),
    "unsure": Said("chưa rõ", "unsure"),
    "undo": Said("hoàn tác", "undo"),
}
STATUSES = {
    "conferred": Said("đã trao", "conferred"),
    "decided": Said("đã quyết định", "decided"),
    "proposed": Said("đề nghị", "proposed"),
}
COLUMN_TYPES = {
    "boolean": Said("có/không", "yes/no"),
    "integer": Said("số nguyên", "whole number"),
    "number": Said("số", "number"),
    "datetime": Said("ngày giờ", "date and time"),
    "date": Said("ngày", "date"),
    "any": Said("danh sách (JSON)", "list (JSON)"),
    "string": Said("chữ", "text"),
}
"""Types of columns, by their names in the Table Schema standard."""
FORMER = Said("nguyên", "former")
SPEAKS = Said("phát biểu", "speaks")
TENURE_CHANGES = {
    "began": Said("nhận chức", "takes office"),
    "ended": Said("thôi giữ chức", "leaves office"),
}
ARTICLE_KINDS = {
    "article": Said("bài", "article"),
    "notice": Said("thông báo", "notice"),
    "listing": Said("trang danh sách", "listing"),
    "empty": Said("không có chữ", "empty"),
}
IDENTITY_DECISIONS = {
    "confirm": Said("xác nhận là một người", "confirmed as one person"),
    "merge": Said("gộp làm một", "merged into one"),
    "split": Said("tách ra", "kept apart"),
    "undo": Said("hoàn tác", "undo"),
}
RUN_STATES = {
    "running": Said("đang chạy", "running"),
    "finished": Said("xong", "finished"),
    "failed": Said("hỏng", "failed"),
    "interrupted": Said("bị ngắt", "interrupted"),
}
ROLES = {
    "reader": Said("người đọc", "reader"),
    "editor": Said("biên tập viên", "editor"),
    "admin": Said("quản trị viên", "admin"),
}
NO_DATE = Said("không rõ ngày", "no date")


def show_day(day: date) -> str:
    """A day as Viet Nam writes it."""
    return day.strftime("%d/%m/%Y")


def show_days(first: date, last: date) -> str:
    """A day, or a period of days."""
    return show_day(first) if first == last else f"{show_day(first)} – {show_day(last)}"


def show_moment(moment: datetime, has_time: bool | None) -> str:  # noqa: FBT001 -- a template filter
    """A moment in Viet Nam's time; without the clock where the page gave a day alone."""
    local = moment.astimezone(VIETNAM)
    return local.strftime("%d/%m/%Y %H:%M" if has_time else "%d/%m/%Y")


def show_number(number: float) -> str:
    """A whole number, with a thin space between thousands, which both languages understand."""
    return f"{number:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def relation(name: str) -> Said:
    """What an article is to the one before it in its story."""
    return RELATIONS.get(name) or KINDS[name]


def crawl_reason(recorded: str) -> Said:
    """Why a page or a site did not come."""
    return Said(in_vietnamese(recorded), recorded)


def web_address(url: str) -> str:
    """The address where a browser may follow it, else nothing: crawled addresses are not trusted."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:  # half an IPv6 address, and the like
        return ""
