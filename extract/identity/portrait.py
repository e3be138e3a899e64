"""What a person is shown as in lists: a spelling of the name, and a province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.identity.appearance import Evidence

_HOME_SHARE = 0.6
"""The share of a person's articles from which on their province is the person's."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """How a person is shown: the name as articles write it; the province, where it is one."""

    name: str
    province: str | None


def portray(evidence: Sequence[Evidence]) -> Portrait:
    """The portrait that a person's appearances, one or more, paint; the same whatever their order.

    Of the spellings the most frequent one, but capitals alone only where there is no other.
    """
    spellings = Counter(one.name for one in evidence)
    name = min(spellings, key=lambda name: (name.isupper(), -spellings[name], name))
    provinces = Counter(one.province for one in evidence)
    province = min(provinces, key=lambda province: (-provinces[province], province))
    at_home = provinces[province] >= _HOME_SHARE * len(evidence)
    return Portrait(name, province if at_home else None)
