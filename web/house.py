"""What every part of the web application is built on: the database, the settings, the cookies."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Engine

from config import WebSettings
from web.cookies import Cookies


@dataclass(frozen=True, slots=True)
class House:
    """One running application."""

    engine: Engine
    settings: WebSettings

    @property
    def cookies(self) -> Cookies:
        """What is kept in browsers, and how."""
        return Cookies(self.settings.https)

    @property
    def local(self) -> bool:
        """Whether it answers to this machine's own names alone."""
        return not self.settings.hosts


def house_of(request: Request) -> House:
    """The application that a request came to."""
    house: House = request.app.state.house
    return house


def address_of(request: Request) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else ""
