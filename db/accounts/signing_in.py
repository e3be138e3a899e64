"""Signing in: from a name and a password to a session.

A password takes a while to check, and nobody else may wait for that: the try is counted in one
transaction, and what came of it is stored in another, which looks at the account anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.accounts.audit import Deed, note
from db.accounts.passwords import check_password, hash_password, is_outdated, verify_password
from db.accounts.register import NAME_LENGTH, change_password, find_account, need_account
from db.accounts.sessions import (
    digest_of,
    end_session,
    knows_browser,
    new_token,
    start_session,
)
from db.accounts.throttle import Counter, claim, give_back, known_browser, stranger
from db.engine import transaction
from db.models import Account
from extract.text import clean, fold


class WrongNameOrPassword(ValueError):
    """Nobody is signed in; which of the two was wrong is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What somebody who wants to sign in gives."""

    name: str
    password: str
    browser: str
    """The secret that the browser keeps."""
    address: str
    old_token: str
    """The session that the browser had, which ends; empty where it had none."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser keeps from now on: both are new, so that nobody can have planted them."""

    token: str
    browser: str


def sign_in(engine: Engine, tried: Try, *, at: datetime) -> SignedIn:
    """Check name and password and open a session.

    Raises `WrongNameOrPassword`; `TooManyFailures` and `passwords.Busy` without having looked.
    """
    name = clean(tried.name)[:NAME_LENGTH]
    with transaction(engine) as session:
        account = find_account(session, name)
        counters = _counters(session, account, name, tried, at)
        claim(session, counters, at=at)
    usable = account is not None and account.disabled_at is None
    stored = account.password if account is not None and usable else None
    right = verify_password(stored, tried.password)
    better = hash_password(tried.password) if right and stored and is_outdated(stored) else None
    with transaction(engine) as session:
        account = find_account(session, name)
        unchanged = account is not None and account.password == stored and account.disabled_at is None
        if right and unchanged and account is not None:
            account.password = better or account.password
            give_back(session, counters)
            return _open(session, account, tried, at)
        note(session, Deed("", at, tried.address), "sign-in failed", name)
    raise WrongNameOrPassword


def renew_password(engine: Engine, tried: Try, new: str, *, at: datetime) -> SignedIn:
    """Change one's own password: the old one is checked as when signing in, and all sessions end but one.

    Raises what `sign_in` raises, and `WeakPassword`; then nothing is changed.
    """
    check_password(new, tried.name)
    sign_in(engine, tried, at=at)
    hashed = hash_password(new)
    with transaction(engine) as session:
        account = need_account(session, tried.name)
        change_password(session, account, hashed, Deed(account.name, at, tried.address))
        return _open(session, account, tried, at)


def _counters(
    session: Session, account: Account | None, name: str, tried: Try, at: datetime
) -> tuple[Counter, ...]:
    if account is not None and knows_browser(session, account.id, tried.browser, at=at):
        return known_browser(account.id, digest_of(tried.browser))
    return stranger(fold(name), tried.address)


def _open(session: Session, account: Account, tried: Try, at: datetime) -> SignedIn:
    signed_in = SignedIn(token=new_token(), browser=new_token())
    if tried.old_token:
        end_session(session, tried.old_token, at=at)
    by = Deed(account.name, at, tried.address)
    start_session(session, account, signed_in.token, signed_in.browser, by)
    note(session, by, "signed in", account.name)
    return signed_in
