"""Take it away: the data sets, what is in each and how large it is, and their rows as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BeforeValidator
from sqlalchemy import Engine

from db.engine import reading
from db.export.encode import FORMATS
from db.export.package import kind_name
from db.export.preview import preview
from db.export.rows import fields, row_batches
from db.export.selection import Selection
from db.views import VIEWS, View, view_named
from db.views.meanings import column_meaning, view_meaning
from web.access import READERS, Audited
from web.addresses import Day, Id, Name, Words
from web.cells import shown_cell
from web.render import Renderer
from web.wording import COLUMN_TYPES

_SHOWN = 20
"""Rows of a data set that are shown before it is taken away."""
_SECONDS = 2.0
"""How long a reader waits for them, and as long again for their number."""
_CELL = 160
"""Characters of a cell that are shown."""

_PARAMETERS = {"query": "q", "once_a_story": "stories"}
"""What of a selection has another name in addresses."""

Status = Annotated[
    Literal["conferred", "decided", "proposed"] | None, BeforeValidator(lambda value: value or None), Query()
]


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


Dataset = Annotated[str, Path(max_length=40)]
Asked = Annotated[Selection, Depends(asked_selection)]


def data_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/data`, each data set at `/data/NAME`, and its files at `/data/NAME.FORMAT`."""
    router = APIRouter(dependencies=[READERS])

    @router.get("/data", response_class=HTMLResponse)
    def overview(request: Request, wanted: Asked) -> Response:
        """The data sets, and how to take of each what the address asks for; nothing is read."""
        return renderer.page(
            request,
            "data.html",
            section="/data",
            views=[(view, view_meaning(view.dataset)) for view in VIEWS],
            parameters=_parameters(wanted),
            formats=FORMATS.values(),
        )

    @router.get("/data/{dataset}.{form}", dependencies=[Depends(Audited("exported"))])
    def file(
        dataset: Dataset,
        form: Annotated[str, Path(max_length=10)],
        wanted: Asked,
    ) -> Response:
        """The rows of a data set, as they are read."""
        view = _view(dataset)
        if form not in FORMATS:
            raise HTTPException(404)
        name = {"Content-Disposition": f'attachment; filename="tintinh-{dataset}.{form}"'}
        chunks = _chunks(engine, view, form, wanted)
        return StreamingResponse(chunks, media_type=FORMATS[form].media_type, headers=name)

    # Behind the files: a name of this kind may hold a point as well.
    @router.get("/data/{dataset}", response_class=HTMLResponse)
    def one(request: Request, dataset: Dataset, wanted: Asked) -> Response:
        """What a data set has of what the address asks for: how much, which columns, the first rows."""
        view = _view(dataset)
        found = preview(engine, view, wanted, first=_SHOWN, seconds=_SECONDS)
        return renderer.page(
            request,
            "dataset.html",
            section="/data",
            view=view,
            meaning=view_meaning(dataset),
            found=found,
            shown=[[shown_cell(value, _CELL) for value in row] for row in found.first or ()],
            columns=[
                (name, COLUMN_TYPES[kind_name(kind)], column_meaning(dataset, name))
                for name, kind in fields(view).items()
            ],
            parameters=_parameters(wanted),
            formats=FORMATS.values(),
            seconds=_SECONDS,
        )

    return router


def _view(dataset: str) -> View:
    """The view of a data set that an address names."""
    try:
        return view_named(dataset)
    except KeyError as error:
        raise HTTPException(404) from error


def _parameters(wanted: Selection) -> dict[str, object]:
    """What an address asks for, as it is written in addresses."""
    return {
        _PARAMETERS.get(name, name): 1 if value is True else value
        for name, value in asdict(wanted).items()
        if value not in (None, "", False)
    }


def _chunks(engine: Engine, view: View, form: str, wanted: Selection) -> Iterator[bytes]:
    with reading(engine) as session:
        yield from FORMATS[form].encode(fields(view), row_batches(session, view, wanted))
