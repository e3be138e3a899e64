"""Who may sign in, who has, and what they did: nothing here is data about the news."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, one_of

ROLES = ("reader", "editor", "admin")


class Account(Base):
    """Somebody who may sign in; accounts are disabled, never deleted, because the audit names them."""

    __tablename__ = "accounts"
    __table_args__ = (one_of("role", ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    """The folded name: no two accounts differ in capitals or spaces alone."""
    role: Mapped[str]
    password: Mapped[str]
    """Argon2id, in the PHC string format: parameters, salt and digest."""
    made_at: Mapped[datetime]
    password_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class SignIn(Base):
    """One session: a browser in which somebody is, or was, signed in."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the session's token, which only the browser has."""
    browser: Mapped[str] = mapped_column(index=True)
    """SHA-256 of the browser's secret: a browser in which somebody has signed in is known."""
    address: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """When it ends, however much it is used."""
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class ApiToken(Base):
    """What a program shows in place of a password."""

    __tablename__ = "api_tokens"
    __table_args__ = (one_of("role", ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    label: Mapped[str]
    role: Mapped[str]
    """The most that the token may do; never more than its account may."""
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the token."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class SignInCount(Base):
    """Failures to sign in of late, by name, address or known browser."""

    __tablename__ = "sign_in_counts"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)


class AuditEvent(Base):
    """Something that somebody did; rows are only ever added (a trigger sees to it)."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(index=True)
    """The account's name; `tintinh` for the command, empty where nobody is signed in."""
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    """Whom or what it was done to."""
    detail: Mapped[str]
    address: Mapped[str]
    """The network address that it came from; empty for the command."""


PRIVATE_TABLES = frozenset(
    table.__tablename__ for table in (Account, SignIn, ApiToken, SignInCount, AuditEvent)
)
"""Tables that no export, view or query of readers may show."""
