from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from db.duplicates import flag_duplicates
from db.engine import check_database, reading, transaction
from db.judgements import Decision, record, standing_id
from db.models import Capture, Revision, Signature
from db.read import read_article, read_person
from db.rollback import NoSuchVersion, articles_to_restore, last_work_of, restore
from db.search import search
from tests.db.samples import Newsroom, Story, about


def roll_back(newsroom: Newsroom, version: str) -> list[str]:
    with reading(newsroom.engine) as session:
        articles, until = articles_to_restore(session, version), last_work_of(session, version)
    outcomes = []
    for article_id in articles:
        with transaction(newsroom.engine) as session:
            outcomes.append(restore(session, article_id, version, until))
    return list(outcomes)


def people(newsroom: Newsroom, article_id: int) -> list[str]:
    with reading(newsroom.engine) as session:
        view = read_article(session, article_id)
    assert view is not None
    return [person.name for person in view.people]


def test_the_earlier_reading_speaks_again_with_all_that_follows(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    first = newsroom.store(page, [capture], Story(), "1")
    second = newsroom.store(page, [capture], about("Quàng Thị Mẫu", Story(title="Tên đọc sai")), "2")
    assert second.outcome == "revised"

    assert roll_back(newsroom, "1") == ["restored"]

    assert check_database(newsroom.engine) == ()
    assert people(newsroom, first.article_id) == ["Lò Văn Thử"]
    with reading(newsroom.engine) as session:
        assert [hit.article_id for hit in search(session, "thăm bản Pá Hốc")] == [first.article_id]
        assert search(session, "tên đọc sai") == []
        view = read_article(session, first.article_id)
        assert view is not None
        assert [revision.extractor_version for revision in view.revisions] == ["1", "2"]
        person = read_person(session, view.people[0].person_id)
    assert person is not None
    assert [(tenure.first_day, tenure.articles) for tenure in person.tenures] == [(date(2025, 2, 7), 1)]


def test_one_can_go_forward_again(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    stored = newsroom.store(page, [capture], Story(), "1")
    newsroom.store(page, [capture], about("Quàng Thị Mẫu"), "2")
    roll_back(newsroom, "1")
    assert roll_back(newsroom, "2") == ["restored"]
    assert people(newsroom, stored.article_id) == ["Quàng Thị Mẫu"]
    assert check_database(newsroom.engine) == ()


def test_the_same_rollback_once_more_has_nothing_to_do(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    newsroom.store(page, [capture], Story(), "1")
    newsroom.store(page, [capture], Story(day=None), "2")
    assert roll_back(newsroom, "1") == ["restored"]
    assert roll_back(newsroom, "1") == []


def test_a_page_that_has_changed_since_keeps_what_it_says_now(newsroom: Newsroom) -> None:
    page = newsroom.page()
    stored = newsroom.store(page, [newsroom.capture(page)], Story(), "1")
    later = newsroom.capture(page)
    with transaction(newsroom.engine) as session:
        session.get_one(Capture, later).fetched_at = datetime(2025, 6, 1, tzinfo=UTC)
    newsroom.store(page, [later], about("Quàng Thị Mẫu"), "2")
    assert roll_back(newsroom, "1") == ["page changed"]
    assert people(newsroom, stored.article_id) == ["Quàng Thị Mẫu"]


def test_a_later_reading_of_the_page_after_a_rollback_is_a_new_revision(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    newsroom.store(page, [capture], Story(), "1")
    newsroom.store(page, [capture], Story(day=None), "2")
    roll_back(newsroom, "1")
    assert newsroom.store(page, [newsroom.capture(page)], Story(title="Tin mới"), "2").outcome == "revised"
    with reading(newsroom.engine) as session:
        assert session.scalars(select(Revision.number).order_by(Revision.number)).all() == [1, 2, 3]
    assert check_database(newsroom.engine) == ()


def test_signatures_follow_and_judgements_stand(newsroom: Newsroom) -> None:
    long = "Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025. " + " ".join(
        f"Bản có {number} hộ trồng {number + 5} sào ngô lai và nuôi {number + 9} con trâu."
        for number in range(30)
    )
    other = newsroom.publish(Story(text=long))
    page = newsroom.page(province="Lai Châu")
    capture = newsroom.capture(page)
    stored = newsroom.store(page, [capture], Story(text=long), "1")
    read_wrong = newsroom.store(page, [capture], Story(text="Chỉ còn lại một câu.", name=None, day=None), "2")
    for article_id in (other.article_id, stored.article_id):
        with transaction(newsroom.engine) as session:
            flag_duplicates(session, article_id)
    with transaction(newsroom.engine) as session:
        decision = Decision(
            articles=(other.article_id, stored.article_id),
            revisions=(other.revision_id, read_wrong.revision_id),
            choice="duplicate",
            editor="An",
            seen=None,
        )
        judgement = record(session, decision, made_at=datetime(2025, 3, 3, tzinfo=UTC))

    roll_back(newsroom, "1")

    with reading(newsroom.engine) as session:
        signature = session.get_one(Signature, stored.article_id)
        assert signature.revision_id == stored.revision_id
        assert session.scalar(select(standing_id(other.article_id, stored.article_id))) == judgement
        assert session.scalars(select(func.count()).select_from(Signature)).one() == 2
    assert check_database(newsroom.engine) == ()


def test_an_unknown_version_names_the_known_ones(newsroom: Newsroom) -> None:
    newsroom.publish(Story())
    with reading(newsroom.engine) as session, pytest.raises(NoSuchVersion, match="versions in store: 1"):
        last_work_of(session, "7")
