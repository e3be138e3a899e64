"""Signing in, one's account and the audit in a real browser, on both databases: by keyboard, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from db.accounts.audit import by_command
from db.accounts.passwords import hash_password
from db.accounts.register import add_account
from db.engine import transaction, upgrade_database
from tests.databases import new_database, opened
from tests.web.browsers import DESKTOP, PHONE, Open, barriers, tab_to, visitors
from tests.web.serving import served
from tests.web.test_sign_in import NEW, PASSWORD

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def visit(browser: Browser, database_kind: str, tmp_path: Path) -> Iterator[Open]:
    """Somebody comes to a house where only one admin has an account."""
    with new_database(database_kind, tmp_path) as url, opened(url) as engine:
        upgrade_database(engine)
        with transaction(engine) as session:
            by = by_command(datetime.now(UTC))
            add_account(session, "Thu Hà", "admin", hash_password(PASSWORD), by)
        with served(engine) as port, visitors(browser, port, "status of 4") as visit:
            yield visit


def barriers_at_any_width(page: Page) -> list[str]:
    """The same page on a phone and on a desk."""
    found = []
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 800})
        found += barriers(page)
    return found


def test_an_admin_signs_in_reads_the_audit_and_takes_another_password_by_keyboard(visit: Open) -> None:
    page = visit()
    page.goto("/audit")
    expect(page.get_by_label("Tên")).to_be_focused()
    found = barriers_at_any_width(page)
    page.keyboard.type("Thu Hà")
    page.keyboard.press("Tab")
    page.keyboard.type("nhầm rồi, nhầm rồi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Tên hoặc mật khẩu không đúng.")
    expect(page.get_by_label("Mật khẩu")).to_be_focused()
    found += barriers_at_any_width(page)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sổ ghi việc")
    found += barriers_at_any_width(page)
    tab_to(page.get_by_role("combobox"))
    page.keyboard.type("signed in")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/audit\?.*action=signed"))
    expect(page.locator("tbody tr")).to_have_count(1)

    tab_to(page.get_by_role("link", name="Thu Hà"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thu Hà")
    found += barriers_at_any_width(page)
    change_password(page, PASSWORD, NEW, NEW + "?")
    expect(page.get_by_role("alert")).to_have_text("Hai lần gõ mật khẩu mới khác nhau.")
    found += barriers_at_any_width(page)
    change_password(page, PASSWORD, NEW, NEW)
    expect(page.get_by_role("alert")).to_have_count(0)
    tab_to(page.get_by_role("button", name="Đăng xuất ở mọi nơi"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    assert found == []


def change_password(page: Page, *passwords: str) -> None:
    """Fill the form by keys: the old password, the new one, and that again."""
    tab_to(page.get_by_label("Mật khẩu cũ"))
    for password in passwords:
        page.keyboard.type(password)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
