from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from config import load_config
from db.engine import open_database, upgrade_database
from tests.db.samples import Newsroom, Story, about

SETTINGS = 'data = "{folder}"\n'


@pytest.fixture
def search(tmp_path: Path) -> Callable[..., Result]:
    settings = tmp_path / "config.toml"
    settings.write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    engine = open_database(load_config(settings).database_url)
    upgrade_database(engine)
    newsroom = Newsroom(engine)
    newsroom.publish(Story(text="Bản. Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến ngày 7/2/2025."))
    newsroom.publish(replace(about("Mùa A Viết"), title="Bản bản bản"), province="Cà Mau")
    engine.dispose()

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli.cli, ["search", "--config", str(settings), *arguments])

    return run


def test_hits_are_told_as_objects(search: Callable[..., Result]) -> None:
    done = search("bản", "--rank", "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["title"] for one in told] == ["Bản bản bản", "Thăm bản Pá Hốc"]
    assert told[0]["published_day"] == "2025-02-07"
    start, end = told[0]["title_marks"][0]
    assert told[0]["title"][start:end] == "Bản"


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (["--province", "Cà Mau"], 1),
        (["--site", "Báo Sơn La"], 1),
        (["--office", "bí thư huyện ủy"], 2),
        (["--award", "bằng khen"], 0),
        (["--since", "2025-02-08"], 0),
        (["--until", "2025-02-07", "--stories"], 2),
        (["--kind", "notice"], 0),
        (["--person", "1"], 1),
    ],
)
def test_hits_are_filtered(search: Callable[..., Result], arguments: list[str], number: int) -> None:
    assert search("bản", *arguments).stdout.endswith(f"{number} bài / articles\n")


def test_what_is_not_understood_is_said_beside_the_hits(search: Callable[..., Result]) -> None:
    done = search("từ:mai bản")
    assert "từ:mai" in done.stderr
    assert "2 bài / articles" in done.stdout
