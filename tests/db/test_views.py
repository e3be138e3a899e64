"""The views: what they show, that they belong to the version, and that every column is explained."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, Integer, create_engine, inspect, literal, select, text

from db.check import check_database
from db.engine import DatabaseTooOld, reading, require_current, upgrade_database
from db.order import VIETNAM
from db.views import VIEWS, View, view_named
from db.views.meanings import column_meaning, view_meaning
from db.views.parts import SENTENCE_REACH, sentence_of
from extract.fact import Change
from tests.db.samples import Newsroom, Story, about
from tests.db.test_docs import documented_meanings

TEXT = (
    "Hội nghị khai mạc sáng nay. Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025! Bà con vui.\n"
    "Chiều cùng ngày, đoàn về."
)


def rows(engine: Engine, dataset: str) -> list[dict[str, object]]:
    view = view_named(dataset)
    with reading(engine) as session:
        found = session.execute(select(view.table).order_by(*view.key))
        return [dict(row) for row in found.mappings()]


def body_called(newsroom: Newsroom, name: str) -> dict[str, object]:
    """The one row of a body's name."""
    (body,) = (row for row in rows(newsroom.engine, "organizations") if row["organization"] == name)
    return body


def test_a_fact_leads_back_to_sentence_article_and_archive(newsroom: Newsroom) -> None:
    stored = newsroom.publish(Story(text=TEXT, award="Bí thư Huyện ủy"))
    (mention,) = rows(newsroom.engine, "mentions")
    assert mention["quote"] == mention["person"] == "Lò Văn Thử"
    assert mention["speaks"] is False
    sentence = "Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025!"
    assert mention["sentence"] == sentence
    assert (mention["article_id"], mention["revision"], mention["year"]) == (stored.article_id, 1, 2025)
    assert (mention["warc_file"], mention["warc_length"]) == ("test.warc.gz", 1)
    (appearance,) = rows(newsroom.engine, "office_statements")
    assert (appearance["person"], appearance["office"], appearance["organization"], appearance["former"]) == (
        "Lò Văn Thử",
        "Bí thư",
        "Huyện ủy Mường La",
        False,
    )
    (date,) = rows(newsroom.engine, "dates")
    assert str(date["start_day"]) == "2025-02-07"
    (award,) = rows(newsroom.engine, "awards")
    assert (award["recipient"], award["person"], award["sentence"]) == ("Lò Văn Thử", "Lò Văn Thử", sentence)


def test_only_what_holds_today_is_shown(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], Story())
    newsroom.store(page, [newsroom.capture(page)], about("Cầm Thị Mới"))
    assert [row["person"] for row in rows(newsroom.engine, "people")] == ["Cầm Thị Mới"]
    assert [row["person"] for row in rows(newsroom.engine, "mentions")] == ["Cầm Thị Mới"]
    assert [row["people"] for row in rows(newsroom.engine, "offices")] == [1]
    assert [row["is_current"] for row in rows(newsroom.engine, "revisions")] == [False, True]


def test_people_bodies_and_offices_are_counted_by_articles(newsroom: Newsroom) -> None:
    newsroom.publish(Story())
    newsroom.publish(about("Vi Thị Xa"), province="Nghệ An")
    newsroom.publish(replace(Story(), published=None))
    people = rows(newsroom.engine, "people")
    assert [(row["province"], row["articles"]) for row in people] == [("Sơn La", 2), ("Nghệ An", 1)]
    (office,) = rows(newsroom.engine, "offices")
    assert (office["people"], office["articles"], str(office["first_day"])) == (2, 3, "2025-02-07")
    body = body_called(newsroom, "Huyện ủy Mường La")
    assert (body["people"], body["articles"], str(body["first_day"])) == (2, 3, "2025-02-07")
    assert [row["articles"] for row in rows(newsroom.engine, "sites")] == [1, 2]


def test_speech_and_changes_of_offices_are_told_where_people_offices_and_tenures_are(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(Story())
    taken = Story(title="Nhận chức", change=Change.BEGAN, speaks=True)
    began = newsroom.publish(taken)
    left = datetime(2026, 1, 5, 8, tzinfo=VIETNAM)
    ended = newsroom.publish(replace(taken, title="Thôi chức", published=left, change=Change.ENDED))
    (person,) = rows(newsroom.engine, "people")
    (office,) = rows(newsroom.engine, "offices")
    assert (person["articles"], person["speeches"], office["articles"], office["changes"]) == (3, 2, 3, 2)
    (tenure,) = rows(newsroom.engine, "tenures")
    told = {row["statement_id"]: row for row in rows(newsroom.engine, "office_statements")}
    for what, stored, day in (("began", began, "2025-02-07"), ("ended", ended, "2026-01-05")):
        assert (tenure[f"{what}_article_id"], str(tenure[f"{what}_day"])) == (stored.article_id, day)
        statement = told[tenure[f"{what}_statement_id"]]
        assert (statement["change"], statement["article_id"]) == (what, stored.article_id)
    assert {row["speaks"] for row in rows(newsroom.engine, "mentions")} == {False, True}


def test_a_tenure_of_which_nothing_is_told_has_no_day_of_change(newsroom: Newsroom) -> None:
    newsroom.publish(Story())
    (tenure,) = rows(newsroom.engine, "tenures")
    assert [tenure[f"{one}_{other}"] for one in ("began", "ended") for other in ("day", "article_id")] == [
        None
    ] * 4


def test_an_award_leads_to_the_body_that_gives_it(newsroom: Newsroom) -> None:
    praise = "Bằng khen của Huyện ủy Mường La"
    newsroom.publish(
        Story(text=f"{Story().text} Ông nhận {praise}.", award="Bằng khen", issuer="Huyện ủy Mường La")
    )
    (award,) = rows(newsroom.engine, "awards")
    body = body_called(newsroom, "Huyện ủy Mường La")
    assert (award["issuer_id"], award["recipient_id"]) == (body["organization_id"], None)


def test_a_body_without_offices_that_gives_an_award_has_its_row_and_so_has_the_one_above(
    newsroom: Newsroom,
) -> None:
    praise = "Giấy khen của Công an huyện Mường La"
    newsroom.publish(
        Story(text=f"{Story().text} Ông nhận {praise}.", award="Giấy khen", issuer="Công an huyện Mường La")
    )
    (award,) = rows(newsroom.engine, "awards")
    body = body_called(newsroom, "Công an huyện Mường La")
    assert award["issuer_id"] == body["organization_id"]
    assert (body["people"], body["articles"], body["first_day"], body["last_day"]) == (0, 0, None, None)
    known = {row["organization_id"] for row in rows(newsroom.engine, "organizations")}
    assert {row["parent_id"] for row in rows(newsroom.engine, "organizations")} <= {None, *known}


def test_an_article_alone_is_a_story_of_one(newsroom: Newsroom) -> None:
    stored = newsroom.publish(Story())
    (story,) = rows(newsroom.engine, "stories")
    assert (story["story_id"], story["story_articles"], story["relation"]) == (stored.article_id, 1, None)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.dataset)
def test_a_view_has_the_columns_that_it_says_and_each_is_explained(engine: Engine, view: View) -> None:
    stored = [column["name"] for column in inspect(engine).get_columns(view.name)]
    assert stored == list(view.columns)
    assert all(view_meaning(view.dataset))
    told = {name: column_meaning(view.dataset, name) for name in view.columns}
    assert all(vietnamese and english for vietnamese, english in told.values())
    assert documented_meanings(view.name) == {name: meaning.english for name, meaning in told.items()}


def test_a_view_that_is_not_ours_is_mended_and_one_of_the_user_is_kept(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE VIEW v_mine AS SELECT 1 AS one"))
        connection.execute(text("DROP VIEW v_dates"))
    with pytest.raises(DatabaseTooOld, match="views of another version; run: tintinh db upgrade"):
        require_current(engine)
    assert any("view" in problem for problem in check_database(engine))
    upgrade_database(engine)
    require_current(engine)
    assert check_database(engine) == ()
    assert {"v_mine", "v_dates"} <= set(inspect(engine).get_view_names())


_PIECES = st.lists(
    st.sampled_from(["Ông Thử", " nói. ", "x. ", "\n", "! ", "? ", "a" * 180, " ", "TP.", "đ"]), max_size=12
)


@given(before=_PIECES, after=_PIECES)
def test_a_sentence_goes_from_end_to_end(before: list[str], after: list[str]) -> None:

    title, body = "Tựa", "".join(before) + "【dữ kiện】" + "".join(after)
    whole = f"{title}\n{body}"
    start = whole.index("【")
    end = whole.index("】") + 1
    reach = whole[max(0, start - SENTENCE_REACH) : start], whole[end : end + SENTENCE_REACH]
    begun = re.split(r"(?<=[.!?]) |\n", reach[0])[-1]
    ended = re.split(r"(?<=[.!?]) |\n", reach[1])[0]
    with create_engine("sqlite://").connect() as connection:
        found = connection.scalar(
            select(sentence_of(literal(whole), literal(start, Integer), literal(end, Integer)))
        )
    assert found == begun + "【dữ kiện】" + ended
