"""`config.toml` and the vendor templates: what is wrong is said with file, line, key and what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import VENDORS_DIR, ConfigError, load_config, load_vendors

SITE = """
[[site]]
id = "bao-mau"
name = "Báo mẫu"
province = "Lai Châu"
start = "https://bao.example.vn/"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_few_lines_make_a_site(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, SITE))
    (site,) = config.sites()
    assert (site.id, site.enabled, site.allow_private) == ("bao-mau", True, False)
    assert config.crawl.delay == 1.0
    assert config.archive_dir == tmp_path / "var" / "archive"
    assert config.database_url == f"sqlite:///{tmp_path}/var/tintinh.sqlite"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[crawl]\ndelay = 'x'\n", r"config\.toml:2: crawl\.delay: .*number"),
        ("[crawl]\ndelay = -1\n", r"config\.toml:2: crawl\.delay: .*greater than or equal to 0"),
        ("[crawl]\ntimeuot = 3\n", r"config\.toml:2: crawl\.timeuot: no setting has this name"),
        ("[crawl\n", r"config\.toml: is not valid TOML"),
        (SITE + SITE, r"two \[\[site\]\] tables have the id 'bao-mau'"),
        (
            SITE.replace("https://bao.example.vn/", "bao.example.vn"),
            r"config\.toml:6: site\.0\.start: .*http://",
        ),
        (SITE.replace('"bao-mau"', '"Báo Mẫu"'), r"config\.toml:3: site\.0\.id"),
        (SITE.replace("start =", "strat ="), r"config\.toml:6: site\.0\.strat: no setting"),
        (SITE + 'vendor = "khong-co"\n', r"no vendor is called 'khong-co'; known are: .*liferay"),
        (SITE + 'feeds = ["/rss"]\n', r"config\.toml:7: site\.0\.feeds: .*http://"),
        (SITE + "[site.listing]\nnext_page = 'a'\n", r"site 'bao-mau', listing: next_page: no setting"),
        (SITE + "[site.listing]\narticle_pattern = '('\n", r"article_pattern: is not a regular expression"),
        (SITE + "[site.listing]\nnext = '.trang >'\n", r"next: is not a CSS selector"),
        (SITE + "quiet = '7h-18h'\n", r"config\.toml:7: site\.0\.quiet"),
        (SITE + "proxy = 'may-chu:3128'\n", r"config\.toml:7: site\.0\.proxy: .*http://"),
        (SITE + "[site.listing]\npaging = 'ajax'\n", r"paging: .*'numbered'"),
        ('[web]\nhosts = ["https://tin.example/"]\n', r"config\.toml:2: web\.hosts: .*without scheme"),
        ('[web]\nhosts = ["*"]\n', r"config\.toml:2: web\.hosts: .*host names"),
        ("[web]\nhttps = true\n", r"web: https and proxies need hosts"),
        ('[web]\nhosts = ["a.example"]\nproxies = ["*"]\n', r"config\.toml:3: web\.proxies: .*127\.0\.0\.1"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_config(written(tmp_path, text))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = "[crawl]\ndelay = -1\ntimeout = 0\n"
    with pytest.raises(ConfigError) as raised:
        load_config(written(tmp_path, text))
    assert re.findall(r"config\.toml:(\d+)", str(raised.value)) == ["2", "3"]


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_config(tmp_path / "config.toml")
    (tmp_path / "config.toml").write_bytes('name = "Báo"'.encode("utf-16"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)


def test_sites_are_chosen_by_id(tmp_path: Path) -> None:
    other = SITE.replace("bao-mau", "bao-tat") + "enabled = false\n"
    config = load_config(written(tmp_path, SITE + other))
    assert [site.id for site in config.sites()] == ["bao-mau"]
    assert [site.id for site in config.sites(("bao-tat",))] == ["bao-tat"]
    with pytest.raises(ConfigError, match=r"no \[\[site\]\] has the id 'la'; known are: bao-mau, bao-tat"):
        config.sites(("la",))


def test_a_site_departs_from_its_vendor_key_by_key(tmp_path: Path) -> None:
    text = SITE + 'vendor = "liferay"\n[site.listing]\nnext = ".trang a"\n'
    config = load_config(written(tmp_path, text))
    listing = config.listing(config.sites()[0])
    assert listing.next == ".trang a"
    assert listing.article_pattern == config.vendors["liferay"]["listing"]["article_pattern"]


@pytest.mark.parametrize("vendor", sorted(load_vendors(VENDORS_DIR)))
def test_every_vendor_template_says_how_it_lists(tmp_path: Path, vendor: str) -> None:
    config = load_config(written(tmp_path, SITE + f'vendor = "{vendor}"\n'))
    listing = config.listing(config.sites()[0])
    assert listing.article_pattern
    assert listing.paging != "json" or listing.json_url
    assert listing.paging != "postback" or listing.next


def test_the_settings_that_ship_name_many_real_sites_which_nobody_crawls_unasked() -> None:
    config = load_config(Path(__file__).parents[1] / "config.toml")
    assert len(config.site) >= 40
    assert config.sites() == (), "each is enabled by whoever runs it"
    assert not any(site.allow_private for site in config.site)
    assert len({site.vendor for site in config.site if site.vendor}) >= 8
    assert all(config.listing(site).links for site in config.site)


def test_a_browser_and_old_tls_cannot_be_had_together(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    table = 'id = "mau"\nname = "Báo"\nprovince = "Lai Châu"\nstart = "https://bao.example/"\n'
    path.write_text(f'[[site]]\n{table}render = "browser"\ntls = "legacy"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be had together"):
        load_config(path)
