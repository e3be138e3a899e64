"""Schemathesis asks the served API whatever its description allows, and what it does not, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.api.conftest import Api
from tests.web.serving import served


@pytest.mark.slow
def test_schemathesis_finds_no_fault(api: Api, tmp_path: Path) -> None:
    with served(api.newsroom.engine) as port:
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            "run",
            f"http://127.0.0.1:{port}/api/v1/openapi.json",
            *("--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--mode", "all"),
            *("--max-examples", "15", "--seed", "1", "--no-color", "--continue-on-failure"),
            "--generation-deterministic",
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout
