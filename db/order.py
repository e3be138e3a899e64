"""The order in which articles are shown, newest first, as one number.

The number is an article's `sort_key` and its row in the search index, so that a page of
a list or of hits is read off an index, however many articles there are.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Indochina Time: Viet Nam has had no other, and no summer time, since 1975."""

_ID_BITS = 32
_LAST_MINUTE = 2**31 - 1
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DAY_MINUTES = 24 * 60
_OFFSET_MINUTES = 7 * 60

FIRST_DATED = 1 << _ID_BITS
"""Less than the key of any article with a time of publication, more than of any without."""


def sort_key(published: datetime | None, article_id: int) -> int:
    """Minutes since 1970 in the upper bits, the article's id below: unique, and greater is newer.

    Articles without a time of publication come last, after those from before 1970.
    """
    minutes = 0 if published is None else max(1, int(published.timestamp() // 60))
    return (min(minutes, _LAST_MINUTE) << _ID_BITS) | article_id


def day_sort_keys(day: date) -> range:
    """The keys that articles published on the day, in Viet Nam, have."""
    start = (day.toordinal() - _EPOCH_DAY) * _DAY_MINUTES - _OFFSET_MINUTES
    first, last = (min(max(1, minute), _LAST_MINUTE) for minute in (start, start + _DAY_MINUTES))
    return range(first << _ID_BITS, last << _ID_BITS)


def key_day(key: int) -> date:
    """The day, in Viet Nam, on which the article with a key was published."""
    minutes = key >> _ID_BITS
    return date.fromordinal(_EPOCH_DAY + (minutes + _OFFSET_MINUTES) // _DAY_MINUTES)
