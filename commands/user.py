"""Verbs over accounts, for those who hold the machine."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import Engine

import pipeline
from commands.options import CONFIG, example
from commands.terminal import show_table
from config import load_config
from db.accounts.audit import by_command, list_events
from db.accounts.passwords import check_password, hash_password
from db.accounts.register import (
    add_account,
    change_password,
    change_role,
    check_name,
    disable,
    enable,
    list_accounts,
    need_account,
)
from db.accounts.sessions import end_sessions, open_sessions
from db.accounts.tokens import Grant, issue_token, list_tokens, revoke_token
from db.engine import reading, transaction
from db.models import ROLES
from db.order import VIETNAM

NAME = click.argument("name")
ROLE = click.Choice(ROLES)


@click.group(epilog=example('tintinh user add "Minh Anh" --role editor'))
def user() -> None:
    """Tài khoản của người đọc / the accounts of readers."""


@user.command("add", epilog=example('tintinh user add "Minh Anh" --role editor'))
@CONFIG
@click.option("--role", type=ROLE, required=True, help="Quyền / what they may do.")
@NAME
def user_add(config_path: Path, role: str, name: str) -> int:
    """Thêm tài khoản, hỏi mật khẩu / add an account; asks for its password, or reads it from stdin."""
    engine = _database(config_path)
    name = check_name(name)
    password = _ask_password(name)
    with transaction(engine) as session:
        add_account(session, name, role, password, by_command(_now()))
    click.echo(f"đã thêm {name} ({role}) / added")
    return 0


@user.command("list", epilog=example("tintinh user list"))
@CONFIG
def user_list(config_path: Path) -> int:
    """Liệt kê tài khoản / list the accounts."""
    with reading(_database(config_path)) as session:
        rows = list_accounts(session, at=_now())
    show_table(
        "Tài khoản / accounts",
        (
            "tên / name",
            "quyền / role",
            "lập / made",
            "phiên / sessions",
            "dùng lần cuối / last used",
            "khóa / disabled",
        ),
        [
            (
                row.name,
                row.role,
                _shown(row.made_at),
                row.sessions,
                _shown(row.seen_at),
                _shown(row.disabled_at),
            )
            for row in rows
        ],
    )
    return 0


@user.command("role", epilog=example('tintinh user role "Minh Anh" admin'))
@CONFIG
@NAME
@click.argument("role", type=ROLE)
def user_role(config_path: Path, name: str, role: str) -> int:
    """Đổi quyền / give an account another role."""
    with transaction(_database(config_path)) as session:
        change_role(session, name, role, by_command(_now()))
    click.echo(f"{name}: {role}")
    return 0


@user.command("password", epilog=example('tintinh user password "Minh Anh"'))
@CONFIG
@NAME
def user_password(config_path: Path, name: str) -> int:
    """Đặt mật khẩu mới, kết thúc mọi phiên / set another password; all sessions end."""
    engine = _database(config_path)
    with reading(engine) as session:
        name = need_account(session, name).name
    password = _ask_password(name)
    with transaction(engine) as session:
        change_password(session, need_account(session, name), password, by_command(_now()))
    click.echo(f"đã đổi mật khẩu của {name} / password changed")
    return 0


@user.command("disable", epilog=example('tintinh user disable "Minh Anh"'))
@CONFIG
@NAME
def user_disable(config_path: Path, name: str) -> int:
    """Khóa tài khoản / let an account sign in no more; its sessions and tokens end."""
    with transaction(_database(config_path)) as session:
        disable(session, name, by_command(_now()))
    click.echo(f"đã khóa {name} / disabled")
    return 0


@user.command("enable", epilog=example('tintinh user enable "Minh Anh"'))
@CONFIG
@NAME
def user_enable(config_path: Path, name: str) -> int:
    """Mở lại tài khoản / let a disabled account sign in again."""
    with transaction(_database(config_path)) as session:
        enable(session, name, by_command(_now()))
    click.echo(f"đã mở lại {name} / enabled")
    return 0


@user.command("sessions", epilog=example('tintinh user sessions "Minh Anh" --end'))
@CONFIG
@click.option("--end", is_flag=True, help="Kết thúc tất cả / sign out everywhere.")
@NAME
def user_sessions(config_path: Path, name: str, *, end: bool) -> int:
    """Các phiên đang mở / the browsers in which somebody is signed in."""
    engine, now = _database(config_path), _now()
    with reading(engine) as session:
        account = need_account(session, name)
        rows = open_sessions(session, account.id, at=now)
    show_table(
        f"Phiên của / sessions of {account.name}",
        ("từ / since", "dùng lần cuối / last used", "hết hạn / ends", "địa chỉ / address"),
        [(_shown(row.made_at), _shown(row.seen_at), _shown(row.expires_at), row.address) for row in rows],
    )
    if end:
        with transaction(engine) as session:
            end_sessions(session, account.id, at=now)
        click.echo(f"đã kết thúc {len(rows)} phiên / ended")
    return 0


@user.command("token", epilog=example('tintinh user token "Minh Anh" --label "sổ tay" --days 90'))
@CONFIG
@click.option("--label", default="", help="Để làm gì / what it is for.")
@click.option("--role", type=ROLE, default="reader", show_default=True, help="Quyền / what it may do.")
@click.option(
    "--days", type=click.IntRange(1, 730), default=365, show_default=True, help="Số ngày / for how long."
)
@click.option(
    "--revoke", type=int, metavar="NUMBER", help="Thu hồi mã số này / end the token of this number."
)
@click.option("--list", "only_list", is_flag=True, help="Chỉ liệt kê / only list the tokens.")
@NAME
def user_token(  # noqa: PLR0913 -- one option, one parameter
    *, config_path: Path, label: str, role: str, days: int, revoke: int | None, only_list: bool, name: str
) -> int:
    """Mã cho chương trình gọi API / a token by which a program asks in an account's name; shown once."""
    engine, now = _database(config_path), _now()
    if revoke is not None:
        with transaction(engine) as session:
            revoke_token(session, need_account(session, name), revoke, by_command(now))
        click.echo(f"đã thu hồi mã {revoke} / revoked")
        return 0
    if only_list:
        _show_tokens(engine, name)
        return 0
    grant = Grant(label, role, now + timedelta(days=days))
    with transaction(engine) as session:
        click.echo(issue_token(session, need_account(session, name), grant, by_command(now)))
    return 0


@user.command("audit", epilog=example('tintinh user audit --actor "Minh Anh"'))
@CONFIG
@click.option("--actor", help="Chỉ của người này / one account only.")
@click.option("--action", help="Chỉ việc này / one kind of action only.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
def user_audit(config_path: Path, actor: str | None, action: str | None, limit: int) -> int:
    """Sổ ghi việc / who did what, the last first."""
    with reading(_database(config_path)) as session:
        rows = list_events(session, actor=actor, action=action, limit=limit)
    show_table(
        "Sổ ghi việc / audit",
        (
            "lúc / when",
            "ai / who",
            "việc / action",
            "với / subject",
            "chi tiết / detail",
            "địa chỉ / address",
        ),
        [(_shown(row.at), row.actor, row.action, row.subject, row.detail, row.address) for row in rows],
    )
    return 0


def _show_tokens(engine: Engine, name: str) -> None:
    with reading(engine) as session:
        rows = list_tokens(session, need_account(session, name))
    show_table(
        f"Mã của / tokens of {name}",
        ("số / number", "để / for", "quyền / role", "hết hạn / ends", "thu hồi / revoked"),
        [(row.id, row.label, row.role, _shown(row.expires_at), _shown(row.revoked_at)) for row in rows],
    )


def _ask_password(name: str) -> str:
    """A good password, hashed: typed twice on a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        password = click.prompt(
            "Mật khẩu / password", hide_input=True, confirmation_prompt="Gõ lại / again", err=True
        )
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    check_password(password, name)
    return hash_password(password)


def _database(config_path: Path) -> Engine:
    return pipeline.prepared(load_config(config_path))


def _now() -> datetime:
    return datetime.now(UTC)


def _shown(moment: datetime | None) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if moment else ""
