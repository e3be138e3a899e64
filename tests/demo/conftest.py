"""Running replica sites, and a plain HTTP client that follows nothing by itself."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from demo.server import DemoServers, serve_demo


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Asks the replica sites, by site id and path."""

    def __init__(self, servers: DemoServers) -> None:
        self.servers = servers

    def ask(
        self,
        site: str,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        address = urlsplit(self.servers.base_urls[site])
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()


@pytest.fixture
def servers() -> Iterator[DemoServers]:
    with serve_demo(slow_seconds=0.0) as running:
        yield running


@pytest.fixture
def client(servers: DemoServers) -> Client:
    return Client(servers)
