"""The order in which articles are shown, newest first, as one number.

The number is an article's `sort_key` and its row in the search index, so that a page of
a list or of hits is read off an index, however many articles there are.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Indochina Time: Viet Nam has had no other, and no summer time, since 1975."""

_ID_BITS = 32


def sort_key(published: datetime | None, article_id: int) -> int:
    """Minutes since 1970 in the upper bits, the article's id below: unique, and greater is newer.

    Articles without a time of publication, or from before 1970, come last.
    """
    minutes = 0 if published is None else max(0, int(published.timestamp() // 60))
    return (minutes << _ID_BITS) | article_id


def first_sort_key(day: date) -> int:
    """The least key that an article published on the day, in Viet Nam, can have."""
    return sort_key(datetime.combine(day, time.min, VIETNAM).astimezone(UTC), 0)
