"""What editors decide about who is who, recorded and put into effect at once.

    confirm(session, person_id, said)                  # all of these are one person
    merge(session, [person_id, other_id], said)        # these persons are one
    split(session, person_id, appearances, said)       # these appearances are somebody else
    keep_apart(session, person_id, other_id, said)     # these two are not one
    undo(session, decision_id, said)

A decision speaks of the appearances that the editor saw: article and name key, which outlive captures,
extractors and persons. Rows are only ever added; an `undo` takes one decision back. A decision that
stands binds the resolver (`extract.identity.links`): of two that contradict each other, the later one.
Each takes the names' locks and leaves persons, tenures and facts as they are from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, selectinload

from db.appearances import lock_names
from db.identity_rulings import UNDO, linked_names, stands
from db.models import Appearance, Article, DecisionMember, IdentityDecision, Person
from db.resolution import resolve_whole
from db.tenures import refresh_tenures
from extract.identity.appearance import Ref


class DecisionRefused(ValueError):
    """The decision was not stored; the message says why."""


class Superseded(DecisionRefused):
    """Persons have changed, or somebody has decided about them, since the editor looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who decides, why and when; `seen` is the last decision about the persons that the editor was shown."""

    editor: str
    reason: str
    made_at: datetime
    seen: int | None
    """As `last_decision` gave it when the persons were shown; None where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision as it is shown."""

    decision_id: int
    kind: str
    editor: str
    reason: str
    made_at: datetime
    undoes_id: int | None
    stands: bool
    one: tuple[Ref, ...]
    others: tuple[Ref, ...]


def confirm(session: Session, person_id: int, said: Said) -> int:
    """All appearances of a person are one person; returns the decision's id.

    Raises `DecisionRefused` where there is no such person, `Superseded` as all of these functions do.
    """
    return _decide(session, "confirm", [person_id], said, others=frozenset())


def merge(session: Session, person_ids: Sequence[int], said: Said) -> int:
    """All appearances of these persons, two or more, are one person; returns the decision's id.

    The person with most appearances stays; the others' numbers lead to that one from now on.
    """
    if len(set(person_ids)) < 2:
        msg = "merging takes two persons or more"
        raise DecisionRefused(msg)
    return _decide(session, "merge", person_ids, said, others=frozenset())


def split(session: Session, person_id: int, appearances: Collection[Ref], said: Said) -> int:
    """Some appearances of a person are one other person, who is none of the rest; returns the decision's id.

    Raises `Superseded` where one of them is not this person's any more, and `DecisionRefused` where
    none or all are named.
    """
    lock_names(session, _names(session, [person_id]))
    own = set(_appearances(session, [person_id]))
    wanted = frozenset(appearances)
    if not wanted <= own:
        strange = min(wanted - own)
        msg = f"article {strange.article_id} does not name person {person_id} as {strange.key!r} any more"
        raise Superseded(msg)
    if not wanted or wanted == own:
        msg = f"splitting person {person_id} takes some appearances, but not all of them"
        raise DecisionRefused(msg)
    return _decide(session, "split", [person_id], said, others=frozenset(own - wanted))


def keep_apart(session: Session, person_id: int, other_id: int, said: Said) -> int:
    """Two persons are not one, however alike they look; returns the decision's id.

    It is a split of what nothing had joined: all appearances of the one are none of the other's.
    """
    lock_names(session, _names(session, [person_id, other_id]))
    others = frozenset(_appearances(session, [other_id]))
    if person_id == other_id or not others:
        msg = f"persons {person_id} and {other_id} are no two persons whom articles name"
        raise Superseded(msg)
    return _decide(session, "split", [person_id], said, others=others)


def undo(session: Session, decision_id: int, said: Said) -> int:
    """Take a decision back, whoever made it; returns the id of the row that does.

    Raises `DecisionRefused` where there is no such decision, or it is taken back already.
    """
    decision = session.get(IdentityDecision, decision_id)
    if decision is None or decision.kind == UNDO:
        msg = f"there is no decision {decision_id}"
        raise DecisionRefused(msg)
    refs = _members(session, decision_id)
    names = linked_names(session, {ref.key for ref in refs})
    lock_names(session, names)
    if session.scalar(select(IdentityDecision.id).where(IdentityDecision.undoes_id == decision_id)):
        msg = f"decision {decision_id} has been taken back already"
        raise DecisionRefused(msg)
    _refuse_unless_last(session, names, said.seen)
    number = _record(session, UNDO, said, refs, undoes_id=decision_id)
    _put_into_effect(session, names)
    return number


def last_decision(session: Session, person_ids: Collection[int]) -> int | None:
    """The last decision, undos included, about a name of these persons or one that is linked to it."""
    return _last(session, linked_names(session, _names(session, person_ids)))


def decisions_about(session: Session, person_id: int) -> tuple[DecisionRow, ...]:
    """All decisions that speak of an appearance of a person, the latest first."""
    of_person = (
        select(DecisionMember.decision_id)
        .join(
            Appearance,
            (Appearance.article_id == DecisionMember.article_id) & (Appearance.key == DecisionMember.key),
        )
        .where(Appearance.person_id == person_id)
    )
    standing = set(session.scalars(select(IdentityDecision.id).where(*stands())))
    decisions = session.scalars(
        select(IdentityDecision)
        .where(IdentityDecision.id.in_(of_person))
        .options(selectinload(IdentityDecision.members))
        .order_by(IdentityDecision.id.desc())
    )
    return tuple(
        DecisionRow(
            decision_id=decision.id,
            kind=decision.kind,
            editor=decision.editor,
            reason=decision.reason,
            made_at=decision.made_at,
            undoes_id=decision.undoes_id,
            stands=decision.id in standing,
            one=_side(decision, "one"),
            others=_side(decision, "others"),
        )
        for decision in decisions
    )


def _side(decision: IdentityDecision, side: str) -> tuple[Ref, ...]:
    return tuple(Ref(one.article_id, one.key) for one in decision.members if one.side == side)


def _decide(
    session: Session, kind: str, person_ids: Sequence[int], said: Said, *, others: frozenset[Ref]
) -> int:
    for person_id in person_ids:
        person = session.get(Person, person_id, populate_existing=True)
        if person is None or person.merged_into_id is not None:
            msg = f"there is no person {person_id} any more" if person else f"there is no person {person_id}"
            raise Superseded(msg) if person else DecisionRefused(msg)
    names = linked_names(session, _names(session, person_ids))
    lock_names(session, names)
    _refuse_unless_last(session, names, said.seen)
    members: dict[Ref, str] = dict.fromkeys(_appearances(session, person_ids), "one")
    members |= dict.fromkeys(others, "others")
    if not members:
        msg = f"no article names person {person_ids[0]} any more"
        raise Superseded(msg)
    number = _record(session, kind, said, members)
    _put_into_effect(session, names)
    return number


def _record(
    session: Session, kind: str, said: Said, members: Mapping[Ref, str], undoes_id: int | None = None
) -> int:
    if not said.reason.strip():
        msg = "a decision needs a reason"
        raise DecisionRefused(msg)
    decision = IdentityDecision(
        kind=kind, editor=said.editor, reason=said.reason.strip(), made_at=said.made_at, undoes_id=undoes_id
    )
    session.add(decision)
    session.flush()
    rows = [
        {"decision_id": decision.id, "article_id": ref.article_id, "key": ref.key, "side": side}
        for ref, side in sorted(members.items())
    ]
    session.execute(insert(DecisionMember), rows)
    return decision.id


def _put_into_effect(session: Session, names: Collection[str]) -> None:
    refresh_tenures(session, resolve_whole(session, names))


def _names(session: Session, person_ids: Collection[int]) -> set[str]:
    return set(session.scalars(select(Appearance.key).where(Appearance.person_id.in_(person_ids)).distinct()))


def _appearances(session: Session, person_ids: Collection[int]) -> list[Ref]:
    """The persons' appearances in current revisions."""
    rows = session.execute(
        select(Appearance.article_id, Appearance.key)
        .join(Article, Article.current_id == Appearance.revision_id)
        .where(Appearance.person_id.in_(person_ids))
    )
    return [Ref(article_id, key) for article_id, key in rows]


def _members(session: Session, decision_id: int) -> dict[Ref, str]:
    rows = session.execute(
        select(DecisionMember.article_id, DecisionMember.key, DecisionMember.side).where(
            DecisionMember.decision_id == decision_id
        )
    )
    return {Ref(article_id, key): side for article_id, key, side in rows}


def _last(session: Session, names: Collection[str]) -> int | None:
    return session.scalar(select(func.max(DecisionMember.decision_id)).where(DecisionMember.key.in_(names)))


def _refuse_unless_last(session: Session, names: Collection[str], seen: int | None) -> None:
    last = _last(session, names)
    if last != seen:
        msg = f"somebody has decided about this name meanwhile (decision {last}): look again"
        raise Superseded(msg)
