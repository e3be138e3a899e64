"""The command `tintinh`: thin verbs over the pipeline and the database.

Exit status: 0 done, 1 a run that failed or found something wrong, 2 wrong usage or settings.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

import oneoff
import pipeline
from archive import ArchiveError
from commands import archive as archive_commands
from commands import dedupe as dedupe_commands
from commands import export as export_commands
from commands import night as night_commands
from commands import person as person_commands
from commands import report
from commands import search as search_commands
from commands import site as site_commands
from commands import user as user_commands
from commands.options import AS_JSON, CONFIG, DAY, FILES, SITES, chosen_sites, example
from commands.terminal import progress
from config import ConfigError, load_config
from crawler import CrawlError
from db.accounts.passwords import WeakPassword
from db.accounts.register import AccountProblem
from db.backup import back_up
from db.engine import DatabaseProblem, check_database, open_database, upgrade_database
from db.rollback import NoSuchVersion
from db.sql.grants import grant_role
from dedupe.signature import AlgorithmMismatch
from demo.config import demo_config
from demo.server import default_ports, serve_demo
from evaluation.everything import evaluate_all
from evaluation.floors import FloorError
from evaluation.gold import GoldError
from evaluation.prediction import to_json
from extract.facts import extract_facts
from extract.vendor import TemplateError
from night.notice import NoticeFailed
from night.schedule import ScheduleError
from stages.extraction import ReadingFailed
from stages.prospect import NothingThere
from web.server import HOST, NoAccounts, serve_pages

FAILED, USAGE = 1, 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; every expected fault is one message on standard error."""
    try:
        status = cli.main(args=arguments, prog_name="tintinh", standalone_mode=False)
    except click.Abort:
        _fail("đã dừng; chạy lại lệnh để làm tiếp / interrupted; the same command goes on", FAILED)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (AccountProblem, WeakPassword, NoAccounts) as error:
        _fail(str(error), USAGE)
    except (ConfigError, GoldError, FloorError, NoSuchVersion, TemplateError, oneoff.BadFile) as error:
        _fail(str(error), USAGE)
    except (
        AlgorithmMismatch,
        DatabaseProblem,
        ArchiveError,
        CrawlError,
        NoticeFailed,
        NothingThere,
        ReadingFailed,
        ScheduleError,
        pipeline.AlreadyRunning,
        OSError,
    ) as error:
        _fail(str(error), FAILED)
    sys.exit(status or 0)


def _fail(message: str, status: int) -> None:
    click.echo(f"tintinh: {message}", err=True)
    sys.exit(status)


@click.group(epilog=example("tintinh nightly --config config.toml"))
@click.version_option(package_name="tintinh")
def cli() -> None:
    """Tin Tỉnh: tin tức các tỉnh thành cơ sở dữ liệu / provincial news as a database."""


cli.add_command(archive_commands.extract)
cli.add_command(archive_commands.import_)
cli.add_command(night_commands.nightly)
cli.add_command(night_commands.schedule)
cli.add_command(night_commands.status)
cli.add_command(site_commands.site)
cli.add_command(dedupe_commands.dedupe)
cli.add_command(export_commands.export)
cli.add_command(search_commands.search)
cli.add_command(person_commands.person)
cli.add_command(user_commands.user)


@cli.command(epilog=example("tintinh crawl baothanhhoa --since 2020-01-01"))
@CONFIG
@click.option(
    "--since", type=DAY, help="Tải lùi đến ngày này / go back to this day; run again tomorrow to go on."
)
@SITES
def crawl(config_path: Path, since: datetime | None, sites: tuple[str, ...]) -> int:
    """Tải các trang đến hạn / fetch the pages that are due."""
    config = load_config(config_path)
    chosen = chosen_sites(config, sites)
    engine = pipeline.prepare(config)
    if since is not None:
        chosen = pipeline.reach_back(engine, chosen, since.date())
    with pipeline.recorded_run(engine, "crawl") as run_id, progress() as shown:
        outcome = pipeline.crawl_stage(config, chosen, engine, run_id, shown)
    report.show_crawl(outcome)
    return FAILED if outcome.errors else 0


@cli.command(epilog=example("tintinh page --json trang.html"))
@AS_JSON
@click.option("--vendor", help="Hệ quản trị nội dung / the vendor template to use.")
@click.option("--url", default="", help="Địa chỉ của trang / the address that the page came from.")
@click.option(
    "--html",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục: trang gốc cạnh bài đọc được / a folder for each page beside what was read from it.",
)
@FILES
def page(*, as_json: bool, vendor: str | None, url: str, html: Path | None, files: tuple[str, ...]) -> int:
    """Đọc bài từ trang đã lưu / read the article of saved pages."""
    bad = 0
    for name in files:
        try:
            saved = oneoff.saved_page(name, url)
            article = oneoff.read_page(name, saved, vendor)
        except oneoff.BadFile as error:
            bad += 1
            click.echo(f"tintinh: {error}", err=True)
            continue
        if as_json:
            click.echo(json.dumps(oneoff.page_object(name, article), ensure_ascii=False))
        else:
            report.show_article(article)
        if html is not None:
            click.echo(f"{report.write_marked(html, oneoff.stem(name), saved, article)}", err=True)
    return FAILED if bad else 0


@cli.command(epilog=example("tintinh facts --json bai.json"))
@AS_JSON
@click.option("--explain", is_flag=True, help="Câu, luật và độ tin / sentence, rule and confidence of each.")
@FILES
def facts(*, as_json: bool, explain: bool, files: tuple[str, ...]) -> int:
    """Tìm người, chức vụ, ngày, khen thưởng / find people, offices, dates and awards."""
    for name in files:
        for item in oneoff.read_inputs(name):
            found = extract_facts(item.source)
            if explain or not as_json:
                report.explain_facts(item, found)
            else:
                named = replace(found, authors=item.authors or found.authors)
                click.echo(json.dumps(to_json(item.id, named), ensure_ascii=False))
    return 0


@cli.command(epilog=example("tintinh serve --port 8080"))
@CONFIG
@click.option("--host", default=HOST, show_default=True, help="Địa chỉ mạng / where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(config_path: Path, host: str, port: int) -> int:
    """Mở các trang để đọc / serve the pages: to this machine, or with --host to those who have an account."""
    config = load_config(config_path)
    serve_pages(pipeline.prepared(config), config, host=host, port=port)
    return 0


@cli.command(epilog=example("tintinh demo --no-serve"))
@click.option(
    "--serve/--no-serve", "serve_after", default=True, help="Mở trang sau khi chạy / serve afterwards."
)
@click.option("--data", type=click.Path(path_type=Path), default=Path("build/demo"), show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8740, show_default=True)
def demo(*, serve_after: bool, data: Path, port: int) -> int:
    """Chạy cả hệ thống trên năm trang mẫu / the whole way over five replica sites."""
    data.mkdir(parents=True, exist_ok=True)
    settings = data / "config.toml"
    with serve_demo(ports=default_ports()) as servers:
        settings.write_text(demo_config(servers.base_urls, Path()), encoding="utf-8")
        config = load_config(settings)
        engine = pipeline.prepare(config)
        started = time.monotonic()
        with progress() as shown:
            outcome = pipeline.nightly(config, config.sites(), engine, shown)
        report.show_night(engine, outcome, time.monotonic() - started)
        if serve_after:
            serve_pages(engine, config, port=port)
    return FAILED if outcome.failed else 0


@cli.command(epilog=example("tintinh evaluate gold/dev --floors benchmarks/floors.toml"))
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--sites",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Trang mẫu có nhãn / sites around the gold articles, to be crawled.",
)
@click.option(
    "--pages",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Trang có nhãn / pages with their articles.",
)
@click.option(
    "--floors",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Mức sàn / the least figures allowed.",
)
@click.option(
    "--raise-floors",
    is_flag=True,
    help="Nâng mức sàn theo lần đo này / lift the floors to what this run earns.",
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Bảng lỗi / where to write the error report.",
)
def evaluate(  # noqa: PLR0913 -- one option, one parameter
    *,
    gold: Path,
    sites: Path | None,
    pages: Path | None,
    floors: Path | None,
    html: Path | None,
    raise_floors: bool,
) -> int:
    """Chấm điểm trên bài có nhãn / score the extraction against labelled articles."""
    broken = evaluate_all(
        gold,
        sites=sites,
        pages=pages,
        floors=floors,
        html=html,
        say=click.echo,
        raise_floors=raise_floors,
    )
    for line in broken:
        click.echo(f"tintinh: {line}", err=True)
    return FAILED if broken else 0


@cli.group(epilog=example("tintinh db upgrade"))
def db() -> None:
    """Cơ sở dữ liệu / the database."""


@db.command("upgrade", epilog=example("tintinh db upgrade"))
@CONFIG
def db_upgrade(config_path: Path) -> int:
    """Đưa lược đồ lên bản hiện tại / bring the schema up to date."""
    upgrade_database(open_database(load_config(config_path).database_url))
    click.echo("lược đồ đã mới / the schema is up to date")
    return 0


@db.command("backup", epilog=example("tintinh db backup sao-luu/tintinh.sqlite"))
@CONFIG
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def db_backup(config_path: Path, file: Path) -> int:
    """Sao lưu, kể cả khi đang dùng / copy the whole database to a file, while it is in use."""
    back_up(pipeline.prepared(load_config(config_path)), file)
    click.echo(f"đã sao lưu / backed up: {file}")
    return 0


@db.command("grant", epilog=example("tintinh db grant tintinh_reader"))
@CONFIG
@click.argument("role")
def db_grant(config_path: Path, role: str) -> int:
    """Cho một vai trò của PostgreSQL đọc dữ liệu / let a role of PostgreSQL read, for the page /sql."""
    grant_role(pipeline.prepared(load_config(config_path)), role)
    click.echo(f"{role} được đọc dữ liệu / may read the data")
    return 0


@db.command("check", epilog=example("tintinh db check"))
@CONFIG
def db_check(config_path: Path) -> int:
    """Kiểm tra toàn vẹn / check that everything in store holds together."""
    problems = check_database(open_database(load_config(config_path).database_url))
    for problem in problems:
        click.echo(f"tintinh: {problem}", err=True)
    if not problems:
        click.echo("không có lỗi / no fault found")
    return FAILED if problems else 0
