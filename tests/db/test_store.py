from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from db.duplicates import flag_duplicates, unsigned_articles
from db.engine import check_database, reading, transaction
from db.models import (
    METADATA,
    Article,
    AwardFact,
    Capture,
    Mention,
    OfficeFact,
    Pair,
    Revision,
    Signature,
    Tenure,
)
from db.order import VIETNAM
from db.store import record_refusal, store_article
from extract.article import Attachment, Kind
from extract.fact import Facts, Person, Span
from tests.db.samples import NOW, Newsroom, Story, about


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the tables."""
    with reading(engine) as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def test_storing_the_same_again_writes_nothing(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    first = newsroom.store(page, [capture], Story())
    before = rows(newsroom.engine)
    again = newsroom.store(page, [capture], Story())
    assert (first.outcome, again.outcome) == ("new", "unchanged")
    assert again.revision_id == first.revision_id
    assert rows(newsroom.engine) == before


def test_a_new_capture_that_says_the_same_is_only_marked_as_read(newsroom: Newsroom) -> None:
    page = newsroom.page()
    first = newsroom.store(page, [newsroom.capture(page)], Story(witness_f1=0.9))
    later = newsroom.capture(page)
    assert newsroom.store(page, [later], Story(witness_f1=0.5)) == replace(first, outcome="unchanged")
    with reading(newsroom.engine) as session:
        assert session.get_one(Capture, later).extracted_with == "1"
        assert session.scalars(select(func.count()).select_from(Revision)).one() == 1


@pytest.mark.parametrize(
    "changed",
    [
        replace(Story(), text=f"{Story().text} Bà con phấn khởi."),
        replace(Story(), title="Thăm và làm việc tại bản Pá Hốc"),
        replace(Story(), authors=("Mùa A Viết",)),
        replace(Story(), published=None),
        replace(Story(), caption="Quang cảnh bản"),
        replace(Story(), attachments=(Attachment("http://bao.example/1.pdf", "Tờ trình"),)),
        replace(Story(), confidence=0.5),
        replace(Story(), day=None),
        replace(Story(), offices=()),
    ],
    ids=["text", "title", "authors", "time", "caption", "file", "confidence", "dates", "offices"],
)
def test_a_capture_that_says_something_else_makes_the_next_revision(
    newsroom: Newsroom, changed: Story
) -> None:
    page = newsroom.page()
    first = newsroom.store(page, [newsroom.capture(page)], Story())
    second = newsroom.store(page, [newsroom.capture(page)], changed)
    assert second.outcome == "revised"
    with reading(newsroom.engine) as session:
        article = session.get_one(Article, first.article_id)
        assert article.current_id == second.revision_id
        assert [revision.number for revision in article.revisions] == [1, 2]
    assert check_database(newsroom.engine) == ()


def test_a_newer_extractor_makes_a_revision_only_where_it_reads_differently(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    newsroom.store(page, [capture], Story(), version="1")
    assert newsroom.store(page, [capture], Story(), version="2").outcome == "unchanged"
    assert newsroom.store(page, [capture], Story(offices=()), version="3").outcome == "revised"
    with reading(newsroom.engine) as session:
        assert session.get_one(Capture, capture).extracted_with == "3"


def test_a_capture_older_than_the_current_revision_does_not_speak_for_the_page(newsroom: Newsroom) -> None:
    page = newsroom.page()
    old, new = newsroom.capture(page), newsroom.capture(page)
    current = newsroom.store(page, [new], Story(title="Tin mới"))
    assert newsroom.store(page, [old], Story(title="Tin cũ")) == replace(current, outcome="unchanged")
    with reading(newsroom.engine) as session:
        assert session.get_one(Capture, old).extracted_with == "1"


def test_further_parts_are_kept_in_order_and_a_changed_part_makes_a_revision(newsroom: Newsroom) -> None:
    page = newsroom.page()
    second, third = newsroom.page(part_of=page), newsroom.page(part_of=page)
    captures = [newsroom.capture(one) for one in (page, third, second)]
    newsroom.store(page, captures, Story())
    changed = [captures[0], captures[1], newsroom.capture(second)]
    assert newsroom.store(page, changed, Story(title="Thăm hai bản")).outcome == "revised"
    with reading(newsroom.engine) as session:
        article = session.scalars(select(Article)).one()
        parts = [[part.capture_id for part in revision.parts] for revision in article.revisions]
        assert parts == [captures[1:], changed[1:]]
        assert not session.scalars(select(Capture.id).where(Capture.extracted_with.is_(None))).all()


def test_a_page_found_to_be_a_further_part_is_no_article_of_its_own_any_more(newsroom: Newsroom) -> None:
    page, second = newsroom.page(), newsroom.page()
    part = newsroom.capture(second)
    alone = newsroom.store(second, [part], Story())
    whole = newsroom.store(page, [newsroom.capture(page), part], Story(title="Cả bài", offices=()))
    with reading(newsroom.engine) as session:
        assert session.get_one(Article, alone.article_id).current_id is None
        assert session.get_one(Article, whole.article_id).current_id == whole.revision_id
        assert session.scalars(select(Tenure)).all() == []
    assert check_database(newsroom.engine) == ()


@pytest.mark.parametrize("kind", [Kind.LISTING, Kind.EMPTY])
def test_a_page_that_is_no_story_any_more_is_compared_with_none(newsroom: Newsroom, kind: Kind) -> None:
    long = Story(text=f"{Story().text} {' '.join(f'Hộ thứ {number} góp công.' for number in range(40))}")
    one, page = newsroom.publish(long), newsroom.page()
    two = newsroom.store(page, [newsroom.capture(page)], long)
    for article in (one, two):
        with transaction(newsroom.engine) as session:
            flag_duplicates(session, article.article_id)
    with reading(newsroom.engine) as session:
        assert session.scalars(select(Pair.duplicate)).all() == [True]
    gone = Story(title="Tin", text="", name=None, day=None, kind=kind)
    newsroom.store(page, [newsroom.capture(page)], gone)
    with reading(newsroom.engine) as session:
        assert session.scalars(select(Pair)).all() == []
        assert session.scalars(select(Signature.article_id)).all() == [one.article_id]
        assert unsigned_articles(session) == []


def test_offices_hang_on_the_nearest_mention_and_awards_on_the_person(newsroom: Newsroom) -> None:
    text = (
        "Lò Văn Thử vui mừng. Sau đó, Bí thư Huyện ủy Lò Văn Thử nhận Bằng khen."
        " Cuối buổi, ông Lò Văn Thử cảm ơn."
    )
    stored = newsroom.publish(Story(text=text, day=None, award="Bằng khen"))
    with reading(newsroom.engine) as session:
        mentions = session.scalars(select(Mention).order_by(Mention.span_start)).all()
        office = session.scalars(select(OfficeFact)).one()
        assert len(mentions) == 3
        assert office.mention == mentions[1]
        assert office.revision_id == stored.revision_id
        assert session.scalars(select(AwardFact)).one().person == mentions[0].person


def test_times_keep_what_the_page_said(newsroom: Newsroom) -> None:
    late = newsroom.publish(Story(published=datetime(2025, 2, 7, 18, tzinfo=UTC)))
    whole_day = newsroom.publish(Story(published=datetime(2025, 2, 7, tzinfo=VIETNAM), has_time=False))
    undated = newsroom.publish(Story(published=None))
    with reading(newsroom.engine) as session:
        revisions = [session.get_one(Revision, one.revision_id) for one in (late, whole_day, undated)]
    assert [revision.published_day for revision in revisions] == [date(2025, 2, 8), date(2025, 2, 7), None]
    assert [revision.published_has_time for revision in revisions] == [True, False, None]


def test_a_refusal_is_kept_and_taken_back_by_a_later_reading(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    with transaction(newsroom.engine) as session:
        record_refusal(session, capture, "1", "not HTML: image/png")
    with reading(newsroom.engine) as session:
        refused = session.get_one(Capture, capture)
        assert (refused.extracted_with, refused.refusal) == ("1", "not HTML: image/png")
    assert check_database(newsroom.engine) == ()
    newsroom.store(page, [capture], Story(), version="2")
    with reading(newsroom.engine) as session:
        assert session.get_one(Capture, capture).refusal is None


def test_a_page_that_turns_into_a_listing_is_recorded_but_not_shown(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], Story())
    listing = Story(title="Tin trong tỉnh", text="", name=None, day=None, kind=Kind.LISTING)
    stored = newsroom.store(page, [newsroom.capture(page)], listing)
    assert stored.outcome == "revised"
    with reading(newsroom.engine) as session:
        article = session.get_one(Article, stored.article_id)
        assert (article.current_id, article.sort_key) == (stored.revision_id, None)
        assert session.scalars(select(Tenure)).all() == []
    assert check_database(newsroom.engine) == ()


def test_facts_outside_the_text_and_foreign_captures_are_refused(newsroom: Newsroom) -> None:
    page, other = newsroom.page(), newsroom.page()
    capture, foreign = newsroom.capture(page), newsroom.capture(other)
    end = len(Story().title) + 1 + len(Story().text)
    beyond = (
        Person(name="Lò Văn Thử", mentions=(Span(end - 3, end + 1),), offices=(), rule="r", confidence=1),
    )
    with pytest.raises(ValueError, match="outside the text"), transaction(newsroom.engine) as session:
        store_article(
            session,
            page_id=page,
            capture_ids=[capture],
            article=Story().article,
            facts=Facts(people=beyond),
            extractor_version="1",
            extracted_at=NOW,
        )
    with pytest.raises(ValueError, match=f"capture {foreign} is of page {other}, not of page {page}"):
        newsroom.store(page, [foreign], Story())
    with pytest.raises(ValueError, match="needs captures"):
        newsroom.store(page, [], Story())


stories = st.builds(
    about,
    st.sampled_from(["Lò Văn Thử", "Lò Văn Thứ", "LÒ VĂN THỬ", "Mùa A Viết", "Hoà Thị Thuỷ"]),
    st.builds(
        Story,
        title=st.sampled_from(["Thăm bản", "Họp bản"]),
        offices=st.sampled_from([(), Story().offices]),
        published=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
        kind=st.sampled_from(Kind),
    ),
)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    readings=st.lists(
        st.tuples(st.integers(0, 2), stories, st.sampled_from(["1", "2"])), min_size=1, max_size=6
    )
)
def test_whatever_is_stored_the_database_is_sound_and_storing_twice_changes_nothing(
    newsroom: Newsroom, readings: list[tuple[int, Story, str]]
) -> None:
    page = newsroom.page()
    captures = [newsroom.capture(page) for _ in range(3)]
    for which, story, version in readings:
        newsroom.store(page, [captures[which]], story, version)
        before = rows(newsroom.engine)
        assert newsroom.store(page, [captures[which]], story, version).outcome == "unchanged"
        assert rows(newsroom.engine) == before
    assert check_database(newsroom.engine) == ()
