"""A look at a site before its first night: a few pages fetched aside, and what is read from them."""

from __future__ import annotations

from dataclasses import dataclass

from archive import Place
from config import Config, SiteSettings
from crawler import CrawlOutcome
from db.engine import reading
from db.read import ArticleView, list_articles, read_article
from extract.article import Article, FetchedPage
from pipeline import Aside, Report, crawled_aside, extract_stage
from stages.extraction import PageReader

SAMPLE_PAGES = 12
"""Requests that looking at a site may cost it."""


@dataclass(frozen=True, slots=True)
class SampledArticle:
    """An article as it would be stored, and the page that it was read from."""

    view: ArticleView
    page: FetchedPage
    article: Article


@dataclass(frozen=True, slots=True)
class Sample:
    """What a few pages of a site gave: how fetching went, and the articles read."""

    crawl: CrawlOutcome
    articles: tuple[SampledArticle, ...]


def sample_site(config: Config, site: SiteSettings, report: Report) -> Sample:
    """Crawl a little of a site aside, and read it."""
    with crawled_aside(config, site, SAMPLE_PAGES, report) as aside:
        extract_stage(aside.config, aside.engine, report)
        with reading(aside.engine) as session:
            rows = list_articles(session, limit=SAMPLE_PAGES)
            views = [view for row in rows if (view := read_article(session, row.article_id))]
        return Sample(aside.crawl, _sampled(aside, views))


def _sampled(aside: Aside, views: list[ArticleView]) -> tuple[SampledArticle, ...]:
    reader = PageReader(aside.config)
    sampled = []
    for view in views:
        capture = view.capture
        page = reader.page(Place(capture.warc_file, capture.warc_offset, capture.warc_length))
        sampled.append(SampledArticle(view, page, reader.article(view.site_id, page)))
    return tuple(sampled)
