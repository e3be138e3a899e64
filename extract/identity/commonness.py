"""How many people bear a name: what a name alone is worth as evidence.

A name agrees by chance as often as it is common: the frequency-based weights of record linkage (Fellegi and
Sunter, "A theory for record linkage", 1969; Winkler's frequency-based matching).
"""

from __future__ import annotations

from functools import lru_cache

from extract.identity.names import name_key
from extract.lexicon import table


@lru_cache(maxsize=65536)
def share(key: str) -> float:
    """The share of people who bear the name with this key; of a single word, those who are called so."""
    shares = _shares()
    words = key.split()
    given = shares["given"].get(words[-1], shares["rare"]["given"])
    if len(words) == 1:
        return given
    family = shares["family"].get(words[0], shares["rare"]["family"])
    middle = 1.0
    for word in words[1:-1] or [""]:
        middle *= shares["middle"].get(word, shares["rare"]["middle"])
    return family * middle * given


@lru_cache(maxsize=1)
def _shares() -> dict[str, dict[str, float]]:
    known = table("name_shares")
    keyed = {kind: {name_key(name): value for name, value in known[kind].items()} for kind in _KINDS}
    return keyed | {"rare": known["rare"]}


_KINDS = ("family", "middle", "given")
