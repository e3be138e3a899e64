"""Days that listings and addresses give for articles: how far back a crawl has come. Pure.

Only days in figures are read; where a listing gives none, the article is taken as new enough.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

_WRITTEN = re.compile(
    r"(?<!\d)(?:(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d{2})"
    r"|(?P<iso_year>(?:19|20)\d{2})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2}))(?!\d)"
)
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:(?P<mark>[/-])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?!\d)"
    r"|(?P<full_month>\d{2})(?P<full_day>\d{2})(?=\D|\d{4}(?:\D|$)|\d{6}(?:\D|$)|\d{9}(?:\D|$)|$))"
)
_BOX_DEPTH = 5
"""So many elements around a link are looked at for its day."""


def day_in(text: str) -> date | None:
    """The first day that a text gives in figures (`5/8/2020`, `2020-08-05`)."""
    for found in _WRITTEN.finditer(text):
        parts = found.groupdict()
        day = _day(
            parts["year"] or parts["iso_year"],
            parts["month"] or parts["iso_month"],
            parts["day"] or parts["iso_day"],
        )
        if day is not None:
            return day
    return None


def day_of_address(url: str) -> date | None:
    """The day in an address (`/2020/08/05/`, `-20200805...`); of a month alone, its last day."""
    for found in _IN_ADDRESS.finditer(urlsplit(url).path):
        parts = found.groupdict()
        day = _day(parts["year"], parts["month"] or parts["full_month"], parts["day"] or parts["full_day"])
        if day is not None:
            return day
    return None


def listed_days(links: Mapping[HtmlElement, str]) -> dict[str, date]:
    """For the articles' addresses of a listing, by their links, the day that stands beside the link.

    Beside it means: in the largest box around the link that holds no other article's.
    """
    days: dict[str, date] = {}
    for link, address in links.items():
        box = link
        for around in list(link.iterancestors())[:_BOX_DEPTH]:
            if any(links.get(other, address) != address for other in around.iter("a")):
                break
            box = around
        day = day_in(" ".join(str(text) for text in box.itertext()))
        if day is not None:
            days.setdefault(address, day)
    return days


def _day(year: str, month: str, day: str | None) -> date | None:
    try:
        if day is None:
            return date(int(year), int(month), calendar.monthrange(int(year), int(month))[1])
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
