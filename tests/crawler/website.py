"""A web site for tests: answers by path, remembers what was asked, and can misbehave."""

from __future__ import annotations

import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """One request that came, with its header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What is answered. `raw`: the very bytes to write, instead of a proper answer."""

    body: bytes | str = b""
    status: int = 200
    type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Iterator[bytes] | None = None


Route = Reply | Callable[[Asked], Reply]

NOT_FOUND = Reply("<h1>404</h1>", status=404)


class Website:
    """A running site. `routes` may be changed while it runs."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.url = ""

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        route = self.routes.get(asked.path, NOT_FOUND)
        return route if isinstance(route, Reply) else route(asked)

    def count(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(asked.path for asked in self.asked)

    def paths(self) -> list[str]:
        """The paths in the order in which they were asked for, robots.txt aside."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.website.answer(Asked(self.command, self.path, headers, self.rfile.read(length)))
        try:
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as http.server names it
        pass

    def _send(self, reply: Reply) -> None:
        if reply.raw is not None:
            self.close_connection = True
            for piece in reply.raw:
                self.wfile.write(piece)
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        headers = {"Content-Type": reply.type, "Content-Length": str(len(body)), **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.status not in {204, 304}:
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, website: Website) -> None:
        self.website = website
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Show what went wrong here, but not that a client has gone."""
        if not isinstance(sys.exception(), ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[Website]:
    """A site on a free port of this machine until the block ends."""
    website = Website()
    server = _Server(website)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    website.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield website
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def article(title: str, extra: str = "") -> Reply:
    """A page that looks like an article's."""
    return Reply(f"<html><head><title>{title}</title>{extra}</head><body><p>{title}.</p></body></html>")


def listing(*links: str, extra: str = "") -> Reply:
    """A page that links to others."""
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return Reply(f"<html><body><ul>{items}</ul>{extra}</body></html>")
