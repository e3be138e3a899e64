"""What a crawl notes of a site while it is there, and how it gets into the ledger."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from sqlalchemy import Connection, bindparam, update

from db.base import Base
from db.models import SiteRun

_LINES = Base.metadata.tables[SiteRun.__tablename__]
_SETTLE = update(_LINES).where(_LINES.c.run_id == bindparam("run"), _LINES.c.site_id == bindparam("site"))


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server's certificate says of itself."""

    issuer: str
    expires_at: datetime


@dataclass(slots=True)
class Tally:
    """What a run has done at a site so far; `reasons` counts failures and refusals."""

    found: int = 0
    fetched: int = 0
    unchanged: int = 0
    failed: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    error: str | None = None
    answer_seconds: deque[float] = field(default_factory=lambda: deque(maxlen=1_000))
    """How long the last answers took."""
    robots_digest: str | None = None
    sitemaps: tuple[str, ...] = ()
    """The sitemaps that the site's robots.txt names."""
    certificate: Certificate | None = None


def record_tally(connection: Connection, run_id: int, site_id: str, tally: Tally) -> None:
    """Write the site's figures of this run into the ledger."""
    certificate = tally.certificate
    connection.execute(
        _SETTLE,
        {
            "run": run_id,
            "site": site_id,
            "found": tally.found,
            "fetched": tally.fetched,
            "unchanged": tally.unchanged,
            "failed": tally.failed,
            "refused": tally.refused,
            "reasons": dict(tally.reasons),
            "error": tally.error,
            "answer_ms": round(median(tally.answer_seconds) * 1000) if tally.answer_seconds else None,
            "robots_digest": tally.robots_digest,
            "certificate_issuer": certificate.issuer if certificate else None,
            "certificate_expires_at": certificate.expires_at if certificate else None,
        },
    )
