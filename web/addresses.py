"""Addresses of pages: what they may carry, and how they are written.

Everything that a page shows follows from its address; an address is written with its filters in one
order and without the empty ones, so that the same view always has the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Protocol
from urllib.parse import urlencode

from fastapi import HTTPException, Path, Query
from pydantic import BeforeValidator, Field

from web.language import Said

PAGE_SIZE = 25
"""Rows on a page of a list."""

MAX_ID = 2**31 - 1

Number = Annotated[int, Path(ge=1, le=MAX_ID)]
"""The id of something in the database, in the path."""
Id = Annotated[
    Annotated[int, Field(ge=1, le=MAX_ID)] | None, BeforeValidator(lambda value: value or None), Query()
]
"""The same in the query; a field left empty is none."""
Place = Annotated[str | None, Query(max_length=60)]
"""Where the page before this one of a list ended."""
Day = Annotated[date | None, BeforeValidator(lambda value: value or None), Query()]
"""A day; a date field left empty is none."""
Words = Annotated[str, Query(max_length=300)]
"""What somebody looks for."""
Name = Annotated[str, Query(max_length=100)]
"""A site's id, or the name of a province, an office, an award."""


class Named(Protocol):
    """A row of a list by names."""

    @property
    def cursor(self) -> tuple[str, int]:
        """Its place in the list: a name's key, and the id behind it."""
        ...


def address(path: str, **values: object) -> str:
    """The address of a view: filters in the order given, those that ask nothing left out."""
    asked = {name: value for name, value in values.items() if value not in (None, "") and value is not False}
    written = {name: 1 if value is True else value for name, value in asked.items()}
    return f"{path}?{urlencode(written)}" if written else path


def next_page(path: str, place: object, **values: object) -> str | None:
    """The address of the page that goes on after a place of a list; none where the list ends."""
    return None if place is None else address(path, **values, before=place)


def next_by_name(path: str, rows: Sequence[Named], **values: object) -> str | None:
    """The address of the page of a list by names that goes on after these rows; none where it ends."""
    if len(rows) < PAGE_SIZE:
        return None
    key, number = rows[-1].cursor
    return address(path, **values, after=key, after_id=number)


def whole_number(place: str) -> int:
    """A cursor's number; anything else is the reader's mistake, not ours."""
    if not (place.isascii() and place.isdigit() and len(place) < 19):
        raise HTTPException(400, no_place(place))
    return int(place)


def two_numbers(place: str) -> tuple[int, int]:
    """A cursor of two numbers, written with a point between them."""
    first, _, second = place.partition(".")
    return whole_number(first), whole_number(second)


def no_place(place: str) -> Said:
    """What is said of a cursor that is none."""
    return Said(f"{place!r} không phải một chỗ trong danh sách", f"{place!r} is no place in the list")
