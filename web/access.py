"""Who may do what, in one place.

Every route says whom it lets in, alone or through its router:

    router = APIRouter(dependencies=[READERS])
    router.post("/people/{person_id}/split", dependencies=[EDITORS])(split)

and what it does may be done in the reader's name:

    def split(person_id: Number, editor: Annotated[Reader, Depends(require_role("editor"))]) -> Response:

What changes something is noted in the audit; a route may say what it is to be called there, and what
takes much away has itself noted so:

    router.get("/data/{name}.csv", dependencies=[Depends(Audited("exported"))])(export)

An application with a route that says nothing does not start (`refuse_undeclared`). A form, or any
other request that changes something, must come from a page of ours, whoever sends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fastapi import Depends, FastAPI, HTTPException
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.requests import Request

from web.language import Said
from web.reader import NOBODY, RANKS, Access, Reader, Role
from web.visitor import Known, own_form

__all__ = [
    "ADMINS",
    "ANYONE",
    "EDITORS",
    "NOTES_ITSELF",
    "READERS",
    "Access",
    "Audited",
    "Reader",
    "Role",
    "require_role",
]

_SIGN_IN = Said("Hãy đăng nhập.", "Sign in first.")
_NOT_ALLOWED = Said("Bạn không có quyền làm việc này.", "You are not allowed to do this.")

OPEN_MOUNTS = frozenset({"/static"})
"""What anyone may fetch without being asked who they are: the pages' own style, scripts and pictures."""


class SignInNeeded(HTTPException):
    """Somebody must sign in first."""

    def __init__(self) -> None:
        super().__init__(401, _SIGN_IN, {"WWW-Authenticate": "Bearer"})


class UndeclaredAccess(RuntimeError):
    """A route does not say whom it lets in."""


@dataclass(frozen=True, slots=True)
class RoleRequired:
    """A dependency that lets nobody pass below a role, and gives who it is."""

    access: Access

    async def __call__(self, request: Request, sender: Known) -> Reader:
        """Whoever sends the request; an `HTTPException` where they may not."""
        if not sender.reader.may(self.access):
            raise SignInNeeded if sender.reader == NOBODY else HTTPException(403, _NOT_ALLOWED)
        await own_form(request, sender)
        return sender.reader


@cache
def require_role(access: Access) -> RoleRequired:
    """The dependency for those of a role, and of all roles above it."""
    return RoleRequired(access)


@dataclass(frozen=True, slots=True)
class Audited:
    """A dependency that has what a route does noted in the audit, once it is done (`web.shield`)."""

    action: str

    async def __call__(self, request: Request) -> None:
        """Say what the request is called in the audit."""
        request.state.audited = self.action


NOTES_ITSELF = Depends(Audited(""))
"""For a route whose deeds are noted, or refused, with more to say."""

ANYONE, READERS, EDITORS, ADMINS = (
    Depends(require_role(access)) for access in ("anyone", "reader", "editor", "admin")
)


def declared_access(app: FastAPI) -> Iterator[tuple[str, str, Access | None]]:
    """Method, path and declared access of every route; none where it says nothing."""
    for route in iter_route_contexts(app.routes):
        if route.path in OPEN_MOUNTS:
            continue
        asked = list(_asked(getattr(route, "dependant", None)))
        access = max(asked, key=RANKS.__getitem__, default=None)
        for method in sorted(route.methods or {"*"}):
            yield method, route.path or "?", access


def refuse_undeclared(app: FastAPI) -> None:
    """Raise `UndeclaredAccess` unless every route says whom it lets in."""
    silent = [f"{method} {path}" for method, path, access in declared_access(app) if access is None]
    if silent:
        msg = f"no access is declared for {', '.join(silent)}: see web/access.py"
        raise UndeclaredAccess(msg)


def _asked(dependant: Dependant | None) -> Iterator[Access]:
    if dependant is None:
        return
    if isinstance(dependant.call, RoleRequired):
        yield dependant.call.access
    for one in dependant.dependencies:
        yield from _asked(one)
