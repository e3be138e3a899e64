"""What must hold of who is who: the part of `db.check` about persons, appearances and decisions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session, aliased

from db.models import Appearance, Article, AwardFact, Mention, NameGroup, Person
from db.resolution import resolved
from extract.identity.names import name_key

_MERGED = aliased(Person)
_NAMES_AT_ONCE = 500


def misplaced_mentions(connection: Connection) -> Iterator[int]:
    """Mentions of current revisions that name another person than their appearance does, or have none."""
    bearers = {
        (revision, key): person
        for revision, key, person in connection.execute(
            select(Appearance.revision_id, Appearance.key, Appearance.person_id).join(
                Article, Article.current_id == Appearance.revision_id
            )
        )
    }
    mentions = connection.execute(
        select(Mention.id, Mention.revision_id, Mention.name, Mention.person_id).join(
            Article, Article.current_id == Mention.revision_id
        )
    )
    for mention, revision, name, person in mentions:
        if bearers.get((revision, name_key(name))) != person:
            yield mention


def dead_ends(connection: Connection) -> Iterator[int]:
    """Persons that are merged into others, and still stand for something or are merged into themselves."""
    for model in (Appearance, Mention, AwardFact):
        yield from connection.scalars(
            select(Person.id)
            .join(model, model.person_id == Person.id)
            .where(Person.merged_into_id.is_not(None))
            .distinct()
        )
    yield from connection.scalars(
        select(Person.id)
        .join(_MERGED, _MERGED.id == Person.merged_into_id)
        .where(_MERGED.merged_into_id.is_not(None))
    )


def unresolved(connection: Connection) -> Iterator[int]:
    """Persons that are not what the evidence of their names, none of which waits, makes of them."""
    session = Session(connection)
    keys = session.scalars(select(NameGroup.key).where(~NameGroup.waiting).order_by(NameGroup.key)).all()
    for start in range(0, len(keys), _NAMES_AT_ONCE):
        seen: set[int | None] = set()
        for members in resolved(session, keys[start : start + _NAMES_AT_ONCE]):
            persons = {one.person_id for one in members}
            wrong = persons if len(persons) > 1 else persons & seen
            yield from (person for person in wrong if person is not None)
            seen |= persons
