from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.web.conftest import ATTACK, Site, foreign_scripts

PAGES = [
    "/",
    "/?q=ban",
    "/people",
    "/people?name=thu",
    "/people/1",
    "/organizations",
    "/places",
    "/places/17",
    "/days/2025-02-07",
    "/awards",
    "/pairs",
    "/sites",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_with_a_strict_policy(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_facts_are_marked_in_the_text(site: Site) -> None:
    text = site.get(f"/articles/{site.plain}").text
    assert re.search(r'<mark class="person" id="at-\d+" title="[^"]*Lò Văn Thử[^"]*">Lò Văn Thử</mark>', text)
    assert re.search(r'<mark class="office"[^>]*>Bí thư Huyện ủy</mark>', text)
    assert re.search(r'<mark class="date"[^>]*>ngày 7/2/2025</mark>', text)


def test_an_article_leads_to_its_people_source_and_copies(site: Site) -> None:
    text = site.get(f"/articles/{site.plain}").text
    assert 'href="/people/1"' in text
    assert ".warc.gz @" in text
    assert f'href="/pairs/{site.plain}/{site.copy}"' in text


def test_an_article_shows_the_story_that_it_is_part_of(site: Site) -> None:
    text = site.get(f"/articles/{site.copy}").text
    assert "Một chuyện, 2 bài" in text
    assert "bài gốc" in text
    assert f'<a lang="vi" href="/articles/{site.plain}">' in text


def test_a_person_shows_offices_with_their_days(site: Site) -> None:
    text = site.get("/people/1").text
    assert "Lò Văn Thử" in text
    assert "Bí thư" in text
    assert "07/02/2025" in text


def test_search_finds_words_typed_without_accents(site: Site) -> None:
    text = site.get("/?q=" + quote("tham ban")).text
    assert f'href="/articles/{site.plain}"' in text
    assert '<mark class="found"' in text


def test_a_search_offers_whoever_and_whatever_goes_by_the_words(site: Site) -> None:
    assert 'href="/people/1"' in site.get("/?q=lo+van+thu").text
    assert 'href="/offices/' in site.get("/?q=bi+thu+muong+la").text
    assert 'href="/organizations/' in site.get("/?q=huyen+uy").text
    assert 'href="/places/' in site.get("/?q=son+la").text
    assert 'class="named"' not in site.get("/?q=hoi+han").text


def test_two_articles_side_by_side(site: Site) -> None:
    answer = site.get(f"/pairs/{site.plain}/{site.copy}")
    assert answer.status == 200
    assert answer.text.count('<article class="text" lang="vi">') == 2
    assert '<mark class="differs"' in answer.text


@pytest.mark.parametrize("path", ["/", "/?q=bai", "/articles/{id}", "/people", "/pairs", "/sites", "/awards"])
def test_nothing_crawled_is_rendered_raw(site: Site, path: str) -> None:
    text = site.get(path.format(id=site.hostile)).text
    assert foreign_scripts(text) == []
    assert "<img" not in text
    assert 'href="javascript' not in text


@pytest.mark.parametrize("value", [ATTACK, "' OR 1=1 --", '"', "\x00", "NEAR(", "*", "ỡ" * 250, "a AND", "-"])
def test_hostile_queries_are_only_words(site: Site, value: str) -> None:
    for path in ("/?q=", "/people?name="):
        answer = site.get(path + quote(value[:100] if "name" in path else value))
        assert answer.status == 200
        assert foreign_scripts(answer.text) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/999", 404),
        ("/people/999", 404),
        ("/pairs/1/999", 404),
        ("/nowhere", 404),
        ("/static/../app.py", 404),
        ("/articles/x", 400),
        ("/?before=x", 400),
        ("/?q=ban&before=9.9", 400),
        ("/awards?before=1.x", 400),
        ("/articles/1?revision=77", 404),
        ("/articles/99999999999999999999", 400),
        ("/pairs?before=99999999999999999999", 400),
    ],
)
def test_what_is_not_there_is_said_in_words(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status == status
    assert "<h1>" in answer.text
