from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from db.engine import check_database, reading
from db.models import Person, Tenure
from db.order import VIETNAM
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
