"""Faults as programs read them: `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from web.language import Said, language_of

MEDIA_TYPE = "application/problem+json"
ROOT = "/api/"


class Fault(BaseModel):
    """A part of a request that is not as it must be."""

    where: str
    """`query`, `path` or `header`."""
    name: str
    message: str


class Problem(BaseModel):
    """What went wrong."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    faults: list[Fault] = []


PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {
        "description": HTTPStatus(code).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for code in (400, 401, 403, 404)
}
"""What any route may answer beside what it is for, for its description."""


def is_api(request: Request) -> bool:
    """Whether whoever asks is a program, and faults are to be told as to one."""
    return request.url.path.startswith(ROOT)


def problem(
    request: Request, status: int, detail: Said | str, faults: Sequence[Fault] = (), headers: Any = None
) -> Response:
    """A fault as an answer."""
    said = detail.to(language_of(request)) if isinstance(detail, Said) else str(detail)
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=said, faults=list(faults))
    return JSONResponse(told.model_dump(), status, headers, MEDIA_TYPE)


def faults(errors: Sequence[Any]) -> list[Fault]:
    """The faults that a check of parameters found."""
    return [
        Fault(where=str(error["loc"][0]), name=str(error["loc"][-1]), message=error["msg"])
        for error in errors
    ]
