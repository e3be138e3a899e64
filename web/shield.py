"""Around every answer, faults among them: what is refused, what is added, what is noted in the audit.

No page of ours is asked for with control characters, with steps upwards, by the name of another
host, with more than a form's worth of data, or by another site's scripts and pictures.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.accounts.audit import Deed, note
from db.engine import transaction
from web.headers import OVER_TLS, PRIVATE, headers_for
from web.house import House, address_of
from web.language import Said
from web.visitor import SAFE_METHODS, Visitor

LOOPBACK = ("127.0.0.1", "localhost")
"""The names by which this machine is asked."""
MAX_BODY = 256 * 1024
"""The largest form, in bytes."""

ErrorPage = Callable[[Request, int, Said | str], Response]

_LOG = logging.getLogger("tintinh.web")
_STRANGE_PATH = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.{1,2}(/|$)")
_NOTHING = re.compile(rb"\x00|%00")
"""No text that somebody looks for holds it, and PostgreSQL stores none that does."""
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")

_BAD_ADDRESS = Said("Địa chỉ không hợp lệ.", "This is no address of ours.")
_PROXIED = Said(
    "Yêu cầu này đến qua một máy chủ trung gian: hãy đặt hosts trong mục [web] của config.toml.",
    "This request came through a proxy: set hosts under [web] in config.toml.",
)
_ELSEWHERE = Said("Trang khác không được tải dữ liệu từ đây.", "Other sites may load nothing from here.")
_FAILED = Said(
    "Có lỗi ở phía chúng tôi; lỗi đã được ghi lại.", "Something went wrong on our side; it has been noted."
)


def protect(app: FastAPI, page: ErrorPage) -> None:
    """Put the shield around an application; `page` shows what is refused."""
    house: House = app.state.house
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY)
    hosts = [*LOOPBACK, *house.settings.hosts]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    app.add_middleware(Shield, house=house, page=page)


class Shield:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, house: House, page: ErrorPage) -> None:
        self._app = app
        self._house = house
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                await self._audit(scope, message["status"])
                self._add_headers(scope, message)
                started = True
            await send(message)

        scope["query_string"] = _NOTHING.sub(b"", scope["query_string"])
        fault = self._fault(scope)
        if fault:
            await self._show(scope, *fault)(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception:
            if started:
                raise
            _LOG.exception("%s %s", scope["method"], scope["path"])
            await self._show(scope, 500, _FAILED)(scope, receive, guarded)

    def _fault(self, scope: Scope) -> tuple[int, Said] | None:
        """Why the request is refused unseen, if it is."""
        headers = Headers(scope=scope)
        if _STRANGE_PATH.search(scope["path"]):
            return 404, _BAD_ADDRESS
        if self._house.local and any(name in headers for name in _FORWARDED):
            return 400, _PROXIED
        visit = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site") == "cross-site" and not visit:
            return 403, _ELSEWHERE
        return None

    def _show(self, scope: Scope, code: int, message: Said) -> Response:
        return self._page(Request(scope), code, message)

    def _add_headers(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        extra = headers_for(scope["path"])
        if self._house.settings.https:
            extra |= OVER_TLS
        visitor = _visitor(scope)
        if visitor is not None and visitor.signed_in:
            extra = PRIVATE | extra
        for name, value in extra.items():
            headers.setdefault(name, value)

    async def _audit(self, scope: Scope, status: int) -> None:
        """Note what was changed, and what a route says is to be noted."""
        visitor = _visitor(scope)
        changes = scope["method"] not in SAFE_METHODS
        action = scope.get("state", {}).get("audited", "changed" if changes else "")
        if not action or status >= 400 or visitor is None or not visitor.signed_in:
            return
        by = Deed(visitor.name, datetime.now(UTC), address_of(Request(scope)))
        await run_in_threadpool(self._note, by, action, scope["path"])

    def _note(self, by: Deed, action: str, path: str) -> None:
        with transaction(self._house.engine) as session:
            note(session, by, action, path)


def _visitor(scope: Scope) -> Visitor | None:
    visitor: Visitor | None = scope.get("state", {}).get("visitor")
    return visitor
