from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import cli
from config import load_config
from db.engine import open_database, upgrade_database
from tests.db.samples import Newsroom, Story, about


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text('data = "var"\n[crawl]\ncontact = "thu@example.com"\n', encoding="utf-8")
    engine = open_database(load_config(path).database_url)
    upgrade_database(engine)
    newsroom = Newsroom(engine)
    newsroom.publish(Story(award=None))
    newsroom.publish(Story(title="Tin hai"))
    newsroom.publish(about("Mùa A Viết"))
    engine.dispose()
    return path


def test_a_person_is_told_with_offices_and_reasons(settings: Path) -> None:
    run = CliRunner().invoke(cli, ["person", "1", "--config", str(settings)])
    assert run.exit_code == 0
    assert "Lò Văn Thử" in run.output
    assert "cùng chức vụ" in run.output
    as_json = CliRunner().invoke(cli, ["person", "1", "--json", "--config", str(settings)])
    told = json.loads(as_json.output)
    assert told["articles"] == 2
    assert [one["title"] for one in told["attestations"]] == ["Thăm bản Pá Hốc", "Tin hai"]
    assert len(told["appearances"]) == 2


def test_a_name_lists_all_who_bear_it(settings: Path) -> None:
    run = CliRunner().invoke(cli, ["person", "lo van thu", "--json", "--config", str(settings)])
    assert [json.loads(line)["name"] for line in run.output.splitlines()] == ["Lò Văn Thử"]
    nobody = CliRunner().invoke(cli, ["person", "Không Ai", "--config", str(settings)], standalone_mode=False)
    assert nobody.return_value == 1
    unknown = CliRunner().invoke(cli, ["person", "99", "--config", str(settings)], standalone_mode=False)
    assert unknown.return_value == 1
