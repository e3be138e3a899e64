"""How the pages are served."""

from __future__ import annotations

import socket
from contextlib import closing

import uvicorn

from web.server import listening_socket


async def _nothing(*_: object) -> None: ...


def test_what_a_reader_is_sent_does_not_wait_until_its_beginning_is_acknowledged() -> None:
    with (
        closing(listening_socket(uvicorn.Config(_nothing, port=0))) as listener,
        closing(socket.create_connection(listener.getsockname())),
    ):
        accepted, _ = listener.accept()
        with closing(accepted):
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
