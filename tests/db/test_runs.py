from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from db.engine import reading, transaction
from db.models import Run
from db.runs import finish_run, start_run
from tests.db.samples import NOW

LATER = NOW + timedelta(hours=1)


def states(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        return [(run.command, run.state) for run in session.scalars(select(Run).order_by(Run.id))]


def test_a_run_starts_and_ends_once(engine: Engine) -> None:
    with transaction(engine) as session:
        run_id = start_run(session, "crawl", NOW)
    assert states(engine) == [("crawl", "running")]
    with transaction(engine) as session:
        finish_run(session, run_id, "failed", LATER, "bao: unreachable")
    with reading(engine) as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.started_at, run.finished_at, run.error) == (
            "failed",
            NOW,
            LATER,
            "bao: unreachable",
        )
    with pytest.raises(ValueError, match="has ended already: failed"), transaction(engine) as session:
        finish_run(session, run_id, "finished", LATER)


def test_the_next_start_closes_what_a_dead_process_left_open(engine: Engine) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with transaction(engine) as session:
        abandoned = session.get_one(Run, start_run(session, "nightly", NOW))
        elsewhere = session.get_one(Run, start_run(session, "crawl", NOW))
        abandoned.pid = elsewhere.pid = dead.pid
        elsewhere.host = "another machine"
    with transaction(engine) as session:
        start_run(session, "extract", LATER)
    assert states(engine) == [("nightly", "interrupted"), ("crawl", "running"), ("extract", "running")]
    with reading(engine) as session:
        assert session.get_one(Run, abandoned.id).finished_at == LATER
