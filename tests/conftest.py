"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long one example takes says nothing: the first one compiles patterns, and machines are busy.
settings.register_profile("tintinh", deadline=None)
settings.load_profile("tintinh")
