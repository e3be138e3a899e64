"""Why an appearance stands for a person, in words of two languages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from extract.identity.appearance import Ref

_WORDS = {
    "decision": ("biên tập viên đã quyết định", "an editor said so"),
    "alone": ("chưa thấy bài nào khác về người này", "no other article is known to be about this person"),
    "rare name": ("tên hiếm", "a rare name"),
    "common name": ("tên phổ biến", "a common name"),
    "same province": ("cùng tỉnh", "the same province"),
    "other province": ("khác tỉnh", "another province"),
    "national": ("cùng giữ chức vụ ở trung ương", "both in offices of the country"),
    "same office": ("cùng chức vụ: {}", "the same office: {}"),
    "same body": ("cùng cơ quan: {}", "the same body: {}"),
    "same place": ("chức vụ cùng một nơi: {}", "offices in one place: {}"),
    "likely office": ("chức vụ giống nhau: {}", "a like office: {}"),
    "at once": ("cùng lúc giữ chức vụ khác nơi: {}", "at the same time in an office elsewhere: {}"),
    "other office": ("chức vụ khác: {}", "another office: {}"),
    "no office": ("nơi khác không nói đến chức vụ", "elsewhere no office is spoken of"),
    "same home": ("cùng quê hoặc nơi ở: {}", "the same home: {}"),
    "other home": ("quê hoặc nơi ở khác", "another home"),
    "home and office": ("ở nơi giữ chức vụ: {}", "lives where the office is: {}"),
    "same unit": ("cùng trường hoặc đơn vị: {}", "the same school or firm: {}"),
    "other unit": ("trường hoặc đơn vị khác", "another school or firm"),
    "born": ("cùng năm sinh", "born in the same year"),
    "born otherwise": ("khác năm sinh", "born in another year"),
    "calling": ("cùng nghề nghiệp", "the same calling"),
    "other calling": ("nghề nghiệp khác", "another calling"),
    "company": ("cùng xuất hiện với {} người ấy", "named together with the same people ({})"),
    "event": ("cùng một sự kiện", "the same event"),
    "award": ("cùng một lần khen thưởng", "the same award at the same time"),
    "spelling": ("viết tên khác nhau", "the name is spelt otherwise"),
}


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


@lru_cache(maxsize=16384)
def reason(kind: str, weight: float, about: str = "") -> Reason:
    """A reason of a kind, in words; `about` is what it is about, as shown."""
    vi, en = _WORDS[kind]
    return Reason(kind=kind, weight=round(weight, 2), vi=vi.format(about), en=en.format(about))


def to_json(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    """The reasons as plain data, for storing."""
    return [asdict(one) for one in reasons]
