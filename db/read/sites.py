"""The ledger: sites with what their last run did, runs, and the totals of everything stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import SQLColumnExpression, distinct, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from db.models import (
    Article,
    AwardFact,
    DateFact,
    FactColumns,
    Mention,
    OfficeFact,
    Page,
    Pair,
    Run,
    Site,
    SiteRun,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRunRow:
    """What one run did at one site."""

    run_id: int
    site_id: str
    found: int
    fetched: int
    unchanged: int
    failed: int
    reasons: dict[str, int]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run of a command, and what it did at each site."""

    run_id: int
    command: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    error: str | None
    sites: tuple[SiteRunRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site: its pages by state, its articles, and what its last run did there."""

    site_id: str
    name: str
    province: str
    vendor: str | None
    start_url: str
    pages: dict[str, int]
    articles: int
    last_run: SiteRunRow | None
    last_run_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much is stored: current articles, and the facts that they state."""

    sites: int
    pages: dict[str, int]
    """By state."""
    articles: int
    people: int
    offices: int
    dates: int
    awards: int
    suspected_duplicates: int


def site_ledger(session: Session) -> list[SiteRow]:
    """All sites by their id, with their figures."""
    pages: dict[str, dict[str, int]] = {}
    by_state = select(Page.site_id, Page.state, func.count()).group_by(Page.site_id, Page.state)
    for site_id, state, number in session.execute(by_state):
        pages.setdefault(site_id, {})[state] = number
    shown = select(Article.site_id, func.count()).where(Article.sort_key.is_not(None))
    articles = dict(session.execute(shown.group_by(Article.site_id)).all())
    later = aliased(SiteRun)
    is_last = (
        ~select(later.run_id).where(later.site_id == SiteRun.site_id, later.run_id > SiteRun.run_id).exists()
    )
    last = select(SiteRun, Run.started_at).join(SiteRun.run).where(is_last)
    last_runs = {done.site_id: (_site_run(done), at) for done, at in session.execute(last)}
    return [
        SiteRow(
            site_id=site.id,
            name=site.name,
            province=site.province,
            vendor=site.vendor,
            start_url=site.start_url,
            pages=pages.get(site.id, {}),
            articles=articles.get(site.id, 0),
            last_run=last_runs[site.id][0] if site.id in last_runs else None,
            last_run_at=last_runs[site.id][1] if site.id in last_runs else None,
        )
        for site in session.scalars(select(Site).order_by(Site.id))
    ]


def latest_runs(session: Session, limit: int = 10) -> list[RunRow]:
    """The last runs, the newest first."""
    query = select(Run).options(selectinload(Run.sites)).order_by(Run.id.desc()).limit(limit)
    return [
        RunRow(
            run_id=run.id,
            command=run.command,
            state=run.state,
            started_at=run.started_at,
            finished_at=run.finished_at,
            error=run.error,
            sites=tuple(_site_run(done) for done in sorted(run.sites, key=lambda done: done.site_id)),
        )
        for run in session.scalars(query)
    ]


def totals(session: Session) -> Totals:
    """How many sites, pages, articles, persons, facts and suspected duplicates there are."""
    by_state = select(Page.state, func.count()).group_by(Page.state)
    return Totals(
        sites=session.scalars(select(func.count()).select_from(Site)).one(),
        pages=dict(session.execute(by_state).all()),
        articles=session.scalars(select(func.count(Article.sort_key))).one(),
        people=_stated(session, Mention, distinct(Mention.person_id)),
        offices=_stated(session, OfficeFact, OfficeFact.id),
        dates=_stated(session, DateFact, DateFact.id),
        awards=_stated(session, AwardFact, AwardFact.id),
        suspected_duplicates=session.scalars(select(func.count()).where(Pair.duplicate)).one(),
    )


def _stated(session: Session, facts: type[FactColumns], counted: SQLColumnExpression[int]) -> int:
    query = select(func.count(counted)).join(Article, Article.current_id == facts.revision_id)
    return session.scalars(query.where(Article.sort_key.is_not(None))).one()


def _site_run(done: SiteRun) -> SiteRunRow:
    return SiteRunRow(
        run_id=done.run_id,
        site_id=done.site_id,
        found=done.found,
        fetched=done.fetched,
        unchanged=done.unchanged,
        failed=done.failed,
        reasons=dict(done.reasons),
        error=done.error,
    )
