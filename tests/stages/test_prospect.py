"""`tintinh site add` describes sites that nobody has described to it: the five replicas."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import cli
from config import ConfigError, load_config
from demo.content.model import SiteInfo
from demo.content.reader import load_sites
from demo.server import serve_demo
from stages.prospect import Given, NothingThere, Proposal, add_to_config, prospect

pytestmark = pytest.mark.xdist_group("prospect")

SITES = load_sites()
SETTINGS = "# our own remark\r\n[crawl]\nretries = 0   # no patience\ndelay = 0\n"
TABLE = '[[site]]\nid = "moi"\nname = "Mới"\nprovince = "Lai Châu"\nstart = "http://moi.example/"\n'


@dataclass(frozen=True)
class Looked:
    """What was proposed for a replica site, and what looking cost it."""

    base: str
    proposal: Proposal
    requests: int


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Looked]:
    path = tmp_path_factory.mktemp("prospect") / "config.toml"
    path.write_bytes(SETTINGS.encode())
    config = load_config(path)
    found = {}
    with serve_demo(slow_seconds=0.1) as servers:
        for site_id, base in servers.base_urls.items():
            before = len(servers.requests)
            proposal = prospect(config, f"{base}/", Given(id=site_id, allow_private=True), lambda _: None)
            found[site_id] = Looked(base, proposal, len(servers.requests) - before)
    return found


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_vendor_name_and_entries_are_those_of_the_site(site: SiteInfo, looked: Mapping[str, Looked]) -> None:
    base, proposed = looked[site.id].base, looked[site.id].proposal.site
    assert (proposed.vendor, proposed.name, proposed.start) == (site.vendor, site.name, f"{base}/")
    assert set(proposed.feeds) == {base + path for path in site.feeds}
    assert set(proposed.sitemaps) == {base + path for path in site.sitemaps}
    assert set(proposed.listings) >= {base + path for path in site.listings}
    assert all(looked[site.id].proposal.articles[url] >= 2 for url in proposed.listings)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_looking_costs_a_site_few_requests(site: SiteInfo, looked: Mapping[str, Looked]) -> None:
    assert looked[site.id].requests <= 20


def test_the_province_is_told_by_the_name_or_left_to_be_filled_in(looked: Mapping[str, Looked]) -> None:
    provinces = {site.id: looked[site.id].proposal.province for site in SITES}
    assert provinces == {site.id: site.province if site.province in site.name else None for site in SITES}
    unknown = next(site.id for site in SITES if provinces[site.id] is None)
    assert "fill in the province" in looked[unknown].proposal.toml


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_the_proposed_table_is_sound_settings(
    site: SiteInfo, looked: Mapping[str, Looked], tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(SETTINGS.encode())
    text = re.sub(r'# (province = )"…".*', rf'\1"{site.province}"', looked[site.id].proposal.toml)
    add_to_config(path, text)
    (read,) = load_config(path).site
    assert (read.id, read.vendor, read.allow_private) == (site.id, site.vendor, True)
    assert read.listings == looked[site.id].proposal.site.listings


def test_a_written_table_leaves_everything_else_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(SETTINGS.encode())
    path.chmod(0o640)
    add_to_config(path, TABLE)
    assert path.read_bytes() == (SETTINGS + "\n" + TABLE).encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]


def test_a_table_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SETTINGS + TABLE, encoding="utf-8", newline="")
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=r"two .* have the id 'moi'") as refused:
        add_to_config(path, TABLE)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]


def test_private_addresses_are_not_looked_at_unasked(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SETTINGS + 'contact = "mailto:ai@mau.example"\n', encoding="utf-8")
    with pytest.raises(NothingThere, match="private address"):
        prospect(load_config(path), "http://127.0.0.1:9/", Given(), lambda _: None)


def test_the_command_shows_a_table_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    site = next(site for site in SITES if site.feeds)
    with serve_demo(slow_seconds=0.1) as servers:
        base = servers.base_urls[site.id]
        options = ["--allow-private", "--id", "mau", "--config", str(path), "--write"]
        with pytest.raises(SystemExit) as ended:
            cli.main(["site", "add", f"{base}/", *options])
    assert ended.value.code == 0
    shown = capsys.readouterr().out.partition("đã ghi")[0]
    assert tomllib.loads(shown)["site"][0]["vendor"] == site.vendor
    assert [one.id for one in load_config(path).site] == ["mau"]
