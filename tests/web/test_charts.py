from __future__ import annotations

import xml.etree.ElementTree as ET

from web.charts import Column, bar, columns


def test_the_highest_column_is_the_greatest_value_and_each_says_its_figure() -> None:
    chart = ET.fromstring(
        columns([Column("2024", 5, "/a"), Column("2025", 10, "/b", chosen=True)], "Theo năm")
    )
    heights = [float(box.get("height", 0)) for box in chart.iter("rect")]
    assert heights[1] == 2 * heights[0]
    assert [title.text for title in chart.iter("title")] == ["2024: 5", "2025: 10"]
    assert [link.get("aria-current") for link in chart.iter("a")] == [None, "true"]


def test_what_a_page_says_is_only_text_in_a_chart() -> None:
    chart = columns([Column("<script>", 1, '/?q="><script>')], "<b>")
    assert "<script>" not in chart
    assert ET.fromstring(chart).get("aria-label") == "<b>"


def test_a_bar_is_as_long_as_its_share() -> None:
    assert ET.fromstring(bar(1, 4))[0].get("width") == "25.0"
    assert ET.fromstring(bar(0, 0))[0].get("width") == "0.0"
