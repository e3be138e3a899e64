"""The examples in docs/api.md do what they say, on the pages as served."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.api.conftest import Api
from tests.web.serving import served

DOCUMENT = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (curl .+)$", DOCUMENT, re.MULTILINE)
PROGRAMS = re.findall(r"^```python\n(.+?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
THERE = "127.0.0.1:8000"


@pytest.fixture(scope="module")
def here(api: Api) -> Iterator[str]:
    with served(api.newsroom.engine) as port:
        yield f"127.0.0.1:{port}"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_answer(here: str, command: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace(THERE, here)], capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    assert "status" not in answer, answer


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_programs_run(here: str, program: str) -> None:
    written = program.replace(THERE, here)
    subprocess.run([sys.executable, "-c", written], check=True, capture_output=True)


def test_there_are_examples_and_every_address_is_named(api: Api) -> None:
    assert len(COMMANDS) >= 5
    assert len(PROGRAMS) >= 2
    for path in api.client.get("/api/v1/openapi.json").json()["paths"]:
        steps = [step for step in path.removeprefix("/api/v1/").split("/") if not step.startswith("{")]
        assert f"/{steps[-1]}" in DOCUMENT, path
