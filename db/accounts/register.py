"""The accounts: added, changed and disabled by those who hold the machine, each change noted.

with transaction(engine) as session:
    add_account(session, "Minh Anh", "editor", hash_password(password), by_command(now))
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.accounts.audit import COMMAND, Deed, note
from db.accounts.sessions import end_sessions, open_sessions
from db.models import Account
from extract.text import clean, fold

NAME_LENGTH = 60


class AccountProblem(ValueError):
    """The change cannot be made; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as lists show it."""

    name: str
    role: str
    made_at: datetime
    password_at: datetime
    disabled_at: datetime | None
    sessions: int
    """How many browsers are signed in now."""
    seen_at: datetime | None
    """When one of them was last used."""


def check_name(name: str) -> str:
    """The name as it is stored; raises `AccountProblem` for one that could pass for another.

    Latin letters, digits, spaces and `. - _ @` alone: letters of other scripts look like these.
    """
    tidy = clean(name)
    plain = all(char in " .-_@" or char.isdigit() or _is_latin(char) for char in tidy)
    if not (plain and 1 <= len(tidy) <= NAME_LENGTH) or tidy == COMMAND:
        msg = (
            f"tên {name!r}: dùng 1–{NAME_LENGTH} chữ cái, chữ số, dấu cách và . - _ @ / "
            f"a name has 1 to {NAME_LENGTH} Latin letters, digits, spaces and . - _ @, and is not {COMMAND!r}"
        )
        raise AccountProblem(msg)
    return tidy


def _is_latin(char: str) -> bool:
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN ")


def any_account(session: Session) -> bool:
    """Whether there are accounts at all, disabled ones among them: then nobody reads without one."""
    return session.scalar(select(Account.id).limit(1)) is not None


def any_active_account(session: Session) -> bool:
    """Whether anybody may sign in."""
    return session.scalar(select(Account.id).where(Account.disabled_at.is_(None)).limit(1)) is not None


def find_account(session: Session, name: str) -> Account | None:
    """The account of that name, in whatever capitals."""
    return session.scalar(select(Account).where(Account.key == fold(name)))


def need_account(session: Session, name: str) -> Account:
    """The account of that name; raises `AccountProblem` where there is none."""
    account = find_account(session, name)
    if account is None:
        known = ", ".join(session.scalars(select(Account.name).order_by(Account.key))) or "–"
        msg = f"không có tài khoản {name!r} / there is no account {name!r}; known are: {known}"
        raise AccountProblem(msg)
    return account


def list_accounts(session: Session, *, at: datetime) -> Sequence[AccountRow]:
    """All accounts by name, with how many sessions are open."""
    rows = []
    for account in session.scalars(select(Account).order_by(Account.key)):
        open_now = open_sessions(session, account.id, at=at)
        rows.append(
            AccountRow(
                account.name,
                account.role,
                account.made_at,
                account.password_at,
                account.disabled_at,
                len(open_now),
                max((one.seen_at for one in open_now), default=None),
            )
        )
    return rows


def add_account(session: Session, name: str, role: str, password: str, by: Deed) -> Account:
    """A new account with a hashed password; raises `AccountProblem` for a name that is taken."""
    name = check_name(name)
    if find_account(session, name) is not None:
        msg = f"đã có tài khoản {name!r} / there is an account {name!r} already"
        raise AccountProblem(msg)
    account = Account(
        name=name,
        key=fold(name),
        role=role,
        password=password,
        made_at=by.at,
        password_at=by.at,
        disabled_at=None,
    )
    session.add(account)
    session.flush()
    note(session, by, "account added", name, role)
    return account


def change_role(session: Session, name: str, role: str, by: Deed) -> None:
    """Give an account another role, from its next page on."""
    account = need_account(session, name)
    _keep_an_admin(session, account, becomes=role)
    note(session, by, "role changed", account.name, f"{account.role} → {role}")
    account.role = role


def change_password(session: Session, account: Account, password: str, by: Deed) -> None:
    """Give an account another (hashed) password, and end its sessions everywhere."""
    account.password, account.password_at = password, by.at
    end_sessions(session, account.id, at=by.at)
    note(session, by, "password changed", account.name)


def disable(session: Session, name: str, by: Deed) -> None:
    """Let an account sign in no more: its sessions end, its tokens hold no more."""
    account = need_account(session, name)
    _keep_an_admin(session, account, becomes=None)
    account.disabled_at = account.disabled_at or by.at
    end_sessions(session, account.id, at=by.at)
    note(session, by, "account disabled", account.name)


def enable(session: Session, name: str, by: Deed) -> None:
    """Let a disabled account sign in again."""
    account = need_account(session, name)
    account.disabled_at = None
    note(session, by, "account enabled", account.name)


def _keep_an_admin(session: Session, account: Account, *, becomes: str | None) -> None:
    """Refuse to take the last admin away while other accounts are left."""
    active = Account.disabled_at.is_(None), Account.id != account.id
    others = session.scalar(select(func.count()).where(*active)) or 0
    admins = session.scalar(select(func.count()).where(*active, Account.role == "admin")) or 0
    if account.role == "admin" and becomes != "admin" and others and not admins:
        msg = f"{account.name} là quản trị viên cuối cùng / is the last admin: make another one first"
        raise AccountProblem(msg)
