"""Every entry of the lexicon of bylines does what its list says: a new line there is tested here."""

from __future__ import annotations

from typing import Any

import pytest

from extract.authors import find_authors
from extract.lexicon import table

WORDS: dict[str, Any] = table("bylines")
STORY = "Bà con xã Nà Pàn ra quân nạo vét mương. Lễ phát động thu hút đông người.\n"


def authors(foot: str) -> tuple[str, ...]:
    return find_authors("Nà Pàn làm thủy lợi", STORY + foot)


@pytest.mark.parametrize("word", WORDS["credits"])
def test_credits(word: str) -> None:
    assert authors(f"{word.capitalize()}: Vi Văn Sen") == ("Vi Văn Sen",)


@pytest.mark.parametrize("name", [*WORDS["press"], *WORDS["no_people"]])
def test_papers_and_places_are_no_authors(name: str) -> None:
    assert authors(name) == ()
    assert authors(f"Theo {name}") == ()
    assert authors(f"Vi Văn Sen/{name}") == ("Vi Văn Sen",)


@pytest.mark.parametrize("word", WORDS["staff"])
def test_what_stands_before_a_writer(word: str) -> None:
    assert authors(f"{word} Vi Văn Sen") == ("Vi Văn Sen",)
    assert authors(word) == ()


@pytest.mark.parametrize("word", WORDS["doings"])
def test_what_writers_did(word: str) -> None:
    assert authors(f"Vi Văn Sen - Lò Mai {word}") == ("Vi Văn Sen", "Lò Mai")


@pytest.mark.parametrize("word", WORDS["posts"])
def test_posts_behind_a_name(word: str) -> None:
    assert authors(f"Vi Văn Sen - {word} Nà Pàn") == ("Vi Văn Sen",)


@pytest.mark.parametrize("word", WORDS["telling"])
def test_words_that_make_a_line_a_caption(word: str) -> None:
    assert authors(f"Vi Văn Sen, Trưởng thôn {word} bà con") == ()


@pytest.mark.parametrize("word", WORDS["links"])
def test_links_below_the_signature(word: str) -> None:
    assert authors(f"Vi Văn Sen\n{word} mùa nước về bản") == ("Vi Văn Sen",)


@pytest.mark.parametrize("word", WORDS["also_names"])
def test_words_that_also_begin_names(word: str) -> None:
    name = f"{word.capitalize()} Phong"
    assert authors(f"{name} - Lò Mai") == (name, "Lò Mai")


@pytest.mark.parametrize("word", WORDS["further"])
def test_a_second_credit(word: str) -> None:
    assert authors(f"Vi Văn Sen {word.capitalize()}: Lò Mai") == ("Vi Văn Sen",)


@pytest.mark.parametrize("word", WORDS["told_by"])
def test_sources_behind_which_a_writer_may_stand(word: str) -> None:
    assert authors(f"{word.capitalize()}: Vi Văn Sen") == ("Vi Văn Sen",)
