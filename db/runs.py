"""Runs: what was done when, by which process, and how it ended."""

from __future__ import annotations

import os
import socket
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Run

FinalState = Literal["finished", "failed", "interrupted"]


def start_run(session: Session, command: str, now: datetime) -> int:
    """Open a run of this process; returns its id.

    Runs that a process of this machine left open when it died are marked as interrupted.
    """
    host, pid = socket.gethostname(), os.getpid()
    for run in session.scalars(select(Run).where(Run.state == "running", Run.host == host)):
        if run.pid != pid and not _is_alive(run.pid):
            finish_run(session, run.id, "interrupted", now, "the process died without a word")
    run = Run(command=command, state="running", host=host, pid=pid, started_at=now)
    session.add(run)
    session.flush()
    return run.id


def finish_run(
    session: Session, run_id: int, state: FinalState, now: datetime, error: str | None = None
) -> None:
    """Close a run. Raises `ValueError` where it has ended already."""
    run = session.get_one(Run, run_id)
    if run.state != "running":
        msg = f"run {run_id} has ended already: {run.state}"
        raise ValueError(msg)
    run.state, run.finished_at, run.error = state, now, error
    session.flush()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's process: alive
    return True
