"""A time as a page writes it, to a `Moment`: ISO, Vietnamese and system forms.

Nothing is completed from a clock: a text without day, month and year of four digits is no moment.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from extract.article import Moment
from extract.pages.lexicon import time_words
from extract.text import clean, fold

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Viet Nam keeps one time the year round; a fixed offset needs no zone data on the machine."""

_ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[t\s]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<zone>z\b|[+-]\d{2}:?\d{2})?)?"
)
_DAY = re.compile(
    r"(?<![\d/])(?P<a>\d{1,2})\s*(?P<sep>[/.-])\s*(?P<b>\d{1,2})\s*(?P=sep)\s*(?P<y>\d{4})(?!\d)"
)
_UNITS = time_words().units
_DAY_IN_WORDS = re.compile(
    rf"(?<!\d)(?P<a>\d{{1,2}})\s*(?:{_UNITS['month']})\s*(?P<b>\d{{1,2}})\s*,?\s*(?:(?:{_UNITS['year']})\s*)?(?P<y>\d{{4}})(?!\d)"
)
_CLOCK = re.compile(
    rf"(?<![\d/:.-])(?P<h>\d{{1,2}})\s*(?::|{_UNITS['hour']})\s*(?P<min>\d{{2}})(?!\d)"
    rf"(?:\s*(?::|{_UNITS['minute']})\s*(?P<s>\d{{2}})(?!\d)(?:\s*(?:{_UNITS['second']}))?)?(?:\s*(?:{_UNITS['minute']}))?"
    r"(?:\s*(?P<half>[^\W\d_]{2,7})(?!\w))?"
)
_DIGIT_CLOCK = re.compile(r"(?<![\d/:.-])\d{1,2}:\d{2}(?::\d{2})?(?![\d/])")
_ZONE_AS_WRITTEN = re.compile(r"[(\[]?\s*(?:GMT|UTC)\s*[+-]\s*\d{1,2}\s*[)\]]?", re.IGNORECASE)
_ZONE = re.compile(r"(?:gmt|utc)\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]")
_YEARS = range(1990, 2100)


def parse_moment(text: str, *, source: str, month_first: bool = False) -> Moment | None:
    """The first time in a text, or None where it names none.

    `month_first` reads `11/2/2023` as American systems write it; a month beyond 12 is
    turned round in any case. Midnight sharp is what systems store for a bare day, so it
    counts as a day without a time.
    """
    if not _YEAR.search(text):
        return None
    folded = fold(text)
    iso = _ISO.search(folded)
    if iso:
        zone = _iso_zone(iso["zone"]) or _named_zone(folded)
        return _moment(
            (int(iso["y"]), int(iso["m"]), int(iso["d"])),
            (int(iso["h"] or 0), int(iso["min"] or 0), int(iso["s"] or 0)),
            zone,
            source,
        )
    day = _DAY.search(folded) or _DAY_IN_WORDS.search(folded)
    if not day:
        return None
    first, second = int(day["a"]), int(day["b"])
    if month_first or second > 12:
        first, second = second, first
    rest = folded[: day.start()] + " " * (day.end() - day.start()) + folded[day.end() :]
    named = _named_zone(rest)
    clock = _CLOCK.search(_ZONE.sub(" ", rest))
    return _moment((int(day["y"]), second, first), _clock(clock), named, source)


def is_time_line(text: str) -> bool:
    """Whether a text is a time and nothing but a time, in whatever words around it."""
    if not _YEAR.search(text):
        return False
    folded = fold(text)
    if not (_DAY.search(folded) or _DAY_IN_WORDS.search(folded) or _ISO.search(folded)):
        return False
    bare = _CLOCK.sub(" ", _ZONE.sub(" ", _DAY_IN_WORDS.sub(" ", _DAY.sub(" ", _ISO.sub(" ", folded)))))
    return not _LETTERS.search(time_words().all.sub(" ", bare))


def beside_time(text: str) -> str | None:
    """What a text says beside a day and clock in digits, or None where it names no such day."""
    if not _DAY.search(text):
        return None
    rest = text
    for pattern in (_DAY, _DIGIT_CLOCK, _ZONE_AS_WRITTEN, time_words().phrases):
        rest = pattern.sub(" ", rest)
    return clean(rest).strip(" |,;-–—")


def is_update_line(text: str) -> bool:
    """Whether a time line says when the article was changed, not when it came out."""
    folded = fold(text)
    return bool(time_words().update.search(folded)) and not time_words().publish.search(folded)


def _clock(match: re.Match[str] | None) -> tuple[int, int, int]:
    if match is None:
        return 0, 0, 0
    hour = int(match["h"])
    half = match["half"] or ""
    if half in time_words().after_noon and hour < 12:
        hour += 12
    elif half in time_words().before_noon and hour == 12:
        hour = 0
    return hour, int(match["min"]), int(match["s"] or 0)


def _iso_zone(written: str | None) -> timezone | None:
    if not written:
        return None
    if written == "z":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)


def _named_zone(folded: str) -> timezone | None:
    match = _ZONE.search(folded)
    if not match:
        return None
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return timezone(-offset if match["sign"] == "-" else offset) if offset < timedelta(hours=24) else None


def _moment(
    day: tuple[int, int, int], clock: tuple[int, int, int], zone: timezone | None, source: str
) -> Moment | None:
    if day[0] not in _YEARS:
        return None
    try:
        at = datetime(*day, *clock, tzinfo=zone or VIETNAM)
    except ValueError:
        return None
    return Moment(at=at, zone_assumed=zone is None, has_time=clock != (0, 0, 0), source=source)
