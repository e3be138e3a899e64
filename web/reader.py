"""Who reads: a name and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import unquote

from fastapi import Request
from sqlalchemy.orm import Session

from db.accounts.register import any_account
from db.accounts.sessions import TOUCHED_EVERY, find_session, touch
from db.accounts.tokens import find_token
from db.engine import reading, transaction
from web.house import House, house_of

Role = Literal["reader", "editor", "admin"]
Access = Literal["anyone", "reader", "editor", "admin"]
"""What a page asks of its visitors; each role may do all that the ones before it may."""

RANKS: dict[str, int] = {"anyone": 0, "reader": 1, "editor": 2, "admin": 3}

NAME_LENGTH = 60
NAME_COOKIE = "editor"
SESSION_COOKIE = "session"
_BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever a request comes from; the name is empty until it is given."""

    name: str
    role: str
    """One of `Access`; `anyone` for those who have not signed in."""
    via: Literal["nobody", "this machine", "session", "token"] = "nobody"
    """How they are known."""

    def may(self, access: Access) -> bool:
        """Whether the role suffices."""
        return RANKS[self.role] >= RANKS[access]


NOBODY = Reader("", "anyone")


def current_reader(request: Request) -> Reader:
    """Whoever sends the request: the owner of a token, somebody signed in, or nobody.

    While the pages answer on this machine alone and there are no accounts, everyone there is an
    editor, under the name that the desk has asked for.
    """
    house, now = house_of(request), datetime.now(UTC)
    with reading(house.engine) as session:
        shown = request.headers.get("authorization", "")
        if shown[: len(_BEARER)].lower() == _BEARER:
            owner = find_token(session, shown[len(_BEARER) :].strip(), at=now)
            return Reader(owner.name, owner.role, "token") if owner else NOBODY
        if house.local and not any_account(session):
            given = unquote(house.cookies.read(request, NAME_COOKIE))
            return Reader(tidy_name(given), "editor", "this machine")
        return _signed_in(house, session, house.cookies.read(request, SESSION_COOKIE), now)


def _signed_in(house: House, session: Session, token: str, now: datetime) -> Reader:
    found = find_session(session, token, at=now) if token else None
    if found is None:
        return NOBODY
    if now - found.seen_at > TOUCHED_EVERY:
        with transaction(house.engine) as writing:
            touch(writing, found.session_id, at=now)
    return Reader(found.name, found.role, "session")


def tidy_name(name: str) -> str:
    """The name on one line, without what cannot be seen; empty where nothing is left."""
    visible = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(visible.split())[:NAME_LENGTH]
