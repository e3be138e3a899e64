"""Every link of every page leads to a page, and every page is well made: over a whole demo database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

import pipeline
from config import load_config
from demo.config import demo_config
from demo.server import serve_demo
from tests.web.desks import Hand
from tests.web.markup import faults
from tests.web.serving import served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("every_page")]

EACH = {"vi": 3, "en": 1}
"""Pages that are looked at of each kind: the kinds differ, their pages hardly do."""


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    """A reader of what a night at the demo's sites leaves."""
    folder = tmp_path_factory.mktemp("demo")
    with serve_demo() as servers:
        settings = folder / "config.toml"
        settings.write_text(demo_config(servers.base_urls, Path()), encoding="utf-8")
        config = load_config(settings)
        engine = pipeline.prepare(config)
        pipeline.nightly(config, config.sites(), engine, lambda _: None)
    with served(engine, config.archive_dir) as port:
        reader = Hand(port)
        reader.sit_down("Minh Anh")
        yield reader
    engine.dispose()


def kind_of(path: str) -> str:
    """The page's kind: its path without numbers, and the names of what it is asked."""
    split = urlsplit(path)
    steps = ["N" if any(map(str.isdigit, step)) else step for step in split.path.split("/")]
    names = sorted(part.partition("=")[0] for part in split.query.split("&") if part)
    return f"{'/'.join(steps)}?{'&'.join(names)}"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_link_leads_to_a_well_made_page(hand: Hand, language: str) -> None:
    queue, met = [f"/?lang={language}"], {"/"}
    looked: dict[str, int] = {}
    wrong: list[str] = []
    while queue:
        path = queue.pop(0)
        kind = kind_of(path)
        looked[kind] = looked.get(kind, 0) + 1
        if looked[kind] > EACH[language]:
            continue
        answer = hand.get(path)
        if answer.status >= 400:
            wrong.append(f"{path}: {answer.status}")
        if not answer.headers.get("content-type", "").startswith("text/html") or answer.status >= 300:
            queue += [answer.location] if answer.status in {302, 303, 307} else []
            continue
        wrong += [f"{path}: {fault}" for fault in faults(answer.text)]
        for href in lxml.html.fromstring(answer.text).xpath("//a/@href"):
            target = urlsplit(urljoin(path, href))
            address = target._replace(fragment="").geturl()
            if not target.netloc and address not in met and "lang=" not in target.query:
                met.add(address)
                queue.append(address)
    assert wrong == []
    assert {
        "/articles/N?",
        "/people/N?",
        "/offices/N?",
        "/captures/N?",
        "/awards?kind",
        "/sites/mau-bao-danang?",
    } <= set(looked)
