"""Dates: expressions that place something on the calendar."""

from extract.dates.finder import find_dates

__all__ = ["find_dates"]
