"""The review desk in a real browser, on both databases: by keyboard, on a phone, with two editors, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, text

from db.engine import transaction, upgrade_database
from tests.databases import new_database, opened
from tests.web.browsers import TIMEOUT_MS, Open, tab_to, visitors
from tests.web.desks import fill, judged
from tests.web.serving import served

pytestmark = pytest.mark.xdist_group("browser")

PAIRS = 100
KEYS = {"1": "duplicate", "2": "duplicate", "3": "not_duplicate", "4": "update", "5": "unsure"}


@pytest.fixture(scope="module")
def filled(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with new_database(database_kind, tmp_path_factory.mktemp("filled")) as url:
        with opened(url) as engine:
            upgrade_database(engine)
            fill(engine, PAIRS)
        yield url


@pytest.fixture
def engine(database_kind: str, filled: str, tmp_path: Path) -> Iterator[Engine]:
    with new_database(database_kind, tmp_path, copy_of=filled) as url, opened(url) as engine:
        yield engine


@pytest.fixture
def sit(browser: Browser, engine: Engine) -> Iterator[Open]:
    """Somebody sits down at the desk, in a browser of their own."""
    with served(engine) as port, visitors(browser, port, "status of 409", "ERR_FAILED") as visit:

        def sit(name: str = "Minh Anh", query: str = "?kind=all", **how: object) -> Page:
            page = visit(**how)
            page.goto(f"/review{query}")
            page.get_by_label("Tên của bạn").fill(name)
            page.keyboard.press("Enter")
            page.locator("#desk").wait_for()
            page.wait_for_load_state()
            return page

        yield sit


def pair(page: Page) -> str:
    return page.locator("#desk").get_attribute("data-pair") or ""


def wait_for_other_than(page: Page, old: str) -> None:
    page.locator(f'#desk:not([data-pair="{old}"])').wait_for()


def wait_for(page: Page, wanted: str) -> None:
    page.locator(f'#desk[data-pair="{wanted}"]').wait_for()


def left(page: Page, number: int) -> None:
    expect(page.locator("#left")).to_have_text(str(number))


def test_a_hundred_pairs_are_judged_by_keyboard(engine: Engine, sit: Open) -> None:
    page = sit()
    left(page, PAIRS)
    pressed = []
    for key, _ in zip(cycle(KEYS), range(PAIRS), strict=False):
        old = pair(page)
        pressed.append((old, KEYS[key], "Minh Anh"))
        page.keyboard.press(key)
        wait_for_other_than(page, old)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Không còn cặp nào")
    left(page, 0)
    expect(page.locator("#today")).to_have_text(str(PAIRS))
    assert judged(engine) == pressed
    assert len({pair for pair, _, _ in pressed}) == PAIRS


def test_undo_next_and_previous_by_keyboard(engine: Engine, sit: Open) -> None:
    page = sit()
    first = pair(page)
    page.keyboard.press("n")
    wait_for_other_than(page, first)
    second = pair(page)
    page.keyboard.press("3")
    wait_for_other_than(page, second)
    left(page, PAIRS - 1)
    page.keyboard.press("u")
    wait_for(page, second)
    left(page, PAIRS)
    page.keyboard.press("p")
    wait_for(page, first)
    page.go_back()
    wait_for(page, second)
    assert [verdict for _, verdict, _ in judged(engine)] == ["not_duplicate", "undo"]


def test_a_reload_in_the_middle_shows_the_pair_that_was_on_the_screen(engine: Engine, sit: Open) -> None:
    page = sit()
    first = pair(page)
    page.keyboard.press("1")
    wait_for_other_than(page, first)
    second = pair(page)
    left(page, PAIRS - 1)
    page.reload()
    assert pair(page) == second
    left(page, PAIRS - 1)
    page.keyboard.press("2")
    wait_for_other_than(page, second)
    left(page, PAIRS - 2)
    assert [pair for pair, _, _ in judged(engine)] == [first, second]


def test_the_next_pair_is_there_before_the_server_has_answered(engine: Engine, sit: Open) -> None:
    page = sit()
    first = pair(page)
    page.wait_for_load_state("networkidle")
    with transaction(engine) as crawl:
        crawl.connection()  # on SQLite the lock of all writers: judgements wait for it
        if engine.dialect.name == "postgresql":
            crawl.execute(text("LOCK TABLE judgements IN EXCLUSIVE MODE"))
        page.keyboard.press("1")
        wait_for_other_than(page, first)
        left(page, PAIRS)
        assert judged(engine) == []
    left(page, PAIRS - 1)
    assert [pair for pair, _, _ in judged(engine)] == [first]


def test_who_leaves_at_once_has_judged_all_the_same(engine: Engine, sit: Open) -> None:
    page = sit()
    first = pair(page)
    page.keyboard.press("1")
    page.goto("/")
    for _ in range(TIMEOUT_MS // 50):
        if judged(engine):
            break
        page.wait_for_timeout(50)
    assert judged(engine) == [(first, "duplicate", "Minh Anh")]


def test_a_judgement_that_cannot_be_sent_is_told_and_its_pair_shown_again(engine: Engine, sit: Open) -> None:
    page = sit()
    first = pair(page)
    page.wait_for_load_state("networkidle")
    page.route(
        re.compile("/review/"),
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.keyboard.press("1")
    expect(page.get_by_text("Máy chủ không trả lời")).to_be_visible()
    assert pair(page) == first
    assert judged(engine) == []
    page.unroute_all()
    page.keyboard.press("1")
    left(page, PAIRS - 1)
    expect(page.get_by_text("Máy chủ không trả lời")).not_to_be_visible()
    assert [pair for pair, _, _ in judged(engine)] == [first]


def test_two_editors_on_one_pair_never_overwrite_each_other_unseen(engine: Engine, sit: Open) -> None:
    minh, thu = sit("Minh Anh"), sit("Thu Hà")
    disputed = pair(minh)
    assert pair(thu) == disputed
    minh.keyboard.press("1")
    left(minh, PAIRS - 1)
    thu.keyboard.press("3")
    alert = thu.get_by_role("alert")
    expect(alert).to_contain_text("Minh Anh")
    expect(alert).to_contain_text("Bạn chọn: không trùng", ignore_case=True)
    assert pair(thu) == disputed
    assert judged(engine) == [(disputed, "duplicate", "Minh Anh")]
    thu.keyboard.press("3")
    wait_for_other_than(thu, disputed)
    expect(thu.locator("#today")).to_have_text("1")
    assert judged(engine)[1:] == [(disputed, "not_duplicate", "Thu Hà")]
    # Minh Anh's undo would now take back what Thu Hà has seen and overruled: there is none to offer.
    minh.reload()
    expect(minh.get_by_role("button", name="Hoàn tác")).to_have_count(0)


def test_everything_can_be_reached_and_is_named_without_a_mouse(engine: Engine, sit: Open) -> None:
    page = sit()
    for role in ("main", "banner", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    old = pair(page)
    tab_to(page.get_by_role("button", name="Chưa rõ"))
    page.keyboard.press("Enter")
    wait_for_other_than(page, old)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi: Chưa rõ")
    assert [verdict for _, verdict, _ in judged(engine)] == ["unsure"]


def test_reasons_notes_and_the_keys_themselves(engine: Engine, sit: Open) -> None:
    page = sit()
    reasons = page.get_by_text("chung chín phần mười")
    expect(reasons).not_to_be_visible()
    page.keyboard.press("r")
    expect(reasons).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.type("xem 12 lần")
    page.keyboard.press("Enter")
    assert judged(engine) == []
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    left(page, PAIRS - 1)
    page.goto("/review/audit")
    expect(page.get_by_text("xem 12 lần")).to_be_visible()
    page.goto("/review")
    page.keyboard.press("?")
    page.get_by_label("Dùng phím tắt").uncheck()
    page.keyboard.press("1")
    page.reload()
    page.keyboard.press("1")
    page.keyboard.press("n")
    assert len(judged(engine)) == 1


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_every_page_without_scrolling_sideways(sit: Open, width: int) -> None:
    page = sit(viewport={"width": width, "height": 700}, has_touch=True)
    page.get_by_role("button", name="Không trùng").tap()
    left(page, PAIRS - 1)
    for path in ("/review", "/review?state=changed", "/review/editor", "/review/audit"):
        page.goto(path)
        for summary in page.locator("summary").all():
            if summary.is_visible():
                summary.tap()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_without_a_script_forms_and_links_do_the_same(engine: Engine, sit: Open) -> None:
    page = sit(java_script_enabled=False)
    first = pair(page)
    page.get_by_role("button", name="Trùng, gốc 2").click()
    wait_for_other_than(page, first)
    page.get_by_role("button", name="Hoàn tác").click()
    wait_for(page, first)
    page.get_by_role("link", name="sau").click()
    wait_for_other_than(page, first)
    page.get_by_role("link", name="trước").click()
    wait_for(page, first)
    assert [verdict for _, verdict, _ in judged(engine)] == ["duplicate", "undo"]
