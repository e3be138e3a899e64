"""The full-text index of articles' current revisions: one row an article, numbered by its sort key.

SQLite keeps it as an FTS5 table, PostgreSQL as `tsvector` columns; both hold the words of
`db.search_words`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.models import AwardFact, Mention, Office, OfficeFact, Organization, Revision
from db.search_words import FactWordings, IndexRow, index_row

INSERT = {
    "sqlite": text(
        "INSERT INTO article_search (rowid, exact, folded, tags) VALUES (:row, :exact, :folded, :tags)"
    ),
    "postgresql": text(
        "INSERT INTO article_search (rowid, exact, folded, tags)"
        " VALUES (:row, CAST(:exact AS tsvector), CAST(:folded AS tsvector), CAST(:tags AS tsvector))"
    ),
}
"""How a row of `index_values` is inserted, by database."""
_DELETE = text("DELETE FROM article_search WHERE rowid = :row")


def add_to_index(session: Session, *, sort_key: int, site_id: str, revision: Revision) -> None:
    """Make an article findable by its current revision, whose facts are stored."""
    row = index_row(
        title=revision.title,
        body=revision.body,
        facts=fact_wordings(session, revision.id),
        site_id=site_id,
        kind=revision.kind,
    )
    dialect = session.get_bind().dialect.name
    session.execute(INSERT[dialect], index_values(dialect, sort_key, row))


def remove_from_index(session: Session, *, sort_key: int) -> None:
    """Forget the article with this sort key."""
    session.execute(_DELETE, {"row": sort_key})


def index_values(dialect: str, sort_key: int, row: IndexRow) -> dict[str, object]:
    """What to insert into the index for a row: its number and columns, as the database writes them."""
    write = _spaced if dialect == "sqlite" else _positioned
    return {
        "row": sort_key,
        "exact": write(row.exact, ()),
        "folded": write(row.folded, ()),
        "tags": write(row.phrases, row.bag),
    }


def fact_wordings(session: Session, revision_id: int) -> FactWordings:
    """How the facts of a revision are worded, by kind."""
    people = select(Mention.name).where(Mention.revision_id == revision_id).order_by(Mention.span_start)
    offices = (
        select(OfficeFact.full, OfficeFact.title, OfficeFact.organization, Organization.name)
        .join(Office, Office.id == OfficeFact.office_id)
        .outerjoin(Organization, Organization.id == Office.organization_id)
        .where(OfficeFact.revision_id == revision_id)
        .order_by(OfficeFact.span_start)
    )
    awards = (
        select(AwardFact.award, AwardFact.issuer, AwardFact.recipient, AwardFact.person_id)
        .where(AwardFact.revision_id == revision_id)
        .order_by(AwardFact.span_start)
    )
    given, granted = session.execute(offices).all(), session.execute(awards).all()
    recipients = [award.recipient for award in granted if award.person_id is None]
    return FactWordings(
        person=_each_once(list(session.scalars(people))),
        office=_each_once([w for one in given for w in (one.full, f"{one.title} {one.organization}")]),
        organization=_each_once(
            [
                *(wording for one in given for wording in (one.organization, one.name)),
                *(award.issuer for award in granted),
                *recipients,
            ]
        ),
        award=_each_once([award.award for award in granted]),
    )


def _each_once(wordings: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wording.strip() for wording in wordings if wording and wording.strip()))


def _spaced(ordered: Sequence[str], bag: Sequence[str]) -> str:
    """A free place is a word of its own, which no query holds."""
    return " ".join([word or "\ue000" for word in ordered] + list(bag))


def _positioned(ordered: Sequence[str], bag: Sequence[str]) -> str:
    """As PostgreSQL writes a tsvector; it is not asked to cut the text itself."""
    placed = (f"'{word}':{position}" for position, word in enumerate(ordered, start=1) if word)
    return " ".join([*placed, *(f"'{word}'" for word in bag)])
