"""Lines of the ledger as a healthy site leaves them, to be changed one figure at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from db.engine import transaction
from db.models import Run, Site, SiteRun
from db.read import SiteRunRow

FIRST = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def healthy(night: int, **changes: Any) -> SiteRunRow:
    """The line of the night of this number; articles vary a little from night to night."""
    wobble = night % 3
    line = SiteRunRow(
        run_id=night + 1,
        site_id="mau",
        started_at=FIRST + night * DAY,
        found=12,
        fetched=12,
        unchanged=20,
        failed=wobble,
        answer_ms=300 + 20 * wobble,
        robots_digest="a",
        certificate_expires_at=FIRST + 300 * DAY,
        certificate_issuer="Mau CA",
        articles_new=10 + wobble,
        characters=2_000 * (10 + wobble) + 300 * wobble,
        timed=10 + wobble,
        templated=10 + wobble,
        agreement=0.95 * (10 + wobble),
        people=30 + wobble,
        offices=20,
        dates=12,
        awards=3,
    )
    return replace(line, **changes)


def healthy_nights(number: int) -> list[SiteRunRow]:
    """So many of them, the oldest first."""
    return [healthy(night) for night in range(number)]


def store_nights(engine: Engine, lines: Sequence[SiteRunRow], *, error: str | None = None) -> None:
    """Put the lines into a database's ledger, each with its finished run; `error` ends the last one."""
    with transaction(engine) as session:
        session.add(
            Site(id="mau", name="Báo Mẫu", province="Lai Châu", vendor=None, start_url="http://mau.example/")
        )
        session.flush()
        for line in lines:
            run = Run(
                id=line.run_id,
                command="nightly",
                state="finished",
                host="test",
                pid=1,
                started_at=line.started_at,
                finished_at=line.started_at + timedelta(hours=1),
            )
            session.add(run)
            session.flush()
            figures = {name: value for name, value in asdict(line).items() if name != "started_at"}
            session.add(SiteRun(**figures))
        session.flush()
        session.get_one(SiteRun, (lines[-1].run_id, "mau")).error = error
