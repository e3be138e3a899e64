"""The identity desk: who is who, confirmed, split and merged by editors; and what to look at first.

Everything works through links and plain forms. A form says which decision its editor saw last; where
there is another one by now, the page shows what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from db.engine import reading, transaction
from db.identity_decisions import (
    DecisionRefused,
    Said,
    Superseded,
    confirm,
    decisions_about,
    keep_apart,
    last_decision,
    merge,
    split,
    undo,
)
from db.models import Appearance, Person
from db.read import list_people, read_person
from db.read.identity import (
    MOST_APPEARANCES,
    AppearanceRow,
    appearances_of,
    count_appearances,
    doubtful_appearances,
)
from db.read.namesakes import NamePair, likely_pairs, namesakes_of
from extract.identity.appearance import Ref
from web import language
from web.access import EDITORS, Reader, require_role
from web.addresses import MAX_ID, PAGE_SIZE, Number, address
from web.render import Renderer
from web.wording import IDENTITY_DECISIONS

_CANDIDATES = 20

Editor = Annotated[Reader, Depends(require_role("editor"))]
Last = Annotated[int, Form(ge=0, le=MAX_ID)]
Reason = Annotated[str, Form(max_length=500)]
Other = Annotated[str, Form(max_length=30, pattern=r"^\d{1,9}:\d{1,9}$")]
"""Another person, and the last decision that was shown about the two."""
Refs = Annotated[list[str], Form(max_length=MOST_APPEARANCES)]

_NO_REASON = language.Said("Hãy ghi lý do.", "Say why.")
_NOTHING = language.Said(
    "Hãy chọn vài lần xuất hiện, nhưng không phải tất cả.", "Choose some appearances, but not all of them."
)
_SUPERSEDED = language.Said(
    "Chưa ghi: những người này đã khác từ khi bạn xem. Dưới đây là hiện nay.",
    "Not stored: these persons have changed since you looked. Below is how they are now.",
)


def identity_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/identity` and `/people/{id}/identity` over a database."""
    desk = IdentityDesk(engine, renderer)
    router = APIRouter(dependencies=[EDITORS])
    router.get("/identity", response_class=HTMLResponse)(desk.queue)
    path = "/people/{person_id}/identity"
    router.get(path, response_class=HTMLResponse)(desk.show)
    for form, take in (
        ("confirm", desk.confirm),
        ("split", desk.split),
        ("merge", desk.merge),
        ("apart", desk.apart),
        ("undo", desk.undo),
    ):
        router.post(f"{path}/{form}", response_class=HTMLResponse)(take)
    return router


class IdentityDesk:
    """One method a page or form."""

    def __init__(self, engine: Engine, renderer: Renderer) -> None:
        self._engine = engine
        self._renderer = renderer

    def queue(
        self,
        request: Request,
        ask: Literal["doubtful", "pairs"] = "doubtful",
        after: Annotated[str, Query(max_length=300)] = "",
    ) -> Response:
        """What to look at first: weak joins, and persons of one name who may be one."""
        rows: list[AppearanceRow] = []
        pairs: list[NamePair] = []
        with reading(self._engine) as session:
            if ask == "doubtful":
                rows = doubtful_appearances(session, limit=PAGE_SIZE, after=_place(after))
                further = rows[-1].cursor if len(rows) == PAGE_SIZE else None
            else:
                pairs, further = likely_pairs(session, after=after)
        return self._renderer.page(
            request,
            "identity_queue.html",
            section="/identity",
            ask=ask,
            rows=rows,
            pairs=pairs,
            next_page=address("/identity", ask=ask, after=further) if further else None,
            first_page=address("/identity", ask=ask) if after else None,
        )

    def show(
        self,
        request: Request,
        person_id: Number,
        editor: Editor,
        find: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        """A person's appearances, with the reasons for each, and the forms that decide."""
        if not editor.name:
            return RedirectResponse(address("/review/editor", to=_desk(person_id)), 303)
        return self._page(request, person_id, find=find)

    def confirm(
        self, request: Request, person_id: Number, editor: Editor, *, seen: Last, reason: Reason = ""
    ) -> Response:
        """All these appearances are one person."""
        said = _said(editor, reason, seen)
        return self._take(request, person_id, said, lambda session: confirm(session, person_id, said))

    def split(  # noqa: PLR0913 -- the fields of a form
        self,
        request: Request,
        person_id: Number,
        editor: Editor,
        *,
        seen: Last,
        appearance: Refs = [],  # noqa: B006 -- FastAPI copies it
        to: Annotated[str, Form(max_length=30, pattern=r"^(|\d{1,9}:\d{1,9})$")] = "",
        reason: Reason = "",
    ) -> Response:
        """The chosen appearances are somebody else: a new person, or one who is there."""
        said = _said(editor, reason, seen)
        refs = [_ref(one) for one in appearance]

        def decide(session: Session) -> int:
            number = split(session, person_id, refs, said)
            other = int(to.partition(":")[0]) if to else None
            new = session.scalars(_person_of(refs[0])).first()
            if other is None or new is None or new == other:
                return number
            seen_now = last_decision(session, [other, new])
            return merge(session, [other, new], replace(said, seen=seen_now))

        return self._take(request, person_id, said, decide, chosen=refs)

    def merge(
        self, request: Request, person_id: Number, editor: Editor, *, other: Other, reason: Reason = ""
    ) -> Response:
        """The person and another one are one."""
        number, _, seen = other.partition(":")
        said = _said(editor, reason, int(seen))
        return self._take(
            request, person_id, said, lambda session: merge(session, [person_id, int(number)], said)
        )

    def apart(
        self, request: Request, person_id: Number, editor: Editor, *, other: Other, reason: Reason = ""
    ) -> Response:
        """The person and another one are two."""
        number, _, seen = other.partition(":")
        said = _said(editor, reason, int(seen))
        return self._take(
            request, person_id, said, lambda session: keep_apart(session, person_id, int(number), said)
        )

    def undo(
        self,
        request: Request,
        person_id: Number,
        editor: Editor,
        *,
        decision: Annotated[int, Form(ge=1, le=MAX_ID)],
        seen: Last,
    ) -> Response:
        """Take a decision back."""
        said = _said(editor, "hoàn tác / undo", seen)
        return self._take(request, person_id, said, lambda session: undo(session, decision, said))

    def _take(
        self,
        request: Request,
        person_id: int,
        said: Said,
        decide: Callable[[Session], int],
        chosen: Sequence[Ref] | None = None,
    ) -> Response:
        """Decide, in one transaction; where that cannot be, show the desk and say why."""
        if not said.reason.strip():
            return self._page(request, person_id, trouble=_NO_REASON, chosen=chosen or ())
        if chosen is not None and not chosen:
            return self._page(request, person_id, trouble=_NOTHING)
        try:
            with transaction(self._engine) as session:
                number = decide(session)
        except Superseded:
            return self._page(request, person_id, trouble=_SUPERSEDED, status=409)
        except DecisionRefused as refused:
            trouble = (
                _NOTHING
                if chosen is not None
                else language.Said(f"Chưa ghi: {refused}", f"Not stored: {refused}")
            )
            return self._page(request, person_id, trouble=trouble, chosen=chosen or ())
        return RedirectResponse(address(_desk(person_id), done=number), 303)

    def _page(  # noqa: PLR0913 -- what was asked for, and what was refused
        self,
        request: Request,
        person_id: int,
        *,
        find: str = "",
        trouble: language.Said | None = None,
        chosen: Sequence[Ref] = (),
        status: int = 400,
    ) -> Response:
        with reading(self._engine) as session:
            stored = session.get(Person, person_id)
            person = read_person(session, person_id)
            if stored is None or person is None:
                raise HTTPException(404)
            if stored.merged_into_id is not None and trouble is None:
                return RedirectResponse(_desk(stored.merged_into_id), 303)
            rows = appearances_of(session, person_id)
            namesakes = namesakes_of(session, person_id)
            known = {person_id, *(one.person_id for one in namesakes)}
            found = list_people(session, name=find, limit=_CANDIDATES) if find.strip() else []
            candidates = [one for one in found if one.person_id not in known]
            others = [*(one.person_id for one in namesakes), *(one.person_id for one in candidates)]
            return self._renderer.page(
                request,
                "identity.html",
                status=200 if trouble is None else status,
                section="/identity",
                person=person,
                rows=rows,
                total=count_appearances(session, person_id),
                namesakes=namesakes,
                candidates=candidates,
                find=find,
                seen=last_decision(session, [person_id]) or 0,
                seen_with={one: last_decision(session, [person_id, one]) or 0 for one in others},
                decisions=decisions_about(session, person_id),
                kinds=IDENTITY_DECISIONS,
                trouble=trouble,
                chosen=set(chosen),
                desk=_desk(person_id),
                ref_of=_written,
            )


def _desk(person_id: int) -> str:
    return f"/people/{person_id}/identity"


def _said(editor: Reader, reason: str, seen: int) -> Said:
    if not editor.name:
        raise HTTPException(400, language.Said("Hãy cho biết tên trước.", "Give your name first."))
    return Said(editor=editor.name, reason=reason, made_at=datetime.now(UTC), seen=seen or None)


def _person_of(ref: Ref) -> Select[int]:
    """The person for whom an appearance stands."""
    return select(Appearance.person_id).where(
        Appearance.article_id == ref.article_id, Appearance.key == ref.key
    )


def _written(ref: Ref) -> str:
    """An appearance as a form carries it."""
    return f"{ref.article_id}:{ref.key}"


def _ref(written: str) -> Ref:
    number, colon, key = written.partition(":")
    if not (colon and number.isascii() and number.isdigit() and len(number) < 11):
        raise HTTPException(400, f"appearance: {written!r}")
    return Ref(int(number), key)


def _place(after: str) -> tuple[float, int, str] | None:
    """Where the queue goes on."""
    if not after:
        return None
    score, _, rest = after.partition(":")
    try:
        return float(score), *_ref(rest)
    except ValueError as error:
        raise HTTPException(400, f"after: {after!r}") from error
