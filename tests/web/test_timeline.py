from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from web.timeline import Scale

DAYS = st.dates(date(1975, 1, 1), date(2075, 12, 31))


@given(st.lists(DAYS, min_size=1), DAYS, DAYS)
def test_every_bar_lies_on_the_scale_and_can_be_seen(days: list[date], one: date, other: date) -> None:
    first, last = sorted((one, other))
    scale = Scale.over([*days, first, last, None])
    assert scale is not None
    drawn = ET.fromstring(scale.span(first, last, "Bí thư", "held"))
    (box,) = drawn.iter("rect")
    start, width = float(box.get("x", -1)), float(box.get("width", 0))
    assert start >= 0
    assert width >= 8
    assert start + width <= 1000.2
    assert len(list(drawn.iter("path"))) == len(scale.years)


def test_nothing_dated_has_no_scale() -> None:
    assert Scale.over([None]) is None


def test_words_are_only_text() -> None:
    scale = Scale(date(2025, 1, 1), date(2025, 12, 31))
    ticks = scale.ticks([(date(2025, 2, 7), "<script>alert(1)</script>")], "award")
    assert "<script>" not in ticks
    assert [title.text for title in ET.fromstring(ticks).iter("title")] == ["<script>alert(1)</script>"]
