"""Tells people and programs of the night, where the settings ask for it: an e-mail, a webhook."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage

from config import NotifySettings
from night.report import Night, as_html, as_markdown

PASSWORD = "TINTINH_SMTP_PASSWORD"  # noqa: S105 -- the name of an environment variable, not a password
"""The environment variable with the password of `smtp_user`: it does not belong into a file."""
TIMEOUT = 30.0
"""Seconds that a mail server or a webhook has to answer."""


class NoticeFailed(Exception):
    """A notice could not be delivered; the message says which setting to look at."""


def send_notices(settings: NotifySettings, night: Night) -> list[str]:
    """Send what the settings ask for; returns to whom. Raises `NoticeFailed` after every way was tried."""
    if settings.when == "alarm" and not night.alarms:
        return []
    ways: list[tuple[str, Callable[[NotifySettings, Night], None]]] = []
    if settings.email_to:
        ways.append((", ".join(settings.email_to), _mail))
    if settings.webhook:
        ways.append((settings.webhook, _post))
    told, faults = [], []
    for receiver, send in ways:
        try:
            send(settings, night)
            told.append(receiver)
        except (OSError, smtplib.SMTPException) as error:
            faults.append(f"[notify] {receiver}: {error}")
    if faults:
        raise NoticeFailed("\n".join(faults))
    return told


def subject(night: Night) -> str:
    """The night in one line."""
    if not night.alarms:
        return "Tin Tỉnh: đêm yên ổn / a quiet night"
    return f"Tin Tỉnh: {len(night.alarms)} báo động / alarms"


def _mail(settings: NotifySettings, night: Night) -> None:
    message = EmailMessage()
    message["Subject"] = subject(night)
    message["From"] = settings.email_from
    message["To"] = ", ".join(settings.email_to)
    message.set_content(as_markdown(night))
    message.add_alternative(as_html(night), subtype="html")
    context = ssl.create_default_context()
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, os.environ.get(PASSWORD, ""))
        server.send_message(message)


def _post(settings: NotifySettings, night: Night) -> None:
    """Post JSON: `text` for chat rooms, `alarms` for programs."""
    alarms = [{"site": alarm.site_id, "kind": alarm.kind, "reason": alarm.reason} for alarm in night.alarms]
    lines = [subject(night), *(f"{alarm.site_id}: {alarm.reason}" for alarm in night.alarms)]
    body = json.dumps({"text": "\n".join(lines), "alarms": alarms}, ensure_ascii=False).encode("utf-8")
    request = urllib.request.Request(  # noqa: S310 -- the settings allow only http and https here
        settings.webhook, data=body, headers={"Content-Type": "application/json; charset=utf-8"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310 -- as above
        pass
