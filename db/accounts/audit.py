"""The audit: who did what, when, from where; events are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AuditEvent

COMMAND = "tintinh"
"""The actor of what is done with the command, on the machine itself."""

_LONGEST = 300
"""Characters of a subject or detail that are kept."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does something, when, and from which network address."""

    actor: str
    at: datetime
    address: str = ""


def by_command(at: datetime) -> Deed:
    """Something that is done with the command."""
    return Deed(COMMAND, at)


def note(session: Session, by: Deed, action: str, subject: str = "", detail: str = "") -> None:
    """Add an event, in the transaction of what it tells of."""
    session.add(
        AuditEvent(
            at=by.at,
            actor=by.actor,
            action=action,
            subject=subject[:_LONGEST],
            detail=detail[:_LONGEST],
            address=by.address,
        )
    )


def list_events(
    session: Session,
    *,
    actor: str | None = None,
    action: str | None = None,
    limit: int,
    before: int | None = None,
) -> Sequence[AuditEvent]:
    """Events, the last first: all of them, or one actor's, or those of one action; `before` an event's id."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
    if actor is not None:
        query = query.where(AuditEvent.actor == actor)
    if action is not None:
        query = query.where(AuditEvent.action == action)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return session.scalars(query).all()


def list_actions(session: Session) -> Sequence[str]:
    """Every kind of action that has been noted."""
    return session.scalars(select(AuditEvent.action).distinct().order_by(AuditEvent.action)).all()
