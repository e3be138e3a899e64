"""What a crawl tells its caller: figures while it runs, and the outcome at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A site's figures so far in this run."""

    site_id: str
    found: int = 0
    """New addresses."""
    fetched: int = 0
    """Pages that were new or had changed; their captures are in the archive."""
    unchanged: int = 0
    failed: int = 0
    refused: int = 0
    """By robots.txt, or by our own guards."""

    @classmethod
    def of(cls, site_id: str, tally: Tally) -> Progress:
        """The figures as they stand now."""
        return cls(
            site_id=site_id,
            found=tally.found,
            fetched=tally.fetched,
            unchanged=tally.unchanged,
            failed=tally.failed,
            refused=tally.refused,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutcome:
    """What became of one site: its figures, why pages failed or were refused, and what stopped it."""

    progress: Progress
    reasons: Mapping[str, int]
    error: str | None = None
    sitemaps: tuple[str, ...] = ()
    """What the site's robots.txt names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOutcome:
    """What became of every site, by id. `interrupted`: it was stopped and can be gone on with."""

    sites: Mapping[str, SiteOutcome]
    interrupted: bool = False

    @property
    def errors(self) -> Mapping[str, str]:
        """The sites that could not be crawled, or not to the end, with the reason."""
        return {site_id: site.error for site_id, site in self.sites.items() if site.error}
