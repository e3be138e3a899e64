"""Serve the pages on this machine."""

from __future__ import annotations

from pathlib import Path

import click
import uvicorn
from sqlalchemy import Engine

from web.app import make_app

HOST = "127.0.0.1"
"""Loopback only: there are no accounts yet, so no other machine may look in."""


def serve_pages(engine: Engine, archive: Path, port: int, sql_database: str = "") -> None:
    """Serve until interrupted; says the address on standard output once it answers."""
    config = uvicorn.Config(
        make_app(engine, archive, sql_database), host=HOST, port=port, log_level="warning"
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    socket.listen()
    address = "http://{}:{}/".format(*socket.getsockname())
    click.echo(f"Mở / open: {address}   (Ctrl-C để dừng / to stop)")
    server.run(sockets=[socket])
