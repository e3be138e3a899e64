from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_database, upgrade_database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database with today's schema."""
    engine = open_database(f"sqlite:///{tmp_path / 'night.sqlite'}")
    upgrade_database(engine)
    yield engine
    engine.dispose()
