"""The ledger's pages: alarms, and a site over time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.databases import migrated_sqlite
from tests.night.lines import healthy_nights, store_nights
from tests.web.conftest import ATTACK, Site, foreign_scripts
from tests.web.serving import served

NIGHTS = 12
REASONS = {"no answer in time": 2, "more than 5 redirects": 1, "HTTP 500": 3, ATTACK: 1}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a fortnight of quiet nights, the last of which failed with a hostile message."""
    engine = migrated_sqlite(tmp_path_factory.mktemp("ledger") / "web.sqlite")
    *nights, last = healthy_nights(NIGHTS)
    store_nights(engine, [*nights, replace(last, reasons=REASONS)], error=ATTACK)
    with served(engine) as port:
        yield Site(port, 0, 0, 0)
    engine.dispose()


def test_the_list_of_sites_shows_the_alarms_that_stand(ledger: Site) -> None:
    text = ledger.get("/sites").text
    assert "không tải được" in text
    assert 'href="/sites/mau"' in text


@pytest.mark.parametrize("path", ["/sites", "/sites/mau"])
def test_reasons_are_told_in_vietnamese_and_in_english_on_request(ledger: Site, path: str) -> None:
    told = ledger.get(path).text
    for words in ("không tải được", "không trả lời kịp × 2", "chuyển hướng hơn 5 lần × 1", "HTTP 500 × 3"):
        assert words in told
    for words in ("could not be crawled", "no answer in time", "redirects"):
        assert words not in told
    asked = ledger.get(f"{path}?lang=en").text
    for words in ("could not be crawled", "no answer in time × 2", "more than 5 redirects × 1", "HTTP 500"):
        assert words in asked
    assert "không tải được" not in asked


def test_a_site_shows_its_figures_over_time(ledger: Site) -> None:
    answer = ledger.get("/sites/mau")
    assert answer.status == 200
    charts = [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", answer.text, re.DOTALL)]
    assert len(charts) == 6
    for chart in charts:
        assert chart.get("aria-label")
        assert len(chart.findall("rect")) == NIGHTS
    assert charts[0].findtext("rect/title") == "02/03/2026: 10"
    assert answer.text.count("<tr><td>") == NIGHTS


def test_the_pages_need_no_script_and_no_inline_style(ledger: Site) -> None:
    for path in ("/sites", "/sites/mau"):
        answer = ledger.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert foreign_scripts(answer.text) == []
        assert "<img" not in answer.text
        assert " style=" not in answer.text


def test_an_unknown_site_is_not_found(ledger: Site) -> None:
    assert ledger.get("/sites/khong-co").status == 404
