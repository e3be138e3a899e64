"""docs/research.ipynb, run anew on what the demo stores: its answers are those that stand in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import pipeline
from config import load_config
from demo.config import demo_config
from demo.server import serve_demo
from tests.commands.test_cli import run

NOTEBOOK = Path(__file__).parents[2] / "docs" / "research.ipynb"


def answers(notebook: Any) -> list[str]:
    """What each cell says, as text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [
        output.get("text") or output["data"]["text/plain"]
        for output in outputs
        if output.get("name") != "stderr"
    ]


@pytest.mark.slow
def test_the_notebook_says_what_its_cells_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "config.toml"
    with serve_demo(slow_seconds=0.0) as servers:
        settings.write_text(demo_config(servers.base_urls, Path()), encoding="utf-8")
        config = load_config(settings)
        engine = pipeline.prepare(config)
        pipeline.nightly(config, config.sites(), engine, lambda _step: None)
        engine.dispose()
    export = tmp_path / "tintinh.db"
    assert run("export", "sqlite", "--config", settings, export) == 0
    monkeypatch.setenv("TINTINH_EXPORT", str(export))
    stored = nbformat.read(NOTEBOOK, as_version=4)
    fresh = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(fresh, timeout=300, kernel_name="python3").execute()
    assert len(answers(stored)) == 7
    assert answers(fresh) == answers(stored)
