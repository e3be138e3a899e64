"""The review desk: one pair of articles a page, and an editor's judgement of it.

Everything works through links and plain forms: a judgement is a POST that leads to the next pair.
`static/review.js` only makes that faster. What the comparison says of a pair is folded away, so
that it does not sway the editor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from pydantic import BeforeValidator
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import reading, transaction
from db.export.encode import csv_bytes
from db.export.rows import row_batches
from db.export.selection import EVERYTHING
from db.judgements import Choice, Decision, JudgementRefused, Superseded, record, undo
from db.models import Judgement
from db.read.judgements import list_judgements
from db.read.queue import Place, QueueFilter, State, next_place, place_of, site_names
from db.stories import refresh_stories
from db.views import view_named
from web import wording
from web.access import EDITORS, Audited
from web.desk_view import query_of, read_pair, read_progress, url_of
from web.language import Said
from web.render import Renderer
from web.visitor import NAME_LENGTH, Known, Visitor, tidy_name

_PAGE_SIZE = 50
_MAX_ID = 2**31 - 1
_REASON_LENGTH = 1000

Number = Annotated[int, Path(ge=1, le=_MAX_ID)]
Id = Annotated[int, Form(ge=1, le=_MAX_ID)]
Day = Annotated[date | None, BeforeValidator(lambda value: value or None), Query()]
"""A day; a date field left empty is none."""
Kind = Literal["", "all", "identical", "copy", "excerpt", "update", "template", "different"]
Verdict = Annotated[str, Form(pattern=r"^(duplicate(:\d{1,10})?|not_duplicate|update|unsure)$")]
"""A choice; of duplicates, with the id of the canonical article."""


def asked_filter(
    state: State = "open",
    kind: Kind = "",
    site: Annotated[str, Query(max_length=100)] = "",
    since: Day = None,
    until: Day = None,
) -> QueueFilter:
    """The pairs that the address asks for."""
    return QueueFilter(state=state, kind=kind or None, site=site or None, since=since, until=until)


Wanted = Annotated[QueueFilter, Depends(asked_filter)]


def review_desk(engine: Engine, renderer: Renderer) -> APIRouter:
    """The desk's pages and forms, under /review."""
    desk = Desk(engine, renderer)
    router = APIRouter(prefix="/review", dependencies=[EDITORS])
    for path, page in (
        ("", desk.start),
        ("/editor", desk.ask_name),
        ("/audit", desk.audit),
        ("/{a_id}/{b_id}", desk.pair),
    ):
        router.get(path, response_class=HTMLResponse)(page)
    exported = [Depends(Audited("exported judgements"))]
    router.get("/audit.csv", response_class=HTMLResponse, dependencies=exported)(desk.export)
    for path, form, done in (
        ("/editor", desk.give_name, "gave a name"),
        ("/undo", desk.undo, "took a judgement back"),
        ("/{a_id}/{b_id}", desk.judge, "judged"),
    ):
        router.post(path, response_class=HTMLResponse, dependencies=[Depends(Audited(done))])(form)
    return router


class Desk:
    """One method a page or form."""

    def __init__(self, engine: Engine, renderer: Renderer) -> None:
        self._engine = engine
        self._renderer = renderer

    def start(self, request: Request, wanted: Wanted, editor: Known) -> Response:
        """The first pair that waits; where none does, how far the editor has come."""
        with reading(self._engine) as session:
            first = next_place(session, wanted)
            if first is not None:
                return _to(url_of(first, wanted))
            progress = read_progress(session, wanted, editor.name)
            sites = site_names(session)
        return self._page(
            request,
            "review_done.html",
            editor,
            undo_action=f"/review/undo{query_of(wanted)}",
            wanted=wanted,
            progress=progress,
            sites=sites,
            kinds=wording.KINDS,
        )

    def pair(self, request: Request, a_id: Number, b_id: Number, wanted: Wanted, editor: Known) -> Response:
        """Two articles, and the form to judge them."""
        if not editor.name:
            return self.ask_name(request, editor, to=url_of((a_id, b_id), wanted))
        return self._show(request, (a_id, b_id), wanted, editor)

    def judge(  # noqa: PLR0913 -- the fields of a form
        self,
        request: Request,
        a_id: Number,
        b_id: Number,
        wanted: Wanted,
        editor: Known,
        *,
        verdict: Verdict,
        a_revision: Id,
        b_revision: Id,
        seen: Annotated[int, Form(ge=0, le=_MAX_ID)],
        reason: Annotated[str, Form(max_length=_REASON_LENGTH)] = "",
    ) -> Response:
        """Store a judgement and go on to the next pair; refused where others have judged meanwhile."""
        _must_be_known(editor)
        choice, _, canonical = verdict.partition(":")
        decision = Decision(
            articles=(a_id, b_id),
            revisions=(a_revision, b_revision),
            choice=cast(Choice, choice),
            canonical=int(canonical) if canonical else None,
            editor=editor.name,
            reason=reason.strip() or None,
            seen=seen or None,
        )
        try:
            with transaction(self._engine) as session:
                record(session, decision, made_at=datetime.now(UTC))
                refresh_stories(session, decision.articles)
        except Superseded:
            return self._show(request, (a_id, b_id), wanted, editor, refused=verdict, reason=reason)
        except JudgementRefused as error:
            raise HTTPException(400, str(error)) from error
        with reading(self._engine) as session:
            return _to(url_of(_following(session, (a_id, b_id), wanted), wanted))

    def undo(self, request: Request, wanted: Wanted, editor: Known, judgement: Id) -> Response:
        """Take back a judgement of one's own, and show its pair again."""
        _must_be_known(editor)
        with reading(self._engine) as session:
            stored = session.get(Judgement, judgement)
        if stored is None:
            raise HTTPException(404)
        articles = (stored.a_id, stored.b_id)
        try:
            with transaction(self._engine) as session:
                undo(session, judgement, editor=editor.name, made_at=datetime.now(UTC))
                refresh_stories(session, articles)
        except Superseded:
            return self._show(request, articles, wanted, editor, refused="undo")
        except JudgementRefused as error:
            raise HTTPException(400, str(error)) from error
        return _to(url_of(articles, wanted))

    def ask_name(
        self, request: Request, editor: Known, to: Annotated[str, Query(max_length=500)] = "/review"
    ) -> Response:
        """Who judges? Asked once, and not of those who have signed in."""
        if editor.signed_in:
            return _to("/review")
        return self._page(request, "review_name.html", editor, to=to, longest=NAME_LENGTH)

    def give_name(
        self,
        editor: Known,
        name: Annotated[str, Form(max_length=200)] = "",
        to: Annotated[str, Form(max_length=500)] = "/review",
    ) -> Response:
        """Remember the editor's name, and go where they wanted to."""
        named = replace(editor, reader=replace(editor.reader, name=tidy_name(name)))
        _must_be_known(named)
        answer = _to(to if to.startswith(("/review", "/articles/", "/people/")) else "/review")
        named.remember_name(answer)
        return answer

    def audit(
        self,
        request: Request,
        visitor: Known,
        editor: Annotated[str, Query(max_length=NAME_LENGTH)] = "",
        before: Annotated[int | None, Query(le=_MAX_ID)] = None,
    ) -> Response:
        """Every judgement ever made, the last first."""
        with reading(self._engine) as session:
            rows = list_judgements(session, editor=editor or None, limit=_PAGE_SIZE, before=before)
        older = rows[-1].cursor if len(rows) == _PAGE_SIZE else None
        return self._page(request, "review_audit.html", visitor, rows=rows, asked_editor=editor, older=older)

    def export(self) -> Response:
        """Every judgement as a table for spreadsheets."""

        def lines() -> Iterator[bytes]:
            view = view_named("judgements")
            with reading(self._engine) as session:
                yield from csv_bytes(view.columns, row_batches(session, view, EVERYTHING))

        name = {"Content-Disposition": 'attachment; filename="judgements.csv"'}
        return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=name)

    def _show(  # noqa: PLR0913 -- what the page was asked for, and what was refused
        self,
        request: Request,
        articles: tuple[int, int],
        wanted: QueueFilter,
        editor: Visitor,
        *,
        refused: str = "",
        reason: str = "",
    ) -> Response:
        """The pair's page; `refused` is the verdict that was not stored because others have judged."""
        with reading(self._engine) as session:
            view = read_pair(session, articles, wanted)
            if view is None:
                raise HTTPException(404)
            progress = read_progress(session, wanted, editor.name)
            sites = site_names(session)
        return self._page(
            request,
            "review.html",
            editor,
            status=409 if refused else 200,
            view=view,
            action=url_of((view.a.article_id, view.b.article_id), wanted),
            undo_action=f"/review/undo{query_of(wanted)}",
            wanted=wanted,
            progress=progress,
            sites=sites,
            kinds=wording.KINDS,
            refused=refused.partition(":")[0],
            reason=reason,
            reason_length=_REASON_LENGTH,
        )

    def _page(
        self, request: Request, template: str, editor: Visitor, *, status: int = 200, **values: object
    ) -> Response:
        return self._renderer.page(
            request, template, status=status, section="/review", editor=editor, **values
        )


def _to(url: str) -> Response:
    return RedirectResponse(url, 303)


def _must_be_known(editor: Visitor) -> None:
    if not editor.name:
        raise HTTPException(
            400,
            Said("Hãy cho biết tên trước khi xét: /review/editor", "Give your name first: /review/editor"),
        )


def _following(session: Session, articles: tuple[int, int], wanted: QueueFilter) -> Place | None:
    """The pair to judge after this one: further down the queue, or one that was passed over."""
    place = place_of(session, articles)
    return (next_place(session, wanted, place) if place else None) or next_place(session, wanted)
