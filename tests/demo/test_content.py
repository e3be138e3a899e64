"""The written articles: how many, how varied, and that nobody in them is a real official."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import demo
from demo.content import ContentError, DemoArticle, load_articles, load_sites
from demo.content.reader import read_article

ARTICLES = load_articles()


def with_trait(trait: str) -> list[DemoArticle]:
    return [article for article in ARTICLES if trait in article.traits]


def test_there_are_at_least_eighty_articles_over_five_kinds_of_system() -> None:
    assert len(ARTICLES) >= 80
    assert len({site.vendor for site in load_sites()}) == 5
    for site in load_sites():
        assert sum(article.site == site.id for article in ARTICLES) >= 12


def test_addresses_and_names_are_unique() -> None:
    assert len({(article.site, article.path) for article in ARTICLES}) == len(ARTICLES)
    assert len({(article.site, article.name) for article in ARTICLES}) == len(ARTICLES)


def test_each_special_article_is_there() -> None:
    traits = (
        "notice photo-story three-parts print-copy updated windows-1258 nfd mislabelled broken-html "
        "slow fails-once moved"
    )
    for trait in traits.split():
        assert with_trait(trait), trait


def test_one_release_stands_on_three_sites_with_small_edits() -> None:
    copies = [article for article in ARTICLES if article.release == "cum-chu-thap-do"]
    assert len({article.site for article in copies}) == 3
    assert len({article.text for article in copies}) == 3
    shared = set.intersection(*({block.text for block in article.blocks} for article in copies))
    assert len(shared) >= 3


def test_bulletins_keep_their_wording_and_change_their_numbers() -> None:
    bulletins = {article.bulletin for article in ARTICLES if article.bulletin}
    for bulletin in bulletins:
        days = [article for article in ARTICLES if article.bulletin == bulletin]
        assert len(days) >= 5
        assert len({article.text for article in days}) == len(days)
        assert len({len(article.blocks) for article in days}) == 1


def test_notices_are_short_and_offer_a_pdf() -> None:
    for notice in with_trait("notice"):
        assert len(notice.blocks[0].text.split()) <= 35
        assert [Path(file.path).suffix for file in notice.attachments] == [".pdf"]


def test_photo_stories_are_all_captions() -> None:
    for story in with_trait("photo-story"):
        assert story.captions == tuple(block.text for block in story.blocks)


def test_the_long_article_has_three_pages() -> None:
    assert [len(article.parts) for article in with_trait("three-parts")] == [3]


def test_other_articles_are_of_the_length_of_the_genre() -> None:
    short = {"notice", "photo-story"}
    for article in ARTICLES:
        if not short & article.traits:
            assert 110 <= len(article.text.split()) <= 600, article.name


def test_edition_two_differs_in_the_updated_article_alone() -> None:
    before = {(article.site, article.name): article for article in ARTICLES}
    after = {(article.site, article.name): article for article in load_articles(2)}
    assert before.keys() == after.keys()
    changed = [key for key in before if before[key] != after[key]]
    assert [before[key].name for key in changed] == [article.name for article in with_trait("updated")]
    for key in changed:
        assert after[key].path == before[key].path
        assert after[key].text != before[key].text
        assert after[key].modified > before[key].modified


def test_articles_stand_newest_first_in_each_site() -> None:
    for earlier, later in pairwise(ARTICLES):
        if earlier.site == later.site:
            assert earlier.published >= later.published


def test_nobody_is_a_known_official() -> None:
    lines = (Path(__file__).parent / "known_officials.txt").read_text(encoding="utf-8").splitlines()
    officials = [line for line in lines if line and not line.startswith("#")]
    layouts = Path(demo.__file__).parent / "layouts"
    texts = [f"{article.title}\n{article.text}\n{article.authors}" for article in ARTICLES]
    texts += [path.read_text(encoding="utf-8") for path in layouts.rglob("*.html")]
    assert [name for name in officials for text in texts if name in text] == []


def test_expected_facts_are_worded_as_the_article_words_them() -> None:
    with_facts = [article for article in ARTICLES if article.facts]
    assert len(with_facts) >= 12
    for article in with_facts:
        assert article.facts is not None
        text = f"{article.title}\n{article.text}"
        for name, offices in article.facts.people.items():
            assert name in text, (article.name, name)
            for title, organization, _ in offices:
                assert title in text, (article.name, title)
                assert organization in text, (article.name, organization)
        for words, start, end in article.facts.dates:
            assert words in text, (article.name, words)
            assert start <= end
        for award, issuer, recipient, _, status in article.facts.awards:
            assert award in text, (article.name, award)
            assert (issuer or "") in text, (article.name, issuer)
            assert (recipient or "") in text, (article.name, recipient)
            assert status in {"conferred", "decided", "proposed"}


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("no front matter", "front matter"),
        ('+++\ntitle = "A"\n+++\nB\n', "section"),
        ("+++\ntitle = A\n+++\nB\n", "Invalid value"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(tmp_path: Path, source: str, complaint: str) -> None:
    path = tmp_path / "001-bai.md"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(ContentError, match=complaint) as caught:
        read_article(load_sites()[0], path)
    assert str(path) in str(caught.value)
