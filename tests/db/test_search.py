from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from db.engine import reading, transaction
from db.filters import ArticleFilter
from db.models import Article, Person
from db.order import VIETNAM
from db.read import list_articles
from db.schema import migration_config
from db.search import Cursor, Hit, search
from db.search_ladder import EXACT, Order
from extract.article import Kind
from extract.text import search_key
from tests.db.samples import HOME, Newsroom, Story, about

ORDERS: tuple[Order, ...] = ("newest", "rank")
START = datetime(2025, 1, 1, 8, tzinfo=VIETNAM)


def plain(title: str, text: str = "Không có gì.", *, day: int | None = 0) -> Story:
    """A story without facts, published so many days after the first of January."""
    published = None if day is None else START + timedelta(days=day)
    return Story(title=title, text=text, name=None, day=None, published=published)


def titles(newsroom: Newsroom, query: str, **filters: object) -> list[str]:
    with reading(newsroom.engine) as session:
        return [hit.title for hit in search(session, query, ArticleFilter(**filters))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("le thi huyen", True),
        ("LÊ THỊ HUYỀN", True),
        ("Huyền Lê", True),
        ("dang", True),
        ("Đảng", True),
        ("Dang uỷ", True),
        ('"le thi huyen"', True),
        ('"huyen le thi"', False),
        ("huyen hoa", False),
        ('"phát biểu lê"', False),
        ("4/2/2025", True),
        ("2/4/2025", False),
        ("“đảng ủy xã”", True),
        ("hu", False),
    ],
)
def test_words_are_found_with_and_without_accents(newsroom: Newsroom, query: str, found: bool) -> None:
    newsroom.publish(plain("Bí thư phát biểu", "Lê Thị Huyền, Đảng ủy xã, nói sáng 4/2/2025."))
    assert bool(titles(newsroom, query)) == found


def test_exact_accents_come_first_then_newest_first_and_undated_last(newsroom: Newsroom) -> None:
    newsroom.publish(plain("Ông Hoa cũ", day=None))
    newsroom.publish(plain("Ông Hòa cũ", day=1))
    newsroom.publish(plain("Ông Hoa", day=4))
    newsroom.publish(plain("Ông Hoà mới", day=2))
    newsroom.publish(plain("Ông Hóa", day=3))
    assert titles(newsroom, "ông hòa") == ["Ông Hoà mới", "Ông Hòa cũ", "Ông Hoa", "Ông Hóa", "Ông Hoa cũ"]
    assert titles(newsroom, "ong hoa") == ["Ông Hoa", "Ông Hóa", "Ông Hoà mới", "Ông Hòa cũ", "Ông Hoa cũ"]


@pytest.mark.parametrize("order", ["newest", "rank"])
@pytest.mark.parametrize("query", ["hoa", "Hòa", "", "ông", "ông hòa"])
def test_pages_follow_each_other_without_gaps(newsroom: Newsroom, query: str, order: Order) -> None:
    for number, name in enumerate(["Hoa", "Hòa", "Hóa", "Hoà", "Hoa", "HÒA", "Hòa"]):
        newsroom.publish(plain(f"Ông {name} {number}", f"{name} " * number, day=number // 2))
    with reading(newsroom.engine) as session:
        whole = search(session, query, order=order)
        pages: list[Hit] = []
        while more := search(session, query, order=order, limit=2, after=pages[-1].cursor if pages else None):
            pages += more
    assert len(whole) == 7
    assert pages == whole


def test_filters_narrow_the_hits(newsroom: Newsroom) -> None:
    here = replace(about("Lò Văn Thử"), title="Đây", published=START)
    newsroom.publish(here)
    newsroom.publish(replace(about("Mùa A Viết"), title="Kia", published=START), province="Cà Mau")
    newsroom.publish(replace(here, title="Không ngày", published=None))
    last_minute = START.replace(hour=23, minute=59)
    newsroom.publish(replace(here, title="Khuya", published=last_minute))
    newsroom.publish(replace(here, title="Hôm sau", published=last_minute + timedelta(minutes=1)))
    day = date(2025, 1, 1)
    with reading(newsroom.engine) as session:
        person = session.scalars(select(Person.id).where(Person.name == "Mùa A Viết")).one()
    assert titles(newsroom, "bản", province="CÀ MAU") == ["Kia"]
    assert titles(newsroom, "bản", site="Cà Mau") == ["Kia"]
    assert titles(newsroom, "bản", person=person) == ["Kia"]
    assert titles(newsroom, "bản", since=day, until=day) == ["Khuya", "Kia", "Đây"]
    assert titles(newsroom, "bản", since=day + timedelta(days=1)) == ["Hôm sau"]
    assert titles(newsroom, "bản", until=day - timedelta(days=1)) == []
    assert titles(newsroom, "bản", since=date.min, until=date.max) == ["Hôm sau", "Khuya", "Kia", "Đây"]


HONOURED = replace(
    about("Lò Văn Thử"),
    title="Có khen",
    text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến bản ngày 7/2/2025; ông được tặng Bằng khen.",
    award="Bằng khen",
    published=START,
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("muong la", True),  # only the fact says it in full
        ('"bi thu huyen uy muong la"', True),
        ('"bang khen lo"', False),
        ('người:"lò văn thử"', True),
        ("person:thu", True),
        ("người:thư", False),
        ("người:khen", False),
        ('chức:"bi thu huyen uy"', True),
        ('chuc:"uy muong"', True),
        ("chức:bằng", False),
        ('cơ-quan:"huyện ủy"', True),
        ("co-quan:bi", False),
        ('khen:"bằng khen" bản', True),
        ('award:"bang khen" vắng', False),
        ("khen:giấy", False),
        ('tỉnh:"sơn la"', True),
        ('tinh:"cà mau"', False),
        ('trang:"Báo Sơn La"', True),
        ("từ:1/1/2025 đến:2025-01-01", True),
        ("since:2/1/2025", False),
        ("loại:article", True),
        ("kind:notice", False),
        ("tác-giả:thử", False),
        ('chức: "bí thư"', False),
    ],
)
def test_facts_are_found_and_asked_for(newsroom: Newsroom, query: str, found: bool) -> None:
    newsroom.publish(HONOURED)
    assert titles(newsroom, query) == (["Có khen"] if found else [])


def test_filters_by_fact_hold_for_searches_and_lists(newsroom: Newsroom) -> None:
    newsroom.publish(HONOURED)
    newsroom.publish(replace(about("Mùa A Viết"), title="Không khen", published=START))
    newsroom.publish(plain("Tin nhanh"))
    with reading(newsroom.engine) as session:
        for wanted, expected in (
            (ArticleFilter(award="bang khen"), ["Có khen"]),
            (ArticleFilter(award="khen bằng"), []),
            (ArticleFilter(office="Bí thư"), ["Không khen", "Có khen"]),
            (ArticleFilter(office="bí thử"), []),
            (ArticleFilter(office="-", kind="article", site=HOME), ["Tin nhanh", "Không khen", "Có khen"]),
            (ArticleFilter(kind="notice"), []),
            (ArticleFilter(site="không có"), []),
        ):
            assert [row.title for row in list_articles(session, wanted)] == expected
            assert [hit.title for hit in search(session, "", wanted)] == expected


def test_a_hit_in_facts_alone_shows_the_fact(newsroom: Newsroom) -> None:
    newsroom.publish(HONOURED)
    with reading(newsroom.engine) as session:
        (hit,) = search(session, "mường")
    assert "Bí thư Huyện ủy Mường La" in hit.snippet.text
    assert {hit.snippet.text[start:end] for start, end in hit.snippet.marks} == {"Mường"}


def ranked(newsroom: Newsroom, query: str) -> list[str]:
    with reading(newsroom.engine) as session:
        return [hit.title for hit in search(session, query, order="rank")]


def test_by_rank_what_an_article_is_about_comes_first_then_the_newest(newsroom: Newsroom) -> None:
    filler = " ".join(f"từ{number}" for number in range(300))
    newsroom.publish(plain("Lũ quét", f"Lũ về, lũ rút. {filler}", day=0))
    newsroom.publish(plain("Tin mới nhất", f"Có lũ. {filler}", day=9))
    newsroom.publish(plain("Tin khác", f"Có lũ. {filler}", day=8))
    newsroom.publish(plain("Lũ", f"Lũ lũ lũ lũ lũ lũ. {filler}", day=1))
    newsroom.publish(plain("Lụt", f"Lu lu lu lu lu lu. {filler}", day=2))
    assert ranked(newsroom, "lu") == ["Lũ", "Lụt", "Lũ quét", "Tin mới nhất", "Tin khác"]
    assert ranked(newsroom, "lũ") == ["Lũ", "Lũ quét", "Tin mới nhất", "Tin khác", "Lụt"]


def test_by_rank_words_in_a_row_come_before_words_apart(newsroom: Newsroom) -> None:
    newsroom.publish(plain("Xa nhau", "Bản xa. Hốc Pá. Bản vui. Hốc Pá đẹp.", day=3))
    newsroom.publish(plain("Liền nhau", "Đến bản Pá Hốc hôm qua.", day=1))
    assert ranked(newsroom, "bản pá hốc") == ["Liền nhau", "Xa nhau"]
    assert titles(newsroom, "bản pá hốc") == ["Xa nhau", "Liền nhau"]


def test_the_index_follows_the_current_revision(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], plain("Lễ hội"))
    newsroom.store(page, [newsroom.capture(page)], plain("Hội nghị", day=1))
    assert titles(newsroom, "lễ") == []
    assert titles(newsroom, "nghị") == ["Hội nghị"]
    newsroom.store(page, [newsroom.capture(page)], replace(plain("Hội nghị"), kind=Kind.LISTING))
    assert titles(newsroom, "nghị") == []


def test_a_phrase_does_not_run_from_the_title_into_the_text(newsroom: Newsroom) -> None:
    newsroom.publish(plain("Họp bản", "Pá Hốc vui."))
    assert titles(newsroom, '"bản pá"') == []
    assert titles(newsroom, "bản pá") == ["Họp bản"]


def test_hits_carry_marks_and_say_where_to_go_on(newsroom: Newsroom) -> None:
    newsroom.publish(plain("Lê Thị Huyền", "Bà Lê Thị Huyền và ông Lê."))
    with reading(newsroom.engine) as session:
        (hit,) = search(session, '"thi huyen" lê')
    assert [hit.title[start:end] for start, end in hit.title_marks] == ["Lê", "Thị Huyền"]
    marked = [hit.snippet.text[start:end] for start, end in hit.snippet.marks]
    assert marked == ["Lê", "Thị Huyền", "Lê"]
    assert (hit.cursor.tier, Cursor.parse(str(hit.cursor))) == (EXACT, hit.cursor)


@pytest.mark.parametrize(
    "written", ["", "1", "2.5", "1.-3", "1.9e3", "a.b", "1.", ".1", "1.³", "1." + "9" * 30]
)
def test_a_place_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no place in a list"):
        Cursor.parse(written)


def test_a_very_long_article_can_be_stored_and_found_by_its_beginning(newsroom: Newsroom) -> None:
    words = " ".join(f"từ{number} dài{number}" for number in range(60_000))
    newsroom.publish(plain("Báo cáo", f"Mở đầu. {words} {'x' * 5000}"))
    assert titles(newsroom, "mo dau") == ["Báo cáo"]
    assert titles(newsroom, "tu7") == ["Báo cáo"]
    assert titles(newsroom, '"tu7 dai7 tu8"') == ["Báo cáo"]
    assert titles(newsroom, '"tu7 dai8"') == []


def test_an_index_that_knows_no_pairs_of_words_is_made_anew(newsroom: Newsroom) -> None:
    if newsroom.engine.dialect.name == "sqlite":
        pytest.skip("FTS5 knows the order of words")
    newsroom.publish(plain("Tin", "Lò Thị Bản đến xã."))
    with newsroom.engine.begin() as connection:
        connection.execute(text("UPDATE article_search SET folded = array_to_tsvector(ARRAY['thi', 'ban'])"))
    assert titles(newsroom, '"thi ban"') == []
    with newsroom.engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        ScriptDirectory.from_config(migration_config(connection)).get_revision("0014").module.upgrade()
    assert titles(newsroom, '"thi ban"') == ["Tin"]
    assert titles(newsroom, '"ban thi"') == []


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.one_of(texts, st.text("lêLÊ \"'()*:-+^&|!<>~ANDORTNE", max_size=20)))
def test_no_query_is_an_error(newsroom: Newsroom, query: str) -> None:
    with reading(newsroom.engine) as session:
        for order in ORDERS:
            assert search(session, query, order=order) == []


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_every_text_is_found_by_each_of_its_words(newsroom: Newsroom, text: str) -> None:
    stored = newsroom.publish(plain("Tin", text))
    with reading(newsroom.engine) as session:
        for part in text.split():
            if any(char.isalnum() for char in part.replace('"', "")) and '"' not in part:
                hits = search(session, part, limit=1000)
                assert stored.article_id in [hit.article_id for hit in hits]


WORDS = st.lists(st.sampled_from(["lũ", "lu", "Lũ", "bản", "ban", "xã", "đò", "do"]), min_size=1, max_size=6)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), query=WORDS, quoted=st.booleans())
def test_hits_are_those_that_hold_the_words_in_every_order(
    newsroom: Newsroom, stories: list[tuple[list[str], list[str]]], query: list[str], quoted: bool
) -> None:
    """A search for a mark of this example, so that the stories of earlier ones do not count."""
    with transaction(newsroom.engine) as session:
        mark = f"mốc{session.scalar(select(func.count()).select_from(Article))}"
    stored = [
        newsroom.publish(plain(" ".join(title), f"{mark}. {' '.join(text)}")).article_id
        for title, text in stories
    ]

    def holds(title: list[str], text: list[str]) -> bool:
        parts = [[search_key(word) for word in part] for part in (title, text)]
        asked = [search_key(word) for word in query]
        if not quoted:
            return set(asked) <= {word for part in parts for word in part}
        return any(part[place : place + len(asked)] == asked for part in parts for place in range(len(part)))

    expected = {one for one, story in zip(stored, stories, strict=True) if holds(*story)}
    typed = " ".join(query)
    with reading(newsroom.engine) as session:
        for order in ORDERS:
            hits = search(session, f'{mark} "{typed}"' if quoted else f"{mark} {typed}", order=order)
            assert [hit.article_id for hit in hits] == list(dict.fromkeys(hit.article_id for hit in hits))
            assert {hit.article_id for hit in hits} == expected
