"""What can be wrong with a database as a whole; each message says what to do."""

from __future__ import annotations


class DatabaseProblem(Exception):
    """The database cannot be used as it is; the message says what to do."""


class DatabaseFull(DatabaseProblem):
    """The disk, or the space allowed to the database, is full; the transaction left nothing."""


class DatabaseTooNew(DatabaseProblem):
    """A newer Tin Tỉnh has written to the database."""


class DatabaseTooOld(DatabaseProblem):
    """The database is empty, or of an older Tin Tỉnh."""


class NotOurDatabase(DatabaseProblem):
    """The database holds tables of another program."""
