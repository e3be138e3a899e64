"""What we keep in a browser: never for scripts, and over TLS alone where there is TLS."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request, Response

YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookies:
    """The cookies of a house that answers over TLS, or over plain HTTP on one machine."""

    https: bool

    def read(self, request: Request, name: str) -> str:
        """The cookie's value; empty where there is none."""
        return request.cookies.get(self._full(name), "")

    def keep(self, response: Response, name: str, value: str, *, seconds: int = YEAR) -> None:
        """Have the browser keep a value."""
        # Lax, not strict: who follows a link to us from elsewhere is still who they are.
        response.set_cookie(
            self._full(name), value, max_age=seconds, secure=self.https, httponly=True, samesite="lax"
        )

    def drop(self, response: Response, name: str) -> None:
        """Have the browser forget a value."""
        response.delete_cookie(self._full(name), secure=self.https, httponly=True, samesite="lax")

    def _full(self, name: str) -> str:
        # A browser takes `__Host-` from us alone: no other host of the domain can plant it.
        return f"__Host-tintinh_{name}" if self.https else f"tintinh_{name}"
