"""Writes the `config.toml` with which to crawl the replica sites."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from demo.content.model import SiteInfo
from demo.content.reader import load_sites

_HEAD = """# Các trang mẫu trên máy này / the replica sites on this machine
data = {data}

[crawl]
contact = "demo@mau.invalid"
delay = 0.0
retry_wait = 0.2
"""


def demo_config(base_urls: Mapping[str, str], data_dir: Path) -> str:
    """The text of a `config.toml` for the sites that run at these addresses (by site id).

    Everything that the crawl writes goes to `data_dir`.
    """
    tables = [_site_table(site, base_urls[site.id]) for site in load_sites()]
    return "\n".join([_HEAD.format(data=_quoted(str(data_dir))), *tables])


def _site_table(site: SiteInfo, base_url: str) -> str:
    lines = [
        "[[site]]",
        f"id = {_quoted(site.id)}",
        f"name = {_quoted(site.name)}",
        f"province = {_quoted(site.province)}",
        f"vendor = {_quoted(site.vendor)}",
        f"start = {_quoted(base_url + site.start)}",
        "allow_private = true",
    ]
    for key, paths in (("listings", site.listings), ("feeds", site.feeds), ("sitemaps", site.sitemaps)):
        if paths:
            lines.append(f"{key} = [{', '.join(_quoted(base_url + path) for path in paths)}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """The text as a TOML string (JSON's escapes are TOML's)."""
    return json.dumps(text, ensure_ascii=False)
