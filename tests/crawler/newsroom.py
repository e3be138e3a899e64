"""A configuration, a database and an archive for tests that crawl."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from archive import Captured, Place, read_capture
from config import Config, CrawlSettings, SiteSettings
from crawler import CrawlOutcome, Progress, crawl
from db.engine import open_database, reading, transaction
from db.models import Capture, Page, Run
from tests.databases import migrated_sqlite


def site(url: str, **settings: Any) -> SiteSettings:
    """A site's settings, for a replica on this machine unless the test says otherwise."""
    given = {"id": "mau", "name": "Trang mẫu", "province": "Lai Châu", "start": f"{url}/", "delay": 0}
    return SiteSettings.model_validate({**given, "allow_private": True, **settings})


@dataclass
class Newsroom:
    """Crawls sites into a folder of its own, again and again."""

    folder: Path
    crawl_settings: dict[str, Any] = field(default_factory=dict)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        (self.folder / "config.toml").touch()
        path = self.config().data_dir / "tintinh.sqlite"
        self.engine = open_database(self.config().database_url) if path.exists() else migrated_sqlite(path)

    def config(self, *sites: SiteSettings) -> Config:
        settings = CrawlSettings.model_validate({"delay": 0, "retry_wait": 0.05, **self.crawl_settings})
        return Config(path=self.folder / "config.toml", site=sites, crawl=settings)

    def new_run(self) -> int:
        with transaction(self.engine) as session:
            run = Run(command="crawl", host="test", pid=1, started_at=datetime.now(UTC))
            session.add(run)
            session.flush()
            return run.id

    def crawl(self, *sites: SiteSettings, progress: list[Progress] | None = None) -> CrawlOutcome:
        heard = progress if progress is not None else []
        return crawl(self.config(*sites), sites, self.engine, self.new_run(), heard.append)

    def pages(self) -> dict[str, Page]:
        """Every page by the path of its address."""
        with reading(self.engine) as session:
            found = session.scalars(select(Page))
            return {"/" + page.url.split("/", 3)[3]: page for page in found}

    def captures(self) -> list[tuple[str, Captured]]:
        """Every capture of the database, read from the archive, with the address of its page."""
        with reading(self.engine) as session:
            rows = session.execute(select(Capture, Page.url).join(Page).order_by(Capture.id)).all()
        return [
            (url, read_capture(self.config().archive_dir, Place(c.warc_file, c.warc_offset, c.warc_length)))
            for c, url in rows
        ]
