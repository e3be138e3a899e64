"""Templates as data: what is wrong in one is said with its field, `until` is kept, a witness is heard."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extract.page import extract_page
from extract.vendor import TemplateError, parse_template
from tests.extract.page.build import FIRST, PARAGRAPHS, SECOND, TITLE, page, texts


def data(**article: Any) -> dict[str, Any]:
    return {
        "signs": {"selectors": [".noi-dung"]},
        "article": {"body": [".noi-dung"], **article},
        "listing": {"x": 1},
    }


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, r"vendor thu: the table \[signs\] is missing"),
        ({"signs": {"selectors": ["p"]}}, r"the table \[article\] is missing"),
        ({"signs": {}, "article": {"body": ["p"]}}, "needs selectors, addresses or generator"),
        ({"signs": {"selectors": ["p"]}, "article": {}}, "needs body"),
        (data(autor=["p"]), "knows no 'autor'; allowed: title"),
        (data(title="h1"), "article.title must be a list"),
        (data(title=["h1["]), "article.title: 'h1\\[' is no CSS selector"),
        (data(title=[{"css": "h1", "bis": 1}]), "article.title: write a CSS selector"),
        (data(title=[{"css": "h1", "until": "2024-01-01"}]), "until must be a day"),
        (data(published=[{"script": "("}]), r"article.published: '\(' is no pattern"),
        ({"signs": {"selectors": ["p"], "least": 0}, "article": {"body": ["p"]}}, "least must be"),
        ({"signs": {"selectors": "p"}, "article": {"body": ["p"]}}, "signs.selectors must be a list"),
    ],
)
def test_a_fault_is_said_with_vendor_and_field(table: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        parse_template("thu", table)


@pytest.mark.parametrize(("day", "lead"), [("2023-05-01", "Phần mở đầu theo lối cũ"), ("2024-05-01", None)])
def test_a_selector_holds_until_its_day(day: str, lead: str | None) -> None:
    template = parse_template("thu", data(lead=[{"css": ".cu", "until": date(2023, 12, 31)}]))
    head = f"<meta property='article:published_time' content='{day}'>"
    article = extract_page(page(head=head, between="<i class='cu'>Phần mở đầu theo lối cũ</i>"), [template])
    assert article.lead == lead


def test_agreement_with_the_witness_is_kept() -> None:
    template = parse_template("thu", data())
    article = extract_page(page(), [template])
    assert (article.vendor, article.witness_f1) == ("thu", 1.0)
    narrow = parse_template("thu", data(drop=["p + p"]))
    article = extract_page(page(), [narrow])
    assert texts(article) == [FIRST]
    assert article.witness_f1 is not None
    assert 0.4 < article.witness_f1 < 0.9


def test_a_template_whose_body_is_gone_leaves_the_page_to_the_witness() -> None:
    template = parse_template("thu", {"signs": {"selectors": ["h1"]}, "article": {"body": ["#moi"]}})
    article = extract_page(page(), [template])
    assert texts(article) == [FIRST, SECOND]
    assert "no body selector matches" in article.warnings[0]


def test_the_template_with_most_signs_is_taken_and_a_name_forces_another() -> None:
    weak = parse_template("weak", {"signs": {"selectors": ["h1"]}, "article": {"body": [".noi-dung p"]}})
    strong = parse_template(
        "strong", {"signs": {"selectors": ["h1", ".noi-dung"]}, "article": {"body": [".noi-dung"]}}
    )
    assert extract_page(page(), [weak, strong]).vendor == "strong"
    assert extract_page(page(), [weak, strong], "weak").vendor == "weak"


def test_a_page_of_no_vendor_is_read_by_the_generic_extractor() -> None:
    template = parse_template("thu", {"signs": {"generator": "^Joomla"}, "article": {"body": [".item-page"]}})
    article = extract_page(page(), [template])
    assert (article.vendor, article.witness_f1, article.title) == (None, None, TITLE)
    assert texts(article) == texts(extract_page(page(PARAGRAPHS)))
