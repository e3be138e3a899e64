from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from db.engine import check_database, reading
from db.models import Person, Tenure
from db.order import VIETNAM
from db.read.offices import read_office
from db.read.people import read_person
from extract.fact import Change
from tests.db.samples import Newsroom, Story, about

DAYS = [datetime(2024, 5, 4, 8, tzinfo=VIETNAM), datetime(2023, 1, 2, 8, tzinfo=VIETNAM), None]


def tenures(newsroom: Newsroom) -> list[tuple[str, date | None, date | None, int]]:
    with reading(newsroom.engine) as session:
        query = select(Tenure).join(Person).order_by(Person.name)
        return [
            (tenure.person.name, tenure.first_day, tenure.last_day, tenure.articles)
            for tenure in session.scalars(query)
        ]


def test_a_tenure_runs_from_the_first_attesting_day_to_the_last(newsroom: Newsroom) -> None:
    for published in DAYS:
        newsroom.publish(Story(published=published))
    assert tenures(newsroom) == [("Lò Văn Thử", date(2023, 1, 2), date(2024, 5, 4), 3)]


def test_undated_articles_attest_without_days(newsroom: Newsroom) -> None:
    newsroom.publish(Story(published=None))
    assert tenures(newsroom) == [("Lò Văn Thử", None, None, 1)]


def test_a_correction_takes_back_what_it_no_longer_says(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], Story())
    newsroom.publish(replace(Story(), published=DAYS[1]))
    newsroom.store(page, [newsroom.capture(page)], about("Mùa A Viết"))
    assert tenures(newsroom) == [
        ("Lò Văn Thử", date(2023, 1, 2), date(2023, 1, 2), 1),
        ("Mùa A Viết", date(2025, 2, 7), date(2025, 2, 7), 1),
    ]
    assert check_database(newsroom.engine) == ()


def test_a_tenure_carries_the_first_sentence_that_begins_it_and_the_last_that_ends_it(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(Story(published=None, change=Change.BEGAN))
    newsroom.publish(Story(title="Muộn hơn", published=DAYS[0], change=Change.BEGAN))
    newsroom.publish(Story(title="Nhận chức", published=DAYS[1], change=Change.BEGAN))
    newsroom.publish(Story(title="Thôi chức", published=DAYS[0], change=Change.ENDED, former=True))
    newsroom.publish(Story(title="Đi thăm", published=DAYS[0]))
    with reading(newsroom.engine) as session:
        ids = session.execute(select(Tenure.person_id, Tenure.office_id)).first()
        assert ids is not None
        person, office = read_person(session, ids[0]), read_office(session, ids[1])
        assert person is not None
        assert office is not None
        shown = [*person.tenures, *office.holders]
        assert {row.former for row in shown} == {True, False}
        for row in shown:
            assert row.began is not None
            assert row.ended is not None
            assert (row.began.article_title, row.began.published_day) == ("Nhận chức", date(2023, 1, 2))
            assert (row.ended.article_title, row.ended.published_day) == ("Thôi chức", date(2024, 5, 4))
    assert check_database(newsroom.engine) == ()


def test_a_new_reading_takes_the_change_away(newsroom: Newsroom) -> None:
    page = newsroom.page()
    captures = [newsroom.capture(page)]
    newsroom.store(page, captures, Story(change=Change.BEGAN))
    newsroom.store(page, captures, Story(), version="2")
    with reading(newsroom.engine) as session:
        assert [one.began_fact_id for one in session.scalars(select(Tenure))] == [None]
    assert check_database(newsroom.engine) == ()
