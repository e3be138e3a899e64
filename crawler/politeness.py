"""A good guest: who we are, what robots.txt asks, how long a server wants us to wait. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from protego import Protego

from crawler.feeds import VIETNAM

ROBOT_NAME = "TinTinh"
VERSION = "0.1"


class RobotsRules:
    """What a host's robots.txt asks of us; an empty one, or none, allows all."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched."""
        return bool(self._rules.can_fetch(url, ROBOT_NAME))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names."""
        return tuple(self._rules.sitemaps)

    @property
    def delay(self) -> float:
        """Seconds to keep between two requests; 0 where it does not say."""
        rate = self._rules.request_rate(ROBOT_NAME)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self._rules.crawl_delay(ROBOT_NAME) or 0.0), by_rate)


def quiet_seconds(hours: str | None, now: datetime) -> float:
    """How long, in seconds, a site still wants to be left alone; 0 outside its quiet hours.

    `hours` is a time of day in Viet Nam such as `22:00-05:30`, which may pass midnight.
    """
    if hours is None:
        return 0.0
    begin, end = (time.fromisoformat(text) for text in hours.split("-"))
    local = now.astimezone(VIETNAM)
    inside = begin <= local.time() < end if begin <= end else not end <= local.time() < begin
    if not inside:
        return 0.0
    until = datetime.combine(local.date(), end, VIETNAM)
    return ((until if until > local else until + timedelta(days=1)) - local).total_seconds()


@lru_cache(maxsize=8)
def user_agent(contact: str) -> str:
    """How the crawler calls itself, with the contact for site owners where there is one."""
    return f"{ROBOT_NAME}/{VERSION} (+{contact})" if contact else f"{ROBOT_NAME}/{VERSION}"


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a `Retry-After` header asks to wait; `None` where it cannot be read."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
