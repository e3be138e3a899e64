"""Sessions: a browser in which somebody is signed in.

The browser has a random token, the database only its SHA-256: who reads the database cannot
take part in a session.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from db.accounts.audit import Deed
from db.models import Account, SignIn

TOKEN_BYTES = 32
IDLE = timedelta(hours=24)
"""How long a session lasts unused."""
ABSOLUTE = timedelta(days=14)
"""How long it lasts however much it is used."""
REMEMBERED = timedelta(days=180)
"""How long a browser stays known after somebody signed in there."""
TOUCHED_EVERY = timedelta(minutes=10)
"""How exactly the last use is noted: a write for every page would be too many."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Who is signed in, and in which session."""

    session_id: int
    account_id: int
    name: str
    role: str
    seen_at: datetime


def new_token() -> str:
    """A secret of 256 random bits, in 43 letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(session: Session, account: Account, token: str, browser: str, by: Deed) -> None:
    """Note that the account has signed in; `token` is the session's, `browser` the browser's secret."""
    at = by.at
    session.execute(delete(SignIn).where(SignIn.made_at < at - REMEMBERED))
    session.add(
        SignIn(
            account_id=account.id,
            digest=digest_of(token),
            browser=digest_of(browser),
            address=by.address,
            made_at=at,
            seen_at=at,
            expires_at=at + ABSOLUTE,
            ended_at=None,
        )
    )


def find_session(session: Session, token: str, *, at: datetime) -> OpenSession | None:
    """The open session of a token, of an account that is not disabled."""
    query = (
        select(SignIn.id, SignIn.account_id, Account.name, Account.role, SignIn.seen_at)
        .join(Account)
        .where(SignIn.digest == digest_of(token), Account.disabled_at.is_(None), *_is_open(at))
    )
    row = session.execute(query).one_or_none()
    return OpenSession(*row) if row else None


def touch(session: Session, session_id: int, *, at: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(SignIn).where(SignIn.id == session_id).values(seen_at=at))


def end_session(session: Session, token: str, *, at: datetime) -> None:
    """Sign out: the token is worth nothing from now on."""
    ended = update(SignIn).where(SignIn.digest == digest_of(token), SignIn.ended_at.is_(None))
    session.execute(ended.values(ended_at=at))


def end_sessions(session: Session, account_id: int, *, at: datetime) -> None:
    """Sign an account out everywhere."""
    ended = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    session.execute(ended.values(ended_at=at))


def open_sessions(session: Session, account_id: int, *, at: datetime) -> Sequence[SignIn]:
    """The account's sessions that are open, the last used first."""
    query = select(SignIn).where(SignIn.account_id == account_id, *_is_open(at))
    return session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id.desc())).all()


def knows_browser(session: Session, account_id: int, browser: str, *, at: datetime) -> bool:
    """Whether the account has signed in from a browser before, and not too long ago."""
    query = select(SignIn.id).where(
        SignIn.account_id == account_id,
        SignIn.browser == digest_of(browser),
        SignIn.made_at > at - REMEMBERED,
    )
    return session.scalar(query.limit(1)) is not None


def _is_open(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return SignIn.ended_at.is_(None), SignIn.expires_at > at, SignIn.seen_at > at - IDLE
