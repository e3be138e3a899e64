"""The side-by-side page marks what was read, and is safe to open whatever the original holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extract.article import FetchedPage
from extract.page import extract_page
from extract.pages.marked import mark_page
from tests.extract.page.build import FIRST, PARAGRAPHS, SECOND, TITLE, page

FIXTURES = Path(__file__).parent / "fixtures"


def marked(fetched: FetchedPage) -> str:
    return mark_page(fetched, extract_page(fetched))


def test_what_was_read_is_marked_by_its_kind() -> None:
    html = marked(page(between="<span>Ngày đăng: 12/04/2024 08:00</span>", below="<p>Lượt xem: 3</p>"))
    assert f'<mark class="title">{TITLE}</mark>' in html
    assert f'<mark class="paragraph">{FIRST}</mark>' in html
    assert f'<mark class="paragraph">{SECOND}</mark>' in html
    assert '<mark class="time">Ngày đăng: 12/04/2024 08:00</mark>' in html
    assert "<p>Lượt xem: 3</p>" in html
    assert "Asia/Ho_Chi_Minh assumed" in html


def test_lines_of_one_paragraph_are_marked_each() -> None:
    html = marked(page(f"{PARAGRAPHS}<p>Sông quê nước chảy đôi dòng<br>Ai về mà trông lúa vàng</p>"))
    assert '<mark class="paragraph">Ai về mà trông lúa vàng</mark>' in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://x.vn'></iframe>",
        "<img src='https://x.vn/theo-doi.gif' onerror='alert(1)' alt='\"><script>alert(1)</script>'>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<style>body { background: url(https://x.vn) }</style>",
        "<form action='https://x.vn'><input name='a'></form>",
        "<meta http-equiv='refresh' content='0;url=https://x.vn'>",
    ],
)
def test_nothing_of_the_original_can_act(hostile: str) -> None:
    html = marked(page(PARAGRAPHS + hostile))
    original = html.split('<div class="original">')[1].split("<section>")[0]
    tags = re.findall(r"<([a-z0-9]+)([^>]*)>", original)
    assert all(not rest or re.fullmatch(r' class="[a-z_]+"', rest) for _, rest in tags)
    assert not {tag for tag, _ in tags} & {"script", "iframe", "img", "a", "form", "style", "meta", "input"}


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.html")))
def test_all_blocks_of_the_fixtures_are_found_on_them(name: str) -> None:
    url = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))["url"]
    fetched = FetchedPage(body=(FIXTURES / f"{name}.html").read_bytes(), url=url)
    article = extract_page(fetched)
    html = mark_page(fetched, article)
    rows = [block for block in article.blocks if block.kind.value == "table_row"]
    assert html.count("<mark class=") >= len(article.blocks) - len(rows)
