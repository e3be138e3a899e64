"""Verbs over the archive: read it, read it again, go back, bring in captures from elsewhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import pipeline
from commands import archive_report, report
from commands.options import CONFIG, DAY, example
from commands.terminal import progress
from config import load_config
from db.captures import Selection
from stages import importing, replay


@click.command(epilog=example("tintinh extract --all --site baothanhhoa --since 2025-07-01 --dry-run"))
@CONFIG
@click.option(
    "--all", "again", is_flag=True, help="Đọc lại cả những trang đã đọc / read again what has been read."
)
@click.option("--site", "sites", multiple=True, help="Chỉ các trang này / these sites only.")
@click.option("--since", type=DAY, help="Tải từ ngày này / fetched on this day or later.")
@click.option("--until", type=DAY, help="Tải đến ngày này / fetched on this day or earlier.")
@click.option("--version", help="Do bản này đọc / last read by this extractor version.")
@click.option(
    "--dry-run", is_flag=True, help="Chỉ xem sẽ khác gì / only show what would be gained, lost and changed."
)
@click.option(
    "--rollback", metavar="VERSION", help="Trở lại bản đọc trước / back to what this version had read."
)
def extract(  # noqa: PLR0913 -- one option, one parameter
    *,
    config_path: Path,
    again: bool,
    sites: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    version: str | None,
    dry_run: bool,
    rollback: str | None,
) -> int:
    """Đọc bài và dữ kiện từ kho lưu / read articles and facts from the archive.

    Without --all: what today's extractor has not read yet. With it, any part of the archive. An
    earlier reading stays in store, and --rollback goes back to it: install that version of the
    software first, or the next page that changes is read by this one.
    """
    narrowed = bool(since or until or version or dry_run)
    if rollback is not None and (again or narrowed):
        msg = "--rollback goes with --site alone"
        raise click.UsageError(msg)
    if not again and rollback is None and (narrowed or sites):
        msg = "--site, --since, --until, --version and --dry-run go with --all"
        raise click.UsageError(msg)
    config = load_config(config_path)
    if sites:
        config.sites(sites)
    if dry_run:
        engine = pipeline.prepared(config)
        with progress() as shown:
            rehearsals = list(
                replay.rehearse(config, engine, _selection(sites, since, until, version), shown)
            )
        archive_report.show_rehearsal(rehearsals)
        return 0
    engine = pipeline.prepare(config)
    if rollback is not None:
        with pipeline.recorded_run(engine, f"extract --rollback {rollback}"):
            archive_report.show_rollback(rollback, replay.roll_back(engine, rollback, sites))
        return 0
    with pipeline.recorded_run(engine, "extract --all" if again else "extract"), progress() as shown:
        if again:
            outcome = replay.replay(config, engine, _selection(sites, since, until, version), shown)
        else:
            outcome = pipeline.extract_stage(config, engine, shown)
    report.show_extract(outcome)
    return 0


def _selection(
    sites: tuple[str, ...], since: datetime | None, until: datetime | None, version: str | None
) -> Selection:
    return Selection(
        sites=sites,
        since=since.date() if since else None,
        until=until.date() if until else None,
        version=version,
    )


PATHS = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))


@click.group("import", epilog=example("tintinh import warc CC-MAIN-2024.warc.gz"))
def import_() -> None:
    """Nhập kho lưu từ nơi khác / bring in archives from elsewhere; then run extract and dedupe.

    A page goes to the site of the settings whose address it has. What is in store is passed over:
    an import that was stopped goes on when it is run again.
    """


@import_.command("warc", epilog=example("tintinh import warc baocu.warc.gz"))
@CONFIG
@PATHS
def import_warc(config_path: Path, files: tuple[Path, ...]) -> int:
    """Tệp WARC (Common Crawl, wget…) / WARC files of any program."""
    config = load_config(config_path)
    engine = pipeline.prepare(config)
    with pipeline.recorded_run(engine, "import warc") as run_id, progress() as shown:
        outcome = importing.import_warcs(config, engine, run_id, files, shown)
    archive_report.show_import(outcome)
    return 0


@import_.command("html", epilog=example("tintinh import html trang-da-luu/"))
@CONFIG
@click.option("--url", help="Địa chỉ của trang / the address of the page, where it names none itself.")
@PATHS
def import_html(config_path: Path, url: str | None, files: tuple[Path, ...]) -> int:
    """Trang đã lưu, hoặc cả thư mục / saved pages, or folders of them; 1 where one is left out."""
    if url and (len(files) > 1 or files[0].is_dir()):
        msg = "--url goes with one file"
        raise click.UsageError(msg)
    config = load_config(config_path)
    engine = pipeline.prepare(config)
    with pipeline.recorded_run(engine, "import html") as run_id, progress() as shown:
        outcome = importing.import_pages(config, engine, run_id, files, shown, url=url)
    archive_report.show_import(outcome)
    return 1 if outcome.left_out else 0


@import_.command("urls", epilog=example("tintinh import urls dia-chi.txt"))
@CONFIG
@PATHS
def import_urls(config_path: Path, files: tuple[Path, ...]) -> int:
    """Danh sách địa chỉ, mỗi dòng một / lists of addresses, one a line, for the next crawl to fetch."""
    config = load_config(config_path)
    engine = pipeline.prepare(config)
    with pipeline.recorded_run(engine, "import urls"):
        outcome = importing.import_addresses(config, engine, files)
    archive_report.show_import(outcome)
    return 0
