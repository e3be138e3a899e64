"""Tokens of programs: what a script shows (`Authorization: Bearer …`) in place of a password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.accounts.audit import Deed, note
from db.accounts.register import AccountProblem
from db.accounts.sessions import digest_of, new_token
from db.models import ROLES, Account, ApiToken

PREFIX = "tintinh_"
"""By which a token is known where it has been published by mistake."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is for, and for how long."""

    label: str
    role: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TokenOwner:
    """Whose token it is, and what it may do."""

    name: str
    role: str


def issue_token(session: Session, account: Account, grant: Grant, by: Deed) -> str:
    """A new token for an account; only its digest is kept, so that it is shown this once.

    Raises `AccountProblem` where it would be allowed more than its account.
    """
    if ROLES.index(grant.role) > ROLES.index(account.role):
        msg = f"{account.name} is {account.role}: a token of theirs cannot be {grant.role}"
        raise AccountProblem(msg)
    token = PREFIX + new_token()
    session.add(
        ApiToken(
            account_id=account.id,
            label=grant.label,
            role=grant.role,
            digest=digest_of(token),
            made_at=by.at,
            expires_at=grant.expires_at,
            revoked_at=None,
        )
    )
    note(session, by, "token issued", account.name, f"{grant.label} ({grant.role})")
    return token


def find_token(session: Session, token: str, *, at: datetime) -> TokenOwner | None:
    """The owner of a token that holds: not expired, not revoked, of an account that is not disabled."""
    query = (
        select(ApiToken, Account)
        .join(Account)
        .where(
            ApiToken.digest == digest_of(token),
            ApiToken.expires_at > at,
            ApiToken.revoked_at.is_(None),
            Account.disabled_at.is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    issued, account = row
    return TokenOwner(account.name, min(issued.role, account.role, key=ROLES.index))


def list_tokens(session: Session, account: Account) -> Sequence[ApiToken]:
    """The account's tokens, the last first, those that hold no more among them."""
    return session.scalars(
        select(ApiToken).where(ApiToken.account_id == account.id).order_by(ApiToken.id.desc())
    ).all()


def revoke_token(session: Session, account: Account, token_id: int, by: Deed) -> None:
    """End a token; raises `AccountProblem` where the account has none of that number."""
    token = session.get(ApiToken, token_id)
    if token is None or token.account_id != account.id:
        msg = f"{account.name} has no token {token_id}"
        raise AccountProblem(msg)
    token.revoked_at = token.revoked_at or by.at
    note(session, by, "token revoked", account.name, token.label)
