"""The full-text index of articles' current revisions: one row an article, numbered by its sort key.

SQLite keeps it as an FTS5 table, PostgreSQL as `tsvector` columns; both hold the words of
`db.search_words`. PostgreSQL's index knows no order of words and would read every article that holds
all words of a phrase: there, words that follow each other are words of the index as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.models import AwardFact, Mention, Office, OfficeFact, Organization, Revision
from db.search_match import LONGEST_RUN, run
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
_OF_TEXT = LONGEST_RUN["exact"]
_MOST_BYTES = 1_000_000
"""A little less than what PostgreSQL takes as one `tsvector`."""
_PLACE_BYTES = 4
"""At most so many are spent on a place of a word beside the word itself."""
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
    if dialect == "sqlite":
        exact, folded = _spaced(row.exact, ()), _spaced(row.folded, ())
        tags = _spaced(row.phrases, row.bag)
    else:
        exact, folded = (
            _positioned(held, _runs(held, _OF_TEXT)) for held in map(_fitting, (row.exact, row.folded))
        )
        tags = _positioned(row.phrases, (*_runs(row.phrases, LONGEST_RUN["tags"]), *row.bag))
    return {"row": sort_key, "exact": exact, "folded": folded, "tags": tags}


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


def _fitting(ordered: Sequence[str]) -> Sequence[str]:
    """The words from the first on that PostgreSQL takes as one value, with their pairs and places."""
    size, seen = 0, set[str]()
    for number, (word, following) in enumerate(pairwise((*ordered, ""))):
        size += _PLACE_BYTES
        for new in {word, run((word, following))} - seen:
            seen.add(new)
            size += len(new.encode()) + _PLACE_BYTES
        if size > _MOST_BYTES:
            return ordered[:number]
    return ordered


def _runs(ordered: Sequence[str], longest: int) -> Iterable[str]:
    """Each two to `longest` words that follow each other, with no free place between them, once."""
    found: dict[str, None] = {}
    for length in range(2, longest + 1):
        following = zip(*(ordered[start:] for start in range(length)), strict=False)
        found |= dict.fromkeys(map(run, filter(all, following)))
    return found


def _positioned(ordered: Sequence[str], bag: Iterable[str]) -> str:
    """As PostgreSQL writes a tsvector; it is not asked to cut the text itself."""
    placed = (f"'{word}':{position}" for position, word in enumerate(ordered, start=1) if word)
    return " ".join([*placed, *(f"'{word}'" for word in bag)])
