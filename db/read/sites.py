"""The ledger: sites with what their last run did, runs, and the totals of everything stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import SQLColumnExpression, distinct, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from db.ledger import SETTLED_RUNS
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
from db.stories import count_stories


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRunRow:
    """What one run did at one site, and what came of the pages that it fetched there (`db.ledger`)."""

    run_id: int
    site_id: str
    started_at: datetime
    found: int = 0
    fetched: int = 0
    unchanged: int = 0
    failed: int = 0
    refused: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    answer_ms: int | None = None
    robots_digest: str | None = None
    certificate_expires_at: datetime | None = None
    certificate_issuer: str | None = None
    articles_new: int = 0
    articles_revised: int = 0
    empty: int = 0
    characters: int = 0
    timed: int = 0
    templated: int = 0
    agreement: float = 0.0
    people: int = 0
    offices: int = 0
    dates: int = 0
    awards: int = 0
    duplicates: int = 0

    @property
    def articles(self) -> int:
        """Articles read: new and revised."""
        return self.articles_new + self.articles_revised

    @property
    def facts(self) -> int:
        """People, offices, dates and awards that the articles state."""
        return self.people + self.offices + self.dates + self.awards


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


@dataclass(frozen=True, slots=True)
class SiteName:
    """What a site is called, and its province."""

    site_id: str
    name: str
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much is stored: current articles, and the facts that they state."""

    sites: int
    pages: dict[str, int]
    """By state."""
    articles: int
    stories: int
    """Each once, however often it was copied."""
    people: int
    offices: int
    dates: int
    awards: int
    suspected_duplicates: int


def list_sites(session: Session) -> list[SiteName]:
    """All sites by their id."""
    rows = session.execute(select(Site.id, Site.name, Site.province).order_by(Site.id))
    return [SiteName(*row) for row in rows]


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
    last = select(SiteRun).options(joinedload(SiteRun.run)).where(is_last)
    last_runs = {done.site_id: _site_run(done) for done in session.scalars(last)}
    return [
        SiteRow(
            site_id=site.id,
            name=site.name,
            province=site.province,
            vendor=site.vendor,
            start_url=site.start_url,
            pages=pages.get(site.id, {}),
            articles=articles.get(site.id, 0),
            last_run=last_runs.get(site.id),
        )
        for site in session.scalars(select(Site).order_by(Site.id))
    ]


def site_history(
    session: Session, site: str | None = None, runs: int = SETTLED_RUNS
) -> dict[str, list[SiteRunRow]]:
    """What the last runs did at each site, or at one, the oldest first; by the site's id."""
    recent = select(SiteRun.run_id).distinct().order_by(SiteRun.run_id.desc()).limit(runs)
    query = select(SiteRun).options(joinedload(SiteRun.run)).order_by(SiteRun.run_id)
    if site is None:
        query = query.where(SiteRun.run_id.in_(list(session.scalars(recent))))
    else:
        own = recent.where(SiteRun.site_id == site)
        query = query.where(SiteRun.site_id == site, SiteRun.run_id.in_(list(session.scalars(own))))
    history: dict[str, list[SiteRunRow]] = {}
    for done in session.scalars(query):
        history.setdefault(done.site_id, []).append(_site_run(done))
    return history


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
        stories=count_stories(session),
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
    names = {one.name for one in fields(SiteRunRow)} - {"started_at"}
    return SiteRunRow(started_at=done.run.started_at, **{name: getattr(done, name) for name in names})
