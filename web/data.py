"""Take it away: the data sets, their forms and sizes, and their rows as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BeforeValidator
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import reading
from db.export.encode import FORMATS
from db.export.rows import count_rows, fields, row_batches
from db.export.selection import Selection
from db.views import VIEWS, View, view_named
from db.views.meanings import Meaning, view_meaning
from web.access import READERS, Audited
from web.addresses import Day, Id, Name, Words
from web.render import Renderer

_SAMPLE = 50
"""Rows that are written to tell how large a file will be."""

_PARAMETERS = {"query": "q", "once_a_story": "stories"}
"""What of a selection has another name in addresses."""

Status = Annotated[
    Literal["conferred", "decided", "proposed"] | None, BeforeValidator(lambda value: value or None), Query()
]


@dataclass(frozen=True, slots=True)
class Offer:
    """A data set that can be taken away; sizes in bytes, as a few rows lead one to expect."""

    dataset: str
    meaning: Meaning
    rows: int
    columns: int
    sizes: dict[str, int]


def asked_selection(  # noqa: PLR0913 -- what an address may ask for
    *,
    q: Words = "",
    site: Name = "",
    province: Name = "",
    since: Day = None,
    until: Day = None,
    stories: Annotated[bool, Query()] = False,
    person: Id = None,
    office: Id = None,
    organization: Id = None,
    place: Id = None,
    award: Name = "",
    issuer: Name = "",
    status: Status = None,
) -> Selection:
    """The rows that an address asks for: the filters of the lists, by the same names."""
    return Selection(
        query=q,
        site=site or None,
        province=province or None,
        since=since,
        until=until,
        once_a_story=stories,
        person=person,
        office=office,
        organization=organization,
        place=place,
        award=award or None,
        issuer=issuer or None,
        status=status,
    )


Asked = Annotated[Selection, Depends(asked_selection)]


def data_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/data`, and each data set at `/data/NAME.FORMAT`."""
    router = APIRouter(dependencies=[READERS])

    @router.get("/data", response_class=HTMLResponse)
    def overview(request: Request, wanted: Asked) -> Response:
        """What there is of what the address asks for."""
        with reading(engine) as session:
            offers = [_offer(session, view, wanted) for view in VIEWS]
        parameters = {
            _PARAMETERS.get(name, name): value
            for name, value in asdict(wanted).items()
            if value not in (None, "", False)
        }
        return renderer.page(
            request,
            "data.html",
            section="/data",
            offers=offers,
            parameters=parameters,
            formats=FORMATS.values(),
        )

    @router.get("/data/{dataset}.{form}", dependencies=[Depends(Audited("exported"))])
    def file(
        dataset: Annotated[str, Path(max_length=40)],
        form: Annotated[str, Path(max_length=10)],
        wanted: Asked,
    ) -> Response:
        """The rows of a data set, as they are read."""
        if form not in FORMATS or dataset not in {view.dataset for view in VIEWS}:
            raise HTTPException(404)
        name = {"Content-Disposition": f'attachment; filename="tintinh-{dataset}.{form}"'}
        chunks = _chunks(engine, view_named(dataset), form, wanted)
        return StreamingResponse(chunks, media_type=FORMATS[form].media_type, headers=name)

    return router


def _chunks(engine: Engine, view: View, form: str, wanted: Selection) -> Iterator[bytes]:
    with reading(engine) as session:
        yield from FORMATS[form].encode(fields(view), row_batches(session, view, wanted))


def _offer(session: Session, view: View, wanted: Selection) -> Offer:
    """What a data set has, and how large its files will be: its first rows stand for all."""
    rows = count_rows(session, view, wanted)
    batches = row_batches(session, view, wanted)
    first = list(next(batches, ()))[:_SAMPLE]
    sizes = {
        name: len(b"".join(FORMATS[name].encode(fields(view), [first]))) * rows // max(1, len(first))
        for name in ("csv", "jsonl")
    }
    return Offer(view.dataset, view_meaning(view.dataset), rows, len(view.columns), sizes)
