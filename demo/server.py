"""Serves the five replica sites on 127.0.0.1, each on a port of its own.

Within `with serve_demo() as servers:`, `servers.base_urls[site_id]` is a site's address,
`servers.set_edition(2)` updates one article, and `servers.requests` says what was asked
and how it was answered.
"""

from __future__ import annotations

import errno
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from demo.content.reader import load_sites
from demo.http import Request, Response, is_unchanged
from demo.sites import build_sites

EDITIONS = (1, 2)
HOST = "127.0.0.1"
_MAX_FORM_BYTES = 1 << 20
_POLL_SECONDS = 0.01
"""How often a site looks whether it should stop."""


class DemoPortError(OSError):
    """A fixed port of a replica site is taken; the message names port, site and setting."""


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request that a site has answered. `path` includes the query."""

    site: str
    method: str
    path: str
    status: int


class DemoServers:
    """The running sites: their addresses, their edition and what was asked of them."""

    def __init__(self, edition: int, slow_seconds: float) -> None:
        self.base_urls: dict[str, str] = {}
        self.slow_seconds = slow_seconds
        self._lock = threading.Lock()
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._requests: list[RequestRecord] = []
        self._sites = {number: build_sites(number) for number in EDITIONS}
        self.set_edition(edition)

    @property
    def requests(self) -> tuple[RequestRecord, ...]:
        """All requests answered so far, in order."""
        with self._lock:
            return tuple(self._requests)

    def set_edition(self, edition: int) -> None:
        """Let the sites answer as they are in this edition (1, or 2 after an update)."""
        if edition not in EDITIONS:
            message = f"edition {edition} of the replica sites does not exist; there are {EDITIONS}"
            raise ValueError(message)
        self._edition = edition

    def answer(self, site_id: str, request: Request) -> Response:
        """What the site answers in the present edition."""
        return self._sites[self._edition][site_id].respond(request)

    def count_attempt(self, site_id: str, target: str) -> int:
        """How often this address has been asked for, this time included."""
        with self._lock:
            self._attempts[site_id, target] += 1
            return self._attempts[site_id, target]

    def record(self, record: RequestRecord) -> None:
        """Add a line to the log of requests."""
        with self._lock:
            self._requests.append(record)


def default_ports() -> dict[str, int]:
    """The fixed port of each site, so that addresses stay the same from run to run."""
    return {site.id: site.port for site in load_sites()}


@contextmanager
def serve_demo(
    edition: int = 1, ports: Mapping[str, int] | None = None, slow_seconds: float = 1.0
) -> Iterator[DemoServers]:
    """Serve all sites until the block ends; `ports` by site id, ephemeral when None.

    Raises DemoPortError when a given port is taken.
    """
    servers = DemoServers(edition, slow_seconds)
    with ExitStack() as stack:
        for site in load_sites():
            server = _bind(site.id, 0 if ports is None else ports[site.id], servers)
            stack.callback(server.server_close)
            servers.base_urls[site.id] = f"http://{HOST}:{server.server_port}"
            thread = threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield servers


class _Server(ThreadingHTTPServer):
    """One site's listening socket."""

    daemon_threads = True

    def __init__(self, port: int, site_id: str, servers: DemoServers) -> None:
        self.site_id = site_id
        self.servers = servers
        super().__init__((HOST, port), _Handler)


def _bind(site_id: str, port: int, servers: DemoServers) -> _Server:
    try:
        return _Server(port, site_id, servers)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        message = (
            f"Cổng {port} của trang mẫu {site_id} đang bận / port {port} of the replica site {site_id} is "
            f"taken: stop what listens there, or change `port` of that site in demo/content/sites.toml"
        )
        raise DemoPortError(message) from error


class _Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 for one site: GET, HEAD and POST of forms."""

    protocol_version = "HTTP/1.1"
    server_version = "TinTinhDemo"
    sys_version = ""
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as http.server names it
        """Keep quiet: DemoServers.requests is the log."""

    def _serve(self) -> None:
        servers, site_id = self.server.servers, self.server.site_id
        request = self._request(servers.count_attempt(site_id, self.path))
        response = servers.answer(site_id, request)
        if response.slow:
            time.sleep(servers.slow_seconds)
        status = 304 if is_unchanged(request, response) else response.status
        servers.record(RequestRecord(site_id, self.command, self.path, status))
        with suppress(ConnectionError):  # the asker has gone: nothing is left to do
            self._send(status, response)

    def _request(self, attempt: int) -> Request:
        target = urlsplit(self.path)
        length = min(int(self.headers.get("Content-Length") or 0), _MAX_FORM_BYTES)
        form = self.rfile.read(length).decode("utf-8", "replace")
        return Request(
            method=self.command,
            path=target.path,
            query=dict(parse_qsl(target.query, keep_blank_values=True)),
            form=dict(parse_qsl(form, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            base_url=self.server.servers.base_urls[self.server.site_id],
            attempt=attempt,
        )

    def _send(self, status: int, response: Response) -> None:
        body = b"" if status == 304 else response.body
        self.send_response_only(status)
        for name, value in response.headers().items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
