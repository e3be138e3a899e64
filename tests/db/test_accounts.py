"""Accounts: names, roles, passwords, sessions, tokens, and the audit that tells of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError

from db.accounts.audit import Deed, by_command, list_events, note
from db.accounts.passwords import WeakPassword, check_password, hash_password, verify_password
from db.accounts.register import (
    AccountProblem,
    add_account,
    any_account,
    any_active_account,
    change_password,
    change_role,
    check_name,
    disable,
    enable,
    list_accounts,
    need_account,
)
from db.accounts.sessions import ABSOLUTE, IDLE, end_session, find_session, touch
from db.accounts.signing_in import SignedIn, Try, WrongNameOrPassword, sign_in
from db.accounts.throttle import (
    FORGOTTEN,
    Counter,
    TooManyFailures,
    claim,
    give_back,
    network_of,
    stranger,
)
from db.accounts.tokens import Grant, find_token, issue_token, list_tokens, revoke_token
from db.engine import reading, transaction
from db.models import Account, AuditEvent, SignIn
from extract.text import fold, nfc
from tests.db.samples import NOW

PASSWORD = "năm con nai vàng qua suối"
OTHER = "sáu cái thuyền nan ngược dòng"
HOME = Try(name="Minh Anh", password=PASSWORD, browser="b" * 43, address="203.0.113.7", old_token="")


@pytest.fixture(scope="session")
def hashed() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def register(engine: Engine, hashed: str) -> Engine:
    """An editor and an admin."""
    with transaction(engine) as session:
        add_account(session, "Minh Anh", "editor", hashed, by_command(NOW))
        add_account(session, "Thu Hà", "admin", hashed, by_command(NOW))
    return engine


def actions(engine: Engine) -> list[tuple[str, str, str]]:
    with reading(engine) as session:
        return [(row.actor, row.action, row.subject) for row in list_events(session, limit=1000)][::-1]


def is_open(engine: Engine, signed_in: SignedIn, at: datetime) -> bool:
    with reading(engine) as session:
        return find_session(session, signed_in.token, at=at) is not None


def fail(engine: Engine, tried: Try, at: datetime) -> str:
    try:
        sign_in(engine, tried, at=at)
    except WrongNameOrPassword:
        return "wrong"
    except TooManyFailures as refused:
        return f"wait {refused.seconds}"
    return "in"


# Names and passwords


@pytest.mark.parametrize("name", ["", "  ", "tintinh", "Аn", "a\u202eb<", "x" * 61, "a\n'b", "<b>"])
def test_names_that_could_pass_for_another_are_refused(name: str) -> None:
    with pytest.raises(AccountProblem, match="Latin letters"):
        check_name(name)


def test_a_name_is_taken_in_whatever_capitals(register: Engine) -> None:
    for name in ("Minh Anh", "MINH  ANH"):
        with (
            pytest.raises(AccountProblem, match="there is an account"),
            transaction(register) as session,
        ):
            add_account(session, name, "reader", "x", by_command(NOW))


@pytest.mark.parametrize(
    "password",
    [
        "ngắn quá",
        "matkhau123456!",
        "Mật khẩu 123456",
        "aaaaaaaaaaaaaaa",
        "123456789012",
        "Nguyễn Minh Anh 1",
        "x" * 1001,
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword, match=r"characters|easily guessed"):
        check_password(password, "Nguyễn Minh Anh")


@pytest.mark.parametrize(
    "password", [PASSWORD, "x7#kPq9!mZr2", "correct horse battery staple ngựa", "ab cd ef" * 100]
)
def test_long_and_unusual_passwords_will_do(password: str) -> None:
    check_password(password, "Nguyễn Minh Anh")


@given(st.text(max_size=2000), st.text(max_size=60))
def test_any_password_is_taken_or_refused_in_words(password: str, name: str) -> None:
    try:
        check_password(password, name)
    except WeakPassword:
        return
    assert len(nfc(password)) >= 12


def test_a_password_is_the_same_in_every_normal_form(hashed: str) -> None:
    decomposed = PASSWORD.replace("ă", "a\u0306")
    assert decomposed != PASSWORD
    assert hashed.startswith("$argon2id$")
    assert verify_password(hashed, decomposed)
    assert not verify_password(hashed, PASSWORD + "x")
    assert not verify_password(None, PASSWORD)
    assert not verify_password(hashed, "x" * 100_000)


# The register


def test_changes_are_made_and_noted(register: Engine) -> None:
    with transaction(register) as session:
        change_role(session, "minh anh", "reader", by_command(NOW))
        disable(session, "Minh Anh", by_command(NOW))
        enable(session, "Minh Anh", by_command(NOW))
        change_password(session, need_account(session, "Minh Anh"), hash_password(OTHER), Deed("Thu Hà", NOW))
    with reading(register) as session:
        assert [(row.name, row.role) for row in list_accounts(session, at=NOW)] == [
            ("Minh Anh", "reader"),
            ("Thu Hà", "admin"),
        ]
    assert actions(register)[2:] == [
        ("tintinh", "role changed", "Minh Anh"),
        ("tintinh", "account disabled", "Minh Anh"),
        ("tintinh", "account enabled", "Minh Anh"),
        ("Thu Hà", "password changed", "Minh Anh"),
    ]


def test_the_last_admin_stays(register: Engine) -> None:
    with pytest.raises(AccountProblem, match="last admin"), transaction(register) as session:
        change_role(session, "Thu Hà", "editor", by_command(NOW))
    with pytest.raises(AccountProblem, match="last admin"), transaction(register) as session:
        disable(session, "Thu Hà", by_command(NOW))


def test_an_account_that_there_is_not_is_named_with_those_that_there_are(register: Engine) -> None:
    with (
        pytest.raises(AccountProblem, match="'Ai'; known are: Minh Anh, Thu Hà"),
        reading(register) as session,
    ):
        need_account(session, "Ai")


def test_disabled_accounts_still_mean_that_there_are_accounts(engine: Engine, hashed: str) -> None:
    with transaction(engine) as session:
        assert not any_account(session)
        add_account(session, "An", "admin", hashed, by_command(NOW))
        disable(session, "An", by_command(NOW))
        assert any_account(session)
        assert not any_active_account(session)


# Signing in, and sessions


def test_a_session_begins_lasts_and_ends(register: Engine) -> None:
    signed_in = sign_in(register, HOME, at=NOW)
    with reading(register) as session:
        found = find_session(session, signed_in.token, at=NOW)
        stored = session.scalars(select(SignIn)).one()
    assert found is not None
    assert (found.name, found.role) == ("Minh Anh", "editor")
    assert signed_in.token not in {stored.digest, stored.browser}
    assert len({signed_in.token, signed_in.browser, HOME.browser}) == 3
    with transaction(register) as session:
        end_session(session, signed_in.token, at=NOW)
    assert not is_open(register, signed_in, NOW)
    assert actions(register)[-1] == ("Minh Anh", "signed in", "Minh Anh")


def test_a_session_ends_unused_and_in_the_end(register: Engine) -> None:
    signed_in = sign_in(register, HOME, at=NOW)
    assert is_open(register, signed_in, NOW + IDLE - timedelta(seconds=1))
    assert not is_open(register, signed_in, NOW + IDLE)
    at = NOW
    while at < NOW + ABSOLUTE:
        with transaction(register) as session:
            found = find_session(session, signed_in.token, at=at)
            assert found is not None
            touch(session, found.session_id, at=at)
        at += IDLE / 2
    assert not is_open(register, signed_in, at)


def test_signing_in_again_ends_the_session_that_the_browser_had(register: Engine) -> None:
    first = sign_in(register, HOME, at=NOW)
    second = sign_in(register, replace(HOME, browser=first.browser, old_token=first.token), at=NOW)
    assert not is_open(register, first, NOW)
    assert is_open(register, second, NOW)


@pytest.mark.parametrize("end", ["disable", "password"])
def test_a_disabled_account_or_a_new_password_ends_all_sessions(register: Engine, end: str) -> None:
    sessions = [sign_in(register, HOME, at=NOW) for _ in range(2)]
    with transaction(register) as session:
        if end == "disable":
            disable(session, "Minh Anh", by_command(NOW))
        else:
            change_password(session, need_account(session, "Minh Anh"), hash_password(OTHER), by_command(NOW))
    assert [is_open(register, one, NOW) for one in sessions] == [False, False]
    assert fail(register, HOME, NOW) == "wrong"


def test_wrong_names_and_wrong_passwords_are_answered_alike(register: Engine) -> None:
    tries = [replace(HOME, password=OTHER), replace(HOME, name="Không Có"), replace(HOME, name="\x00'\";--")]
    assert [fail(register, one, NOW) for one in tries] == ["wrong"] * 3
    assert [action for _, action, _ in actions(register)[-3:]] == ["sign-in failed"] * 3


def test_a_password_hashed_with_weaker_parameters_is_hashed_anew(register: Engine) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with transaction(register) as session:
        need_account(session, "Minh Anh").password = weak
    assert fail(register, replace(HOME, password=OTHER), NOW) == "wrong"
    with reading(register) as session:
        assert need_account(session, "Minh Anh").password == weak
    sign_in(register, HOME, at=NOW)
    with reading(register) as session:
        stored = need_account(session, "Minh Anh").password
    assert stored != weak
    assert verify_password(stored, PASSWORD)


# Limits


@given(st.integers(0, 200), st.integers(1, 30), st.integers(1, 4000))
def test_waits_double_up_to_the_longest(failures: int, free: int, longest: int) -> None:
    counter = Counter("x", free, longest)
    wait, next_wait = counter.wait(failures), counter.wait(failures + 1)
    assert timedelta(0) <= wait <= next_wait <= timedelta(seconds=longest)
    assert (wait > timedelta(0)) == (failures >= free)


def claimed(engine: Engine, counters: tuple[Counter, ...], at: datetime = NOW) -> str:
    """A failure, without the time that a password takes."""
    try:
        with transaction(engine) as session:
            claim(session, counters, at=at)
    except TooManyFailures as refused:
        return f"wait {refused.seconds}"
    return "wrong"


def test_failures_from_one_address_wait_longer_and_longer_and_are_forgotten(engine: Engine) -> None:
    said = [claimed(engine, stranger(f"người {number}", HOME.address)) for number in range(12)]
    assert said == ["wrong"] * 10 + ["wait 1", "wait 1"]
    mine = stranger("minh anh", HOME.address)
    assert claimed(engine, mine, NOW + timedelta(seconds=1)) == "wrong"
    assert claimed(engine, mine, NOW + timedelta(seconds=1)) == "wait 2"
    assert claimed(engine, stranger("minh anh", "198.51.100.1")) == "wrong"
    assert claimed(engine, mine, NOW + FORGOTTEN + timedelta(hours=1)) == "wrong"


def test_a_name_is_guarded_over_many_addresses(engine: Engine) -> None:
    said = [claimed(engine, stranger("minh anh", f"198.51.100.{number}")) for number in range(21)]
    assert said[19:] == ["wrong", "wait 1"]
    assert claimed(engine, stranger("thu hà", "192.0.2.1")) == "wrong"


def test_who_fails_in_anothers_name_does_not_lock_them_out(register: Engine) -> None:
    known = sign_in(register, HOME, at=NOW)
    for number in range(25):
        claimed(register, stranger(fold(HOME.name), f"198.51.100.{number}"))
    for _ in range(12):
        claimed(register, stranger("ai đó", HOME.address))
    assert fail(register, replace(HOME, address="192.0.2.1"), NOW) == "wait 1"
    assert fail(register, replace(HOME, browser=known.browser), NOW) == "in"


def test_a_known_browser_has_a_limit_of_its_own(register: Engine) -> None:
    known = sign_in(register, HOME, at=NOW)
    wrong = replace(HOME, browser=known.browser, password=OTHER)
    assert [fail(register, wrong, NOW) for _ in range(6)] == ["wrong"] * 5 + ["wait 1"]
    of_another = replace(HOME, browser=known.browser, name="Thu Hà", password=OTHER)
    assert fail(register, of_another, NOW) == "wrong"


def test_ones_own_account_does_not_earn_more_guesses_at_others(engine: Engine) -> None:
    said = []
    for _ in range(11):
        said.append(claimed(engine, stranger("thu hà", HOME.address)))
        own = stranger("minh anh", HOME.address)
        if claimed(engine, own) == "wrong":
            with transaction(engine) as session:
                give_back(session, own)
    assert said.count("wrong") == 10


def at_once(deed: Callable[[], str], times: int) -> list[str]:
    said: list[str] = []
    tries = [threading.Thread(target=lambda: said.append(deed())) for _ in range(times)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    return sorted(said)


def test_tries_that_come_at_once_see_each_other(register: Engine) -> None:
    said = at_once(lambda: claimed(register, stranger("minh anh", HOME.address)), 16)
    assert said == ["wait 1"] * 6 + ["wrong"] * 10


def test_many_may_sign_in_at_once(register: Engine) -> None:
    assert at_once(lambda: fail(register, HOME, NOW), 5) == ["in"] * 5
    with reading(register) as session:
        assert len(set(session.scalars(select(SignIn.digest)))) == 5


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_an_address_counts_with_its_neighbours(address: str, network: str) -> None:
    assert network_of(address) == network


# Tokens of programs


def test_a_token_holds_until_it_ends(register: Engine) -> None:
    with transaction(register) as session:
        account = need_account(session, "Minh Anh")
        grant = Grant("sổ tay", "reader", NOW + timedelta(days=1))
        token = issue_token(session, account, grant, by_command(NOW))
        with pytest.raises(AccountProblem, match="cannot be admin"):
            issue_token(session, account, replace(grant, role="admin"), by_command(NOW))
        owner = find_token(session, token, at=NOW)
        assert owner is not None
        assert (owner.name, owner.role) == ("Minh Anh", "reader")
        assert find_token(session, token, at=NOW + timedelta(days=1)) is None
        assert find_token(session, "tintinh_x", at=NOW) is None
        (stored,) = list_tokens(session, account)
        assert token not in stored.digest
        with pytest.raises(AccountProblem, match="no token 99"):
            revoke_token(session, account, 99, by_command(NOW))
        revoke_token(session, account, stored.id, by_command(NOW))
        assert find_token(session, token, at=NOW) is None


def test_a_token_never_may_more_than_its_account(register: Engine) -> None:
    with transaction(register) as session:
        account = need_account(session, "Minh Anh")
        token = issue_token(session, account, Grant("x", "editor", NOW + timedelta(days=1)), by_command(NOW))
        change_role(session, "Minh Anh", "reader", by_command(NOW))
        owner = find_token(session, token, at=NOW)
        assert owner is not None
        assert owner.role == "reader"
        disable(session, "Minh Anh", by_command(NOW))
        assert find_token(session, token, at=NOW) is None


# The audit


@pytest.mark.parametrize("change", ["UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events"])
def test_events_are_only_ever_added(register: Engine, change: str) -> None:
    with pytest.raises(DBAPIError, match="only ever added"), transaction(register) as session:
        session.execute(text(change))
    if register.dialect.name == "sqlite":
        row = {"id": 1, "at": NOW, "actor": "x", "action": "x", "subject": "", "detail": "", "address": ""}
        replaced = insert(AuditEvent).prefix_with("OR REPLACE").values(row)
        with pytest.raises(DBAPIError, match="only ever added"), transaction(register) as session:
            session.execute(replaced)


def test_events_are_listed_by_actor_and_action_in_pages(register: Engine) -> None:
    with transaction(register) as session:
        for number in range(5):
            note(session, Deed("An", NOW), "export", str(number), "x" * 1000)
    with reading(register) as session:
        page = list_events(session, actor="An", limit=2)
        rest = list_events(session, action="export", limit=9, before=page[-1].id)
        assert [row.subject for row in (*page, *rest)] == ["4", "3", "2", "1", "0"]
        assert len(page[0].detail) == 300
        assert len(session.scalars(select(Account)).all()) == 2
