"""Serve the pages: to this machine, or to those who have an account."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import click
import uvicorn
from sqlalchemy import Engine

from config import Config, ConfigError
from db.accounts.register import any_active_account
from db.engine import reading
from web.app import make_app

HOST = "127.0.0.1"
"""Where the pages answer unless told otherwise: on this machine alone."""


class NoAccounts(Exception):
    """More than this machine may ask for the pages, and nobody could sign in."""


def serve_pages(engine: Engine, config: Config, *, host: str = HOST, port: int) -> None:
    """Serve until interrupted; says the address on standard output once it answers.

    Raises `ConfigError` and `NoAccounts` where others could read and nothing is there to keep them out.
    """
    refuse_unprotected(engine, config, host)
    app = make_app(engine, config.archive_dir, config.sql_database, config.web)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            # Without proxies of ours, nobody is believed who says that a request came from elsewhere.
            proxy_headers=bool(config.web.proxies),
            forwarded_allow_ips=list(config.web.proxies),
        )
    )
    listener = listening_socket(server.config)
    address = "http://{}:{}/".format(*listener.getsockname()[:2])
    click.echo(f"Mở / open: {address}   (Ctrl-C để dừng / to stop)")
    server.run(sockets=[listener])


def listening_socket(config: uvicorn.Config) -> socket.socket:
    """A socket that listens where the configuration says, on which answers go out at once.

    An answer is written in two parts, its head first. asyncio sees to it that the second does not wait until
    the reader's machine has acknowledged the first (some 40 ms), but not on sockets that it is handed.
    """
    listener = config.bind_socket()
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what it accepts inherits this
    listener.listen()
    return listener


def refuse_unprotected(engine: Engine, config: Config, host: str) -> None:
    """Raise unless the pages answer on this machine alone, or have names and accounts."""
    alone = _is_loopback(host)
    if not alone and not config.web.hosts:
        msg = (
            f"{config.path}: --host {host} lets other machines in: list the names by which they ask,"
            ' under [web]: hosts = ["tin.bao.example"]'
        )
        raise ConfigError(msg)
    if not config.web.hosts:
        return
    with reading(engine) as session:
        if not any_active_account(session):
            msg = (
                "chưa có tài khoản nào / nobody could sign in: there is no account;"
                " make one: tintinh user add NAME --role admin"
            )
            raise NoAccounts(msg)
    if not alone and not config.web.https:
        click.echo(
            "tintinh: không có TLS, mật khẩu đi trần qua mạng / without TLS passwords can be read"
            " on their way: put a proxy in front (docs/operations.md)",
            err=True,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
