"""Signing in and out, one's own account, and the audit for admins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Form, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Engine

from db.accounts.audit import Deed, list_actions, list_events, note
from db.accounts.passwords import LONGEST, SHORTEST, Busy, WeakPassword
from db.accounts.register import any_account, need_account
from db.accounts.sessions import ABSOLUTE, end_session, end_sessions, open_sessions
from db.accounts.signing_in import SignedIn, Try, WrongNameOrPassword, renew_password, sign_in
from db.accounts.throttle import TooManyFailures
from db.engine import reading, transaction
from web.access import ADMINS, ANYONE, NOTES_ITSELF, READERS
from web.addresses import address
from web.house import address_of
from web.language import Said
from web.reader import NAME_LENGTH, SESSION_COOKIE
from web.render import Renderer
from web.visitor import BROWSER_COOKIE, Known, Visitor

_PAGE_SIZE = 50
_MAX_ID = 2**31 - 1

_WRONG = Said("Tên hoặc mật khẩu không đúng.", "The name or the password is wrong.")
_BUSY = Said("Máy chủ đang bận: thử lại sau.", "The server is busy: try again in a while.")
_NO_SESSION = Said("Việc này cần một phiên đăng nhập.", "This needs somebody who has signed in.")
_NOT_THE_SAME = Said("Hai lần gõ mật khẩu mới khác nhau.", "The new password was typed in two ways.")

Password = Annotated[str, Form(max_length=LONGEST)]
Id = Annotated[int | None, Query(ge=1, le=_MAX_ID)]


def account_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/sign-in`, `/sign-out`, `/account` and `/audit`."""
    pages = AccountPages(engine, renderer)
    router = APIRouter(default_response_class=HTMLResponse)
    router.get("/sign-in", dependencies=[ANYONE])(pages.ask)
    router.post("/sign-in", dependencies=[ANYONE, NOTES_ITSELF])(pages.sign_in)
    router.post("/sign-out", dependencies=[ANYONE, NOTES_ITSELF])(pages.sign_out)
    router.get("/account", dependencies=[READERS])(pages.account)
    router.post("/account/password", dependencies=[READERS, NOTES_ITSELF])(pages.change_password)
    router.post("/account/sign-out", dependencies=[READERS, NOTES_ITSELF])(pages.sign_out_everywhere)
    router.get("/audit", dependencies=[ADMINS])(pages.audit)
    return router


def to_sign_in(request: Request) -> Response:
    """The way to the form, and back to the page that was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?to={quote(wanted, safe='')}", 303)


def own_path(to: str) -> str:
    """The address, where it is one of our own pages; else the start."""
    parts = urlsplit(to)
    odd = "\\" in to or not to.isprintable() or to.startswith("//")
    return to if to.startswith("/") and not (odd or parts.scheme or parts.netloc) else "/"


class AccountPages:
    """One method a page or form."""

    def __init__(self, engine: Engine, renderer: Renderer) -> None:
        self._engine = engine
        self._page = renderer.page

    def ask(
        self, request: Request, sender: Known, to: Annotated[str, Query(max_length=2000)] = "/"
    ) -> Response:
        """The form; who has signed in, or need not, is sent on."""
        with reading(self._engine) as session:
            needed = any_account(session)
        if sender.reader.may("reader") or not needed:
            return RedirectResponse(own_path(to), 303)
        return self._show(request, to=to)

    def sign_in(
        self,
        request: Request,
        sender: Known,
        name: Annotated[str, Form(max_length=NAME_LENGTH)],
        password: Password,
        to: Annotated[str, Form(max_length=2000)] = "/",
    ) -> Response:
        """Open a session, in which the browser has new secrets, and go where they wanted to."""
        try:
            signed_in = sign_in(self._engine, _try(request, sender, name, password), at=datetime.now(UTC))
        except (WrongNameOrPassword, TooManyFailures, Busy) as refused:
            return self._refused(self._show(request, _why(refused), refused, to=to, name=name), refused)
        answer = RedirectResponse(own_path(to), 303)
        _keep(sender, answer, signed_in)
        return answer

    def sign_out(self, request: Request, sender: Known) -> Response:
        """End this browser's session."""
        now = datetime.now(UTC)
        if sender.session:
            with transaction(self._engine) as session:
                end_session(session, sender.session, at=now)
                if sender.signed_in:
                    note(session, Deed(sender.name, now, address_of(request)), "signed out", sender.name)
        return _forget(sender, RedirectResponse("/", 303))

    def account(self, request: Request, sender: Known) -> Response:
        """Who one is, and where one is signed in."""
        return self._account(request, sender)

    def change_password(
        self, request: Request, sender: Known, old: Password, new: Password, again: Password
    ) -> Response:
        """Another password: all other sessions end."""
        _need_session(sender)
        if new != again:
            return self._account(request, sender, _NOT_THE_SAME, status=400)
        try:
            tried = _try(request, sender, sender.name, old)
            signed_in = renew_password(self._engine, tried, new, at=datetime.now(UTC))
        except WeakPassword as weak:
            return self._account(request, sender, str(weak), status=400)
        except (WrongNameOrPassword, TooManyFailures, Busy) as refused:
            page = self._account(request, sender, _why(refused), status=_status(refused))
            return self._refused(page, refused)
        answer = RedirectResponse("/account", 303)
        _keep(sender, answer, signed_in)
        return answer

    def sign_out_everywhere(self, request: Request, sender: Known) -> Response:
        """End all of one's sessions, this one too."""
        _need_session(sender)
        now = datetime.now(UTC)
        with transaction(self._engine) as session:
            account = need_account(session, sender.name)
            end_sessions(session, account.id, at=now)
            by = Deed(sender.name, now, address_of(request))
            note(session, by, "signed out everywhere", sender.name)
        return _forget(sender, RedirectResponse("/", 303))

    def audit(
        self,
        request: Request,
        actor: Annotated[str, Query(max_length=NAME_LENGTH)] = "",
        action: Annotated[str, Query(max_length=NAME_LENGTH)] = "",
        before: Id = None,
    ) -> Response:
        """Who did what, the last first."""
        with reading(self._engine) as session:
            rows = list_events(
                session, actor=actor or None, action=action or None, limit=_PAGE_SIZE, before=before
            )
            actions = list_actions(session)
        older = rows[-1].id if len(rows) == _PAGE_SIZE else None
        return self._page(
            request,
            "audit.html",
            section="",
            rows=rows,
            actions=[(one, one) for one in actions],
            actor=actor,
            action=action,
            older=address("/audit", actor=actor, action=action, before=older) if older else None,
        )

    def _show(
        self,
        request: Request,
        problem: Said | None = None,
        refused: Exception | None = None,
        *,
        to: str,
        name: str = "",
    ) -> Response:
        status = _status(refused) if refused else 200
        return self._page(
            request, "sign_in.html", status=status, section="", problem=problem, to=own_path(to), name=name
        )

    def _account(
        self, request: Request, sender: Visitor, problem: Said | str | None = None, *, status: int = 200
    ) -> Response:
        _need_session(sender)
        with reading(self._engine) as session:
            account = need_account(session, sender.name)
            sessions = open_sessions(session, account.id, at=datetime.now(UTC))
        return self._page(
            request,
            "account.html",
            status=status,
            section="",
            account=account,
            sessions=sessions,
            problem=problem,
            shortest=SHORTEST,
        )

    def _refused(self, page: Response, refused: Exception) -> Response:
        if isinstance(refused, TooManyFailures):
            page.headers["Retry-After"] = str(refused.seconds)
        return page


def _try(request: Request, sender: Visitor, name: str, password: str) -> Try:
    return Try(
        name=name,
        password=password,
        browser=sender.secret,
        address=address_of(request),
        old_token=sender.session,
    )


def _why(refused: Exception) -> Said:
    if isinstance(refused, TooManyFailures):
        seconds = refused.seconds
        return Said(
            f"Sai quá nhiều lần: thử lại sau {seconds} giây.",
            f"Too many failures: try again in {seconds} seconds.",
        )
    return _BUSY if isinstance(refused, Busy) else _WRONG


def _status(refused: Exception) -> int:
    if isinstance(refused, TooManyFailures):
        return 429
    return 503 if isinstance(refused, Busy) else 403


def _need_session(sender: Visitor) -> None:
    if sender.reader.via != "session":
        raise HTTPException(403, _NO_SESSION)


def _keep(sender: Visitor, answer: Response, signed_in: SignedIn) -> None:
    sender.cookies.keep(answer, SESSION_COOKIE, signed_in.token, seconds=int(ABSOLUTE.total_seconds()))
    sender.cookies.keep(answer, BROWSER_COOKIE, signed_in.browser)


def _forget(sender: Visitor, answer: Response) -> Response:
    sender.cookies.drop(answer, SESSION_COOKIE)
    # What the browser still shows or keeps of pages for those who were signed in.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
