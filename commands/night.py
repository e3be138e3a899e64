"""Verbs of the night and the morning after: nightly, status, schedule."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

import pipeline
from archive import ArchiveError
from commands import report
from commands.options import CONFIG, SITES, chosen_sites, example
from commands.terminal import progress
from config import Config, load_config
from crawler import CrawlError
from db.engine import DatabaseProblem
from night import schedule as night_schedule
from night.notice import send_notices
from night.report import Night, read_night, write_report

FAILED = 1
AT = click.DateTime(["%H:%M"])


@click.command(epilog=example("tintinh nightly --config config.toml"))
@CONFIG
@SITES
def nightly(config_path: Path, sites: tuple[str, ...]) -> int:
    """Tải, đọc, so trùng: cả đêm trong một lệnh / crawl, extract, dedupe: the whole night.

    Writes the night's report into the data folder, tells those whom [notify] names, and ends with
    exit status 1 where a site could not be crawled or an alarm stands.
    """
    config = load_config(config_path)
    chosen = chosen_sites(config, sites)
    engine = pipeline.prepare(config)
    started = time.monotonic()
    try:
        with progress() as shown:
            outcome = pipeline.nightly(config, chosen, engine, shown)
    except (ArchiveError, CrawlError, DatabaseProblem):
        _morning(config, engine)  # those who wait for the report are to hear of this night too
        raise
    report.show_night(engine, outcome, time.monotonic() - started)
    night = _morning(config, engine)
    return FAILED if outcome.failed or night.alarms else 0


def _morning(config: Config, engine: Engine) -> Night:
    """Show the alarms, write the report, tell those who asked to be told."""
    night = read_night(engine, datetime.now(UTC))
    report.show_alarms(night)
    page, _ = write_report(night, config.data_dir / "report")
    click.echo(f"Báo cáo / report: {page}")
    for receiver in send_notices(config.notify, night):
        click.echo(f"Đã báo / told: {receiver}")
    return night


@click.command(epilog=example("tintinh status --report build"))
@CONFIG
@click.option(
    "--report",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Ghi báo cáo vào thư mục này / write night.html and night.md into this folder.",
)
def status(config_path: Path, folder: Path | None) -> int:
    """Đã có gì, đêm qua ra sao, có gì bất thường / what is in store, how the night went, what is unusual.

    Ends with exit status 1 where an alarm stands.
    """
    engine = pipeline.prepared(load_config(config_path))
    night = read_night(engine, datetime.now(UTC))
    report.show_status(engine, night)
    report.show_alarms(night)
    if folder is not None:
        for path in write_report(night, folder):
            click.echo(f"Báo cáo / report: {path}")
    return FAILED if night.alarms else 0


@click.group(epilog=example("tintinh schedule install --systemd --at 01:30"))
def schedule() -> None:
    """Chạy mỗi đêm / run every night by itself."""


@schedule.command("install", epilog=example("tintinh schedule install --cron --at 01:30"))
@CONFIG
@click.option("--systemd", "keeper", flag_value="systemd", help="Bằng systemd / by a timer of systemd.")
@click.option("--cron", "keeper", flag_value="cron", help="Bằng cron / by the user's crontab.")
@click.option(
    "--at", type=AT, default="01:30", show_default=True, help="Giờ của máy này / by this machine's clock."
)
def schedule_install(*, config_path: Path, keeper: str | None, at: datetime) -> int:
    """Đặt lịch; đặt lại thì chỉ đổi giờ / write the schedule; once more only changes the time."""
    if keeper is None:
        msg = "say by whom: --systemd or --cron"
        raise click.UsageError(msg)
    config = load_config(config_path)
    job = night_schedule.Job(config.path, config.data_dir / "nightly.log")
    if keeper == "systemd":
        report.show_timer(night_schedule.install_timer(job, at.time()))
    else:
        config.data_dir.mkdir(parents=True, exist_ok=True)
        night_schedule.install_cron(job, at.time())
        report.show_crontab(job)
    report.show_schedule(night_schedule.scheduled())
    return 0


@schedule.command("show", epilog=example("tintinh schedule show"))
def schedule_show() -> int:
    """Những lần chạy tới / the next runs."""
    report.show_schedule(night_schedule.scheduled())
    return 0


@schedule.command("remove", epilog=example("tintinh schedule remove"))
def schedule_remove() -> int:
    """Bỏ lịch / take the schedule away."""
    removed = night_schedule.remove()
    for place in removed:
        click.echo(f"đã bỏ / removed: {place}")
    if not removed:
        click.echo("không có lịch nào / there was no schedule")
    return 0
