"""The pages over a database, answered by a real server on a free port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from config import WebSettings
from web.app import LOCAL, make_app
from web.server import listening_socket


@contextmanager
def served(
    engine: Engine, archive: Path | None = None, sql_database: str = "", settings: WebSettings = LOCAL
) -> Iterator[int]:
    """The port on 127.0.0.1 at which the pages answer until the block ends."""
    with listening(make_app(engine, archive, sql_database, settings), settings) as port:
        yield port


@contextmanager
def listening(app: FastAPI, settings: WebSettings = LOCAL) -> Iterator[int]:
    """The port on 127.0.0.1 at which an application answers until the block ends."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_level="warning",
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
    )
    server = uvicorn.Server(config)
    listener = listening_socket(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()
