"""Why an appearance stands for a person, in words of two languages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from extract.identity.appearance import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One piece of evidence: for being this person (`weight` above 0), or against it; in logits."""

    kind: str
    weight: float
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An appearance in its cluster: how sure its place is (0 to 1), and why, the weightiest first."""

    ref: Ref
    score: float
    reasons: tuple[Reason, ...]


def to_json(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    """The reasons as plain data, for storing."""
    return [asdict(reason) for reason in reasons]
