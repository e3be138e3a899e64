"""Charts as inline SVG, with the words and links that stand for them. Pure.

No script and no inline style: colours come from the stylesheet, so that a strict content security policy
holds. Each chart says in its label what it shows, and stands beside a list or a table that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_COLUMN, _GAP, _HEIGHT, _FOOT = 44, 10, 120, 20

_SVG = Markup(
    '<svg class="columns-chart" viewBox="0 0 {} {}" width="{}" role="group" aria-label="{}">{}</svg>'
)
_LINKED = Markup('<a href="{}"{}><title>{}</title>{}</a>')
_BOX = Markup('<rect x="{}" y="{:.1f}" width="{}" height="{:.1f}" rx="2"/>')
_WORDS = Markup('<text x="{}" y="{:.1f}"{}>{}</text>')
_BAR = Markup(
    '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    '<rect width="{:.1f}" height="8"/></svg>'
)
_HERE = Markup(' class="chosen" aria-current="true"')
_SMALL = Markup(' class="foot"')


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart: its name below, its height, where it leads, and whether it is the one chosen."""

    name: str
    value: int
    href: str
    chosen: bool = False


def columns(shown: Sequence[Column], label: str) -> Markup:
    """A chart of columns from zero to the greatest value, each a link with its figure above it."""
    top = max((column.value for column in shown), default=0) or 1
    drawn = []
    for place, column in enumerate(shown):
        height = max((_HEIGHT - _FOOT) * column.value / top, 1)
        left, foot = place * (_COLUMN + _GAP), _HEIGHT + _FOOT
        middle = left + _COLUMN // 2
        parts = Markup().join(
            (
                _BOX.format(left, foot - _FOOT - height, _COLUMN, height),
                _WORDS.format(middle, foot - _FOOT - height - 5, "", column.value),
                _WORDS.format(middle, foot - 4, _SMALL, column.name),
            )
        )
        current = _HERE if column.chosen else ""
        drawn.append(_LINKED.format(column.href, current, f"{column.name}: {column.value}", parts))
    width = max(len(shown) * (_COLUMN + _GAP) - _GAP, _COLUMN)
    return _SVG.format(width, _HEIGHT + _FOOT, width, label, Markup().join(drawn))


def bar(value: float, top: float) -> Markup:
    """A bar from zero, as long as the value's share of the greatest one; the figure stands beside it."""
    return _BAR.format(100 * value / top if top else 0)
