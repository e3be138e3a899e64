"""Notices reach a mail server and a webhook, and say so where they do not."""

from __future__ import annotations

import email
import email.policy
import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine

from config import NotifySettings
from night.notice import NoticeFailed, send_notices
from night.report import Night, read_night
from tests.night.lines import DAY, FIRST, healthy_nights, store_nights

MORNING = FIRST + 2.4 * DAY
UNSENT = {
    "smtp_host": "127.0.0.1",
    "smtp_port": 9,
    "email_to": ["a@mau.example"],
    "email_from": "b@mau.example",
}


class _MailHandler(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 mau\r\n")
        while line := self.rfile.readline():
            command = line.split(b":")[0].split()[0].upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                message = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(message)  # type: ignore[attr-defined]  # set below
            self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")


class _HookHandler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(body)  # type: ignore[attr-defined]  # set below
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as http.server names it
        """Keep quiet."""


@contextmanager
def receiver(handler: Any) -> Iterator[tuple[int, list[bytes]]]:
    """A server on a free port, and what it has received."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        received: list[bytes] = []
        server.received = received  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1], received
        server.shutdown()
        thread.join()


@pytest.fixture
def troubled(engine: Engine) -> Night:
    store_nights(engine, healthy_nights(3), error="connection refused")
    return read_night(engine, MORNING)


def test_the_report_goes_out_by_mail(troubled: Night) -> None:
    with receiver(_MailHandler) as (port, received):
        settings = NotifySettings.model_validate({**UNSENT, "smtp_port": port})
        assert send_notices(settings, troubled) == ["a@mau.example"]
    message = email.message_from_bytes(received[0], policy=email.policy.default)
    assert message["Subject"] == "Tin Tỉnh: 1 báo động / alarms"
    assert (message["From"], message["To"]) == ("b@mau.example", "a@mau.example")
    parts = {
        part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()
    }
    assert "connection refused" in parts["text/plain"]
    assert "<svg" in parts["text/html"]


def test_a_webhook_gets_the_alarms_as_json(troubled: Night) -> None:
    with receiver(_HookHandler) as (port, received):
        settings = NotifySettings(webhook=f"http://127.0.0.1:{port}/bao")
        assert send_notices(settings, troubled) == [settings.webhook]
    sent = json.loads(received[0])
    assert [(alarm["site"], alarm["kind"]) for alarm in sent["alarms"]] == [("mau", "unreachable")]
    assert "connection refused" in sent["text"]


def test_quiet_nights_are_told_only_where_that_is_wanted(engine: Engine) -> None:
    store_nights(engine, healthy_nights(3))
    night = read_night(engine, MORNING)
    with receiver(_HookHandler) as (port, received):
        settings = NotifySettings(webhook=f"http://127.0.0.1:{port}/bao")
        assert send_notices(settings, night) == []
        assert send_notices(settings.model_copy(update={"when": "always"}), night) == [settings.webhook]
    assert json.loads(received[0])["alarms"] == []


def test_a_mail_server_that_is_away_does_not_keep_the_webhook_from_being_told(troubled: Night) -> None:
    with receiver(_HookHandler) as (port, received):
        settings = NotifySettings.model_validate({**UNSENT, "webhook": f"http://127.0.0.1:{port}/"})
        with pytest.raises(NoticeFailed, match=r"\[notify\] a@mau\.example"):
            send_notices(settings, troubled)
    assert len(received) == 1


def test_a_mail_needs_a_sender() -> None:
    with pytest.raises(ValueError, match="email_from"):
        NotifySettings(email_to=("a@mau.example",))
