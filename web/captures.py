"""The archived page as it was fetched, shown safely: as text and structure, as source, as a WARC record.

What a page of others says is never handed to a browser as a page: the outline and the source are text
in pages of ours, under a policy that runs no script at all, and the record is a file to be saved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from archive import ArchiveError, Captured, Place, read_capture, read_record
from db.engine import reading
from db.read.captures import StoredCapture, read_stored_capture
from extract.article import FetchedPage
from extract.pages.encoding import decode_page
from extract.pages.tree import PageRefused
from web.access import READERS
from web.addresses import Number
from web.language import Said
from web.outline import Outline, outline
from web.render import Renderer

Kept = TypeVar("Kept", bytes, Captured)

SOURCE_SHOWN = 400_000
"""Characters of a page's source that are shown; the record holds them all."""

_NO_ARCHIVE = Said(
    "Máy này không có kho lưu trữ các trang đã tải.", "This machine has no archive of the fetched pages."
)


def capture_pages(engine: Engine, renderer: Renderer, archive: Path | None) -> APIRouter:
    """`/captures/{id}` over a database and the folder of its WARC files, where this machine has it."""
    router = APIRouter(prefix="/captures/{capture_id}", dependencies=[READERS])

    def stored(capture_id: int) -> StoredCapture:
        with reading(engine) as session:
            capture = read_stored_capture(session, capture_id)
        if capture is None:
            raise HTTPException(404)
        return capture

    def page(request: Request, template: str, capture: StoredCapture, **values: Any) -> Response:
        return renderer.page(request, template, section="/", capture=capture, **values)

    @router.get("", response_class=HTMLResponse)
    def structure(request: Request, capture_id: Number) -> Response:
        """The page's text and structure, with what the article was read from marked."""
        capture = stored(capture_id)
        captured = _from_archive(read_capture, archive, capture)
        shown, refusal = _outline(capture, captured)
        return page(
            request,
            "capture.html",
            capture,
            captured=captured,
            outline=shown,
            refusal=refusal,
            intact=hashlib.sha256(captured.body).hexdigest() == capture.digest,
        )

    @router.get("/source", response_class=HTMLResponse)
    def source(request: Request, capture_id: Number) -> Response:
        """The page's source and the headers that came with it, as text."""
        capture = stored(capture_id)
        captured = _from_archive(read_capture, archive, capture)
        text = decode_page(FetchedPage(body=captured.body, url=captured.url, headers=captured.headers))
        return page(
            request,
            "capture_source.html",
            capture,
            captured=captured,
            lines=text[:SOURCE_SHOWN].splitlines(),
            cut=len(text) > SOURCE_SHOWN,
        )

    @router.get("/warc")
    def record(capture_id: Number) -> Response:
        """The WARC record, compressed as it lies in the archive: a file that other tools read."""
        capture = stored(capture_id)
        name = {"Content-Disposition": f'attachment; filename="capture-{capture_id}.warc.gz"'}
        content = _from_archive(read_record, archive, capture)
        return Response(content, media_type="application/warc", headers=name)

    return router


def _from_archive(read: Callable[[Path, Place], Kept], archive: Path | None, capture: StoredCapture) -> Kept:
    if archive is None:
        raise HTTPException(404, _NO_ARCHIVE)
    place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
    where = f"{capture.warc_file} @ {capture.warc_offset}"
    try:
        return read(archive, place)
    except ArchiveError as error:
        raise HTTPException(
            404,
            Said(
                f"Không đọc được bản lưu {where}: hãy chạy tintinh db check",
                f"The record {where} cannot be read: run tintinh db check",
            ),
        ) from error


def _outline(capture: StoredCapture, captured: Captured) -> tuple[Outline | None, str]:
    """The page's outline, or why there is none."""
    lines = {line for one in capture.revisions for line in (one.title, *one.body.split("\n"))}
    fetched = FetchedPage(body=captured.body, url=captured.url, headers=captured.headers)
    try:
        return outline(fetched, lines), ""
    except PageRefused as refused:
        return None, str(refused)
