"""One page has one address, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import SiteAddresses, canonical, is_print_view

SITE = SiteAddresses("https://bao.example.vn/trang-chu", hosts=("tinh.example.vn:8080",))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("HTTPS://BAO.Example.VN:443/tin.html", "https://bao.example.vn/tin.html"),
        ("http://bao.example.vn/tin.html", "https://bao.example.vn/tin.html"),
        ("https://m.bao.example.vn/tin.html", "https://bao.example.vn/tin.html"),
        ("https://www.bao.example.vn/tin.html", "https://bao.example.vn/tin.html"),
        ("https://bao.example.vn./a/./b/../tin.html#dau", "https://bao.example.vn/a/tin.html"),
        ("https://bao.example.vn/tin?utm_source=zalo&id=5&fbclid=x", "https://bao.example.vn/tin?id=5"),
        ("https://bao.example.vn/tin;jsessionid=0A1B?id=5", "https://bao.example.vn/tin?id=5"),
        ("https://bao.example.vn/(S(4xk2))/tin.aspx", "https://bao.example.vn/tin.aspx"),
        ("https://bao.example.vn/tin.html?print=1", "https://bao.example.vn/tin.html"),
        ("https://bao.example.vn/tin?b=2&a=1", "https://bao.example.vn/tin?b=2&a=1"),
        ("https://bao.example.vn/xem-tin?1812", "https://bao.example.vn/xem-tin?1812"),
        ("https://bao.example.vn/Thời sự", "https://bao.example.vn/Th%E1%BB%9Di%20s%E1%BB%B1"),
        ("http://tinh.example.vn:8080/x", "http://tinh.example.vn:8080/x"),
        ("https://bao.example.vn", "https://bao.example.vn/"),
    ],
)
def test_twins_fold_to_one_address(written: str, folded: str) -> None:
    assert SITE.fold(written) == folded


@pytest.mark.parametrize(
    "url",
    [
        "https://khac.example.vn/tin.html",
        "https://bao.example.vn:8443/tin.html",
        "https://tinh.example.vn/x",
        "https://bao.example.vn.kexau.example/tin.html",
        "https://bao.example.vn@kexau.example/tin.html",
        "ftp://bao.example.vn/tin.html",
        "javascript:void(0)",
        "mailto:toasoan@bao.example.vn",
        "file:///etc/passwd",
        "http://[::1",
        "https://bao.example.vn:999999/",
        "",
    ],
)
def test_addresses_of_others_are_refused(url: str) -> None:
    assert SITE.fold(url) is None


def test_print_views_are_told_by_their_path() -> None:
    assert is_print_view("https://bao.example.vn/print/tin-moi-a12.html")
    assert is_print_view("https://bao.example.vn/news/print/thoi-su/tin-moi-12.html")
    assert not is_print_view("https://bao.example.vn/printing-house-12.html")


SEGMENTS = st.lists(st.text("abc.%2é/;=-_~() ", max_size=8), max_size=5).map("/".join)
QUERIES = st.lists(st.text("abutm_id=%20&+é", max_size=10), max_size=4).map("&".join)
HOSTS = st.sampled_from(
    ["bao.example.vn", "m.bao.example.vn", "BAO.example.vn:80", "www.bao.example.vn", "[::1]"]
)


@given(host=HOSTS, path=SEGMENTS, query=QUERIES, fragment=st.text(max_size=5))
def test_folding_twice_is_folding_once(host: str, path: str, query: str, fragment: str) -> None:
    once = canonical(f"http://{host}/{path}?{query}#{fragment}")
    assert canonical(once) == once
    folded = SITE.fold(once)
    assert folded is None or SITE.fold(folded) == folded


@given(st.text())
def test_any_text_is_folded_or_refused(text: str) -> None:
    folded = SITE.fold(text)
    assert folded is None or folded.startswith(("https://bao.example.vn/", "http://tinh.example.vn:8080/"))
