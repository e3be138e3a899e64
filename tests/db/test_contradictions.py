from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from db.engine import reading
from db.order import VIETNAM
from db.read import list_people
from db.read.attestations import attestations_of
from db.read.contradictions import contradictions_at, contradictions_of
from tests.db.samples import Newsroom, Story, about

START = datetime(2024, 1, 10, 9, tzinfo=VIETNAM)


def attest(newsroom: Newsroom, story: Story, days: tuple[int, ...]) -> None:
    for day in days:
        newsroom.publish(replace(story, title=f"Tin {day}", published=START + timedelta(days=day)))


def test_two_holders_of_one_office_at_once_are_shown_with_their_articles(newsroom: Newsroom) -> None:
    attest(newsroom, Story(), (0, 200))
    attest(newsroom, about("Mùa A Viết"), (100, 300))
    with reading(newsroom.engine) as session:
        persons = [row.person_id for row in list_people(session)]
        (found,) = contradictions_of(session, persons[0])
        assert all(contradictions_of(session, person) == [found] for person in persons)
        assert contradictions_at(session, found.one.office_id) == [found]
    assert found.kind == "two holders"
    assert {found.one.name, found.other.name} == {"Lò Văn Thử", "Mùa A Viết"}
    assert (found.last_day - found.first_day).days == 100
    assert found.one.article_id != found.other.article_id


def test_a_successor_is_no_contradiction(newsroom: Newsroom) -> None:
    attest(newsroom, Story(), (0, 200))
    attest(newsroom, about("Mùa A Viết"), (190, 300))
    with reading(newsroom.engine) as session:
        assert [contradictions_of(session, row.person_id) for row in list_people(session)] == [[], []]


def test_every_tenure_has_its_sentences(newsroom: Newsroom) -> None:
    attest(newsroom, Story(), (0, 200))
    with reading(newsroom.engine) as session:
        (row,) = list_people(session)
        said = attestations_of(session, row.person_id)
    assert [one.title for one in said] == ["Tin 0", "Tin 200"]
    story = Story(title="Tin 0")
    start, end = said[0].span
    assert f"{story.title}\n{story.text}"[start:end] == "Bí thư Huyện ủy"
