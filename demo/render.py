"""Turns articles into pages: the Jinja2 environment, and dates as the sites write them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo.content.model import DemoArticle
from demo.content.reader import VIETNAM

TODAY = datetime(2026, 3, 16, 8, 5, tzinfo=VIETNAM)
"""The moment that the sites' headers show as the present: fixed, so that pages do not change."""

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_NUMBERED_WEEKDAYS = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")


def page(template: str, **values: object) -> str:
    """The page that the template under `layouts/` gives with these values."""
    return _ENVIRONMENT.get_template(template).render(today=TODAY, **values)


def last_modified(articles: tuple[DemoArticle, ...]) -> datetime:
    """The newest change among these articles, in UTC as HTTP wants it."""
    return max(article.modified for article in articles).astimezone(UTC)


def weekday(moment: datetime) -> str:
    """`Thứ Hai` … `Chủ nhật`."""
    return _WEEKDAYS[moment.weekday()]


def _numbered_weekday(moment: datetime) -> str:
    return _NUMBERED_WEEKDAYS[moment.weekday()]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "day": lambda moment: f"{moment:%d/%m/%Y}",
        "minute": lambda moment: f"{moment:%d/%m/%Y %H:%M}",
        "clock": lambda moment: f"{moment:%H:%M}",
        "weekday": weekday,
        "numbered_weekday": _numbered_weekday,
    }
    return environment


_ENVIRONMENT = _environment()
