"""A site as the spider takes it on."""

from __future__ import annotations

from dataclasses import dataclass

from config import Config, CrawlSettings, SiteSettings
from crawler.addresses import SiteAddresses
from crawler.discovery import Discovery
from crawler.leads import Leads
from crawler.visits import SiteVisits


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWork:
    """All that the spider needs to know about its site."""

    site: SiteSettings
    crawl: CrawlSettings
    addresses: SiteAddresses
    discovery: Discovery
    leads: Leads
    visits: SiteVisits

    @classmethod
    def of(cls, config: Config, site: SiteSettings, visits: SiteVisits) -> SiteWork:
        """By the site's settings."""
        addresses = SiteAddresses(site.start, site.hosts)
        discovery = Discovery(addresses, config.listing(site), max_bytes=config.crawl.max_bytes)
        return cls(
            site=site,
            crawl=config.crawl,
            addresses=addresses,
            discovery=discovery,
            leads=Leads(site, config.crawl, discovery, visits),
            visits=visits,
        )
