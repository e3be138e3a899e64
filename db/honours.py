"""The bodies that give awards, and those that receive them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.organizations import Named, resolve_bodies
from extract import fact
from extract.bodies import body_of_award
from extract.places import Setting


@dataclass(frozen=True, slots=True)
class Honour:
    """The rows of the bodies of one award; None where a side is no body."""

    issuer_id: int | None
    recipient_id: int | None


def resolve_honours(
    session: Session, awards: Iterable[fact.Award], setting: Setting
) -> dict[fact.Award, Honour]:
    """For each award of an article the bodies on both sides; new ones are added."""
    sides = {
        award: (_named(award.issuer), _named(award.recipient) if award.count is None else None)
        for award in awards
    }
    named = {side for pair in sides.values() for side in pair if side}
    ids = {one: body.organization_id for one, body in resolve_bodies(session, named, setting).items()}
    return {
        award: Honour(ids[issuer] if issuer else None, ids[recipient] if recipient else None)
        for award, (issuer, recipient) in sides.items()
    }


def _named(wording: str | None) -> Named | None:
    name = body_of_award(wording) if wording else None
    return Named(name, (name.wording,)) if name else None
