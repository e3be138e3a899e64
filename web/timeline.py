"""Offices over time: bars on one scale of days, as inline SVG beside the words they stand for. Pure.

Each bar is a row of a table that says the same in words and days, so that nothing is told by the picture
alone. A bar has no text of its own and may be stretched to whatever width there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from markupsafe import Markup

from web.wording import show_days

_WIDTH, _HEIGHT = 1000, 16
_LEAST = 8
"""The width of what lasted a day, so that it can be seen."""

_SVG = Markup(
    '<svg class="timeline" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
)
_YEAR = Markup('<path class="year" d="M{:.1f} 0V{}"/>')
_BAR = Markup('<rect class="{}" x="{:.1f}" y="3" width="{:.1f}" height="10" rx="2"><title>{}</title></rect>')


class Attested(Protocol):
    """An office of somebody, as articles attest it between two days."""

    @property
    def first_day(self) -> date | None: ...  # noqa: D102 -- the class says it
    @property
    def last_day(self) -> date | None: ...  # noqa: D102
    @property
    def former(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that a timeline runs over, whole years, both inclusive."""

    first: date
    last: date

    @classmethod
    def over(cls, days: Iterable[date | None]) -> Scale | None:
        """The scale that holds all the days that are known; none where none is."""
        known = [day for day in days if day is not None]
        return cls(date(min(known).year, 1, 1), date(max(known).year, 12, 31)) if known else None

    @property
    def years(self) -> range:
        """All years of the scale."""
        return range(self.first.year, self.last.year + 1)

    def span(self, first: date, last: date, words: str, kind: str) -> Markup:
        """A bar from one day to another; `kind` is its class, `words` what it says when pointed at."""
        start, end = self._place(first), self._place(last)
        width = max(end - start, _LEAST)
        return self._drawn([_BAR.format(kind, min(start, _WIDTH - width), width, words)])

    def ticks(self, days: Iterable[tuple[date, str]], kind: str) -> Markup:
        """A mark for each day, with what it says when pointed at."""
        marks = []
        for day, words in days:
            start = min(self._place(day), _WIDTH - _LEAST)
            marks.append(_BAR.format(kind, start, _LEAST, words))
        return self._drawn(marks)

    def _place(self, day: date) -> float:
        return _WIDTH * (day - self.first).days / max((self.last - self.first).days, 1)

    def _drawn(self, marks: list[Markup]) -> Markup:
        lines = [_YEAR.format(self._place(date(year, 1, 1)), _HEIGHT) for year in self.years]
        return _SVG.format(_WIDTH, _HEIGHT, Markup().join([*lines, *marks]))


def tenure_bar(scale: Scale | None, tenure: Attested, name: str) -> Markup:
    """A tenure's bar, which says `name` when pointed at; empty where its days are not known."""
    if scale is None or tenure.first_day is None or tenure.last_day is None:
        return Markup()
    words = f"{name}: {show_days(tenure.first_day, tenure.last_day)}"
    return scale.span(tenure.first_day, tenure.last_day, words, "former" if tenure.former else "held")
