"""The verb that searches articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

import pipeline
from commands import report
from commands.options import AS_JSON, CONFIG, DAY, example
from config import load_config
from db.engine import reading
from db.filters import ArticleFilter
from db.models import ARTICLE_KINDS
from db.query import parse_query
from db.search import Hit
from db.search import search as search_articles

_Command = Callable[..., int]

_FILTERS: tuple[Callable[[_Command], _Command], ...] = (
    click.option("--site", help="Một trang / one site, by its short name or its name."),
    click.option("--province", help="Các trang của một tỉnh / the sites of one province."),
    click.option("--since", type=DAY, help="Đăng từ ngày / published on this day or later."),
    click.option("--until", type=DAY, help="Đăng đến ngày / published on this day or earlier."),
    click.option("--office", help="Có chức vụ / states an office with these words."),
    click.option("--award", help="Có khen thưởng / tells of an award with these words."),
    click.option("--person", type=int, help="Nhắc đến một người / names one person, by number."),
    click.option("--kind", type=click.Choice(ARTICLE_KINDS), help="Loại bài / the kind of article."),
    click.option("--stories", "once_a_story", is_flag=True, help="Mỗi chuyện một bài / one article a story."),
)


def _filtering(command: _Command) -> _Command:
    """The options that say which articles are wanted."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.command(epilog=example('tintinh search "chủ tịch" --province "Nghệ An" --rank --limit 5'))
@CONFIG
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--rank", is_flag=True, help="Sát nhất trước / the best match first, not the newest.")
@AS_JSON
@_filtering
@click.argument("query")
def search(  # noqa: PLR0913 -- each option is one keyword
    *,
    config_path: Path,
    limit: int,
    rank: bool,
    as_json: bool,
    since: datetime | None,
    until: datetime | None,
    query: str,
    **filters: Any,
) -> int:
    """Tìm bài theo từ, dữ kiện / find articles by words and facts: see docs/search.md."""
    engine = pipeline.prepared(load_config(config_path))
    wanted = ArticleFilter(since=since and since.date(), until=until and until.date(), **filters)
    with reading(engine) as session:
        hits = search_articles(session, query, wanted, order="rank" if rank else "newest", limit=limit)
    for hint in parse_query(query).hints:
        click.echo(f"{hint.vietnamese} / {hint.english}", err=True)
    if as_json:
        for hit in hits:
            click.echo(json.dumps(_object(hit), ensure_ascii=False, default=str))
    else:
        report.show_hits(hits)
    return 0


def _object(hit: Hit) -> dict[str, Any]:
    """A hit as a program reads it; the cursor is of use to the database's own pages alone."""
    told = asdict(hit)
    del told["cursor"]
    return told
