"""`tintinh user` and `tintinh serve`: accounts from the terminal, and no door left open."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from config import load_config
from db.accounts.register import need_account
from db.accounts.tokens import find_token
from db.engine import open_database, reading, upgrade_database
from tests.db.samples import NOW

PASSWORD = "năm con nai vàng qua suối"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def config_path(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text('[web]\nhosts = ["tin.example"]\n', encoding="utf-8")
    upgrade_database(open_database(load_config(path).database_url))
    return path


@pytest.fixture
def run(config_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*arguments: str, typed: str = "", config: Path = config_path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main([*arguments, "--config", str(config)])
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return run


def test_an_account_is_added_listed_and_changed(run: Run) -> None:
    assert run("user", "add", "Minh  Anh", "--role", "admin", typed=PASSWORD + "\n")[0] == 0
    assert run("user", "add", "An", "--role", "reader", typed=PASSWORD + "\n")[0] == 0
    assert run("user", "role", "an", "editor")[0] == 0
    assert run("user", "password", "an", typed=PASSWORD + "!\n")[0] == 0
    assert run("user", "disable", "An")[0] == 0
    assert run("user", "enable", "An")[0] == 0
    assert run("user", "sessions", "An", "--end")[0] == 0
    out = run("user", "list")[1]
    assert re.search(r"An\s+editor", out)
    assert re.search(r"Minh Anh\s+admin", out)
    audit = run("user", "audit", "--limit", "3")[1]
    assert "account enabled" in audit
    assert "password changed" in audit
    assert PASSWORD not in audit


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add", "An", "--role", "reader"), "ngắn\n", "a password has 12 to 1000 characters"),
        (("add", "An", "--role", "reader"), "", "a password has 12 to 1000 characters"),
        (("add", "An", "--role", "reader"), "matkhau123456\n", "easily guessed"),
        (("add", "<b>", "--role", "reader"), PASSWORD, "Latin letters"),
        (("add", "An", "--role", "king"), PASSWORD, "'king' is not one of"),
        (("role", "Ai", "admin"), "", "there is no account 'Ai'"),
        (("password", "Ai"), PASSWORD, "there is no account 'Ai'"),
        (("token", "Ai"), "", "there is no account 'Ai'"),
    ],
)
def test_what_cannot_be_is_said(run: Run, arguments: tuple[str, ...], typed: str, said: str) -> None:
    status, _, err = run("user", *arguments, typed=typed)
    assert status == 2
    assert said in err


def test_a_token_is_shown_once_and_can_be_revoked(run: Run, config_path: Path) -> None:
    run("user", "add", "An", "--role", "editor", typed=PASSWORD)
    status, out, _ = run("user", "token", "An", "--label", "sổ tay", "--days", "2")
    token = out.strip()
    assert status == 0
    assert token.startswith("tintinh_")
    engine = open_database(load_config(config_path).database_url)
    with reading(engine) as session:
        assert find_token(session, token, at=NOW) is not None
    assert token not in run("user", "token", "An", "--list")[1]
    assert run("user", "token", "An", "--revoke", "1")[0] == 0
    with reading(engine) as session:
        assert find_token(session, token, at=NOW) is None
        assert need_account(session, "An").role == "editor"
    assert run("user", "token", "An", "--role", "admin")[0] == 2


def test_nothing_is_served_to_others_without_names_and_accounts(run: Run, tmp_path: Path) -> None:
    alone = tmp_path / "alone.toml"
    alone.write_text("", encoding="utf-8")
    status, _, err = run("serve", "--host", "0.0.0.0", config=alone)
    assert status == 2
    assert "alone.toml: --host 0.0.0.0" in err
    assert "hosts" in err
    status, _, err = run("serve")
    assert status == 2
    assert "tintinh user add NAME --role admin" in err
    run("user", "add", "An", "--role", "admin", typed=PASSWORD)
    run("user", "disable", "An")
    assert run("serve")[0] == 2
