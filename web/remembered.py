"""What takes long to count and follows from the database alone: counted again only after a change.

`Remembered(totals).of(session)` gives what `totals(session)` does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from db.version import data_version

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_MOST = 64
"""Answers kept of one state of the database."""


class Remembered(Generic[Asked, Answer]):
    """A reading of the database, of hashable arguments, with the answers that hold for its present state."""

    def __init__(self, read: Callable[Concatenate[Session, Asked], Answer]) -> None:
        self._read = read
        self._kept: tuple[str, dict[object, Answer]] = ("", {})

    def of(self, session: Session, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """The answer, read or remembered; the session is one of `db.engine.reading`, which sees one state."""
        version, asked = data_version(session), (args, tuple(sorted(kwargs.items())))
        # Threads share this: each works with the pair that it found, and puts a whole one in its place.
        known, answers = self._kept
        if known != version or len(answers) >= _MOST:
            answers = {}
            self._kept = (version, answers)
        if asked not in answers:
            answers[asked] = self._read(session, *args, **kwargs)
        return answers[asked]
