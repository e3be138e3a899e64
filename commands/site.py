"""Verbs over the sites of the settings: list them, look at one, add one."""

from __future__ import annotations

from pathlib import Path

import click

from commands import report
from commands.options import CONFIG, example
from commands.terminal import progress
from config import load_config
from stages.prospect import Given, add_to_config, prospect
from stages.sample import sample_site

FAILED = 1


@click.group(epilog=example("tintinh site check baothanhhoa"))
def site() -> None:
    """Các trang trong tệp thiết lập / the sites of the settings."""


@site.command("list", epilog=example("tintinh site list"))
@CONFIG
def site_list(config_path: Path) -> int:
    """Liệt kê các trang / list the sites."""
    report.show_sites(load_config(config_path))
    return 0


@site.command("check", epilog=example("tintinh site check baothanhhoa"))
@CONFIG
@click.option(
    "--html",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục: trang gốc cạnh bài đọc được / a folder for each page beside what was read from it.",
)
@click.argument("site_id")
def site_check(config_path: Path, html: Path | None, site_id: str) -> int:
    """Tải thử vài bài và cho xem đọc được gì / fetch a few articles and show what is read."""
    config = load_config(config_path)
    with progress() as shown:
        sample = sample_site(config, config.sites((site_id,))[0], shown)
    report.show_sample(sample)
    if html is not None:
        for sampled in sample.articles:
            stem = f"{site_id}-{sampled.view.article_id}"
            click.echo(report.write_marked(html, stem, sampled.page, sampled.article))
    return 0 if sample.articles else FAILED


@site.command("add", epilog=example("tintinh site add https://bao.example/ --id bao-vi-du --write"))
@CONFIG
@click.argument("url")
@click.option("--id", "site_id", help="Mã của trang / the site's id; else from its host.")
@click.option("--name", help="Tên / its name; else as its home page says.")
@click.option("--province", help="Tỉnh / its province; else as its name says.")
@click.option("--allow-private", is_flag=True, help="Trang mẫu trên máy này / a replica on this machine.")
@click.option("--write", is_flag=True, help="Ghi vào tệp thiết lập / append it to the settings.")
def site_add(  # noqa: PLR0913 -- one option, one parameter
    *,
    config_path: Path,
    url: str,
    site_id: str | None,
    name: str | None,
    province: str | None,
    allow_private: bool,
    write: bool,
) -> int:
    """Xem một trang mới và đề xuất bảng [[site]] / look at a new site and propose its table.

    Costs the site some twenty requests at most, asked as politely as at night.
    """
    config = load_config(config_path)
    given = Given(site_id, name, province, allow_private)
    with progress() as shown:
        proposal = prospect(config, url, given, shown)
    report.show_proposal(proposal)
    if write:
        if proposal.province is None:
            msg = "the site does not say its province: name it with --province"
            raise click.UsageError(msg)
        add_to_config(config_path, proposal.toml)
        click.echo(
            f"đã ghi vào / written to {config_path}; bây giờ / now: tintinh site check {proposal.site.id}"
        )
    return 0
