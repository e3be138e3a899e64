"""The thresholds of the comparison that are in force: what editors applied last, else the standard ones."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ThresholdChange
from dedupe.verdict import STANDARD, Thresholds


def current_thresholds(session: Session) -> Thresholds:
    """What comparisons are held against; a threshold that is newer than the last change is standard."""
    last = session.scalar(select(ThresholdChange).order_by(ThresholdChange.id.desc()).limit(1))
    known = asdict(STANDARD)
    return Thresholds(
        **known | {name: value for name, value in (last.thresholds if last else {}).items() if name in known}
    )


def apply_thresholds(session: Session, thresholds: Thresholds, judgements: int, at: datetime) -> None:
    """Put thresholds in force, and note on how many judgements they were measured."""
    session.add(ThresholdChange(made_at=at, thresholds=asdict(thresholds), judgements=judgements))
    session.flush()
