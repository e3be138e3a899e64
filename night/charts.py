"""Small charts as inline SVG: a bar for each night, with its day and figure to be read on it. Pure.

No script and no inline style: the colours come from the page's stylesheet, so that a strict content
security policy holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from db.order import VIETNAM
from db.read import SiteRunRow

WIDTH, HEIGHT = 360, 72
_GAP = 1.0

_SVG = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
_BAR = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>')


@dataclass(frozen=True, slots=True)
class Chart:
    """A titled chart, ready for a page."""

    vietnamese: str
    english: str
    svg: Markup


def site_charts(lines: Sequence[SiteRunRow]) -> list[Chart]:
    """The figures of a site over its last runs, the oldest to the left."""
    figures: tuple[tuple[str, str, list[float | None]], ...] = (
        ("Bài mới", "New articles", [line.articles_new for line in lines]),
        ("Trang hỏng", "Failed pages", [line.failed for line in lines]),
        (
            "Chữ mỗi bài",
            "Characters an article",
            [line.characters / line.articles if line.articles else None for line in lines],
        ),
        (
            "Dữ kiện mỗi bài",
            "Facts an article",
            [line.facts / line.articles if line.articles else None for line in lines],
        ),
        ("Nghi trùng", "Suspected duplicates", [line.duplicates for line in lines]),
        ("Trả lời (ms)", "Answer (ms)", [line.answer_ms for line in lines]),
    )
    days = [line.started_at.astimezone(VIETNAM).strftime("%d/%m/%Y") for line in lines]
    return [
        Chart(vietnamese, english, bars(values, days, label=f"{vietnamese} / {english}"))
        for vietnamese, english, values in figures
    ]


def bars(values: Sequence[float | None], names: Sequence[str], *, label: str) -> Markup:
    """A bar chart from zero to the greatest value; a value that is not known leaves its place free."""
    top = max((value for value in values if value is not None), default=0.0) or 1.0
    step = WIDTH / max(len(values), 1)
    drawn = [
        _BAR.format(
            place * step,
            HEIGHT - HEIGHT * value / top,
            max(step - _GAP, _GAP),
            HEIGHT * value / top,
            f"{name}: {value:.0f}" if value >= 10 or value == round(value) else f"{name}: {value:.1f}",
        )
        for place, (value, name) in enumerate(zip(values, names, strict=True))
        if value is not None
    ]
    return _SVG.format(WIDTH, HEIGHT, label, Markup().join(drawn))
