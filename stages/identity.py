"""Who is who, made whole: what a run's articles have left open, name by name and article by article.

Storing an article resolves its names at once (`db.resolution`). Left to this stage are names with many
appearances, once a run instead of once an article, and articles that an earlier version of Tin Tỉnh stored,
or whose evidence it gathered otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.appearances import lock_names, names_of
from db.engine import reading, transaction
from db.identity_rulings import linked_names
from db.models import Appearance, Article, Mention, Revision
from db.resolution import resolve_whole, waiting_names
from db.speaking import identify
from db.tenures import refresh_tenures
from extract.identity.appearance import EVIDENCE_VERSION

Say = Callable[[int, int], None]
"""How many steps are done, of how many."""


def identify_all(engine: Engine, say: Say) -> int:
    """Gather what evidence is missing, then resolve the names that wait; returns the number of steps.

    One transaction a step: interrupted, it goes on with those that are left.
    """
    with reading(engine) as session:
        articles, names = _ungathered(session), waiting_names(session)
    steps = len(articles) + len(names)
    for done, article_id in enumerate(articles, start=1):
        with transaction(engine) as session:
            _gather(session, article_id)
        say(done, steps)
    with reading(engine) as session:
        names = waiting_names(session)
    steps = len(articles) + len(names)
    for done, name in enumerate(names, start=len(articles) + 1):
        with transaction(engine) as session:
            linked = linked_names(session, {name})
            lock_names(session, linked)
            refresh_tenures(session, resolve_whole(session, linked))
        say(done, steps)
    return steps


def _ungathered(session: Session) -> list[int]:
    """Articles that name somebody of whom no evidence is in store as it is gathered today."""
    gathered = (
        select(Appearance.key)
        .where(Appearance.revision_id == Article.current_id, Appearance.evidence_version == EVIDENCE_VERSION)
        .exists()
    )
    named = select(Mention.id).where(Mention.revision_id == Article.current_id).exists()
    return list(session.scalars(select(Article.id).where(named, ~gathered).order_by(Article.id)))


def _gather(session: Session, article_id: int) -> None:
    article = session.get_one(Article, article_id, with_for_update={"key_share": True})
    if article.current_id is None:
        return
    names = names_of(session, article.current_id)
    lock_names(session, names)
    people = select(Mention.person_id).where(Mention.revision_id == article.current_id)
    touched = set(session.scalars(people))
    touched |= identify(session, article, session.get_one(Revision, article.current_id), names)
    refresh_tenures(session, touched)
