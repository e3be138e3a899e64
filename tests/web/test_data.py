"""The pages for taking data away and for asking in SQL, as a browser sees them."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from urllib.parse import quote

import pytest

from db.sql.examples import examples
from db.views import VIEWS
from tests.web.conftest import ATTACK, Site


def test_every_data_set_is_offered_and_comes_in_every_form(site: Site) -> None:
    page = site.get("/data")
    assert page.status == 200
    for view in VIEWS:
        links = re.findall(rf'href="(/data/{view.dataset}\.\w+)"', page.text)
        assert {link.rsplit(".")[-1] for link in links} == {"csv", "jsonl", "parquet"}
    for form, kind in (("csv", "text/csv"), ("jsonl", "application/x-ndjson")):
        answer = site.get(f"/data/articles.{form}")
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"] == f'attachment; filename="tintinh-articles.{form}"'
    titles = [
        json.loads(line)["article_title"] for line in site.get("/data/articles.jsonl").text.splitlines()
    ]
    assert f"Tựa {ATTACK}" in titles


def test_the_filters_of_an_address_are_kept(site: Site) -> None:
    page = site.get("/data?since=2025-02-08&stories=1")
    assert "<code>since=2025-02-08</code>" in page.text
    assert "/data/articles.csv?since=2025-02-08&amp;stories=1" in page.text
    rows = site.get("/data/articles.csv?since=2025-02-08").text.removeprefix("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(rows)))) == 1
    assert site.get("/data/articles.jsonl?q=khongcochunay").text == ""
    assert site.get("/data/mentions.jsonl?person=999").text == ""


@pytest.mark.parametrize(
    "path",
    [
        "/data/users.csv",
        "/data/sessions.jsonl",
        "/data/articles.exe",
        "/data/../config.csv",
        "/data/v_people.csv",
    ],
)
def test_what_is_no_data_set_is_not_there(site: Site, path: str) -> None:
    assert site.get(path).status == 404


@pytest.mark.parametrize("asked", ["since=x", "person=0", "status=x", "site=" + "x" * 200])
def test_a_bad_filter_is_refused(site: Site, asked: str) -> None:
    assert site.get(f"/data?{asked}").status == 400


def test_a_query_is_answered_as_table_and_file(site: Site) -> None:
    sql = "SELECT person, url FROM v_mentions ORDER BY mention_id LIMIT 1"
    page = site.get(f"/sql?q={quote(sql)}")
    assert page.status == 200
    assert "Lò Văn Thử" in page.text
    assert 'href="http://bao.example/1"' in page.text
    assert json.loads(site.get(f"/sql.jsonl?q={quote(sql)}").text) == {
        "person": "Lò Văn Thử",
        "url": "http://bao.example/1",
    }
    assert (
        site.get(f"/sql.csv?q={quote(sql)}").text == "\ufeffperson,url\r\nLò Văn Thử,http://bao.example/1\r\n"
    )


def test_what_a_query_finds_is_shown_and_never_run(site: Site) -> None:
    text = site.get(f"/sql?q={quote('SELECT article_title, body FROM v_articles')}").text
    assert ATTACK not in text
    assert "&lt;script&gt;" in text
    link = site.get(f"/sql?q={quote('SELECT ' + repr('javascript:alert(1)') + ' AS a')}").text
    assert 'href="javascript:' not in link
    reflected = site.get(
        f"/sql?q={quote('SELECT 1 AS ' + chr(34) + ATTACK.replace(chr(34), '') + chr(34))}"
    ).text
    assert "<script>alert" not in reflected


def test_a_mistake_is_explained_with_what_was_meant(site: Site) -> None:
    answer = site.get(f"/sql?q={quote('SELECT persn FROM v_people')}")
    assert answer.status == 400
    assert "no such column: persn" in answer.text
    assert "<code>person</code>" in answer.text


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "SELECT * FROM accounts",
        "SELECT * FROM sqlite_master",
        "PRAGMA table_info(runs)",
    ],
)
def test_only_reading_of_what_is_readable_is_answered(site: Site, sql: str) -> None:
    for path in ("/sql", "/sql.csv", "/sql.jsonl"):
        assert site.get(f"{path}?q={quote(sql)}").status == 400


def test_the_page_offers_examples_and_explains_every_view(site: Site) -> None:
    text = html.unescape(site.get("/sql?lang=en").text)
    for example in examples():
        assert example.english in text
    for view in VIEWS:
        assert f"<code>{view.name}</code>" in text
    assert site.get("/sql?q=" + "x" * 9000).status == 400
