"""`tintinh export`, as a person runs it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import pipeline
from config import load_config
from db.views import VIEWS
from tests.commands.test_cli import SITE, run, write
from tests.db.samples import Newsroom, Story


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = write(tmp_path, SITE)
    engine = pipeline.prepare(load_config(path))
    Newsroom(engine).publish(Story(award="Bí thư Huyện ủy"))
    engine.dispose()
    return path


def test_a_data_set_goes_to_standard_output_or_into_a_file(
    settings: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("export", "people", "--config", settings) == 0
    (person,) = map(json.loads, capsysbinary.readouterr().out.splitlines())
    assert person["person"] == "Lò Văn Thử"
    for name in ("ra.csv", "ra.jsonl", "ra.parquet"):
        assert run("export", "awards", "--config", settings, tmp_path / name) == 0
        assert (tmp_path / name).stat().st_size > 100
    assert run("export", "awards", "--config", settings, "--province", "Hà Nội", tmp_path / "ra.jsonl") == 0
    assert (tmp_path / "ra.jsonl").read_bytes() == b""


def test_a_file_whose_name_says_no_format_is_refused(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", "people", "--config", settings, tmp_path / "ra.xls") == 2
    assert ".csv, .jsonl or .parquet" in capsys.readouterr().err
    assert not (tmp_path / "ra.xls").exists()


def test_everything_goes_into_a_folder_that_explains_itself(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ra"
    assert run("export", "all", "--csv", "--config", settings, folder) == 0
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert {resource["path"] for resource in package["resources"]} == {
        f"{view.dataset}.csv" for view in VIEWS
    }
    for resource in package["resources"]:
        header = (folder / resource["path"]).read_text("utf-8-sig").splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
    assert run("export", "all", "--csv", "--config", settings, folder) == 1
    assert "there is something already" in capsys.readouterr().err


def test_an_sqlite_file_with_what_datasette_says_of_it(settings: Path, tmp_path: Path) -> None:
    path, metadata = tmp_path / "ra.db", tmp_path / "ra.json"
    assert run("export", "sqlite", "--config", settings, path, "--metadata", metadata) == 0
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT person FROM people").fetchall() == [("Lò Văn Thử",)]
    tables = json.loads(metadata.read_text("utf-8"))["databases"]["ra"]["tables"]
    assert tables.keys() == {view.dataset for view in VIEWS}
