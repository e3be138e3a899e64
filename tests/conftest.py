"""What holds for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# How long one example takes says nothing: the first one compiles patterns, and machines are busy.
settings.register_profile("tintinh", deadline=None)
settings.load_profile("tintinh")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests first: left to the end, one of them would keep a single process busy while others wait."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
