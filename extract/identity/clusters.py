"""From the appearances of one name to persons."""

from __future__ import annotations

from collections.abc import Sequence

from extract.identity.appearance import Appearance, Ref
from extract.identity.links import Links
from extract.identity.reasons import Placed, Reason
from extract.text import fold

_SAME = Reason(kind="province", weight=1.0, vi="cùng tên, cùng tỉnh", en="same name, same province")


def cluster(appearances: Sequence[Appearance], links: Links) -> tuple[tuple[Placed, ...], ...]:
    """Persons, each as the appearances that stand for them; the same in whatever order these are given."""
    ordered = sorted(appearances, key=lambda one: (one.url, one.ref))
    found: list[list[Ref]] = []
    provinces: list[str] = []
    for one in ordered:
        home = fold(one.evidence.province)
        for members, province in zip(found, provinces, strict=True):
            bound = any(links.group(ref) == links.group(one.ref) for ref in members)
            apart = any(links.apart(ref, one.ref) for ref in members)
            free = members[0].key == one.ref.key and not apart
            if bound or (free and province == home):
                members.append(one.ref)
                break
        else:
            found.append([one.ref])
            provinces.append(home)
    return tuple(tuple(Placed(ref=ref, score=1.0, reasons=(_SAME,)) for ref in members) for members in found)
