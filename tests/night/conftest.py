from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import migrated_sqlite


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database with today's schema."""
    engine = migrated_sqlite(tmp_path / "night.sqlite")
    yield engine
    engine.dispose()
