"""From appearances to persons: resolve the names that a transaction is about, and write who they are.

    lock_names(session, keys)
    ...                                   # the articles' current revisions change
    touched = resolve_names(session, keys, arriving)

A name with few appearances is resolved whole, at once. One with many would cost more with each
article: there, what comes in is compared with the last appearances of each namesake alone, and
the name waits for `resolve_whole`, which the stages call when they are through. What
`extract.identity.clusters` says of a whole name does not depend on the order of its articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from db.appearances import Known, latest_appearances, live_appearances, lock_names
from db.identity_rulings import linked_names, standing_rulings
from db.models import Appearance, AwardFact, Mention, NameGroup, Person, Revision
from extract.identity import reasons as reasoning
from extract.identity.appearance import EVIDENCE_VERSION, Ref, to_json
from extract.identity.clusters import cluster
from extract.identity.links import links_of
from extract.identity.names import name_key
from extract.identity.numbers import Held, keep_numbers
from extract.identity.portrait import Portrait, portray
from extract.identity.reasons import Placed
from extract.text import fold, search_key

AT_ONCE = 60
"""Appearances of a name up to which it is resolved whole with each article."""
_SAMPLE = 12
"""Appearances of each namesake with which one that comes in is compared, where there are more than that."""

_BATCH = 500

_Clusters = Sequence[Sequence[Known]]
_Moves = Mapping[int, Mapping[int | None, Sequence[Known]]]
"""Appearances by the person for whom they stand now, and by the one for whom they stood before."""


def resolve_names(session: Session, keys: Collection[str], arriving: Sequence[Known] = ()) -> set[int]:
    """Resolve names anew after a change; returns the persons who gained or lost appearances.

    The caller holds the locks of the names; `arriving` are appearances that are not in store yet,
    of revisions that are current.
    """
    keys = _with_linked(session, set(keys))
    large = _large(session, keys)
    large |= linked_names(session, large) & keys
    _mark(session, large, waiting=True)
    touched = _resolve(session, keys - large, [one for one in arriving if one.ref.key not in large])
    for one in arriving:
        if one.ref.key in large:
            touched |= _attach(session, one)
    return touched


def resolve_whole(session: Session, keys: Collection[str]) -> set[int]:
    """Resolve names, however many appearances they have; returns the persons who gained or lost some.

    The caller holds the locks of the names.
    """
    keys = _with_linked(session, set(keys))
    touched = _resolve(session, keys, ())
    _mark(session, keys, waiting=False)
    return touched


def waiting_names(session: Session) -> list[str]:
    """The names that wait to be resolved whole."""
    return list(session.scalars(select(NameGroup.key).where(NameGroup.waiting).order_by(NameGroup.key)))


def resolved(session: Session, keys: Collection[str]) -> list[list[Known]]:
    """What the evidence and the decisions in store make of these names: each person's appearances."""
    known = {one.ref: one for one in live_appearances(session, linked_names(session, keys))}
    return [[known[one.ref] for one in members] for members in _placed(session, known)]


def bearers(session: Session, revision_id: int) -> dict[str, int]:
    """For each name key of a revision, the person for whom it stands."""
    query = select(Appearance.key, Appearance.person_id).where(Appearance.revision_id == revision_id)
    return dict(session.execute(query).all())


def _with_linked(session: Session, keys: set[str]) -> set[str]:
    """The names, and those that decisions of editors link to them; their locks are taken too."""
    linked = linked_names(session, keys) - keys
    if linked:
        lock_names(session, linked)
    return keys | linked


def _large(session: Session, keys: Collection[str]) -> set[str]:
    count = func.count()
    query = select(Appearance.key).where(Appearance.key.in_(keys)).group_by(Appearance.key)
    return set(session.scalars(query.having(count > AT_ONCE)))


def _mark(session: Session, keys: Collection[str], *, waiting: bool) -> None:
    if keys:
        rows = update(NameGroup).where(NameGroup.key.in_(keys), NameGroup.waiting != waiting)
        session.execute(rows.values(waiting=waiting))


def _resolve(session: Session, keys: Collection[str], arriving: Sequence[Known]) -> set[int]:
    known = {one.ref: one for one in (*live_appearances(session, keys), *arriving)}
    placed = _placed(session, known)
    persons = _persons(session, [[known[one.ref] for one in members] for members in placed])
    moves: dict[int, dict[int | None, list[Known]]] = defaultdict(lambda: defaultdict(list))
    for members, person_id in zip(placed, persons, strict=True):
        for one in members:
            _write(session, known[one.ref], one, person_id)
            if known[one.ref].person_id != person_id:
                moves[person_id][known[one.ref].person_id].append(known[one.ref])
    touched: set[int] = set()
    for person_id, by_origin in moves.items():
        for origin, moved in by_origin.items():
            _move(session, moved, person_id)
            touched |= {person_id} if origin is None else {person_id, origin}
    _redirect(session, moves, set(persons))
    return touched


def _attach(session: Session, one: Known) -> set[int]:
    """Place an appearance of a name with many of them by the last ones of each namesake."""
    key = one.ref.key
    namesakes = session.scalars(select(Appearance.person_id).where(Appearance.key == key).distinct()).all()
    sample = [each for person in namesakes for each in latest_appearances(session, key, person, _SAMPLE)]
    known = {each.ref: each for each in (*sample, one)}
    placed = _placed(session, known)
    clusters = [[known[each.ref] for each in members] for members in placed]
    index, place = next(
        (index, each) for index, members in enumerate(placed) for each in members if each.ref == one.ref
    )
    person_id = keep_numbers(_held(clusters))[index]
    if person_id is None:
        person_id = _new_person(session, clusters[index])
    _write(session, one, place, person_id)
    if one.person_id is None or one.person_id == person_id:
        return {person_id}
    _move(session, [one], person_id)
    return {person_id, one.person_id}


def _placed(session: Session, known: Mapping[Ref, Known]) -> tuple[tuple[Placed, ...], ...]:
    keys = {ref.key for ref in known}
    links = links_of(standing_rulings(session, keys), frozenset(known))
    return cluster([one.appearance for one in known.values()], links)


def _held(clusters: _Clusters) -> list[list[Held]]:
    return [[Held(one.person_id, one.first_person_id) for one in members] for members in clusters]


def _persons(session: Session, clusters: _Clusters) -> list[int]:
    """The person of each cluster: one who is there, shown as the cluster has them, or a new one."""
    kept = keep_numbers(_held(clusters))
    stored = {
        row.id: row
        for row in session.execute(
            select(Person.id, Person.name, Person.province, Person.merged_into_id).where(
                Person.id.in_([number for number in kept if number is not None])
            )
        )
    }
    persons = []
    for members, number in zip(clusters, kept, strict=True):
        if number is None:
            persons.append(_new_person(session, members))
            continue
        portrait = portray([one.appearance.evidence for one in members])
        row = stored[number]
        if (row.name, row.province, row.merged_into_id) != (portrait.name, portrait.province, None):
            values = _columns(portrait) | {"merged_into_id": None}
            session.execute(update(Person).where(Person.id == number).values(values))
        persons.append(number)
    return persons


def _new_person(session: Session, members: Sequence[Known]) -> int:
    portrait = portray([one.appearance.evidence for one in members])
    return session.execute(insert(Person).values(_columns(portrait)).returning(Person.id)).scalar_one()


def _columns(portrait: Portrait) -> dict[str, str | None]:
    return {
        "name": portrait.name,
        "key": fold(portrait.name),
        "search_key": search_key(portrait.name),
        "province": portrait.province,
    }


def _write(session: Session, one: Known, place: Placed, person_id: int) -> None:
    """The appearance's row: the person, and why."""
    reasons = reasoning.to_json(place.reasons)
    if not one.stored:
        session.execute(
            insert(Appearance).values(
                revision_id=one.revision_id,
                key=one.ref.key,
                article_id=one.ref.article_id,
                person_id=person_id,
                first_person_id=one.first_person_id or person_id,
                evidence=to_json(one.appearance.evidence),
                evidence_version=EVIDENCE_VERSION,
                score=place.score,
                reasons=reasons,
            )
        )
    elif (one.score, one.reasons) != (place.score, reasons):
        session.execute(
            update(Appearance)
            .where(Appearance.revision_id == one.revision_id, Appearance.key == one.ref.key)
            .values(score=place.score, reasons=reasons)
        )


def _move(session: Session, moved: Sequence[Known], person_id: int) -> None:
    """Let appearances, with all that was stored of them in any revision, stand for another person."""
    refs = sorted(one.ref for one in moved)
    for start in range(0, len(refs), _BATCH):
        _move_some(session, frozenset(refs[start : start + _BATCH]), person_id)


def _move_some(session: Session, refs: frozenset[Ref], person_id: int) -> None:
    of_articles = Revision.article_id.in_({ref.article_id for ref in refs})
    revisions = dict(session.execute(select(Revision.id, Revision.article_id).where(of_articles)).all())
    articles: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        articles[ref.key].add(ref.article_id)
    for key, numbers in articles.items():  # SQLite would read the whole table for pairs of both
        of_name = update(Appearance).where(Appearance.key == key, Appearance.article_id.in_(numbers))
        session.execute(of_name.values(person_id=person_id))
    for model, name in ((Mention, Mention.name), (AwardFact, AwardFact.recipient)):
        rows = session.execute(
            select(model.id, model.revision_id, name).where(
                model.revision_id.in_(revisions), model.person_id.is_not(None), model.person_id != person_id
            )
        )
        ids = [
            row
            for row, revision, written in rows
            if Ref(revisions[revision], name_key(written or "")) in refs
        ]
        session.execute(update(model).where(model.id.in_(ids)).values(person_id=person_id))


def _redirect(session: Session, moves: _Moves, living: Collection[int]) -> None:
    """Persons whose last appearances have moved lead to the one to whom most of them went.

    What earlier revisions stored of them goes there too.
    """
    gone: dict[int, Counter[int]] = defaultdict(Counter)
    for person_id, by_origin in moves.items():
        for origin, moved in by_origin.items():
            if origin is not None and origin not in living:
                gone[origin][person_id] += len(moved)
    for origin, heirs in sorted(gone.items()):
        heir = min(heirs, key=lambda person_id: (-heirs[person_id], person_id))
        for model in (Appearance, Mention, AwardFact):
            session.execute(update(model).where(model.person_id == origin).values(person_id=heir))
        session.execute(
            update(Person)
            .where(or_(Person.id == origin, Person.merged_into_id == origin))
            .values(merged_into_id=heir)
        )
