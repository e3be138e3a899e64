"""Settings: `config.toml` and `vendors/*.toml`, read into typed, frozen values.

Every error names the file, the line where it can, the key, and what to write instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import cssselect
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

VENDORS_DIR = Path(__file__).parent / "vendors"

Paging = Literal["none", "numbered", "postback", "json"]


class ConfigError(ValueError):
    """The settings cannot be used; the message says where and what to write."""


class _Table(BaseModel):
    """A table of the file: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CrawlSettings(_Table):
    """`[crawl]`: how the crawler behaves everywhere; a site's table may be stricter."""

    contact: str = ""
    """A mail or web address for site owners, sent in the User-Agent. Needed for live sites."""
    delay: float = Field(default=1.0, ge=0, le=600)
    """Seconds between two requests to one host, where robots.txt does not ask for more."""
    concurrency: int = Field(default=16, ge=1, le=256)
    """Requests under way at once, over all hosts; each host has one at a time."""
    timeout: float = Field(default=30.0, gt=0, le=600)
    """Seconds until an answer must be complete."""
    retries: int = Field(default=2, ge=0, le=10)
    """How often a request is repeated after a passing failure (5xx, 429, broken connection)."""
    retry_wait: float = Field(default=5.0, ge=0, le=3600)
    """Seconds before the first repetition; each further one waits twice as long."""
    max_wait: float = Field(default=120.0, ge=0, le=3600)
    """The longest pause, in seconds, that a site may ask for (`Retry-After`) before it is left until
    the next run."""
    revisit_days: float = Field(default=3.0, ge=0)
    """After how many days a new or changed article is looked at again; longer while it stays the same."""
    revisit_days_max: float = Field(default=90.0, gt=0)
    """The longest time, in days, between two looks at an article."""
    max_bytes: int = Field(default=20_000_000, ge=1_000)
    """The largest page, after decompression, in bytes."""
    max_redirects: int = Field(default=5, ge=0, le=20)
    max_depth: int = Field(default=1_000, ge=1)
    """How many links away from the start a listing page may lie; each further page counts as one."""
    max_pages: int = Field(default=5_000, ge=1)
    """The most requests for one site in one run."""
    since: date | None = None
    """Articles that a listing, feed or sitemap dates before this day are left alone."""


class VendorListing(_Table):
    """`[listing]` of a vendor or site: how articles are found."""

    article_pattern: str | None = None
    """A regular expression that the path (with query) of an article's address matches."""
    listing_pattern: str | None = None
    """A regular expression that the path (with query) of a further listing page matches."""
    links: str = "a[href]"
    """CSS selector of the links of a listing."""
    paging: Paging = "numbered"
    next: str = ""
    """CSS selector of the links to further listing pages (numbered, postback)."""
    json_url: str = ""
    """For `json`: the address of the endpoint, which may also answer with HTML. In it stand `{last}`
    for the last article's id, `{channel}` for the section's, `{page}` for the number of the page."""
    json_id: str = ""
    """For `json`: CSS selector with attribute (`li::attr(pid)`) of the articles' ids on the page."""
    json_channel: str = ""
    """For `json`: CSS selector with attribute (`ul::attr(data-channel)`) of the section's id."""
    json_item_id: str = ""
    """For `json`: the key of an item's id in the answer."""
    json_item_url: str = ""
    """For `json`: the key of an item's address in the answer."""
    json_item_date: str = ""
    """For `json`: the key of an item's time in the answer, in seconds since 1970."""
    json_first_page: int = Field(default=2, ge=0)
    """For `json`: the number with which `{page}` begins."""

    @field_validator("links", "next", "json_id", "json_channel")
    @classmethod
    def _is_a_selector(cls, value: str) -> str:
        if value:
            try:
                cssselect.parse(value)
            except cssselect.SelectorError as error:
                msg = f"is not a CSS selector: {error}"
                raise ValueError(msg) from error
        return value

    @field_validator("article_pattern", "listing_pattern")
    @classmethod
    def _is_a_pattern(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                msg = f"is not a regular expression: {error}"
                raise ValueError(msg) from error
        return value


class SiteSettings(_Table):
    """`[[site]]`: one web site of one publisher."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    province: str = Field(min_length=1)
    vendor: str | None = None
    start: str
    listings: tuple[str, ...] = ()
    """Listing pages to begin from; the start page where none, no feed and no sitemap is given."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    enabled: bool = True
    delay: float | None = Field(default=None, ge=0, le=600)
    max_pages: int | None = Field(default=None, ge=1)
    since: date | None = None
    allow_private: bool = False
    """Whether private and loopback addresses may be fetched: for replicas on this machine."""
    hosts: tuple[str, ...] = ()
    """Further hosts that belong to the site, beside that of `start`."""
    quiet: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")
    """Hours in Viet Nam in which the site is left alone, such as `07:00-18:30`."""
    tls: Literal["modern", "legacy"] = "modern"
    """`legacy` for servers that speak only old TLS versions or weak ciphers."""
    verify_certificate: bool = True
    """Whether the server's certificate must be sound; `false` for a site known to have a broken one."""
    proxy: str | None = None
    """The address of an HTTP proxy to fetch the site through."""
    render: Literal["none", "browser"] = "none"
    """`browser` for a site whose pages hold their text only after their scripts have run."""
    listing: Mapping[str, Any] = Field(default_factory=dict)
    """Where the site departs from its vendor's `[listing]`."""
    article: Mapping[str, Any] = Field(default_factory=dict)
    """Where the site departs from its vendor's `[article]` selectors."""

    @model_validator(mode="after")
    def _fits_together(self) -> SiteSettings:
        if self.render == "browser" and self.tls == "legacy":
            msg = 'render = "browser" cannot be had together with tls = "legacy"; take one of them out'
            raise ValueError(msg)
        return self

    @field_validator("start", "proxy")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        return None if value is None else _http_address(value)

    @field_validator("listings", "feeds", "sitemaps")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_http_address(address) for address in value)


class NotifySettings(_Table):
    """`[notify]`: who is told of the night when `tintinh nightly` ends."""

    when: Literal["alarm", "always"] = "alarm"
    """`alarm`: only where an alarm stands."""
    email_to: tuple[str, ...] = ()
    email_from: str = ""
    """The sender; needed with `email_to`."""
    smtp_host: str = "localhost"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    """The password comes from the environment: TINTINH_SMTP_PASSWORD."""
    webhook: str = ""
    """An address that is sent the alarms as JSON, by POST."""

    @field_validator("webhook")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        return value and _http_address(value)

    @model_validator(mode="after")
    def _has_a_sender(self) -> NotifySettings:
        if self.email_to and not self.email_from:
            msg = 'email_to needs email_from, the sender, for example email_from = "tintinh@example.org"'
            raise ValueError(msg)
        return self


class WebSettings(_Table):
    """`[web]`: the pages, where more than this machine may read them."""

    hosts: tuple[str, ...] = ()
    """The host names by which they are asked for, such as `tin.bao.example`; none: this machine alone."""
    https: bool = False
    """Whether readers reach them over TLS, by a proxy that ends it."""
    proxies: tuple[str, ...] = ()
    """Network addresses of the proxies that are trusted to say where a request came from."""

    @field_validator("hosts")
    @classmethod
    def _are_host_names(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", value):
                msg = f"must be host names in small letters, without scheme and port, not {value!r}"
                raise ValueError(msg)
        return values

    @field_validator("proxies")
    @classmethod
    def _are_network_addresses(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            try:
                ip_network(value)
            except ValueError as error:
                msg = f'must be network addresses such as "127.0.0.1" or "10.0.0.0/8", not {value!r}'
                raise ValueError(msg) from error
        return values

    @model_validator(mode="after")
    def _are_for_hosts(self) -> WebSettings:
        if (self.https or self.proxies) and not self.hosts:
            msg = 'https and proxies need hosts, the names that readers type: hosts = ["tin.bao.example"]'
            raise ValueError(msg)
        return self


def _http_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = f"must be an address that begins with http:// or https://, not {value!r}"
        raise ValueError(msg)
    return value


class Config(_Table):
    """The whole of `config.toml`."""

    path: Path
    """Where it was read from; relative paths in it start at its folder."""
    data: Path = Path("var")
    """The folder for the database and the archive."""
    database: str = ""
    """A SQLAlchemy address; an SQLite file in `data` where empty."""
    sql_database: str = ""
    """With PostgreSQL: the address by which a role that only reads answers the page `/sql`."""
    crawl: CrawlSettings = CrawlSettings()
    notify: NotifySettings = NotifySettings()
    web: WebSettings = WebSettings()
    site: tuple[SiteSettings, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Config:
        seen: set[str] = set()
        for site in self.site:
            if site.id in seen:
                msg = f"two [[site]] tables have the id {site.id!r}; give each its own"
                raise ValueError(msg)
            seen.add(site.id)
        return self

    @property
    def data_dir(self) -> Path:
        """The folder for everything that the product writes."""
        return self.path.parent / self.data

    @property
    def archive_dir(self) -> Path:
        """The folder of the WARC files."""
        return self.data_dir / "archive"

    @property
    def database_url(self) -> str:
        """The database's SQLAlchemy address."""
        return self.database or f"sqlite:///{self.data_dir / 'tintinh.sqlite'}"

    @cached_property
    def vendors(self) -> Mapping[str, Mapping[str, Any]]:
        """The vendor templates by name, as their files say."""
        return load_vendors(VENDORS_DIR)

    def sites(self, ids: tuple[str, ...] = ()) -> tuple[SiteSettings, ...]:
        """The sites named, or all enabled ones; an unknown id is a `ConfigError`."""
        if not ids:
            return tuple(site for site in self.site if site.enabled)
        by_id = {site.id: site for site in self.site}
        for site_id in ids:
            if site_id not in by_id:
                known = ", ".join(sorted(by_id)) or "none"
                msg = f"{self.path}: no [[site]] has the id {site_id!r}; known are: {known}"
                raise ConfigError(msg)
        return tuple(by_id[site_id] for site_id in ids)

    def article_template(self, site: SiteSettings) -> Mapping[str, Any] | None:
        """The template that the site's own table asks for; None where pages are to show it themselves."""
        if not site.vendor and not site.article:
            return None
        # Without a vendor the template is the site's own: its pages are those of its host.
        own = {"signs": {"addresses": [re.escape(urlsplit(site.start).hostname or site.start)]}}
        vendor = self.vendors[site.vendor] if site.vendor else own
        return {**vendor, "article": {**vendor.get("article", {}), **site.article}}

    def listing(self, site: SiteSettings) -> VendorListing:
        """How the site's articles are found: its vendor's `[listing]`, then its own."""
        vendor = self.vendors[site.vendor].get("listing", {}) if site.vendor else {}
        try:
            return VendorListing.model_validate({**vendor, **site.listing})
        except ValidationError as error:
            raise ConfigError(_explain(self.path, f"site {site.id!r}, listing", error)) from error


def load_vendors(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """All vendor templates of a folder, by file name; a malformed file is a `ConfigError`."""
    return {path.stem: _read_toml(path) for path in sorted(folder.glob("*.toml"))}


def load_config(path: Path) -> Config:
    """Read and check `config.toml`; every fault is a `ConfigError` that says what to write."""
    values = _read_toml(path)
    try:
        config = Config.model_validate({**values, "path": path.absolute()})
    except ValidationError as error:
        raise ConfigError(_explain(path, "", error)) from error
    for site in config.site:
        if site.vendor and site.vendor not in config.vendors:
            known = ", ".join(config.vendors)
            msg = f"{path}: site {site.id!r}: no vendor is called {site.vendor!r}; known are: {known}"
            raise ConfigError(msg)
        config.listing(site)
    return config


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8")
        return tomllib.loads(text)
    except FileNotFoundError as error:
        msg = f"{path}: there is no such file; name one with --config, or copy the one in the repository"
        raise ConfigError(msg) from error
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise ConfigError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8"
        raise ConfigError(msg) from error
    except tomllib.TOMLDecodeError as error:
        msg = f"{path}: is not valid TOML: {error}"
        raise ConfigError(msg) from error


def _explain(path: Path, where: str, error: ValidationError) -> str:
    """One line a fault: file, line where the key stands, key, and what is allowed."""
    lines = path.read_text(encoding="utf-8").splitlines()
    faults = []
    for fault in error.errors():
        keys = [str(part) for part in fault["loc"]]
        key = next((part for part in reversed(keys) if not part.isdigit()), "")
        row = _line_of(lines, fault["loc"])
        place = f"{path}:{row}" if row else str(path)
        message = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "extra_forbidden":
            message = "no setting has this name; docs/configuration.md lists all"
        shown = ".".join(keys) or key
        faults.append(": ".join(filter(None, [place, where, shown, message])))
    return "\n".join(faults)


def _line_of(lines: list[str], loc: tuple[int | str, ...]) -> int | None:
    """The line (from 1) on which the key of a fault stands, where it can be told."""
    start, key = 0, None
    for part in loc:
        if isinstance(part, int):
            headers = [row for row, line in enumerate(lines) if line.strip() == f"[[{key}]]"]
            if part >= len(headers):
                break
            start = headers[part]
        else:
            key = part
            table = next((row for row, line in enumerate(lines) if line.strip() == f"[{key}]"), None)
            start = table if table is not None else start
    pattern = re.compile(rf"\s*{re.escape(key or '')}\s*=")
    found = next((row for row in range(start, len(lines)) if pattern.match(lines[row])), None)
    return found + 1 if found is not None else (start + 1 if start else None)
