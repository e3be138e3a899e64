"""The pages over a database, answered by a real server on a free port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from sqlalchemy import Engine

from web.app import make_app


@contextmanager
def served(engine: Engine, archive: Path | None = None) -> Iterator[int]:
    """The port on 127.0.0.1 at which the pages answer until the block ends."""
    config = uvicorn.Config(make_app(engine, archive), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    socket.listen()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    yield socket.getsockname()[1]
    server.should_exit = True
    thread.join()
