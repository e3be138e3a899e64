"""Who held an office, and who was named together with whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from db.engine import reading, transaction
from db.order import VIETNAM
from db.read import list_people
from db.read.companions import Company, read_company
from db.read.offices import read_office
from db.read.people import count_articles
from db.store import store_article
from extract.fact import Person, Span
from tests.db.samples import NOW, Newsroom, Story, about


def publish_both(newsroom: Newsroom, story: Story, *names: str) -> None:
    """A story that names other persons too, after its own."""
    whole = replace(story, text=f"{story.text} Cùng đi có {', '.join(names)}.")
    title_and_text = f"{whole.title}\n{whole.text}"
    others = tuple(
        Person(
            name=name,
            mentions=(Span(start := title_and_text.index(name), start + len(name)),),
            offices=(),
            rule="test",
            confidence=0.9,
        )
        for name in names
    )
    page = newsroom.page()
    with transaction(newsroom.engine) as session:
        store_article(
            session,
            page_id=page,
            capture_ids=[newsroom.capture(page)],
            article=whole.article,
            facts=replace(whole.facts, people=(*whole.facts.people, *others)),
            extractor_version="1",
            extracted_at=NOW,
        )


def test_the_holders_of_an_office_the_latest_first(newsroom: Newsroom) -> None:
    newsroom.publish(Story(published=datetime(2025, 1, 1, tzinfo=VIETNAM)))
    newsroom.publish(Story(published=datetime(2025, 1, 9, tzinfo=VIETNAM)))
    newsroom.publish(about("Mùa A Viết", Story(published=datetime(2025, 3, 1, tzinfo=VIETNAM))))
    with reading(newsroom.engine) as session:
        office = read_office(session, 1)
        assert read_office(session, 999) is None
    assert office is not None
    assert office.title == "Bí thư"
    assert [(one.name, one.articles) for one in office.holders] == [("Mùa A Viết", 1), ("Lò Văn Thử", 2)]


def test_who_is_named_together_most_often_comes_first(newsroom: Newsroom) -> None:
    publish_both(newsroom, Story(), "Giàng Thị Mỷ")
    publish_both(newsroom, Story(title="Lần hai"), "Giàng Thị Mỷ", "Mùa A Viết")
    newsroom.publish(about("Sùng A Dơ"))
    with reading(newsroom.engine) as session:
        people = {row.name: row.person_id for row in list_people(session)}
        company = read_company(session, people["Lò Văn Thử"])
        assert company.articles == 2
        assert [(one.name, one.articles) for one in company.companions] == [
            ("Giàng Thị Mỷ", 2),
            ("Mùa A Viết", 1),
        ]
        (first,) = read_company(session, people["Lò Văn Thử"], most=1).companions
        assert first.name == "Giàng Thị Mỷ"
        assert read_company(session, people["Sùng A Dơ"]) == Company(articles=1, companions=())


def test_nobody_is_in_no_company(newsroom: Newsroom) -> None:
    with reading(newsroom.engine) as session:
        assert read_company(session, 999) == Company(articles=0, companions=())
        assert count_articles(session, 999) == 0
