"""What editors' decisions about who is who amount to: those that stand, as constraints on appearances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from db.models import DecisionMember, IdentityDecision
from extract.identity.appearance import Ref
from extract.identity.links import Ruling

UNDO = "undo"

_TAKING_BACK, _SAME_DECISION = aliased(IdentityDecision), aliased(DecisionMember)


def stands() -> tuple[ColumnElement[bool], ...]:
    """Conditions on `IdentityDecision`: it decides something, and is not taken back."""
    taken_back = select(_TAKING_BACK.id).where(_TAKING_BACK.undoes_id == IdentityDecision.id).exists()
    return IdentityDecision.kind != UNDO, ~taken_back


def standing_rulings(session: Session, keys: Collection[str]) -> list[Ruling]:
    """The decisions that stand and speak of appearances of these names, whole."""
    of_names = select(DecisionMember.decision_id).where(DecisionMember.key.in_(keys))
    rows = session.execute(
        select(DecisionMember.decision_id, DecisionMember.article_id, DecisionMember.key, DecisionMember.side)
        .join(IdentityDecision, IdentityDecision.id == DecisionMember.decision_id)
        .where(DecisionMember.decision_id.in_(of_names), *stands())
    )
    sides: dict[int, dict[str, list[Ref]]] = defaultdict(lambda: defaultdict(list))
    for number, article_id, key, side in rows:
        sides[number][side].append(Ref(article_id, key))
    return [
        Ruling(number=number, one=tuple(by_side["one"]), others=tuple(by_side["others"]))
        for number, by_side in sides.items()
    ]


def linked_names(session: Session, keys: Collection[str]) -> set[str]:
    """The names, and all those that standing decisions speak of together with one of them, and so on."""
    found, new = set(keys), set(keys)
    while new:
        linked = session.scalars(
            select(_SAME_DECISION.key)
            .join(DecisionMember, DecisionMember.decision_id == _SAME_DECISION.decision_id)
            .join(IdentityDecision, IdentityDecision.id == DecisionMember.decision_id)
            .where(DecisionMember.key.in_(new), *stands())
            .distinct()
        )
        new = set(linked) - found
        found |= new
    return found
