"""The night's report, as a page of HTML that stands alone and as Markdown.

night = read_night(engine, now)
write_report(night, folder)          # night.html, night.md
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Engine

from db.engine import reading
from db.ledger import SETTLED_RUNS
from db.order import VIETNAM
from db.read import RunRow, SiteRow, SiteRunRow, latest_runs, site_history, site_ledger
from db.reasons import in_both_languages
from night.alarms import Alarm, standing_alarms
from night.charts import site_charts

_TEMPLATES = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What the ledger says this morning."""

    read_at: datetime
    sites: Sequence[SiteRow]
    history: Mapping[str, Sequence[SiteRunRow]]
    """Each site's last runs, the oldest first."""
    runs: Sequence[RunRow]
    """The newest first."""
    alarms: Sequence[Alarm]


def read_night(engine: Engine, now: datetime) -> Night:
    """The ledger as it stands, with the alarms that stand."""
    with reading(engine) as session:
        sites = site_ledger(session)
        history = site_history(session)
        runs = latest_runs(session, limit=SETTLED_RUNS)
    return Night(
        read_at=now, sites=sites, history=history, runs=runs, alarms=standing_alarms(history, runs, now)
    )


def as_html(night: Night) -> str:
    """One page, with charts, that needs no other file."""
    charts = {site_id: site_charts(lines) for site_id, lines in night.history.items()}
    return _render("night.html", night, charts=charts)


def as_markdown(night: Night) -> str:
    """The same in plain text, without charts."""
    return _render("night.md.jinja", night)


def write_report(night: Night, folder: Path) -> tuple[Path, Path]:
    """Write `night.html` and `night.md` into a folder, each whole or not at all; returns where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "night.html", folder / "night.md"
    for path, text in zip(written, (as_html(night), as_markdown(night)), strict=True):
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    return written


def _render(template: str, night: Night, **values: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=template.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=local_time, cell=_table_cell, reason=in_both_languages, reasons=reasons_in_words
    )
    names = {site.site_id: site.name for site in night.sites}
    return environment.get_template(template).render(night=night, names=names, **values)


def local_time(moment: datetime | None) -> str:
    """The moment in Viet Nam's time; a dash for none."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if moment else "–"


def _table_cell(text: str) -> str:
    """Text from elsewhere as it may stand in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def reasons_in_words(reasons: Mapping[str, int]) -> str:
    """Each reason, in both languages, with how often it was given."""
    return ", ".join(f"{in_both_languages(reason)} × {number}" for reason, number in sorted(reasons.items()))
