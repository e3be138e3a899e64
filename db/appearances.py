"""Appearances: the names of articles with the evidence about their bearers, as rows; and the locks on names.

Whoever changes what articles say of a name holds its lock (`lock_names`) until the end of the
transaction: on PostgreSQL two transactions would otherwise each resolve the name without the
other's article. SQLite has one writer at a time anyway.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Appearance, Article, Mention, NameGroup, Revision
from db.read.facts import read_facts
from extract.fact import Source
from extract.identity import appearance
from extract.identity.appearance import EVIDENCE_VERSION, Evidence, Ref
from extract.identity.gathering import gather
from extract.identity.names import name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An appearance of a current revision, and the person it stands for so far."""

    revision_id: int
    person_id: int | None
    """None where it has only just come in."""
    first_person_id: int | None
    stored: bool
    """Whether it has its row already."""
    score: float
    reasons: list[dict[str, Any]]
    appearance: appearance.Appearance

    @property
    def ref(self) -> Ref:
        """Article and name."""
        return self.appearance.ref


def lock_names(session: Session, keys: Collection[str]) -> None:
    """Keep other transactions from the appearances of these names until this one ends.

    Lock all names that a transaction is about at once: the order is what keeps two of them from
    waiting for each other.
    """
    if not keys:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"key": key, "waiting": False} for key in sorted(keys)]
    session.execute(insert(NameGroup).on_conflict_do_nothing(), rows)
    session.execute(
        select(NameGroup.key).where(NameGroup.key.in_(keys)).order_by(NameGroup.key).with_for_update()
    ).all()


def names_of(session: Session, revision_id: int | None) -> set[str]:
    """The keys of the names in a revision."""
    names = session.scalars(select(Mention.name).where(Mention.revision_id == revision_id).distinct())
    return {name_key(name) for name in names}


def arriving(
    session: Session, article: Article, revision: Revision, evidence: Mapping[str, Evidence]
) -> list[Known]:
    """The appearances that a revision brings, with the persons of the article's earlier revisions."""
    before = _people_so_far(session, article.id)
    return [
        Known(
            revision_id=revision.id,
            person_id=before.get(key, (None, None))[0],
            first_person_id=before.get(key, (None, None))[1],
            stored=False,
            score=0.0,
            reasons=[],
            appearance=appearance.Appearance(ref=Ref(article.id, key), url=article.url, evidence=found),
        )
        for key, found in evidence.items()
    ]


def gathered_from_store(session: Session, article: Article, revision: Revision) -> Mapping[str, Evidence]:
    """The evidence about each name of a stored revision, from its text and facts."""
    source = Source(title=revision.title, body=revision.body, published=revision.published_day)
    return gather(source, read_facts(session, revision.id), province=article.site.province)


def is_gathered(session: Session, revision: Revision) -> bool:
    """Whether the evidence about each name of a revision is in store, as it is gathered today."""
    stored = session.scalars(
        select(Appearance.key).where(
            Appearance.revision_id == revision.id, Appearance.evidence_version == EVIDENCE_VERSION
        )
    )
    return set(stored) == names_of(session, revision.id)


def live_appearances(session: Session, keys: Collection[str]) -> list[Known]:
    """All appearances of these names in current revisions."""
    return [_known(row) for row in session.execute(_rows().where(Appearance.key.in_(keys)))]


def latest_appearances(session: Session, key: str, person_id: int, limit: int) -> list[Known]:
    """The last of a person's appearances under one of their names."""
    query = (
        _rows()
        .where(Appearance.key == key, Appearance.person_id == person_id)
        .order_by(Appearance.article_id.desc())
        .limit(limit)
    )
    return [_known(row) for row in session.execute(query)]


def _rows() -> Select[int, int, int, float, list[dict[str, Any]], int, str, str, dict[str, Any]]:
    return select(
        Appearance.revision_id,
        Appearance.person_id,
        Appearance.first_person_id,
        Appearance.score,
        Appearance.reasons,
        Appearance.article_id,
        Appearance.key,
        Article.url,
        Appearance.evidence,
    ).join(Article, Article.current_id == Appearance.revision_id)


def _known(row: Row[int, int, int, float, list[dict[str, Any]], int, str, str, dict[str, Any]]) -> Known:
    return Known(
        revision_id=row.revision_id,
        person_id=row.person_id,
        first_person_id=row.first_person_id,
        stored=True,
        score=row.score,
        reasons=row.reasons,
        appearance=appearance.Appearance(
            ref=Ref(row.article_id, row.key), url=row.url, evidence=appearance.from_json(row.evidence)
        ),
    )


def _people_so_far(session: Session, article_id: int) -> dict[str, tuple[int, int]]:
    """By name, the person for whom it stands in the article, and the one for whom it stood at first."""
    mentions = session.execute(
        select(Mention.name, Mention.person_id)
        .join(Revision, Revision.id == Mention.revision_id)
        .where(Revision.article_id == article_id)
        .distinct()
    )
    people = {name_key(name): (person_id, person_id) for name, person_id in mentions}
    revisions = select(Revision.id).where(Revision.article_id == article_id)
    rows = session.execute(
        select(Appearance.key, Appearance.person_id, Appearance.first_person_id).where(
            Appearance.revision_id.in_(revisions)
        )
    )
    return people | {key: (person_id, first) for key, person_id, first in rows}
