"""The edition of the rules by which bodies are told: it changes when what they say of stored names may."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from extract.lexicon import table
from extract.units import units_digest

RULES = "3"
"""To be raised with any change of the code in `extract/bodies/` or `extract/places/` that tells otherwise."""


@cache
def bodies_edition() -> str:
    """SHA-256 of the rules, the word lists behind them and the units, hexadecimal."""
    lists = [table(name) for name in ("abbreviations", "bodies", "body_kinds", "body_successors")]
    said = json.dumps([RULES, units_digest(), lists], default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
