"""A look at a site before its first night."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.config import demo_config
from demo.server import serve_demo
from tests.commands.test_cli import run


def test_site_check_shows_what_is_read_and_stores_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve_demo(slow_seconds=0.0) as servers:
        settings = tmp_path / "config.toml"
        settings.write_text(demo_config(servers.base_urls, Path()), encoding="utf-8")
        assert run("site", "check", "--config", settings, "--html", tmp_path / "xem", "mau-bao-danang") == 0
        asked = [request for request in servers.requests if request.site == "mau-bao-danang"]
    assert len(asked) <= 16
    out = capsys.readouterr().out
    assert "tác giả / authors" in out
    pages = sorted((tmp_path / "xem").glob("mau-bao-danang-*.html"))
    assert pages
    assert all("<script" not in page.read_text(encoding="utf-8") for page in pages)
    assert not (tmp_path / "tintinh.sqlite").exists()
