"""The correction and identity desks in a real browser, on both databases: by keyboard, by selecting words, on a phone, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from db.engine import check_database, reading, upgrade_database
from db.read import ArticleView, read_article
from tests.databases import new_database, opened
from tests.db.samples import Newsroom, Story
from tests.web.browsers import DESKTOP, PHONE, Open, barriers, visitors
from tests.web.serving import served
from tests.web.test_corrections import STORY

pytestmark = pytest.mark.xdist_group("browser")

DESK = "/articles/1/correct"


@pytest.fixture(scope="module")
def filled(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with new_database(database_kind, tmp_path_factory.mktemp("filled")) as url:
        with opened(url) as engine:
            upgrade_database(engine)
            newsroom = Newsroom(engine)
            newsroom.publish(STORY)
            newsroom.publish(Story(), province="Lai Châu")
        yield url


@pytest.fixture
def engine(database_kind: str, filled: str, tmp_path: Path) -> Iterator[Engine]:
    with new_database(database_kind, tmp_path, copy_of=filled) as url, opened(url) as engine:
        yield engine
        assert check_database(engine) == ()


@pytest.fixture
def sit(browser: Browser, engine: Engine) -> Iterator[Open]:
    """Somebody sits down at a desk, in a browser of their own."""
    with served(engine) as port, visitors(browser, port, "status of 4") as visit:

        def sit(path: str = DESK, name: str = "Minh Anh", **how: object) -> Page:
            page = visit(**how)
            page.goto(f"/review/editor?to={path}")
            page.get_by_label("Tên của bạn").fill(name)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: url.endswith(path) and "?" not in url, wait_until="commit")
            page.wait_for_load_state()
            return page

        yield sit


def article(engine: Engine) -> ArticleView:
    with reading(engine) as session:
        view = read_article(session, 1)
    assert view is not None
    return view


def choose(page: Page, words: str, nth: int = 1) -> None:
    """Select words in the text, as a hand would."""
    page.evaluate(
        """([words, nth]) => {
          const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
          let left = nth;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
              if (--left) continue;
              getSelection().setBaseAndExtent(node, at, node, at + words.length);
              return;
            }
          }
          throw new Error(words);
        }""",
        [words, nth],
    )


def test_a_fact_is_marked_wrong_by_keys_alone_and_taken_back(sit: Open, engine: Engine) -> None:
    page = sit()
    page.keyboard.press("n")  # the person
    page.keyboard.press("n")  # the office
    expect(page.locator("details.fact[open] > summary")).to_contain_text("Bí thư Huyện ủy")
    page.keyboard.press("w")
    page.keyboard.type("đã thôi giữ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi: sai, chức vụ")
    assert article(engine).people[0].offices == ()
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("hoàn tác")
    assert len(article(engine).people[0].offices) == 1


def test_words_that_are_selected_become_a_fact_at_that_very_place(sit: Open, engine: Engine) -> None:
    page = sit()
    choose(page, "Bằng khen", nth=2)
    page.keyboard.press("4")
    page.locator("#add-award").get_by_label("Người hoặc nơi nhận").fill("Vì Văn Báo")
    page.locator("#add-award").get_by_label("Lý do").fill("máy bỏ sót")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi: thêm, khen thưởng")
    view = article(engine)
    added = next(one for one in view.awards if one.recipient == "Vì Văn Báo")
    assert added.span.start == view.text.rindex("Bằng khen")


def test_a_mark_in_the_text_opens_its_form_and_a_fact_is_mended(sit: Open, engine: Engine) -> None:
    page = sit()
    page.locator("#text mark.date").click()
    form = page.locator("details.fact[open] form")
    form.get_by_label("Đến hết ngày").fill("2025-02-08")
    form.get_by_label("Lý do").fill("hai ngày")
    form.get_by_role("button", name="Sửa").click()
    expect(page.get_by_role("status")).to_contain_text("07/02/2025 – 08/02/2025")
    assert [one.end.day for one in article(engine).dates] == [8]


def test_without_a_script_marks_lead_to_forms_and_words_are_found(sit: Open, engine: Engine) -> None:
    page = sit(java_script_enabled=False)
    page.locator("#text mark.date").click()
    form = page.locator("form:target")
    expect(form).to_be_visible()
    form.get_by_label("Lý do").fill("không phải ngày")
    form.get_by_role("button", name="Sai").click()
    expect(page.locator(".notice.good")).to_contain_text("Đã ghi: sai, ngày")
    page.locator("details.add[data-kind=award] > summary").click()
    adding = page.locator("#add-award")
    adding.get_by_label("Chữ trong bài").fill("Bằng khen")
    adding.get_by_label("Lý do").fill("máy bỏ sót")
    adding.get_by_role("button", name="Thêm").click()
    expect(page.locator(".notice.alarm")).to_contain_text("ở nhiều chỗ")
    page.locator("#add-award input[name=place]").nth(1).check()
    page.locator("#add-award").get_by_role("button", name="Thêm").click()
    expect(page.locator(".notice.good")).to_contain_text("Đã ghi: thêm, khen thưởng")
    assert article(engine).dates == ()


def test_of_two_editors_the_second_sees_what_the_first_has_done(sit: Open, engine: Engine) -> None:
    one, other = sit(name="An"), sit(name="Bình")
    for page, reason in ((one, "đã thôi giữ"), (other, "đọc nhầm")):
        page.locator("#text mark.office").first.click()
        form = page.locator("details.fact[open] form")
        form.get_by_label("Lý do").fill(reason)
        form.get_by_role("button", name="Sai").click()
        page.locator(".notice").first.wait_for()
    expect(other.get_by_role("alert")).to_contain_text("người khác vừa sửa")
    expect(other.get_by_role("alert")).to_contain_text("đọc nhầm")
    expect(other.locator(".history")).to_contain_text("An,")


def test_the_queue_and_a_decision_by_keyboard(sit: Open, engine: Engine) -> None:
    page = sit("/people/1/identity")
    page.locator("#confirm").get_by_label("Lý do").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi quyết định")
    expect(page.locator(".history")).to_contain_text("Minh Anh")
    page.goto("/identity?ask=pairs")
    if page.locator("[data-item]").count():
        page.keyboard.press("n")
        page.keyboard.press("Enter")
        page.wait_for_url("**/identity")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_nothing_keeps_people_from_the_desks(sit: Open, engine: Engine, width: int) -> None:
    page = sit(viewport={"width": width, "height": 800})
    page.locator("#text mark.office").first.click()
    form = page.locator("details.fact[open] form")
    form.get_by_label("Lý do").fill("đã thôi giữ")
    form.get_by_role("button", name="Sai").click()
    page.get_by_role("status").wait_for()
    found = []
    for path in (
        DESK,
        "/corrections",
        "/articles/1",
        "/people/1/identity",
        "/identity",
        "/identity?ask=pairs",
    ):
        page.goto(path)
        found += barriers(page)
    assert found == []
