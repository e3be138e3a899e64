from __future__ import annotations

from collections import defaultdict

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from db.engine import check_database, reading, transaction
from db.identity_decisions import (
    DecisionRefused,
    Said,
    Superseded,
    confirm,
    decisions_about,
    last_decision,
    merge,
    split,
    undo,
)
from db.models import Appearance, Article, Mention, Person, Tenure
from db.rollback import last_work_of, restore
from extract.identity.appearance import Ref
from extract.identity.names import name_key
from tests.db.samples import NOW, Newsroom, Story, about

KEY = name_key("Lò Văn Thử")


def said(seen: int | None = None, reason: str = "đã gọi điện hỏi") -> Said:
    return Said(editor="An", reason=reason, made_at=NOW, seen=seen)


def persons(newsroom: Newsroom) -> dict[int, set[int]]:
    """For each person the articles of theirs, by current revisions."""
    found = defaultdict(set)
    with reading(newsroom.engine) as session:
        current = select(Appearance).join(Article, Article.current_id == Appearance.revision_id)
        for one in session.scalars(current):
            found[one.person_id].add(one.article_id)
    return dict(found)


def leads_to(newsroom: Newsroom, person_id: int) -> int | None:
    with reading(newsroom.engine) as session:
        return session.get_one(Person, person_id).merged_into_id


@pytest.fixture
def three(newsroom: Newsroom) -> list[int]:
    """Three articles that name one person."""
    return [newsroom.publish(Story(title=f"Tin {number}")).article_id for number in range(3)]


def test_a_split_stands_through_further_articles_and_extractions(
    newsroom: Newsroom, three: list[int]
) -> None:
    first, second, third = three
    (whole,) = persons(newsroom)
    with transaction(newsroom.engine) as session:
        split(session, whole, [Ref(third, KEY)], said())
    assert persons(newsroom)[whole] == {first, second}
    (other,) = persons(newsroom).keys() - {whole}

    newsroom.publish(Story(title="Tin nữa"))
    page = newsroom.page()
    again = newsroom.store(page, [newsroom.capture(page)], Story(title="Tin sau"), "1")
    newsroom.store(page, [newsroom.capture(page)], Story(title="Tin sau", day=None), "2")
    now = persons(newsroom)
    assert {first, second} <= now[whole] or {first, second} <= now[other]
    assert third in now[other]
    assert again.article_id in now[whole] | now[other]
    assert check_database(newsroom.engine) == ()


def test_a_decision_survives_rollback_and_names_that_come_and_go(newsroom: Newsroom) -> None:
    page = newsroom.page()
    capture = newsroom.capture(page)
    kept = newsroom.publish(Story()).article_id
    moved = newsroom.store(page, [capture], Story(), "1").article_id
    (whole,) = persons(newsroom)
    with transaction(newsroom.engine) as session:
        split(session, whole, [Ref(moved, KEY)], said())
    newsroom.store(page, [capture], about("Quàng Thị Mẫu"), "2")
    with transaction(newsroom.engine) as session:
        restore(session, moved, "1", last_work_of(session, "1"))
    assert sorted(map(sorted, persons(newsroom).values())) == sorted([[kept], [moved]])
    assert check_database(newsroom.engine) == ()


def test_a_merge_joins_tenures_and_redirects_and_an_undo_gives_the_numbers_back(
    newsroom: Newsroom, three: list[int]
) -> None:
    elsewhere = newsroom.publish(about("Lò Văn Thứ")).article_id
    one, other = sorted(persons(newsroom), key=lambda number: -len(persons(newsroom)[number]))
    with transaction(newsroom.engine) as session:
        number = merge(session, [other, one], said())
    assert persons(newsroom) == {one: {*three, elsewhere}}
    assert leads_to(newsroom, other) == one
    with reading(newsroom.engine) as session:
        assert session.scalars(select(Tenure.articles)).all() == [4]
        assert set(session.scalars(select(Mention.person_id))) == {one}
    assert check_database(newsroom.engine) == ()

    with transaction(newsroom.engine) as session:
        undo(session, number, said(number))
    assert persons(newsroom) == {one: set(three), other: {elsewhere}}
    assert leads_to(newsroom, other) is None
    assert check_database(newsroom.engine) == ()


def test_the_later_of_two_decisions_holds(newsroom: Newsroom, three: list[int]) -> None:
    (whole,) = persons(newsroom)
    with transaction(newsroom.engine) as session:
        first = confirm(session, whole, said())
        second = split(session, whole, [Ref(three[0], KEY)], said(first))
    assert len(persons(newsroom)) == 2
    with transaction(newsroom.engine) as session:
        undo(session, second, said(second))
    assert persons(newsroom) == {whole: set(three)}


def test_decisions_about_a_person_are_shown_with_what_became_of_them(
    newsroom: Newsroom, three: list[int]
) -> None:
    (whole,) = persons(newsroom)
    with transaction(newsroom.engine) as session:
        first = confirm(session, whole, said())
        second = undo(session, first, said(first))
    with reading(newsroom.engine) as session:
        assert last_decision(session, [whole]) == second
        later, earlier = decisions_about(session, whole)
    assert (later.kind, later.undoes_id, later.stands) == ("undo", first, False)
    assert (earlier.kind, earlier.editor, earlier.stands) == ("confirm", "An", False)
    assert earlier.one == tuple(Ref(article, KEY) for article in three)


def test_what_nobody_saw_is_not_decided(newsroom: Newsroom, three: list[int]) -> None:
    (whole,) = persons(newsroom)
    with transaction(newsroom.engine) as session:
        number = confirm(session, whole, said())
        with pytest.raises(Superseded, match="meanwhile"):
            confirm(session, whole, said())
        with pytest.raises(Superseded, match="does not name person"):
            split(session, whole, [Ref(three[0], "ai khac")], said(number))
        with pytest.raises(DecisionRefused, match="not all of them"):
            split(session, whole, [Ref(article, KEY) for article in three], said(number))
        with pytest.raises(DecisionRefused, match="two persons"):
            merge(session, [whole, whole], said(number))
        with pytest.raises(DecisionRefused, match="no person 999"):
            merge(session, [whole, 999], said(number))
        with pytest.raises(DecisionRefused, match="needs a reason"):
            confirm(session, whole, said(number, reason=" "))
        with pytest.raises(DecisionRefused, match="no decision"):
            undo(session, 999, said(number))
        back = undo(session, number, said(number))
        with pytest.raises(DecisionRefused, match="already"):
            undo(session, number, said(back))


@pytest.mark.parametrize("table", ["identity_decisions", "identity_decision_members"])
def test_decisions_are_only_ever_added(newsroom: Newsroom, three: list[int], table: str) -> None:
    (whole,) = persons(newsroom)
    with transaction(newsroom.engine) as session:
        confirm(session, whole, said())
    column = "editor" if table == "identity_decisions" else "side"
    for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="only ever added"), transaction(newsroom.engine) as session:
            session.execute(text(change))
    if newsroom.engine.dialect.name == "sqlite":
        again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        with pytest.raises(DBAPIError, match="only ever added"), transaction(newsroom.engine) as session:
            session.execute(text(again))
