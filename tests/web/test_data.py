"""The pages for taking data away and for asking in SQL, as a browser sees them."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from db.sql.examples import examples
from db.views import VIEWS, View, view_named
from db.views.meanings import column_meaning, view_meaning
from tests.databases import migrated_sqlite
from tests.slow_views import make_endless
from tests.web.conftest import ATTACK, Site
from tests.web.desks import Hand
from tests.web.serving import served
from web.cells import Cell, shown_cell
from web.wording import show_number


def test_every_data_set_is_offered_and_comes_in_every_form(site: Site) -> None:
    page = site.get("/data")
    assert page.status == 200
    for view in VIEWS:
        links = re.findall(rf'href="(/data/{view.dataset}\.\w+)"', page.text)
        assert {link.rsplit(".")[-1] for link in links} == {"csv", "jsonl", "parquet"}
        assert f'href="/data/{view.dataset}"' in page.text
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
    assert "<code>stories=1</code>" in page.text
    for path in ("/data/articles.csv", "/data/articles"):
        assert f'href="{path}?since=2025-02-08&amp;stories=1"' in page.text
    rows = site.get("/data/articles.csv?since=2025-02-08").text.removeprefix("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(rows)))) == 1
    assert site.get("/data/articles.jsonl?q=khongcochunay").text == ""
    assert site.get("/data/mentions.jsonl?person=999").text == ""


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.dataset)
def test_a_data_set_says_what_is_in_it_before_it_is_taken_away(site: Site, view: View) -> None:
    page = site.get(f"/data/{view.dataset}?lang=en")
    assert page.status == 200
    text = html.unescape(page.text)
    assert view_meaning(view.dataset).english in text
    for name in view.columns:
        assert f"<code>{name}</code>" in text
        assert column_meaning(view.dataset, name).english in text
    links = re.findall(rf'href="(/data/{view.dataset}\.\w+)" download', page.text)
    assert links == [f"/data/{view.dataset}.{form}" for form in ("csv", "jsonl", "parquet")]
    assert len(re.findall("≈ [0-9.]+ [kM]?B", page.text)) == 2
    rows = len(site.get(f"/data/{view.dataset}.jsonl").text.splitlines())
    assert f"<dt>Rows</dt><dd>{show_number(rows)}</dd>" in page.text
    shown = page.text.partition('aria-label="The first rows"')[2].partition("</table>")[0]
    assert shown.count("<tr>") == (min(rows, 20) + 1 if rows else 0)


def test_a_data_set_shows_the_rows_that_its_address_asks_for(site: Site) -> None:
    page = site.get("/data/articles?since=2025-02-08&lang=en")
    assert "<dt>Rows</dt><dd>1</dd>" in page.text
    assert "<code>since=2025-02-08</code>" in page.text
    assert 'href="/data/articles.csv?since=2025-02-08" download' in page.text
    assert 'href="/data?since=2025-02-08"' in page.text
    nothing = site.get("/data/articles?q=khongcochunay&lang=en")
    assert "<dt>Rows</dt><dd>0</dd>" in nothing.text
    assert "No rows." in nothing.text


def test_what_the_first_rows_hold_is_shown_and_never_run(site: Site) -> None:
    text = site.get("/data/attachments").text + site.get("/data/articles").text
    assert ATTACK not in text
    assert "&lt;script&gt;" in text
    assert 'href="javascript:' not in text
    assert 'href="http://bao.example/1"' in text


def test_long_texts_are_cut_but_for_the_addresses_they_lead_to() -> None:
    assert shown_cell("ỡ" * 200, 160) == Cell("ỡ" * 160 + "…")
    address = "http://bao.example/" + "a" * 200
    assert shown_cell(address, 160) == Cell(f"{address[:160]}…", href=address)


def test_values_are_shown_as_files_have_them() -> None:
    assert shown_cell(None, 160).text is None
    assert shown_cell(value=True, longest=160) == Cell("true")
    assert shown_cell(0.5, 160) == Cell("0.5", number=True)
    assert shown_cell(date(2025, 2, 7), 160) == Cell("2025-02-07")
    assert shown_cell(["bài", "đã xóa"], 160) == Cell('["bài", "đã xóa"]')


def test_nobody_waits_for_what_takes_too_long(tmp_path: Path) -> None:
    engine = migrated_sqlite(tmp_path / "large.sqlite")
    make_endless(engine, view_named("articles"))
    with served(engine) as port:
        page = Hand(port).get("/data/articles?lang=en")
        assert page.status == 200
        assert "not counted" in page.text
        assert "Too many rows to be counted within 2 seconds" in page.text
        assert "They could not be read within 2 seconds" in page.text
        assert "≈" not in page.text
        assert 'href="/data/articles.csv"' in page.text
        # The list of the data sets reads none of them.
        assert Hand(port).get("/data").status == 200
    engine.dispose()


@pytest.mark.parametrize(
    "path",
    [
        "/data/users",
        "/data/accounts",
        "/data/v_people",
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
    for path in ("/data", "/data/people"):
        assert site.get(f"{path}?{asked}").status == 400


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
