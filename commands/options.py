"""Options and help that the commands share."""

from __future__ import annotations

from pathlib import Path

import click

from config import Config, ConfigError, SiteSettings

CONFIG = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="Tệp thiết lập / the settings.",
)
FILES = click.argument("files", nargs=-1, required=True)
SITES = click.argument("sites", nargs=-1)
DAY = click.DateTime(["%Y-%m-%d"])
AS_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Một đối tượng JSON mỗi dòng / one JSON object a line."
)


def example(command: str) -> str:
    """The foot of a command's help."""
    return f"\b\nVí dụ / example:\n  {command}"


def chosen_sites(config: Config, ids: tuple[str, ...]) -> tuple[SiteSettings, ...]:
    """The sites named, or all enabled ones; a `ConfigError` where there is none."""
    sites = config.sites(ids)
    if not sites:
        msg = f"{config.path}: no [[site]] is enabled; set enabled = true at one, or name one"
        raise ConfigError(msg)
    return sites
