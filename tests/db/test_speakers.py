"""Who spoke at the events of a body."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from db.engine import reading
from db.models import Mention, Organization
from db.order import VIETNAM
from db.read.facts import read_facts
from db.read.speakers import SpeakerRow, speakers_of
from db.statement import statement_digest
from tests.db.samples import Newsroom, Story, about

BODY = "Huyện ủy Mường La"
SPEECH = Story(speaks=True)


def spoke(newsroom: Newsroom, limit: int = 20, after: tuple[int, int] | None = None) -> list[SpeakerRow]:
    with reading(newsroom.engine) as session:
        body = session.scalars(select(Organization.id).where(Organization.name == BODY)).one()
        return speakers_of(session, body, limit=limit, after=after)


def test_whom_most_articles_let_speak_is_first_with_the_last_speech(newsroom: Newsroom) -> None:
    newsroom.publish(about("Cầm Thị Mới", SPEECH))
    newsroom.publish(replace(SPEECH, title="Họp", published=datetime(2025, 2, 6, tzinfo=VIETNAM)))
    last = newsroom.publish(replace(SPEECH, title="Tổng kết", published=datetime(2025, 2, 9, tzinfo=VIETNAM)))
    first, second = spoke(newsroom)
    assert [(one.name, one.articles) for one in (first, second)] == [("Lò Văn Thử", 2), ("Cầm Thị Mới", 1)]
    assert (first.latest.article_id, first.latest.title, first.latest.revision) == (
        last.article_id,
        "Tổng kết",
        1,
    )
    assert str(first.latest.published_day) == "2025-02-09"
    text = f"Tổng kết\n{SPEECH.text}"
    assert text[first.latest.span.start : first.latest.span.end] == "Lò Văn Thử"
    assert spoke(newsroom, limit=1) == [first]
    assert spoke(newsroom, limit=1, after=first.cursor) == [second]
    assert spoke(newsroom, after=second.cursor) == []


def test_people_of_equal_weight_are_listed_once_each_over_the_pages(newsroom: Newsroom) -> None:
    names = ["Cầm Thị Mới", "Lò Văn Thử", "Quàng Văn Tiến"]
    for name in names:
        newsroom.publish(about(name, SPEECH))
    seen: list[str] = []
    after = None
    while page := spoke(newsroom, limit=1, after=after):
        seen.append(page[0].name)
        after = page[0].cursor
    assert sorted(seen) == names


@pytest.mark.parametrize(
    "story",
    [
        Story(),  # nobody speaks
        replace(SPEECH, offices=(("Bí thư", "Huyện ủy", "Bí thư Huyện ủy Yên Châu"),)),
        replace(SPEECH, offices=()),
    ],
)
def test_only_speech_at_its_own_events_counts(newsroom: Newsroom, story: Story) -> None:
    newsroom.publish(about("Cầm Thị Mới"))  # so that there is the body
    newsroom.publish(story)
    assert spoke(newsroom) == []


def test_an_award_that_the_body_gives_is_an_event_of_it(newsroom: Newsroom) -> None:
    newsroom.publish(about("Cầm Thị Mới"))
    praise = "Bằng khen của Huyện ủy Mường La"
    text = f"Đồng chí Lò Văn Thử nhấn mạnh. Ông nhận {praise}."
    story = Story(text=text, speaks=True, offices=(), day=None, award="Bằng khen", issuer=BODY)
    newsroom.publish(story)
    assert [one.name for one in spoke(newsroom)] == ["Lò Văn Thử"]


def test_what_holds_no_more_is_not_shown(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], SPEECH)
    newsroom.store(page, [newsroom.capture(page)], Story(), "2")
    assert spoke(newsroom) == []


def test_what_is_stored_is_read_again_and_told_from_silence(newsroom: Newsroom) -> None:
    newsroom.publish(SPEECH)
    with reading(newsroom.engine) as session:
        revision = session.scalars(select(Mention.revision_id)).one()
        (person,) = read_facts(session, revision).people
    assert person.speaks == person.mentions
    assert statement_digest(SPEECH.article, SPEECH.facts) != statement_digest(Story().article, Story().facts)


def test_a_person_who_speaks_nowhere_has_the_digest_from_before_speech_was_read() -> None:
    before = "fdf937df39ffec08a3d96f92aa8986e4bfbd966b29a82d7f6f03bbdeb78d795f"
    assert statement_digest(Story().article, Story().facts) == before
