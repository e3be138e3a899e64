"""Lists in pages: how many rows, where to go on, and the address of the next page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Row = TypeVar("Row", bound=BaseModel)

MAX_ID = 2**31 - 1
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Model(BaseModel):
    """What an answer holds: made of the rows of `db.read`, and unchangeable."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Rows(Model, Generic[Row]):
    """A page of a list."""

    items: list[Row]
    next: Annotated[str | None, Field(description="the address of the next page; null on the last one")]


def _a_day(written: object) -> object:
    """Only as ISO writes it: a bare number is no day."""
    if isinstance(written, str) and not _DAY.fullmatch(written):
        msg = "write a day as 2025-01-31"
        raise ValueError(msg)
    return written


Limit = Annotated[int, Query(ge=1, le=100, description="rows on a page")]
Day = Annotated[date | None, BeforeValidator(_a_day), Query()]
Id = Annotated[int, Path(ge=1, le=MAX_ID)]
IdAsked = Annotated[int | None, Query(ge=1, le=MAX_ID)]
Name = Annotated[str | None, Query(max_length=100)]
NumberCursor = Annotated[
    str | None, Query(pattern=r"^[0-9]{1,9}$", description="where the page before ended: opaque")
]

NamedCursor = Annotated[
    str | None,
    Query(pattern=r"^[0-9]{1,9}\..{0,1000}$", description="where the page before ended: opaque"),
]

TwoNumbersCursor = Annotated[
    str | None,
    Query(pattern=r"^[0-9]{1,18}\.[0-9]{1,9}$", description="where the page before ended: opaque"),
]


def two_numbers_place(cursor: str | None) -> tuple[int, int] | None:
    """The two numbers after which a list that is ordered by them goes on."""
    if cursor is None:
        return None
    first, _, second = cursor.partition(".")
    return int(first), int(second)


def two_numbers_cursor(row: Any) -> str:
    """Where such a list goes on after a row, as `two_numbers_place` reads it."""
    return "{}.{}".format(*row.cursor)


def named_place(cursor: str | None) -> tuple[str, int] | None:
    """The key and the id after which a list by names goes on."""
    if cursor is None:
        return None
    number, _, key = cursor.partition(".")
    return key.replace("\0", ""), int(number)


def named_cursor(row: Any) -> str:
    """Where a list by names goes on after a row, as `named_place` reads it."""
    key, number = row.cursor
    return f"{number}.{key}"


def page_of(
    request: Request, model: type[Row], rows: Sequence[Any], limit: int, cursor: Callable[[Any], str]
) -> dict[str, Any]:
    """The fields of a page of so many rows; one row more says that there is a page after it."""
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        url = request.url.include_query_params(cursor=cursor(shown[-1]))
        following = f"{url.path}?{url.query}"
    return {"items": [model.model_validate(row) for row in shown], "next": following}


def answer(router: APIRouter, path: str, endpoint: Callable[..., Any], model: Any) -> None:
    """Let the endpoint answer GET, and HEAD without a word in the description: HTTP promises it."""
    router.add_api_route(path, endpoint, methods=["GET"], response_model=model)
    router.add_api_route(path, endpoint, methods=["HEAD"], response_model=model, include_in_schema=False)
