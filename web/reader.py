"""Who reads: a name and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from fastapi import Request

Role = Literal["reader", "editor", "admin"]
Access = Literal["anyone", "reader", "editor", "admin"]
"""What a page asks of its visitors; each role may do all that the ones before it may."""

RANKS: dict[Access, int] = {"anyone": 0, "reader": 1, "editor": 2, "admin": 3}

NAME_LENGTH = 60
NAME_COOKIE = "tintinh_editor"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever a request comes from; the name is empty until it is given."""

    name: str
    role: Access

    def may(self, access: Access) -> bool:
        """Whether the role suffices."""
        return RANKS[self.role] >= RANKS[access]


def current_reader(request: Request) -> Reader:
    """Whoever sends the request.

    While the pages answer on this machine alone, everyone there is an editor, under the name
    that the desk has asked for.
    """
    return Reader(tidy_name(unquote(request.cookies.get(NAME_COOKIE, ""))), "editor")


def tidy_name(name: str) -> str:
    """The name on one line, without what cannot be seen; empty where nothing is left."""
    visible = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(visible.split())[:NAME_LENGTH]
