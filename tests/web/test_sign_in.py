"""Signing in over real HTTP: forms, cookies, sessions, roles, limits, and what attackers try there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select

from config import WebSettings
from db.accounts import passwords
from db.accounts.audit import by_command, list_events
from db.accounts.passwords import hash_password
from db.accounts.register import add_account, disable
from db.accounts.tokens import Grant, issue_token
from db.engine import open_database, reading, transaction
from db.models import Account, Judgement, SignIn
from tests.databases import migrated_sqlite
from tests.web.desks import Answer, Hand, fill
from tests.web.serving import served
from web.accounts import own_path

PASSWORD = "năm con nai vàng qua suối"
NEW = "sáu cái thuyền nan ngược dòng"
PUBLIC = WebSettings(hosts=("tin.example",))
PEOPLE = {"Đọc": "reader", "Minh Anh": "editor", "Thu Hà": "admin"}

Sit = Callable[..., Hand]


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Argon2id with the least parameters: what it costs is not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="module")
def hashed(quick: None) -> str:
    return hash_password(PASSWORD)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, hashed: str) -> Path:
    """Pairs to judge, and an account of each role."""
    path = tmp_path_factory.mktemp("accounts") / "filled.sqlite"
    engine = migrated_sqlite(path)
    fill(engine, pairs=3)
    with transaction(engine) as session:
        for name, role in PEOPLE.items():
            add_account(session, name, role, hashed, by_command(datetime.now(UTC)))
    engine.dispose()
    return path


@pytest.fixture
def engine(filled: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{shutil.copyfile(filled, tmp_path / 'accounts.sqlite')}")
    yield engine
    engine.dispose()


@pytest.fixture
def port(engine: Engine) -> Iterator[int]:
    with served(engine, settings=PUBLIC) as port:
        yield port


def sign_in(hand: Hand, name: str, password: str = PASSWORD, to: str = "/", **headers: str) -> Answer:
    form = hand.get(f"/sign-in?to={to}").form("/sign-in")
    return hand.post("/sign-in", form | {"name": name, "password": password}, **headers)


@pytest.fixture
def sit(port: int) -> Sit:
    """Somebody with an account, signed in."""

    def sit(name: str = "Minh Anh") -> Hand:
        hand = Hand(port)
        assert sign_in(hand, name).status == 303
        return hand

    return sit


def events(engine: Engine) -> list[tuple[str, str, str]]:
    with reading(engine) as session:
        return [(row.actor, row.action, row.subject) for row in list_events(session, limit=100)][::-1]


def test_nobody_reads_without_an_account(port: int) -> None:
    hand = Hand(port)
    sent = hand.get("/people?name=h%C3%A0&x=1", Accept="text/html")
    assert (sent.status, sent.location) == (303, "/sign-in?to=%2Fpeople%3Fname%3Dh%25C3%25A0%26x%3D1")
    assert hand.get("/people").status == 401
    assert hand.get("/review", Accept="text/html").status == 303
    assert hand.get("/static/tintinh.css").status == 200
    assert hand.get("/nowhere").status == 404


def test_an_account_on_this_machine_alone_must_be_used_too(engine: Engine) -> None:
    with served(engine) as port:
        assert Hand(port).get("/people").status == 401


def test_signing_in_leads_back_to_where_one_wanted_to_go(port: int) -> None:
    hand = Hand(port)
    answer = sign_in(hand, "minh anh", to="/people%3Fname%3Da")
    assert (answer.status, answer.location) == (303, "/people?name=a")
    page = hand.get("/people?name=a")
    assert page.status == 200
    assert "Minh Anh" in page.text
    assert page.headers["cache-control"] == "private, no-store"
    assert hand.get("/sign-in").status == 303


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie: x=1"[0:1] + "\r\nSet-Cookie: x=1",
        "evil",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(to: str, port: int) -> None:
    assert own_path(to) == "/"
    hand = Hand(port)
    form = hand.get("/sign-in").form("/sign-in") | {"name": "Minh Anh", "password": PASSWORD}
    answer = hand.post("/sign-in", form | {"to": to})
    assert (answer.status, answer.location) == (303, "/")
    assert not any(name == "x" for name in hand.cookies)


def test_wrong_names_and_passwords_look_alike(engine: Engine, port: int) -> None:
    with transaction(engine) as session:
        disable(session, "Đọc", by_command(datetime.now(UTC)))
    answers = [
        sign_in(Hand(port), name, password)
        for name, password in (("Minh Anh", "sai rồi"), ("Không có", PASSWORD), ("Đọc", PASSWORD))
    ]
    shown = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert {answer.status for answer in answers} == {403}
    assert len(shown) == 1
    assert "session" not in str([answer.headers.get("set-cookie") for answer in answers])


def test_the_session_and_the_browser_get_new_secrets(engine: Engine, port: int) -> None:
    planted = "p" * 43
    hand = Hand(port, {"tintinh_session": planted, "tintinh_browser": planted})
    assert sign_in(hand, "Minh Anh").status == 303
    first = dict(hand.cookies)
    assert planted not in first.values()
    with reading(engine) as session:
        stored = session.scalars(select(SignIn)).one()
    assert not {stored.digest, stored.browser} & set(first.values())
    old = Hand(port, first)
    hand.post("/sign-out", hand.get("/people").form("/sign-out"))
    assert sign_in(hand, "Minh Anh").status == 303
    assert hand.cookies["tintinh_session"] != first["tintinh_session"]
    assert old.get("/people").status == 401


def test_cookies_are_for_the_pages_alone(port: int) -> None:
    hand = Hand(port)
    form = hand.get("/sign-in").form("/sign-in") | {"name": "Minh Anh", "password": PASSWORD}
    for cookie in cookies_of(port, hand, form):
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Domain" not in cookie


def cookies_of(port: int, hand: Hand, form: dict[str, str]) -> list[str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    sent = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in hand.cookies.items()),
    }
    connection.request("POST", "/sign-in", urlencode(form), sent)
    found = connection.getresponse().msg.get_all("set-cookie", [])
    connection.close()
    assert len(found) == 2
    return found


def test_over_tls_cookies_are_secure_and_bound_to_the_host(engine: Engine) -> None:
    settings = WebSettings(hosts=("tin.example",), https=True, proxies=("127.0.0.1",))
    with served(engine, settings=settings) as port:
        hand = Hand(port)
        page = hand.get("/sign-in", Host="tin.example")
        assert page.headers["strict-transport-security"].startswith("max-age=")
        form = page.form("/sign-in") | {"name": "Minh Anh", "password": PASSWORD}
        for cookie in cookies_of(port, hand, form):
            assert cookie.startswith("__Host-tintinh_")
            assert "Secure" in cookie
            assert "Path=/;" in cookie
        plain = hand.post("/sign-in", form, Origin="http://tin.example", Host="tin.example")
        assert plain.status == 403
        over_tls = hand.post("/sign-in", form, Origin="https://tin.example", Host="tin.example")
        assert over_tls.status == 303
        with reading(engine) as session:
            assert session.scalars(select(SignIn.address)).all() == ["127.0.0.1"] * 2
        other = Hand(port)
        form = other.get("/sign-in").form("/sign-in") | {"name": "Minh Anh", "password": PASSWORD}
        assert other.post("/sign-in", form, X_Forwarded_For="203.0.113.9").status == 303
        with reading(engine) as session:
            assert session.scalars(select(SignIn.address)).all()[-1] == "203.0.113.9"


def test_nobody_is_believed_who_says_to_come_from_elsewhere(engine: Engine, port: int) -> None:
    hand = Hand(port)
    form = hand.get("/sign-in").form("/sign-in") | {"name": "Minh Anh", "password": PASSWORD}
    assert hand.post("/sign-in", form, X_Forwarded_For="203.0.113.9").status == 303
    with reading(engine) as session:
        assert session.scalars(select(SignIn.address)).all() == ["127.0.0.1"]


def test_signing_out_ends_the_session_on_the_server(engine: Engine, sit: Sit) -> None:
    hand = sit()
    kept = Hand(hand.port, dict(hand.cookies))
    answer = hand.post("/sign-out", hand.get("/people").form("/sign-out"))
    assert answer.headers["clear-site-data"] == '"cache"'
    assert kept.get("/people").status == 401
    assert events(engine)[-1] == ("Minh Anh", "signed out", "Minh Anh")


def test_signing_out_everywhere_ends_all_sessions_of_one_account(sit: Sit) -> None:
    one, two, other = sit(), sit(), sit("Thu Hà")
    one.post("/account/sign-out", one.get("/account").form("/account/sign-out"))
    assert [hand.get("/people").status for hand in (one, two, other)] == [401, 401, 200]


def test_ones_own_password_is_changed_and_other_sessions_end(engine: Engine, sit: Sit) -> None:
    hand, elsewhere = sit(), sit()
    form = hand.get("/account").form("/account/password")

    def change(old: str, new: str, again: str) -> Answer:
        return hand.post("/account/password", form | {"old": old, "new": new, "again": again})

    assert change("sai rồi", NEW, NEW).status == 403
    assert change(PASSWORD, NEW, NEW + "x").status == 400
    assert "easily guessed" in change(PASSWORD, "matkhau123456", "matkhau123456").text
    assert elsewhere.get("/people").status == 200
    assert change(PASSWORD, NEW, NEW).status == 303
    assert hand.get("/people").status == 200
    assert elsewhere.get("/people").status == 401
    assert sign_in(Hand(hand.port), "Minh Anh").status == 403
    assert sign_in(Hand(hand.port), "Minh Anh", NEW).status == 303
    assert ("Minh Anh", "password changed", "Minh Anh") in events(engine)


def test_roles_are_kept_apart(sit: Sit) -> None:
    reader, editor, admin = sit("Đọc"), sit("Minh Anh"), sit("Thu Hà")
    hands = (reader, editor, admin)
    assert [hand.get("/people").status for hand in hands] == [200, 200, 200]
    assert [hand.get("/review/1/2").status for hand in hands] == [403, 200, 200]
    assert [hand.get("/audit").status for hand in hands] == [403, 403, 200]
    fields = editor.get("/review/1/2").form("judge") | {"verdict": "unsure"}
    own = {"token": reader.get("/account").form("/sign-out")["token"]}
    assert reader.post("/review/1/2", fields | own).status == 403


def test_the_navigation_leads_only_where_one_may_enter(sit: Sit) -> None:
    desks = {"/review", "/identity"}
    for name, role in PEOPLE.items():
        links = lxml.html.fromstring(sit(name).get("/").text).xpath("//header//nav//a/@href")
        assert desks & set(links) == (desks if role != "reader" else set())
        assert {"/pairs", "/corrections"} <= set(links)


def test_a_judgement_is_made_in_the_name_of_who_has_signed_in(engine: Engine, sit: Sit) -> None:
    hand = sit()
    hand.cookies["tintinh_editor"] = "Thu%20H%C3%A0"
    assert hand.get("/review/editor").status == 303
    page = hand.get("/review/1/2")
    fields = page.form("judge") | {"verdict": "unsure"}
    assert hand.post("/review/1/2", fields).status == 303
    assert hand.post("/review/1/2", fields).status == 409
    with reading(engine) as session:
        assert session.scalars(select(Judgement.editor)).all() == ["Minh Anh"]
    assert events(engine)[-1] == ("Minh Anh", "judged", "/review/1/2")
    assert [action for _, action, _ in events(engine)].count("judged") == 1


def test_a_changed_role_holds_at_once(engine: Engine, sit: Sit) -> None:
    hand = sit()
    with transaction(engine) as session:
        session.scalars(select(Account).where(Account.name == "Minh Anh")).one().role = "reader"
    assert hand.get("/review/1/2").status == 403


def test_forms_of_another_session_or_another_site_are_refused(sit: Sit) -> None:
    hand, other = sit(), sit("Thu Hà")
    fields = hand.get("/account").form("/account/sign-out")
    assert other.post("/account/sign-out", fields).status == 403
    for headers in (
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert hand.post("/account/sign-out", fields, **headers).status == 403
    assert hand.post("/account/sign-out", {"token": ""}).status == 403
    signing_in = Hand(hand.port)
    form = {"name": "Minh Anh", "password": PASSWORD, "to": "/", "token": "x" * 64}
    assert signing_in.post("/sign-in", form).status == 403
    assert hand.get("/people").status == 200


def test_failures_make_one_wait_but_not_others(port: int, sit: Sit) -> None:
    known = sit()
    stranger = Hand(port)
    said = []
    while not said or said[-1].status == 403:
        said.append(sign_in(stranger, f"Ai {len(said)}", "sai rồi mà"))
    assert said[-1].status == 429
    assert len(said) > 10
    assert int(said[-1].headers["retry-after"]) > 0
    assert "thử lại sau" in said[-1].text
    known.post("/sign-out", known.get("/people").form("/sign-out"))
    assert sign_in(known, "Minh Anh").status == 303


def test_programs_show_a_token(engine: Engine, port: int) -> None:
    now = datetime.now(UTC)
    with transaction(engine) as session:
        account = session.scalars(select(Account).where(Account.name == "Minh Anh")).one()
        until = now.replace(year=now.year + 1)
        reading_only = issue_token(session, account, Grant("đọc", "reader", until), by_command(now))
        judging = issue_token(session, account, Grant("xét", "editor", until), by_command(now))
    program = Hand(port)
    bearer = {"Authorization": f"Bearer {reading_only}"}
    assert program.get("/people", **bearer).status == 200
    assert program.get("/review/1/2", **bearer).status == 403
    assert program.get("/people", Authorization="Bearer tintinh_x").status == 401
    assert program.get("/people", Authorization="Basic eDp5").status == 401
    assert "www-authenticate" in program.get("/people").headers
    fields = program.get("/review/1/2", Authorization=f"Bearer {judging}").form("judge")
    answer = program.post("/review/1/2", fields | {"verdict": "unsure"}, Authorization=f"Bearer {judging}")
    assert answer.status == 303


def test_what_is_taken_away_is_noted(engine: Engine, sit: Sit) -> None:
    hand = sit("Đọc")
    assert hand.get("/data/articles.csv").status == 200
    assert hand.get("/data").status == 200
    assert events(engine)[-1] == ("Đọc", "exported", "/data/articles.csv")


def test_the_audit_is_for_admins_and_shows_what_was_tried(sit: Sit) -> None:
    attack = "<script>alert(1)</script>"
    sign_in(Hand(sit("Đọc").port), attack, "sai rồi mà")
    admin = sit("Thu Hà")
    page = admin.get("/audit")
    assert "sign-in failed" in page.text
    assert attack not in page.text
    rows = lxml.html.fromstring(admin.get("/audit?action=signed+in&actor=Thu+H%C3%A0").text)
    assert len(rows.xpath("//tbody/tr")) == 1


def test_other_names_of_the_host_are_refused(port: int) -> None:
    hand = Hand(port)
    assert hand.get("/sign-in", Host="tin.example").status == 200
    for host in ("evil.example", "tin.example.evil.example", "evil.example:80", ""):
        assert hand.get("/sign-in", Host=host).status == 400
