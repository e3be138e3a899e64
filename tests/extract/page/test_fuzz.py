"""Fuzzing: markup thrown together from pieces, and broken bytes, never break the extractor.

`FUZZ_EXAMPLES` sets how many pages each test makes (600 takes about a minute).
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.article import Article, FetchedPage, Kind
from extract.page import PageRefused, extract_page
from extract.vendor import parse_template
from tests.extract.page.build import FIRST, PARAGRAPHS, SECOND, TITLE

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))
VENDORS = Path(__file__).parents[3] / "vendors"
TEMPLATES = tuple(
    parse_template(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted(VENDORS.glob("*.toml"))
)
FIXTURES = [path.read_bytes() for path in sorted((Path(__file__).parent / "fixtures").glob("*.html"))]
relaxed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

TAGS = [
    "p",
    "div",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "a",
    "b",
    "span",
    "h1",
    "h2",
    "figure",
    "figcaption",
    "img",
]
TAGS += [
    "br",
    "section",
    "article",
    "nav",
    "form",
    "iframe",
    "script",
    "title",
    "body",
    "html",
    "center",
    "o:p",
]
NAMES = [
    "noidung",
    "sapo",
    "tieude",
    "related",
    "author",
    "date",
    "content-detail",
    "caption",
    "hidden",
    "ads",
    "now",
]
ATTRIBUTES = st.sampled_from(
    [
        "",
        " style='display:none'",
        " style='text-align:right'",
        " href='/a.pdf'",
        " src='/a.jpg'",
        " itemprop='articleBody'",
        " alt='Bà con ra đồng gặt lúa sớm'",
        " datetime='2024-01-01'",
        ' a="',
        " <",
        " =",
        *(f" class='{name}'" for name in NAMES),
    ]
)
TEXTS = st.sampled_from(
    [
        TITLE,
        FIRST,
        SECOND,
        PARAGRAPHS,
        "Tin khác",
        "Xem thêm:",
        "12/04/2024 08:00",
        "Lam Khê",
        "Tin, ảnh: Lam Khê",
        "&#x0;",
        "&nbsp;",
        "Phßng Gi¸o dôc vµ §µo t¹o",
        "A" * 80,
        "\u200b",
        "]]>",
        "<!--",
        "-->",
        "<![CDATA[",
    ]
)
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), ATTRIBUTES),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    TEXTS,
    st.text(max_size=12),
)


def check(body: bytes) -> None:
    """Every answer holds together, with and without templates."""
    for templates in ((), TEMPLATES):
        try:
            article = extract_page(FetchedPage(body=body, url="https://dongram.vn/a-12.html"), templates)
        except PageRefused:
            return
        holds_together(article)


def holds_together(article: Article) -> None:
    assert all(block.text and "\n" not in block.text for block in article.blocks)
    assert (article.kind in {Kind.ARTICLE, Kind.NOTICE}) or not article.blocks
    assert article.witness_f1 is None or 0 <= article.witness_f1 <= 1
    assert article.published is None or article.published.at.tzinfo is not None


@relaxed
@given(st.lists(PIECES, max_size=60))
def test_markup_thrown_together(pieces: list[str]) -> None:
    check("".join(pieces).encode("utf-8", "replace"))


@relaxed
@given(st.sampled_from(FIXTURES), st.data())
def test_pages_with_pieces_cut_out_and_put_in(body: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        size = data.draw(st.integers(0, 200))
        body = body[:start] + data.draw(st.binary(max_size=6)) + body[start + size :]
    check(body)


@relaxed
@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    check(body)
