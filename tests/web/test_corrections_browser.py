"""The correction and identity desks in a real browser: by keyboard, by selecting words, on a phone, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from db.engine import check_database, reading
from db.read import ArticleView, read_article
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story
from tests.web.browsers import Complaints, opened_browser
from tests.web.serving import served
from tests.web.test_corrections import STORY

pytestmark = pytest.mark.xdist_group("browser")

TIMEOUT_MS = 15_000
DESK = "/articles/1/correct"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=TIMEOUT_MS)
    with opened_browser() as browser:
        yield browser


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = migrated_sqlite(tmp_path / "desk.sqlite")
    newsroom = Newsroom(engine)
    newsroom.publish(STORY)
    newsroom.publish(Story(), province="Lai Châu")
    yield engine
    assert check_database(engine) == ()
    engine.dispose()


@pytest.fixture
def sit(browser: Browser, engine: Engine) -> Iterator[Open]:
    """Somebody sits down at a desk, in a browser of their own."""
    complaints, contexts = Complaints(), []
    with served(engine) as port:

        def sit(path: str = DESK, name: str = "Minh Anh", **how: object) -> Page:
            context = browser.new_context(base_url=f"http://127.0.0.1:{port}", **how)  # type: ignore[arg-type]  # options of any kind
            context.set_default_timeout(TIMEOUT_MS)
            contexts.append(context)
            page = context.new_page()
            complaints.listen(page)
            page.goto(f"/review/editor?to={path}")
            page.get_by_label("Tên của bạn").fill(name)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: url.endswith(path) and "?" not in url, wait_until="commit")
            page.wait_for_load_state()
            return page

        yield sit
        for context in contexts:
            context.close()
    assert [text for text in complaints.seen if "status of 4" not in text] == []


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


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desks_pass_wcag_aa_and_fit_the_screen(
    sit: Open, engine: Engine, width: int, scheme: str
) -> None:
    page = sit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.locator("#text mark.office").first.click()
    form = page.locator("details.fact[open] form")
    form.get_by_label("Lý do").fill("đã thôi giữ")
    form.get_by_role("button", name="Sai").click()
    page.get_by_role("status").wait_for()
    for path in (
        DESK,
        "/corrections",
        "/articles/1",
        "/people/1/identity",
        "/identity",
        "/identity?ask=pairs",
    ):
        page.goto(path)
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.response["violations"] == [], f"{path}: {found.generate_report()}"
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{path} is {wider} px wider than the screen"
