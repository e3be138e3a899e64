from __future__ import annotations

from dataclasses import replace

import pytest

from db.engine import reading
from db.search_entities import Entities, find_entities
from tests.db.samples import Newsroom, Story, about


def found(newsroom: Newsroom, query: str) -> Entities:
    with reading(newsroom.engine) as session:
        return find_entities(session, query)


def names(newsroom: Newsroom, query: str, kind: str) -> list[str]:
    return [one.name for one in getattr(found(newsroom, query), kind)]


@pytest.fixture
def filled(newsroom: Newsroom) -> Newsroom:
    for name in ("Lò Văn Thử", "Lò Văn Thử", "Lò Thị Thư", "Mùa A Viết"):
        newsroom.publish(about(name))
    head = replace(
        about("Quàng Thử Bản"),
        text="Đồng chí Quàng Thử Bản, Giám đốc Sở Y tế, đến thăm bản ngày 7/2/2025.",
        offices=(("Giám đốc", "Sở Y tế", "Giám đốc Sở Y tế tỉnh"),),
    )
    newsroom.publish(head)
    return newsroom


@pytest.mark.parametrize(
    ("query", "persons"),
    [
        ("lo van thu", ["Lò Văn Thử"]),
        ("thu", ["Lò Văn Thử", "Lò Thị Thư", "Quàng Thử Bản"]),
        ("Thử", ["Lò Văn Thử", "Quàng Thử Bản"]),
        ('"thu ban"', ["Quàng Thử Bản"]),
        ('"van lo"', []),
        ("bi thu", []),
        ("", []),
        ("-", []),
    ],
)
def test_persons_are_offered_by_all_words_those_of_most_articles_first(
    filled: Newsroom, query: str, persons: list[str]
) -> None:
    assert names(filled, query, "persons") == persons


def test_offices_and_bodies_are_offered(filled: Newsroom) -> None:
    offices = found(filled, "giam doc so y te").offices
    assert [(one.name, one.note) for one in offices] == [("Giám đốc", "Sở Y tế tỉnh Sơn La")]
    assert names(filled, "Sở Y tế", "organizations") == ["Sở Y tế tỉnh Sơn La"]
    assert names(filled, "y te huyen", "organizations") == []


def test_units_are_offered_by_their_whole_name(filled: Newsroom) -> None:
    assert names(filled, "son la", "places")[0] == "Tỉnh Sơn La"
    assert names(filled, "Tỉnh Sơn La", "places")[0] == "Tỉnh Sơn La"
    assert names(filled, "sơn", "places") == [] or "Tỉnh Sơn La" not in names(filled, "sơn", "places")


def test_nothing_is_offered_that_no_article_states(newsroom: Newsroom) -> None:
    stored = newsroom.publish(Story())
    assert names(newsroom, "lo van thu", "persons") == ["Lò Văn Thử"]
    page = newsroom.page()
    assert stored.article_id
    newsroom.store(page, [newsroom.capture(page)], about("Mùa A Viết"))
    assert names(newsroom, "mua a viet", "persons") == ["Mùa A Viết"]
    newsroom.store(page, [newsroom.capture(page)], about("Quàng A Pó"))
    assert names(newsroom, "mua a viet", "persons") == []
