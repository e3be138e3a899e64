"""The documents say what is true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

import cli
from config import (
    Config,
    CrawlSettings,
    NotifySettings,
    SiteSettings,
    VendorListing,
    WebSettings,
    load_config,
)

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (document.parent / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_in_documents_exist(document: Path) -> None:
    known = set(cli.cli.commands)
    for name in re.findall(
        r"^\s+\.venv/bin/tintinh (\S+)", document.read_text(encoding="utf-8"), re.MULTILINE
    ):
        assert name in known


def test_the_make_targets_in_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        for target in re.findall(
            r"(?:^    |`)make ([a-z-]+)", document.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert target in targets, f"{document.name}: make {target}"


def test_every_command_is_named_in_the_readme_or_its_help_group() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {"nightly", "status", "search", "serve", "page", "facts", "dedupe", "site"}
    assert not [name for name in shown if f"tintinh {name}" not in readme]
    assert all(isinstance(command, click.Command) for command in cli.cli.commands.values())


def test_every_dependency_has_its_reasons() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    names = [re.split(r"[\[<>=]", requirement)[0].lower() for requirement in wanted]
    reasons = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").lower().replace(" ", "")
    aliases = {"beautifulsoup4": "beautifulsoup"}
    assert not [name for name in names if f"**{aliases.get(name, name)}**" not in reasons]


@pytest.mark.parametrize(
    "table", [Config, CrawlSettings, NotifySettings, SiteSettings, VendorListing, WebSettings]
)
def test_every_setting_is_explained_and_stands_in_the_shipped_file(table: type[BaseModel]) -> None:
    explained = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    shipped = (ROOT / "config.toml").read_text(encoding="utf-8")
    for name, field in table.model_fields.items():
        if table is Config and name in {"path", "crawl", "notify", "web", "site"}:
            continue
        row = re.search(rf"^\| `{name}` \| (.+?) \|", explained, re.MULTILINE)
        assert row, f"docs/configuration.md: {name} is missing"
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            assert row[1] == f"`{field.default}`", f"docs/configuration.md: the default of {name}"
        if table is not VendorListing:
            assert re.search(rf"^(?:# )?{name} = ", shipped, re.MULTILINE), f"config.toml: {name} is missing"


def test_the_shipped_settings_name_sites_enough_and_crawl_none_unasked() -> None:
    config = load_config(ROOT / "config.toml")
    assert len(config.site) >= 40
    assert not [site.id for site in config.site if site.enabled]
