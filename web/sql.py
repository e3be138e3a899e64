"""Questions in SQL: a form, the answer as a table or a file, the schema and examples beside it."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from db.export.encode import csv_bytes, json_bytes
from db.sql.ask import DOWNLOAD, TABLE, Answer, Asking, QueryRefused
from db.sql.examples import examples
from db.views import VIEWS
from db.views.meanings import column_meaning, view_meaning
from web.access import READERS, Audited
from web.cells import shown_cell
from web.language import Said
from web.render import Renderer

LONGEST = 8_000
"""Characters of a query: what an address can carry."""
_CELL = 600
"""Characters of a cell that the table shows; files have all of it."""

Asked = Annotated[str, Query(max_length=LONGEST)]

_OFF = Said(
    "Chưa mở: đặt sql_database trong config.toml (docs/export.md).",
    "Not turned on: set sql_database in config.toml (docs/export.md).",
)
_REASONS = {
    "denied": Said("Không được đọc hay gọi ở đây", "Not to be read or called here"),
    "statement": Said("Chỉ nhận một câu SELECT", "Only one SELECT is taken"),
    "query": Said("Câu hỏi có lỗi", "There is a mistake in the query"),
    "time": Said("Quá lâu: thêm WHERE, hỏi ít hơn", "It takes too long: add a WHERE, ask for less"),
    "size": Said("Kết quả quá lớn: chọn ít cột, ít dòng hơn", "Too large: ask for fewer columns or rows"),
    "memory": Said("Cần quá nhiều bộ nhớ: hỏi ít hơn", "It takes too much memory: ask for less"),
    "busy": Said("Đang có nhiều câu hỏi khác: thử lại sau", "Others are asking: try again in a moment"),
    "role": Said(
        "Vai trò của sql_database làm được nhiều hơn là đọc: chạy tintinh db grant",
        "The role of sql_database may do more than read: run tintinh db grant",
    ),
    "connection": Said("Không nối được cơ sở dữ liệu", "The database cannot be reached"),
}
_STATUS = {"busy": 503, "role": 503, "connection": 503}
_UNKNOWN = re.compile(r'(?:no such (?:column|table): |column "?|relation ")(?:\w+\.)?(\w+)')
_NAMES = sorted({view.name for view in VIEWS} | {name for view in VIEWS for name in view.columns})


def sql_pages(renderer: Renderer, asking: Asking | None) -> APIRouter:
    """`/sql` and its answers as files; without a database to ask, the page says how to turn it on."""
    router = APIRouter(dependencies=[READERS])
    exported = [Depends(Audited("exported"))]

    @router.get("/sql", response_class=HTMLResponse)
    def page(request: Request, q: Asked = "") -> Response:
        """The form, and the answer to what the address asks."""
        answer: Answer | None = None
        refused: QueryRefused | None = None
        status = 200
        if q.strip() and asking is not None:
            try:
                answer = asking.ask(q, TABLE)
            except QueryRefused as error:
                refused, status = error, _STATUS.get(error.kind, 400)
        return renderer.page(
            request,
            "sql.html",
            status=status,
            section="/data",
            query=q,
            off=_OFF if asking is None else None,
            answer=answer,
            shown=[[shown_cell(cell, _CELL) for cell in row] for row in answer.rows] if answer else [],
            refused=refused and (_REASONS[refused.kind], str(refused), _meant(str(refused))),
            limits=TABLE,
            download=DOWNLOAD,
            examples=examples(),
            views=[
                (
                    view,
                    view_meaning(view.dataset),
                    [(name, column_meaning(view.dataset, name)) for name in view.columns],
                )
                for view in VIEWS
            ],
        )

    def answered(q: str) -> Answer:
        if asking is None:
            raise HTTPException(503, _OFF)
        try:
            return asking.ask(q, DOWNLOAD)
        except QueryRefused as error:
            reason = _REASONS[error.kind]
            told = Said(f"{reason.vi}. {error}", f"{reason.en}. {error}")
            raise HTTPException(_STATUS.get(error.kind, 400), told) from error

    @router.get("/sql.csv", dependencies=exported)
    def table(q: Asked) -> Response:
        """The answer as a table for spreadsheets."""
        answer = answered(q)
        content = b"".join(csv_bytes(answer.columns, [answer.rows]))
        return Response(content, media_type="text/csv; charset=utf-8", headers=_named("csv"))

    @router.get("/sql.jsonl", dependencies=exported)
    def lines(q: Asked) -> Response:
        """The answer as JSON, one object a line."""
        answer = answered(q)
        content = b"".join(json_bytes(answer.columns, [answer.rows]))
        return Response(content, media_type="application/x-ndjson", headers=_named("jsonl"))

    return router


def _named(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="tintinh-sql.{ending}"'}


def _meant(message: str) -> list[str]:
    """Names that there are, where the message is about one that there is not."""
    unknown = _UNKNOWN.search(message)
    return get_close_matches(unknown[1], _NAMES, 3) if unknown else []
