"""The review desk's queue: which pairs wait for an editor, which comes next, how many are left.

The queue is in the order of `list_pairs`: pairs found last come first. A pair's place in it is
its id; a pair that is compared anew moves to the front.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.judgements import standing_id
from db.models import Article, Judgement, Pair, Revision, Site

_READ, _NOW = aliased(Revision), aliased(Revision)

State = Literal["open", "judged", "unsure", "changed"]
"""Where a pair is: waiting, decided, decided as unsure, or decided on a text that is another one today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which pairs an editor wants to see; nothing given, suspected duplicates that wait.

    `site` is either article's, `since` and `until` are either article's day of publication in
    Viet Nam, both inclusive.
    """

    state: State = "open"
    kind: str | None = None
    """A kind of pair, `all`, or none for suspected duplicates."""
    site: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A pair in the queue."""

    pair_id: int
    articles: tuple[int, int]


def place_of(session: Session, articles: tuple[int, int]) -> Place | None:
    """The pair of two articles; none where they are not compared, or resemble each other no more."""
    a_id, b_id = sorted(articles)
    pair_id = session.scalar(select(Pair.id).where(Pair.a_id == a_id, Pair.b_id == b_id))
    return Place(pair_id, (a_id, b_id)) if pair_id is not None else None


def next_place(session: Session, wanted: QueueFilter, after: Place | None = None) -> Place | None:
    """The first pair that is wanted, or the first after a place."""
    query = _wanted(wanted).order_by(Pair.id.desc())
    return _first(session, query.where(Pair.id < after.pair_id) if after else query)


def previous_place(session: Session, wanted: QueueFilter, before: Place) -> Place | None:
    """The pair before a place. Of those that wait, also the judged ones, so that one can look back."""
    query = _wanted(wanted, of_any_state=wanted.state == "open")
    return _first(session, query.where(Pair.id > before.pair_id).order_by(Pair.id))


def count_places(session: Session, wanted: QueueFilter) -> int:
    """How many pairs are wanted."""
    return session.scalar(select(func.count()).select_from(_wanted(wanted).subquery())) or 0


def site_names(session: Session) -> list[tuple[str, str]]:
    """The sites to choose from: id and name, by name."""
    return [
        (site_id, name) for site_id, name in session.execute(select(Site.id, Site.name).order_by(Site.name))
    ]


def _first(session: Session, query: Select[int, int, int]) -> Place | None:
    row = session.execute(query.limit(1)).first()
    return Place(row[0], (row[1], row[2])) if row else None


def _wanted(wanted: QueueFilter, *, of_any_state: bool = False) -> Select[int, int, int]:
    query = select(Pair.id, Pair.a_id, Pair.b_id)
    if wanted.kind is None:
        query = query.where(Pair.duplicate)
    elif wanted.kind != "all":
        query = query.where(Pair.kind == wanted.kind)
    if wanted.site is not None:
        of_site = select(Article.id).where(Article.site_id == wanted.site)
        query = query.where(or_(Pair.a_id.in_(of_site), Pair.b_id.in_(of_site)))
    days = []
    if wanted.since is not None:
        days.append(Revision.published_day >= wanted.since)
    if wanted.until is not None:
        days.append(Revision.published_day <= wanted.until)
    if days:
        of_days = select(Revision.id).where(*days)
        query = query.where(or_(Pair.a_revision_id.in_(of_days), Pair.b_revision_id.in_(of_days)))
    return query if of_any_state else query.where(_in_state(wanted.state))


def _in_state(state: State) -> ColumnElement[bool]:
    standing = standing_id(Pair.a_id, Pair.b_id)
    if state == "open":
        return standing.is_(None)
    if state == "judged":
        return standing.is_not(None)
    judged = select(Judgement.id).where(Judgement.id == standing)
    if state == "unsure":
        return judged.where(Judgement.verdict == "unsure").exists()
    another_text = (
        select(_READ.id)
        .join(Article, Article.id == _READ.article_id)
        .join(_NOW, _NOW.id == Article.current_id)
        .where(_READ.id.in_([Judgement.a_revision_id, Judgement.b_revision_id]), _READ.digest != _NOW.digest)
    )
    return judged.where(another_text.exists()).exists()
