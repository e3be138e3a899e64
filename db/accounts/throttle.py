"""How often one may fail to sign in: waits that double, kept in the database, over all workers.

A try counts as a failure before the password is looked at, and is taken back when it was right:
however many come at once, each one sees those before it. Nobody can lock others out for good by
failing in their name: a browser in which they have signed in before has a count of its own
("device cookies", OWASP), and is stopped neither by the name's count nor by the address's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from db.models import SignInCount

FORGOTTEN = timedelta(days=1)
"""After a day without a failure, earlier ones count no more."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Something that failures are counted for."""

    key: str
    free: int
    """Failures without a wait."""
    longest: int
    """The longest wait, in seconds."""

    def wait(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next try must come."""
        if failures < self.free:
            return timedelta(0)
        return timedelta(seconds=min(2 ** min(failures - self.free, 30), self.longest))


class TooManyFailures(ValueError):
    """The try is refused unseen; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many failures: wait {seconds} seconds")
        self.seconds = seconds


def known_browser(account_id: int, browser: str) -> tuple[Counter, ...]:
    """The count of a browser in which the account has signed in before; `browser` is its digest."""
    return (Counter(f"browser:{account_id}:{browser}", free=5, longest=900),)


def stranger(name_key: str, address: str) -> tuple[Counter, ...]:
    """The counts of any other browser: by where it is, and by whose name it gives."""
    named = hashlib.sha256(name_key.encode()).hexdigest()
    return (
        Counter(f"address:{network_of(address)}", free=10, longest=3600),
        Counter(f"name:{named}", free=20, longest=900),
    )


def network_of(address: str) -> str:
    """What one household or server has: an IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


def claim(session: Session, counters: Sequence[Counter], *, at: datetime) -> None:
    """Count a try as failed in every counter; raises `TooManyFailures`, and then counts nothing."""
    session.execute(delete(SignInCount).where(SignInCount.last_at < at - FORGOTTEN))
    insert_row = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    rows = []
    for counter in sorted(
        counters, key=lambda one: one.key
    ):  # in one order, or two tries wait for each other
        fresh = insert_row(SignInCount).values(key=counter.key, failures=0, last_at=at)
        session.execute(fresh.on_conflict_do_nothing())
        rows.append((counter, session.get_one(SignInCount, counter.key, with_for_update=True)))
    waits = [(row.last_at, counter.wait(row.failures)) for counter, row in rows]
    left = max((last + wait - at for last, wait in waits if wait), default=timedelta(0))
    if left > timedelta(0):
        raise TooManyFailures(ceil(left.total_seconds()))
    for _, row in rows:
        row.failures, row.last_at = row.failures + 1, at


def give_back(session: Session, counters: Sequence[Counter]) -> None:
    """Take the try back that `claim` counted: the password was right.

    Not the earlier ones: who has an account of their own could else guess at others' in between.
    """
    for counter in sorted(counters, key=lambda one: one.key):
        row = session.get(SignInCount, counter.key, with_for_update=True)
        if row is not None and row.failures > 0:
            row.failures -= 1
