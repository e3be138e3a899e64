"""The ledger's second half: what came of the pages that each run fetched at each site.

The crawl writes down what it met; articles, facts and duplicates are known only when the pages
have been read. So every command that ends settles the last runs' lines again from what is in
store: a night that was cut short is completed by the next one, and a mended selector that is
replayed over the archive mends the figures too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Integer, Select, Subquery, and_, cast, distinct, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from db.models import (
    Article,
    AwardFact,
    Capture,
    DateFact,
    Mention,
    OfficeFact,
    Page,
    Pair,
    Revision,
    SiteRun,
)

SETTLED_RUNS = 60
"""How many runs are looked back upon, by the ledger's readers too: about two months of nights."""

_TELLING = ("article", "notice")
"""Kinds of revisions that are articles; the others are pages that hold none."""

Key = tuple[int, str]
"""A line of the ledger: run and site."""
Figures = Select[*tuple[Any, ...]]
"""A query of `run_id`, `site_id` and figures for that line."""


def settle_ledger(session: Session) -> None:
    """Bring the last runs' figures of articles, facts and duplicates to what is in store now."""
    recent = select(SiteRun.run_id).distinct().order_by(SiteRun.run_id.desc()).limit(SETTLED_RUNS)
    run_ids = list(session.scalars(recent))
    figures: dict[Key, dict[str, int | float]] = defaultdict(lambda: dict.fromkeys(_SETTLED, 0))
    read = _readings(run_ids)
    for query in (_articles(read), _empty(read), _unreadable(run_ids), *_facts(read), _duplicates(read)):
        for row in session.execute(query).mappings():
            _add(figures[row["run_id"], row["site_id"]], row)
    for line in session.scalars(select(SiteRun).where(SiteRun.run_id.in_(run_ids))):
        for name, value in figures[line.run_id, line.site_id].items():
            setattr(line, name, value)
    session.flush()


_SETTLED = (
    "articles_new",
    "articles_revised",
    "empty",
    "characters",
    "timed",
    "templated",
    "agreement",
    "people",
    "offices",
    "dates",
    "awards",
    "duplicates",
)


def _add(figures: dict[str, int | float], row: Mapping[Any, Any]) -> None:
    for name, value in row.items():
        if name in figures:
            figures[name] += value or 0


def _readings(run_ids: list[int]) -> Subquery:
    """What each capture of the runs says, with the line that it belongs to.

    That is the revision that speaks for the article now, where it is of this capture; else the last
    one that was made of the capture.
    """
    later, first, current = aliased(Revision), aliased(Revision), aliased(Revision)
    is_last = (
        ~select(later.id).where(later.capture_id == Revision.capture_id, later.id > Revision.id).exists()
    )
    return (
        select(
            Capture.run_id.label("run_id"),
            Page.site_id.label("site_id"),
            Revision.id.label("id"),
            Revision.article_id.label("article_id"),
            Revision.kind.label("kind"),
            (first.capture_id == Revision.capture_id).label("is_new"),
            func.length(Revision.body).label("characters"),
            Revision.published_at.label("published_at"),
            Revision.witness_f1.label("witness_f1"),
        )
        .join(Capture, Capture.id == Revision.capture_id)
        .join(Page, Page.id == Capture.page_id)
        .join(first, (first.article_id == Revision.article_id) & (first.number == 1))
        .join(Article, Article.id == Revision.article_id)
        .outerjoin(current, (current.id == Article.current_id) & (current.capture_id == Revision.capture_id))
        .where(
            Capture.run_id.in_(run_ids),
            or_(current.id == Revision.id, and_(current.id.is_(None), is_last)),
        )
        .subquery()
    )


def _articles(read: Subquery) -> Figures:
    new = func.sum(cast(read.c.is_new, Integer))
    return (
        select(
            read.c.run_id,
            read.c.site_id,
            new.label("articles_new"),
            (func.count() - new).label("articles_revised"),
            func.sum(read.c.characters).label("characters"),
            func.count(read.c.published_at).label("timed"),
            func.count(read.c.witness_f1).label("templated"),
            func.sum(read.c.witness_f1).label("agreement"),
        )
        .where(read.c.kind.in_(_TELLING))
        .group_by(read.c.run_id, read.c.site_id)
    )


def _empty(read: Subquery) -> Figures:
    return (
        select(read.c.run_id, read.c.site_id, func.count().label("empty"))
        .where(read.c.kind.not_in(_TELLING))
        .group_by(read.c.run_id, read.c.site_id)
    )


def _unreadable(run_ids: list[int]) -> Figures:
    return (
        select(Capture.run_id, Page.site_id, func.count().label("empty"))
        .join(Page, Page.id == Capture.page_id)
        .where(Capture.run_id.in_(run_ids), Capture.refusal.is_not(None), Page.role == "article")
        .group_by(Capture.run_id, Page.site_id)
    )


def _facts(read: Subquery) -> list[Figures]:
    named = select(Mention.revision_id, Mention.person_id).distinct().subquery()
    counted = (
        ("people", named, named.c.revision_id),
        ("offices", OfficeFact, OfficeFact.revision_id),
        ("dates", DateFact, DateFact.revision_id),
        ("awards", AwardFact, AwardFact.revision_id),
    )
    return [
        select(read.c.run_id, read.c.site_id, func.count().label(name))
        .join(facts, revision_id == read.c.id)
        .group_by(read.c.run_id, read.c.site_id)
        for name, facts, revision_id in counted
    ]


def _duplicates(read: Subquery) -> Figures:
    suspected = union(select(Pair.a_id).where(Pair.duplicate), select(Pair.b_id).where(Pair.duplicate))
    return (
        select(read.c.run_id, read.c.site_id, func.count(distinct(read.c.article_id)).label("duplicates"))
        .where(read.c.article_id.in_(suspected))
        .group_by(read.c.run_id, read.c.site_id)
    )
