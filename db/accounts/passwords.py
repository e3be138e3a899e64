"""Passwords: which ones will do, and how they are kept (Argon2id, RFC 9106)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from extract.text import nfc, search_key

SHORTEST, LONGEST = 12, 1000
"""In characters."""
_LEAST_DIFFERENT = 5
"""How many different characters a password has at least."""
_AT_ONCE = 4
"""Passwords hashed at the same time: each takes 64 MB, and whoever floods us takes them all."""
_PATIENCE = 30.0
"""Seconds until somebody who waits for a turn is sent away."""

_COMMON = Path(__file__).with_name("common_passwords.txt")
_HASHER = PasswordHasher()
_TURNS = threading.BoundedSemaphore(_AT_ONCE)


class WeakPassword(ValueError):
    """The password will not do; the message says why."""


class Busy(RuntimeError):
    """Too many passwords are being checked at this moment."""


def check_password(password: str, name: str) -> None:
    """Raise `WeakPassword` for one that is too short, too long, well known, or the account's name.

    What counts is length, and that it is not among those that are tried first (NIST SP 800-63B);
    no kinds of characters are asked for.
    """
    password = nfc(password)
    if not SHORTEST <= len(password) <= LONGEST:
        msg = f"mật khẩu cần {SHORTEST}–{LONGEST} ký tự / a password has {SHORTEST} to {LONGEST} characters"
        raise WeakPassword(msg)
    bare = search_key(password).replace(" ", "")
    letters = "".join(char for char in bare if char.isalpha())
    own = search_key(name).replace(" ", "")
    if (
        len(set(bare)) < _LEAST_DIFFERENT
        or bare in _common()
        or letters in _common()
        or own in {bare, letters}
    ):
        msg = (
            "mật khẩu này dễ đoán: hãy ghép vài từ không liên quan / this password is easily guessed:"
            " put together a few words that have nothing to do with each other"
        )
        raise WeakPassword(msg)


def hash_password(password: str) -> str:
    """What is stored of a password, with a salt of its own."""
    with _turn():
        return _HASHER.hash(nfc(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether it is the stored one; takes as long where nothing is stored.

    Raises `Busy` where too many others are being checked.
    """
    if len(password) > LONGEST:
        password, stored = "", None
    with _turn():
        try:
            return _HASHER.verify(stored or _of_nobody(), nfc(password)) and stored is not None
        except VerifyMismatchError:
            return False


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@contextmanager
def _turn() -> Iterator[None]:
    if not _TURNS.acquire(timeout=_PATIENCE):
        msg = "too many passwords are being checked at this moment"
        raise Busy(msg)
    try:
        yield
    finally:
        _TURNS.release()


@cache
def _of_nobody() -> str:
    """What a password is checked against where there is no account."""
    return _HASHER.hash(token_urlsafe())


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
