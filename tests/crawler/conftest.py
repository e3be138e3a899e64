"""Real sites on this machine, and a newsroom that crawls them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.newsroom import Newsroom
from tests.crawler.website import Website, serve


@pytest.fixture
def website() -> Iterator[Website]:
    with serve() as website:
        yield website


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path)
    yield newsroom
    newsroom.engine.dispose()
