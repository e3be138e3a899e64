"""The correction desk: an article's facts, each with a form beside it; and the audit of all corrections.

Everything works through links and plain forms; `static/corrections.js` only makes it faster. A form
says what its editor saw: where the article is another one by now, the page shows what it is, and what
was entered stays in the form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.corrections import CorrectionRefused, Seen, Superseded, as_seen, mark_complete, record, undo
from db.engine import reading, transaction
from db.read.corrections import CorrectionState, correction_editors, list_corrections
from db.read.facts import read_facts
from extract.corrections import BadValue, stated_facts
from extract.fact import Span
from web import correction_wording as wording
from web.access import EDITORS, READERS, Reader, require_role
from web.addresses import MAX_ID, Number, address, next_page
from web.correction_form import Ambiguous, Entered, proposal_of
from web.correction_view import contexts, read_desk
from web.language import Said
from web.render import Renderer
from web.visitor import NAME_LENGTH
from web.wording import SPEAKS, STATUSES

_ROWS = 50

Editor = Annotated[Reader, Depends(require_role("editor"))]
Row = Annotated[int, Form(ge=1, le=MAX_ID)]
Last = Annotated[int, Form(ge=0, le=MAX_ID)]
Kind = Literal["", "person", "mention", "office", "date", "award", "author", "article"]


BLANK = Entered.model_construct()
"""What stands in the forms that add a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a form was not taken: in words, with what was entered, and the places to choose from."""

    said: Said
    entered: Entered | None = None
    places: Sequence[Span] = ()
    conflict: bool = False


def correction_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/articles/{id}/correct` and `/corrections` over a database."""
    desk = CorrectionDesk(engine, renderer)
    router = APIRouter()
    router.get("/corrections", response_class=HTMLResponse, dependencies=[READERS])(desk.audit)
    path = "/articles/{article_id}/correct"
    router.get(path, response_class=HTMLResponse, dependencies=[EDITORS])(desk.show)
    for form, take in (("", desk.correct), ("/undo", desk.undo), ("/complete", desk.complete)):
        router.post(f"{path}{form}", response_class=HTMLResponse, dependencies=[EDITORS])(take)
    return router


class CorrectionDesk:
    """One method a page or form."""

    def __init__(self, engine: Engine, renderer: Renderer) -> None:
        self._engine = engine
        self._renderer = renderer

    def show(
        self,
        request: Request,
        article_id: Number,
        editor: Editor,
        done: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
    ) -> Response:
        """An article's facts, each with its form."""
        if not editor.name:
            return RedirectResponse(address("/review/editor", to=_desk(article_id)), 303)
        return self._page(request, article_id, done=done)

    def correct(
        self, request: Request, article_id: Number, editor: Editor, entered: Annotated[Entered, Form()]
    ) -> Response:
        """Store what is said of one fact."""
        seen = _seen(editor, article_id, entered.revision, entered.seen)

        def store(session: Session) -> int:
            _, shown = as_seen(session, seen)
            stated = list(stated_facts(read_facts(session, shown.id)))
            proposal = proposal_of(entered, seen, f"{shown.title}\n{shown.body}", stated)
            return record(session, proposal, made_at=datetime.now(UTC))

        return self._take(request, article_id, store, entered)

    def undo(  # noqa: PLR0913 -- the fields of a form
        self,
        request: Request,
        article_id: Number,
        editor: Editor,
        *,
        correction: Row,
        revision: Row,
        seen: Last,
    ) -> Response:
        """Take a correction back."""
        saw = _seen(editor, article_id, revision, seen)
        return self._take(
            request,
            article_id,
            lambda session: undo(session, correction, saw, made_at=datetime.now(UTC)),
        )

    def complete(
        self, request: Request, article_id: Number, editor: Editor, *, revision: Row, seen: Last
    ) -> Response:
        """Say that the facts shown are right, and none is missing."""
        saw = _seen(editor, article_id, revision, seen)
        return self._take(
            request, article_id, lambda session: mark_complete(session, saw, made_at=datetime.now(UTC))
        )

    def audit(  # noqa: PLR0913 -- the filters of the list
        self,
        request: Request,
        *,
        editor: Annotated[str, Query(max_length=NAME_LENGTH)] = "",
        kind: Kind = "",
        state: Literal["", "holds", "waiting", "undone", "past"] = "",
        article: Annotated[str, Query(max_length=10, pattern=r"^\d*$")] = "",
        before: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
    ) -> Response:
        """Every correction ever made, the last first."""
        wanted: CorrectionState | None = state or None
        with reading(self._engine) as session:
            rows = list_corrections(
                session,
                article=int(article) if article else None,
                editor=editor or None,
                kind=kind or None,
                state=wanted,
                limit=_ROWS,
                before=before,
            )
            editors = correction_editors(session)
        filters = {"editor": editor, "kind": kind, "state": state, "article": article}
        older = rows[-1].cursor if len(rows) == _ROWS else None
        return self._renderer.page(
            request,
            "corrections.html",
            section="/corrections",
            rows=rows,
            editors=[(name, name) for name in editors],
            filters=filters,
            next_page=next_page("/corrections", older, **filters),
            first_page=address("/corrections", **filters) if before else None,
            **_words(request),
        )

    def _take(
        self,
        request: Request,
        article_id: int,
        store: Callable[[Session], int],
        entered: Entered | None = None,
    ) -> Response:
        """Do what a form asks, in one transaction; where that cannot be, show the desk and say why."""
        try:
            with transaction(self._engine) as session:
                number = store(session)
        except Superseded as refused:
            trouble = Trouble(said=wording.why(refused.why), entered=entered, conflict=True)
        except CorrectionRefused as refused:
            trouble = Trouble(said=wording.why(refused.why), entered=entered)
        except BadValue as refused:
            trouble = Trouble(said=wording.bad_field(refused.field), entered=entered)
        except Ambiguous as several:
            said = Said(
                "Chữ ấy có ở nhiều chỗ: hãy chọn chỗ.", "Those words stand at several places: choose one."
            )
            trouble = Trouble(said=said, entered=entered, places=several.places)
        else:
            return RedirectResponse(address(_desk(article_id), done=number), 303)
        return self._page(request, article_id, trouble=trouble)

    def _page(
        self, request: Request, article_id: int, *, done: int | None = None, trouble: Trouble | None = None
    ) -> Response:
        with reading(self._engine) as session:
            view = read_desk(session, article_id)
        if view is None:
            raise HTTPException(404)
        entered = trouble.entered if trouble else None
        return self._renderer.page(
            request,
            "correct.html",
            status=200 if trouble is None else 409 if trouble.conflict else 400,
            section="/corrections",
            view=view,
            article=view.article,
            desk=_desk(article_id),
            done=next((row for row in view.history if row.correction_id == done), None),
            trouble=trouble,
            # After a conflict the facts have other numbers: what was entered is shown, not filled in.
            entered=entered if trouble and not trouble.conflict else None,
            places=contexts(view.article.text, trouble.places) if trouble else [],
            reasons=wording.REASONS,
            blank=BLANK,
            **_words(request),
        )


def _words(request: Request) -> dict[str, Any]:
    return {
        "actions": wording.ACTIONS,
        "kinds": wording.KINDS,
        "states": wording.STATES,
        "fields": wording.FIELDS,
        "statuses": STATUSES,
        "changes": wording.CHANGES,
        "speaks": SPEAKS,
        "describe": wording.describer(request),
    }


def _desk(article_id: int) -> str:
    return f"/articles/{article_id}/correct"


def _seen(editor: Reader, article_id: int, revision: int, last: int) -> Seen:
    if not editor.name:
        raise HTTPException(400, Said("Hãy cho biết tên trước khi sửa.", "Give your name first."))
    return Seen(editor=editor.name, article=article_id, revision=revision, last=last or None)
