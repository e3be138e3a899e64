"""The calendar: expressions with missing parts, and the days they stand for.

A `Partial` is what an expression says; `Reference` is what the article knows (its day of
publication, the years it names); `interval` brings both together. No day is invented: a
31 February has no interval.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

import vnlunar

Interval = tuple[date, date]
"""First and last day, both inclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """What one expression says about a day, month, span of months or year.

    `first_month` and `last_month` are equal for one month and both None for a year;
    a shift counts days (`hôm qua` is -1), months or years (`năm ngoái`) from the publication.
    `lunar` counts days and months by the lunar calendar; a lunar day 0 is the last day of
    the lunar year, the eve of Tết. `mistyped_year` holds the digits of a year that has not
    four of them; `lean` tells a day that lies ahead (1) from one behind (-1), where the words do.
    """

    day: int | None = None
    first_month: int | None = None
    last_month: int | None = None
    year: int | None = None
    mistyped_year: str | None = None
    year_shift: int | None = None
    month_shift: int | None = None
    day_shift: int | None = None
    lunar: bool = False
    lean: int = 0

    @property
    def is_deictic(self) -> bool:
        """Whether it counts from the publication."""
        return (self.day_shift, self.month_shift, self.year_shift) != (None, None, None)

    @property
    def needs_year(self) -> bool:
        """Whether the year has to come from the article."""
        return self.year is None and self.mistyped_year is None and not self.is_deictic


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What missing parts are filled from."""

    published: date | None
    named: tuple[date, ...] = ()
    """Days and months that the article names in full, each by one of its days."""
    named_years: tuple[int, ...] = ()
    """Single years that the article names, as often as it names them."""

    def nearest_year(self, partial: Partial) -> int | None:
        """The year that brings a partial nearest to the article's own time, if one fits."""
        anchor = self.published or self._anchor()
        if anchor is None:
            return None
        if self.published is None and not self.named and self._belongs_to_next_year(partial, anchor.year):
            return anchor.year + 1
        fitting = [
            (_distance(_middle(found) - anchor, partial.lean), year)
            for year in (anchor.year, anchor.year - 1, anchor.year + 1)
            if (found := _dated(replace(partial, year=year))) is not None
        ]
        return min(fitting, key=lambda row: row[0])[1] if fitting else None

    def _anchor(self) -> date | None:
        """The day that stands for the publication of an article without one."""
        if self.named:
            newest = Counter(day.year for day in self.named).most_common(1)[0][0]
            return max(day for day in self.named if day.year == newest)
        if self.named_years:
            commonest = Counter(self.named_years)
            most = max(commonest.values())
            return date(min(year for year, count in commonest.items() if count == most), 7, 1)
        return None

    def _belongs_to_next_year(self, partial: Partial, year: int) -> bool:
        """Whether an early month belongs to the year after: a review of one year is held in the next."""
        return (partial.first_month or 12) <= 2 and year + 1 in self.named_years


def interval(partial: Partial, reference: Reference) -> Interval | None:
    """The days that a partial stands for, or None where it is no day or nothing fills it."""
    published = reference.published
    if partial.mistyped_year is not None:
        year = nearest_written_year(partial.mistyped_year, published)
        partial = replace(partial, year=year, mistyped_year=None)
    if partial.is_deictic:
        return None if published is None else _deictic(partial, published)
    if partial.first_month is None and partial.day is not None:
        return None if published is None else _bare_day(partial.day, published)
    if partial.year is None:
        partial = replace(partial, year=reference.nearest_year(partial))
    return _dated(partial)


def _deictic(partial: Partial, published: date) -> Interval | None:
    """The days of a partial that counts from the publication."""
    if partial.day_shift is not None:
        day = _shifted(published, partial.day_shift)
        return None if day is None else (day, day)
    if partial.month_shift is not None:
        first, last = _month_of(published, partial.month_shift)
        if partial.day is None:
            return first, last
        return (first.replace(day=partial.day),) * 2 if partial.day <= last.day else None
    return _dated(replace(partial, year=published.year + (partial.year_shift or 0)))


def _dated(partial: Partial) -> Interval | None:
    """The days of a partial whose year is known."""
    year = partial.year
    if year is None or not 1 <= year < 9999:
        return None
    if partial.first_month is None or partial.last_month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if partial.day is not None:
        find = _lunar_day if partial.lunar else _solar_day
        day = find(partial.day, partial.first_month, year)
        return None if day is None else (day, day)
    last = monthrange(year, partial.last_month)[1]
    return date(year, partial.first_month, 1), date(year, partial.last_month, last)


def _solar_day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _lunar_day(day: int, month: int, year: int) -> date | None:
    """The solar day of a lunar one, by Vietnam's own calendar (Hồ Ngọc Đức's tables)."""
    if day == 0:
        new_year = _lunar_day(1, 1, year + 1)
        return None if new_year is None else _shifted(new_year, -1)
    found = vnlunar.get_solar_date(day, month, year)
    return None if found is None else date(found["year"], found["month"], found["day"])


def _bare_day(day: int, published: date) -> Interval:
    """A day without month: the one nearest to the publication."""
    months = [_month_of(published, shift) for shift in (0, -1, 1)]
    days = [first.replace(day=day) for first, last in months if day <= last.day]
    nearest = min(days, key=lambda found: abs(found - published))
    return nearest, nearest


def _month_of(published: date, shift: int) -> Interval:
    """The month of publication, or one before or after it."""
    year, month = divmod(published.year * 12 + published.month - 1 + shift, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _middle(found: Interval) -> date:
    return found[0] + (found[1] - found[0]) / 2


def _distance(ahead: timedelta, lean: int) -> timedelta:
    """How far a day lies from the article's own; three times as far where its words speak against it."""
    against = ahead.days * lean < 0
    return abs(ahead) * (3 if against else 1)


def nearest_written_year(digits: str, published: date | None) -> int | None:
    """The year meant by mistyped digits: `20201` has one too many, `17` two too few.

    The nearest to the publication wins; without one, the first four digits. Three digits
    could be any of forty years: None.
    """
    if len(digits) == 4:
        return int(digits)
    if len(digits) == 2:
        return _century(int(digits), published)
    if len(digits) != 5:
        return None
    candidates = [int(digits[:i] + digits[i + 1 :]) for i in range(4, -1, -1)]
    if published is None:
        return candidates[0]
    return min(candidates, key=lambda year: abs(year - published.year))


def _century(two_digits: int, published: date | None) -> int:
    newest = published.year + 1 if published else 2049
    return next(year for year in (2000 + two_digits, 1900 + two_digits) if year <= newest or year < 2000)
