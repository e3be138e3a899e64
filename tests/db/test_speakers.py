"""Who spoke at the events of a body."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text

from db.engine import reading
from db.models import Mention, Organization
from db.order import VIETNAM
from db.read.facts import read_facts
from db.read.speakers import SpeakerRow, speakers_of
from db.sql.examples import examples
from db.statement import statement_digest
from extract.article import Kind
from tests.db.samples import Newsroom, Story, about
from tests.db.test_docs import DOCUMENT

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
    whole = f"Tổng kết\n{SPEECH.text}"
    assert whole[first.latest.span.start : first.latest.span.end] == "Lò Văn Thử"
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
    said = f"Đồng chí Lò Văn Thử nhấn mạnh. Ông nhận {praise}."
    story = Story(text=said, speaks=True, offices=(), day=None, award="Bằng khen", issuer=BODY)
    newsroom.publish(story)
    assert [one.name for one in spoke(newsroom)] == ["Lò Văn Thử"]


def shown(newsroom: Newsroom) -> list[tuple[str, int, str]]:
    return [(one.name, one.articles, str(one.latest.published_day)) for one in spoke(newsroom)]


def answered(newsroom: Newsroom, query: str) -> list[tuple[str, int, str]]:
    with reading(newsroom.engine) as session:
        return [(name, articles, str(day)) for name, articles, day in session.execute(text(query))]


@pytest.fixture
def events(newsroom: Newsroom) -> list[tuple[str, int, str]]:
    """Speech at the body's events, and elsewhere; who spoke as the body's page shows it."""
    praise = f"Đồng chí Quàng Văn Tiến nhấn mạnh. Ông nhận Bằng khen của {BODY}."
    honour = Story(
        text=praise, name="Quàng Văn Tiến", speaks=True, offices=(), award="Bằng khen", issuer=BODY, day=None
    )
    elsewhere = replace(SPEECH, offices=(("Bí thư", "Huyện ủy", "Bí thư Huyện ủy Yên Châu"),))
    for story in (
        SPEECH,
        replace(SPEECH, title="Tổng kết", published=datetime(2025, 2, 9, tzinfo=VIETNAM)),
        honour,
        replace(honour, title="Khen lần nữa", published=datetime(2025, 3, 9, tzinfo=VIETNAM)),
        replace(honour, title="Và lần nữa", published=datetime(2025, 3, 10, tzinfo=VIETNAM)),
        about("Cầm Thị Mới"),
        about("Lường Thị Cũ", replace(SPEECH, former=True)),
        about("Vì Văn Xa", elsewhere),
        about("Hà Văn Mục", replace(SPEECH, kind=Kind.LISTING)),
    ):
        newsroom.publish(story)
    expected = [("Quàng Văn Tiến", 3, "2025-03-10"), ("Lò Văn Thử", 2, "2025-02-09")]
    assert shown(newsroom) == expected
    return expected


def test_the_query_over_the_tables_answers_as_the_page_does(
    newsroom: Newsroom, events: list[tuple[str, int, str]]
) -> None:
    (query,) = re.findall(
        r"^```sql\n(-- Who spoke at the events of a body.*?)^```",
        DOCUMENT.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert answered(newsroom, query.replace("'tinh uy son la'", "'huyen uy muong la'")) == events


def test_the_example_over_the_views_answers_as_the_page_does(
    newsroom: Newsroom, events: list[tuple[str, int, str]]
) -> None:
    (example,) = [one for one in examples() if one.english == "Who spoke at the events of a body"]
    assert answered(newsroom, example.sql) == events


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
