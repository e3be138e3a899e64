"""Each vendor template reads its fixture page exactly, and the page shows by itself whose it is."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.agreement import agreement
from extract.article import Article, FetchedPage
from extract.page import extract_page
from extract.vendor import VendorTemplate, parse_template

FIXTURES = Path(__file__).parent / "fixtures"
VENDORS = Path(__file__).parents[3] / "vendors"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))


@pytest.fixture(scope="module")
def templates() -> tuple[VendorTemplate, ...]:
    return tuple(
        parse_template(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(VENDORS.glob("*.toml"))
    )


def fixture(name: str) -> tuple[FetchedPage, dict[str, Any]]:
    expected = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return FetchedPage(body=(FIXTURES / f"{name}.html").read_bytes(), url=expected["url"]), expected


def lines(article: Article) -> list[str]:
    return [f"{block.kind}|{block.text}" for block in article.blocks]


def test_every_template_has_a_fixture() -> None:
    assert sorted(path.stem for path in VENDORS.glob("*.toml")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_template_reads_its_page_exactly(name: str, templates: tuple[VendorTemplate, ...]) -> None:
    page, expected = fixture(name)
    article = extract_page(page, templates)
    assert article.vendor == name
    assert article.title == expected["title"]
    assert lines(article) == expected["lines"]
    assert (article.published and article.published.isoformat()) == expected["published"]
    if "updated" in expected:
        assert article.updated is not None
        assert article.updated.isoformat() == expected["updated"]
    assert list(article.authors) == expected["authors"]
    assert [[file.url, file.name] for file in article.attachments] == expected.get("attachments", [])
    assert article.kind == expected.get("kind", article.kind)
    assert article.witness_f1 is not None


@pytest.mark.parametrize("name", NAMES)
def test_the_generic_extractor_reads_it_too(name: str) -> None:
    page, expected = fixture(name)
    article = extract_page(page)
    text = "\n".join(line.partition("|")[2] for line in expected["lines"] if not line.startswith("signature"))
    assert article.vendor is None
    assert article.title == expected["title"]
    assert agreement(text, article.text).f1 >= 0.95
    published = article.published.isoformat()[:10] if article.published else None
    # The day of publication stands in the address alone there.
    assert name == "tandan" or published == (expected["published"] and expected["published"][:10])
