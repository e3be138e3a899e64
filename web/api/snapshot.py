"""One state of the database a request, named in the answer's `ETag`.

The tag is the state's (`db.version`), not the answer's: it is known before anything is read. A
program that has an answer of the same state is told so (304) at the cost of one short query.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from fastapi import Request, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import reading
from db.version import data_version

_MAKER = version("tintinh")
"""Another version of the program may answer otherwise."""


class NotModified(Exception):
    """The asker has the answer already; carries its tag."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag

    def response(self) -> Response:
        """The answer to give."""
        return Response(status_code=304, headers=_headers(self.tag))


class Snapshots:
    """The dependency that opens the database for a request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self, request: Request, response: Response) -> Iterator[Session]:
        """A session that sees one state; `NotModified` where the asker has an answer of that state."""
        with reading(self._engine) as session:
            tag = f'W/"{_MAKER}-{data_version(session)}"'
            if tag in _known(request):
                raise NotModified(tag)
            response.headers.update(_headers(tag))
            yield session


def _known(request: Request) -> list[str]:
    """The tags of answers that the asker has."""
    return [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "private, no-cache"}
