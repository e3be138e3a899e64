"""Three nights over the replica sites, from HTTP to the database: nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

import pipeline
from config import load_config
from db.engine import check_database, reading
from db.models import Page
from db.read import (
    ArticleFilter,
    ArticleView,
    PairRow,
    latest_runs,
    list_articles,
    list_pairs,
    read_article,
    site_history,
    totals,
)
from demo.config import demo_config
from demo.content import DemoArticle, load_articles
from demo.server import RequestRecord, serve_demo
from evaluation.score import score, total
from evaluation.seeds import stored_facts
from night.alarms import standing_alarms

pytestmark = pytest.mark.xdist_group("night")

ARTICLES = load_articles()


@dataclass(frozen=True)
class Night:
    """What one night did, and what was in store after it."""

    outcome: pipeline.NightlyOutcome
    requests: tuple[RequestRecord, ...]
    articles: Mapping[str, ArticleView]
    """By site and path."""
    pages: Mapping[str, tuple[str, str | None]]
    """State and reason by address without its base."""
    pairs: tuple[PairRow, ...]
    rows: Mapping[str, int]
    """How many rows each table has."""


@dataclass(frozen=True)
class Nights:
    engine: Engine
    first: Night
    second: Night
    third: Night
    """After one article has been updated."""


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = tmp_path_factory.mktemp("night")
    with serve_demo(slow_seconds=0.2) as servers:
        settings = folder / "config.toml"
        settings.write_text(demo_config(servers.base_urls, Path()), encoding="utf-8")
        config = load_config(settings)
        engine = pipeline.prepare(config)
        bases = {base: site for site, base in servers.base_urls.items()}

        def night() -> Night:
            before = len(servers.requests)
            outcome = pipeline.nightly(config, config.sites(), engine, lambda _: None)
            return _look(engine, bases, outcome, servers.requests[before:])

        first, second = night(), night()
        servers.set_edition(2)
        third = night()
        yield Nights(engine, first, second, third)
        engine.dispose()


def _look(
    engine: Engine,
    bases: Mapping[str, str],
    outcome: pipeline.NightlyOutcome,
    requests: tuple[RequestRecord, ...],
) -> Night:
    def short(url: str) -> str:
        return next(
            (site + url.removeprefix(base) for base, site in bases.items() if url.startswith(base)), url
        )

    with reading(engine) as session:
        rows = list_articles(session, limit=1000)
        views = [read_article(session, row.article_id) for row in rows]
        pages = {short(page.url): (page.state, page.reason) for page in session.scalars(select(Page))}
        pairs = tuple(list_pairs(session, limit=1000))
        tables = [
            "captures",
            "articles",
            "revisions",
            "mentions",
            "office_facts",
            "date_facts",
            "award_facts",
            "pairs",
        ]
        counts = {table: session.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables}
    return Night(outcome, requests, {short(view.url): view for view in views if view}, pages, pairs, counts)


def stored(night: Night, article: DemoArticle) -> ArticleView:
    return night.articles[article.site + article.path]


def words(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def with_trait(trait: str) -> list[DemoArticle]:
    found = [article for article in ARTICLES if trait in article.traits]
    assert found
    return found


def test_every_article_is_in_store_once_as_it_was_written(nights: Nights) -> None:
    assert set(nights.first.articles) == {article.site + article.path for article in ARTICLES}
    for article in ARTICLES:
        view = stored(nights.first, article)
        assert view.title == article.title
        assert view.published_at == article.published
        assert words(view.body) == words(article.text), article.name
        assert view.authors == article.authors
        assert {caption.text for caption in view.captions} == set(article.captions)
        assert {file.name for file in view.attachments} == {file.name for file in article.attachments}


def test_the_facts_that_articles_surely_state_are_in_store(nights: Nights) -> None:
    written = [article for article in ARTICLES if article.facts is not None]
    assert len(written) >= 12
    found = total(
        score(_written_facts(article), stored_facts(article.name, stored(nights.first, article)))
        for article in written
    )
    least = {"people": 0.97, "offices": 0.9, "dates": 0.97, "awards_core": 0.8}
    assert {name: found[name].recall for name in least if found[name].recall < least[name]} == {}


def _written_facts(article: DemoArticle) -> dict[str, object]:
    facts = article.facts
    assert facts is not None
    return {
        "people": [
            {
                "name": name,
                "offices": [
                    dict(zip(("title", "organization", "former"), office, strict=True)) for office in offices
                ],
            }
            for name, offices in facts.people.items()
        ],
        "dates": [{"text": text, "start": str(start), "end": str(end)} for text, start, end in facts.dates],
        "awards": [
            dict(zip(("award", "issuer", "recipient", "count", "status"), award, strict=True))
            for award in facts.awards
        ],
    }


def test_every_fact_points_at_its_wording(nights: Nights) -> None:
    assert check_database(nights.engine) == ()
    for view in nights.first.articles.values():
        for person in view.people:
            folded = {
                view.text[mention.span.start : mention.span.end].casefold() for mention in person.mentions
            }
            assert any(wording in person.name.casefold() for wording in folded)
        for date in view.dates:
            assert view.text[date.span.start : date.span.end] == date.text


def test_a_second_night_fetches_no_article_and_changes_nothing(nights: Nights) -> None:
    paths = {article.site + article.path for article in ARTICLES}
    assert not [request for request in nights.second.requests if request.site + request.path in paths]
    assert nights.second.rows == nights.first.rows
    assert nights.second.articles == nights.first.articles


def test_the_ledger_tells_the_three_nights_apart(nights: Nights) -> None:
    with reading(nights.engine) as session:
        history = site_history(session)
        runs = latest_runs(session)
    assert len(history) == len(nights.first.outcome.crawl.sites)
    firsts, seconds, thirds = zip(*history.values(), strict=True)
    for line in firsts:
        assert line.articles_new > 0
        assert line.facts > 0
        assert line.answer_ms is not None
        assert line.robots_digest is not None
    assert sum(line.articles_new + line.empty for line in firsts) >= len(ARTICLES)
    assert sum(line.duplicates for line in firsts) > 0
    assert [(line.articles, line.empty, line.facts) for line in seconds] == [(0, 0, 0)] * len(history)
    assert sum(line.articles_revised for line in thirds) > 0
    assert sum(line.articles_new for line in thirds) == 0
    assert standing_alarms(history, runs, runs[0].started_at) == []


def test_an_updated_article_becomes_a_new_revision_and_the_old_one_stays(nights: Nights) -> None:
    for article in with_trait("updated"):
        before, after = stored(nights.first, article), stored(nights.third, article)
        if before.text == after.text:
            continue
        assert (before.number, after.number) == (1, 2)
        assert [revision.number for revision in after.revisions] == [1, 2] or [
            revision.number for revision in after.revisions
        ] == [2, 1]
        with reading(nights.engine) as session:
            old = read_article(session, after.article_id, number=1)
        assert old is not None
        assert old.text == before.text
        break
    else:
        pytest.fail("no article was updated")
    changed = [path for path, view in nights.third.articles.items() if view.number > 1]
    assert len(changed) == 1


def test_an_article_in_three_pages_is_one_article(nights: Nights) -> None:
    for article in with_trait("three-parts"):
        assert len(article.parts) == 3
        assert words(stored(nights.first, article).body) == words(article.text)


def test_a_notice_keeps_its_file(nights: Nights) -> None:
    for article in with_trait("notice"):
        view = stored(nights.first, article)
        assert view.attachments
        assert view.kind == "notice"


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("404", "gone"),
        ("410", "gone"),
    ],
)
def test_missing_pages_are_gone_with_their_reason(nights: Nights, path: str, state: str) -> None:
    assert [url for url, page in nights.first.pages.items() if page == (state, f"HTTP {path}")]


def test_a_page_that_fails_once_is_fetched_after_all(nights: Nights) -> None:
    (article,) = with_trait("fails-once")
    asked = [request.status for request in nights.first.requests if request.path == article.path]
    assert asked == [500, 200]


def test_a_disallowed_page_is_never_asked_for(nights: Nights) -> None:
    refused = [
        url
        for url, (state, reason) in nights.first.pages.items()
        if state == "refused" and reason == "robots.txt"
    ]
    assert refused
    assert not [request for request in nights.first.requests if request.site + request.path in refused]


def test_a_redirect_chain_ends_at_one_article(nights: Nights) -> None:
    (article,) = with_trait("moved")
    redirected = [url for url, (state, _) in nights.first.pages.items() if state == "redirected"]
    assert len(redirected) >= 2
    assert article.site + article.path in nights.first.articles


def test_copies_count_as_one_story(nights: Nights) -> None:
    releases = {article.release for article in ARTICLES if article.release}
    copies = sum(article.release is not None for article in ARTICLES)
    with reading(nights.engine) as session:
        stored = totals(session)
        once = list_articles(session, ArticleFilter(once_a_story=True), limit=1000)
    assert stored.articles == len(ARTICLES)
    assert stored.stories == len(once) == len(ARTICLES) - copies + len(releases)


def test_no_address_off_the_sites_is_kept(nights: Nights) -> None:
    assert not [url for url in nights.first.pages if "10.0.0.5" in url or "169.254" in url]


def test_the_endless_calendar_is_left_soon(nights: Nights) -> None:
    months = [request for request in nights.first.requests if request.path.startswith("/lich")]
    assert len(months) <= 5


def test_print_views_are_not_fetched_as_articles_of_their_own(nights: Nights) -> None:
    assert not [path for path in nights.first.articles if "/print/" in path or "/in/" in path]


def test_copies_of_a_release_are_flagged_and_bulletins_are_not(nights: Nights) -> None:
    def group(name: str) -> dict[int, str | None]:
        return {stored(nights.first, article).article_id: getattr(article, name) for article in ARTICLES}

    releases, bulletins = group("release"), group("bulletin")
    kinds = {(pair.a.article_id, pair.b.article_id): pair for pair in nights.first.pairs}
    for one in releases:
        for other in releases:
            same_release = releases[one] is not None and releases[one] == releases[other]
            same_bulletin = bulletins[one] is not None and bulletins[one] == bulletins[other]
            pair = kinds.get((one, other))
            if one < other and same_release:
                assert pair is not None
                assert pair.duplicate
            if one < other and same_bulletin:
                assert pair is None or not pair.duplicate
    suspected = [pair for pair in nights.first.pairs if pair.duplicate]
    wrong = [pair for pair in suspected if releases[pair.a.article_id] is None]
    assert not wrong, [(pair.a.title, pair.b.title) for pair in wrong]
