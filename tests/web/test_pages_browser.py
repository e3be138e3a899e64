"""Reading in a real browser, on both databases: searching, following a fact, languages, dark, paper, phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from db.engine import upgrade_database
from tests.databases import new_database, opened
from tests.db.strangers import Stranger
from tests.web.browsers import DESKTOP, PHONE, Open, barriers, tab_to, visitors
from tests.web.library import FIRST, Library, fill
from tests.web.serving import served

pytestmark = pytest.mark.xdist_group("browser")

PAGES = (
    "/",
    "/?q=b%C3%A0+con&order=rank",
    "/articles/{article}",
    "/articles/{article}?revision=1&at=33",
    "/articles/{article}/revisions",
    "/captures/1",
    "/captures/1/source",
    "/people",
    "/people/1",
    "/offices/1",
    "/awards",
    "/pairs",
    "/pairs/{article}/{copy}",
    "/sites",
    "/sites/mau",
    "/organizations",
    "/organizations/1",
    "/places",
    "/places/1",
    "/days/2025-02-07",
    "/data",
    "/data/articles",
    "/data/corrections",
    "/sql",
    "/corrections",
    "/identity",
    "/nowhere",
)


@pytest.fixture(scope="module")
def house(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Library]]:
    """The pages over a small library."""
    folder = tmp_path_factory.mktemp("library")
    with new_database(database_kind, folder) as url, opened(url) as engine:
        upgrade_database(engine)
        library = fill(engine, folder)
        with Stranger(engine) as reader, served(engine, library.archive, reader) as port:
            yield port, library


@pytest.fixture
def read(browser: Browser, house: tuple[int, Library]) -> Iterator[Open]:
    """Somebody opens a page, in a browser of their own."""
    port, library = house
    with visitors(browser, port, "status of 4") as visit:

        def read(path: str, **how: object) -> Page:
            page = visit(**how)
            page.goto(path.format(article=library.article, copy=library.copy))
            return page

        yield read


def without_policy(route: Route) -> None:
    """The page as it is, but for the policy under which no script runs, not even that of the check."""
    answer = route.fetch()
    kept = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)


def colour(page: Page, selector: str, name: str) -> str:
    found = page.locator(selector).first.evaluate(f"one => getComputedStyle(one).getPropertyValue('{name}')")
    return str(found)


def test_from_a_search_to_the_sentence_of_a_fact_and_its_archived_page(read: Open) -> None:
    page = read("/people")
    page.keyboard.press("/")
    page.keyboard.type("tham ban pa hoc")
    page.keyboard.press("Enter")
    expect(page.locator("mark.found", has_text="thăm").first).to_be_visible()
    page.get_by_role("link", name=FIRST.title).click()
    page.locator("aside .evidence a").first.click()
    chosen = page.locator("mark.chosen")
    expect(chosen).to_be_in_viewport()
    expect(page.locator(".cite blockquote").first).to_contain_text("SHA-256")
    page.get_by_role("link", name="Trang đã lưu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang đã lưu")
    expect(page.locator(".outline .taken").first).to_have_text(FIRST.title)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản ghi WARC").click()
    assert download.value.suggested_filename.endswith(".warc.gz")


def test_a_person_leads_to_an_office_and_back(read: Open) -> None:
    page = read("/people")
    page.get_by_role("link", name="Lò Văn Thử").first.click()
    page.get_by_role("link", name="Bí thư").first.click()
    expect(page.get_by_role("link", name="Lò Văn Thử").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lò Văn Thử")


def test_what_changed_between_two_revisions(read: Open) -> None:
    page = read("/articles/{article}")
    page.get_by_role("link", name="Các bản").click()
    expect(page.locator("li.differs").first).to_contain_text("Giấy khen")
    expect(page.get_by_text("Dữ kiện mới (1)")).to_be_visible()


def test_marks_can_be_switched_off_one_kind_at_a_time(read: Open) -> None:
    page = read("/articles/{article}", java_script_enabled=False)
    page.get_by_label("người").uncheck()
    expect(page.locator(".text mark.person").first).to_have_css("text-decoration-line", "none")
    expect(page.locator(".text mark.office").first).to_have_css("text-decoration-line", "underline")


def test_the_language_is_switched_where_one_is_and_remembered(read: Open) -> None:
    page = read("/awards?kind=letter")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/awards\?kind=letter&lang=en$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Awards")
    page.get_by_role("link", name="People").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Người")


def test_the_dark_scheme_is_dark(read: Open) -> None:
    assert colour(read("/", color_scheme="light"), "body", "background-color") == "rgb(250, 248, 244)"
    assert colour(read("/", color_scheme="dark"), "body", "background-color") == "rgb(21, 22, 26)"


def test_on_paper_there_is_the_text_and_no_navigation(read: Open) -> None:
    page = read("/articles/{article}", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Các mục")).to_be_hidden()
    expect(page.locator("article.text")).to_be_visible()
    assert colour(page, "body", "color") == "rgb(0, 0, 0)"
    assert colour(page, "body", "background-color") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_smallest_phone_shows_every_page_without_scrolling_sideways(read: Open) -> None:
    page = read("/", viewport={"width": 320, "height": 800})
    for path in PAGES:
        page.goto(path.format(article=1, copy=2))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_reading_needs_no_script(read: Open) -> None:
    page = read("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("chợ phiên")
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator(".rows-list > li")).to_have_count(25)
    page.get_by_role("link", name="Trang sau").click()
    expect(page.locator(".rows-list > li")).to_have_count(2)
    page.get_by_role("link", name="Về đầu danh sách").click()
    expect(page.locator(".rows-list > li")).to_have_count(25)


def test_the_first_tab_skips_to_the_content(read: Open) -> None:
    page = read("/people")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Tới nội dung")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_question_in_sql_is_asked_by_keyboard(read: Open) -> None:
    page = read("/sql", viewport={"width": DESKTOP, "height": 800})
    tab_to(page.get_by_label("Câu hỏi"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("SELECT persn FROM v_people")
    tab_to(page.get_by_role("button", name="Hỏi"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ý bạn là person")
    tab_to(page.get_by_label("Câu hỏi"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("SELECT person FROM v_people ORDER BY person_id LIMIT 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    result = page.get_by_role("region", name="Kết quả")
    expect(result.get_by_role("cell")).to_have_text("Lò Văn Thử")
    tab_to(result)  # who has no mouse scrolls a wide table so
    assert barriers(page) == []
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert barriers(page) == []


def test_data_are_taken_away_by_keyboard(read: Open) -> None:
    page = read("/sites")
    tab_to(page.get_by_role("link", name="các dữ liệu khác"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lấy dữ liệu về")
    tab_to(page.get_by_role("link", name="CSV").first)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "tintinh-people.csv"
    assert download.value.path().stat().st_size > 0


def test_a_data_set_is_looked_into_and_taken_away_by_keyboard(read: Open) -> None:
    page = read("/data?province=S%C6%A1n+La", viewport={"width": PHONE, "height": 800})
    tab_to(page.get_by_role("link", name="people"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("people")
    rows = page.get_by_role("region", name="Những dòng đầu")
    expect(rows.get_by_role("cell", name="Lò Văn Thử")).to_be_visible()
    tab_to(page.get_by_role("link", name="CSV"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "tintinh-people.csv"
    tab_to(rows)  # the table scrolls within itself, and the page does not
    assert rows.evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize(("language", "width"), [("vi", DESKTOP), ("en", PHONE)])
def test_nothing_keeps_people_from_any_page(read: Open, language: str, width: int) -> None:
    page = read(f"/?lang={language}", viewport={"width": width, "height": 800})
    page.route("**/captures/**", without_policy)
    found = []
    for path in PAGES:
        page.goto(path.format(article=1, copy=2))
        found += barriers(page)
    assert found == []
