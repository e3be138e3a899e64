"""What every answer carries, faults among them, and what is refused before a page sees it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from sqlalchemy import Engine

from config import WebSettings
from tests.databases import migrated_sqlite
from tests.web.desks import Answer, Hand
from tests.web.serving import listening, served
from web.access import ANYONE
from web.app import make_app
from web.shield import MAX_BODY

CARRIED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def assert_protected(answer: Answer) -> None:
    assert {name: answer.headers.get(name) for name in CARRIED} == CARRIED
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "geolocation=()" in answer.headers["permissions-policy"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = migrated_sqlite(tmp_path_factory.mktemp("shield") / "web.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def port(engine: Engine) -> Iterator[int]:
    """The pages, and one that fails."""
    app = make_app(engine)
    router = APIRouter(dependencies=[ANYONE])

    def broken() -> None:
        msg = "SELECT secret FROM accounts"
        raise RuntimeError(msg)

    router.get("/broken")(broken)
    app.include_router(router)
    with listening(app) as port:
        yield port


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/static/tintinh.css", 200),
        ("/nowhere", 404),
        ("/articles/x", 400),
        ("/?q=%00", 200),
        ("/static/%2e%2e/app.py", 404),
        ("/static//tintinh.css", 404),
        ("/people/%0d%0aX-Evil:%20x", 404),
        ("/people/..%5c..%5capp.py", 404),
        ("/broken", 500),
    ],
)
def test_every_answer_is_protected(port: int, path: str, status: int) -> None:
    answer = Hand(port).get(path)
    assert answer.status == status
    assert_protected(answer)
    assert "x-evil" not in answer.headers


def test_a_fault_of_ours_tells_nothing(port: int) -> None:
    text = Hand(port).get("/broken").text
    assert "<h1>" in text
    for telling in ("SELECT", "Traceback", "RuntimeError", str(Path(__file__).parent)):
        assert telling not in text


def test_other_methods_are_refused(port: int) -> None:
    answer = Hand(port)._ask("DELETE", "/people", None, {})
    assert answer.status == 405
    assert_protected(answer)
    assert Hand(port)._ask("TRACE", "/people", None, {}).status == 405


def test_more_than_a_form_is_refused(port: int) -> None:
    hand = Hand(port)
    form = hand.get("/review/editor").form("/review/editor")
    answer = hand.post("/review/editor", form | {"name": "x" * (MAX_BODY + 1)})
    assert answer.status == 413
    assert_protected(answer)


def test_a_body_without_an_end_is_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(
            b"POST /review/editor HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        for _ in range(MAX_BODY // 0x10000 + 1):
            connection.sendall(chunk)
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_names_of_other_hosts_are_refused(port: int, host: str) -> None:
    answer = Hand(port).get("/", Host=host)
    assert answer.status == 400
    assert_protected(answer)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP"])
def test_a_proxy_before_a_machine_that_thinks_it_is_alone_is_refused(port: int, header: str) -> None:
    """Else everybody who reaches the proxy would be a local editor."""
    answer = Hand(port).get("/", **{header: "203.0.113.9"})
    assert answer.status == 400
    assert "[web]" in answer.text


def test_other_sites_load_nothing_but_may_link(port: int) -> None:
    hand = Hand(port)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert hand.get("/people", **elsewhere, **{"Sec-Fetch-Mode": "no-cors"}).status == 403
    assert hand.get("/static/tintinh.js", **elsewhere, **{"Sec-Fetch-Mode": "cors"}).status == 403
    assert hand.get("/people", **elsewhere, **{"Sec-Fetch-Mode": "navigate"}).status == 200


def test_tls_is_asked_for_where_there_is_tls(engine: Engine, port: int) -> None:
    settings = WebSettings(hosts=("tin.example",), https=True)
    with served(engine, settings=settings) as over_tls:
        assert "strict-transport-security" in Hand(over_tls).get("/sign-in").headers
    assert "strict-transport-security" not in Hand(port).get("/").headers
