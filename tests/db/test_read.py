from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.models import Pair, SiteRun
from db.order import VIETNAM
from db.read import (
    ArticleFilter,
    AwardFilter,
    latest_runs,
    list_articles,
    list_awards,
    list_pairs,
    list_people,
    read_article,
    read_person,
    site_ledger,
    totals,
)
from db.read.people import count_articles
from db.runs import finish_run, start_run
from db.store import Stored
from extract.article import Attachment, Kind
from tests.db.samples import NOW, Newsroom, Story, about

START = datetime(2025, 1, 1, 8, tzinfo=VIETNAM)
AWARDED = Story(
    text="Trưởng bản Lò Văn Thử nhận Bằng khen ngày 7/2/2025.",
    offices=(("Trưởng", "bản", "Trưởng bản"),),
    award="Bằng khen",
)


def pair(newsroom: Newsroom, one: Stored, other: Stored, *, kind: str, score: float) -> None:
    with transaction(newsroom.engine) as session:
        session.add(
            Pair(
                a_id=one.article_id,
                b_id=other.article_id,
                a_revision_id=one.revision_id,
                b_revision_id=other.revision_id,
                kind=kind,
                duplicate=kind == "copy",
                score=score,
                scores={"jaccard": score},
                reasons=["same names"],
                algorithm="test",
            )
        )


def test_articles_are_listed_newest_first_with_their_numbers_of_facts(newsroom: Newsroom) -> None:
    newsroom.publish(replace(AWARDED, title="Cũ", published=START))
    newsroom.publish(Story(title="Không ngày", published=None, name=None, day=None))
    newsroom.publish(replace(AWARDED, title="Mới", published=START + timedelta(hours=1)))
    newsroom.publish(Story(title="Mục tin", text="", name=None, day=None, kind=Kind.LISTING))
    with reading(newsroom.engine) as session:
        rows = list_articles(session)
        assert [row.title for row in rows] == ["Mới", "Cũ", "Không ngày"]
        assert [(row.people, row.offices, row.dates, row.awards) for row in rows] == [
            (1, 1, 1, 1),
            (1, 1, 1, 1),
            (0, 0, 0, 0),
        ]
        assert list_articles(session, limit=1) + list_articles(session, before=rows[0].cursor) == rows
        dated = ArticleFilter(province="sơn la", until=date(2025, 1, 1))
        assert [row.title for row in list_articles(session, dated)] == ["Mới", "Cũ"]


def test_a_person_named_thrice_counts_once(newsroom: Newsroom) -> None:
    text = "Lò Văn Thử, Lò Văn Thử và Lò Văn Thử."
    newsroom.publish(Story(text=text, offices=(), day=None))
    with reading(newsroom.engine) as session:
        assert [row.people for row in list_articles(session)] == [1]


def test_an_article_comes_with_its_facts_at_their_places(newsroom: Newsroom) -> None:
    story = replace(
        AWARDED,
        authors=("Mùa A Viết",),
        caption="Quang cảnh bản",
        attachments=(Attachment("http://bao.example/1.pdf", "Tờ trình"),),
    )
    stored = newsroom.publish(story)
    with reading(newsroom.engine) as session:
        article = read_article(session, stored.article_id)
    assert article is not None
    assert article.text == f"{story.title}\n{story.text}\nQuang cảnh bản"

    def wording(span: tuple[int, int]) -> str:
        return article.text[slice(*span)]

    (person,), (day,), (award,) = article.people, article.dates, article.awards
    assert [wording(mention.span) for mention in person.mentions] == [person.name] == ["Lò Văn Thử"]
    assert [(wording(office.span), office.full) for office in person.offices] == [
        ("Trưởng bản", "Trưởng bản")
    ]
    assert (wording(day.span), day.start) == ("ngày 7/2/2025", date(2025, 2, 7))
    assert (wording(award.span), award.person_id) == ("Bằng khen", person.person_id)
    assert article.authors == ("Mùa A Viết",)
    assert [(caption.text, caption.image_url) for caption in article.captions] == [
        ("Quang cảnh bản", "http://bao.example/anh.jpg")
    ]
    assert [file.name for file in article.attachments] == ["Tờ trình"]
    assert (article.capture.warc_file, article.is_current) == ("test.warc.gz", True)


def test_earlier_revisions_stay_readable(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], Story(title="Trước"))
    stored = newsroom.store(page, [newsroom.capture(page)], Story(title="Sau"))
    with reading(newsroom.engine) as session:
        now = read_article(session, stored.article_id)
        then = read_article(session, stored.article_id, number=1)
        assert read_article(session, stored.article_id, number=3) is None
        assert read_article(session, 999) is None
    assert now is not None
    assert then is not None
    assert (now.title, now.number, now.is_current) == ("Sau", 2, True)
    assert (then.title, then.number, then.is_current) == ("Trước", 1, False)
    assert [revision.title for revision in now.revisions] == ["Trước", "Sau"]


def test_people_are_found_by_name_and_province(newsroom: Newsroom) -> None:
    for name in ("Lò Văn Thử", "Mùa A Viết", "Lò Thị Thu", "Lô Văn Bình"):
        newsroom.publish(about(name))
    newsroom.publish(Story(text="Ông Lò Văn Thử nuôi tôm.", offices=(), day=None), province="Cà Mau")
    with reading(newsroom.engine) as session:
        everyone = list_people(session)
        assert len(everyone) == 5
        assert list_people(session, limit=3) + list_people(session, after=everyone[2].cursor) == everyone
        assert len(list_people(session, name="lo")) == 4
        assert len(list_people(session, name="Lò")) == 3
        assert [row.province for row in list_people(session, name="LÒ VĂN", province="cà mau")] == ["Cà Mau"]
        assert list_people(session, name="%") == []


def test_a_person_whom_no_current_revision_names_is_not_listed(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], Story())
    newsroom.store(page, [newsroom.capture(page)], about("Mùa A Viết"))
    with reading(newsroom.engine) as session:
        assert [(row.name, row.articles) for row in list_people(session)] == [("Mùa A Viết", 1)]


def test_a_person_shows_offices_over_time_the_latest_first(newsroom: Newsroom) -> None:
    newsroom.publish(Story(published=START))
    newsroom.publish(Story(published=START + timedelta(days=9)))
    later = "Ông Lò Văn Thử, Chủ tịch UBND huyện, nói ngày 7/2/2025."
    newsroom.publish(Story(text=later, offices=(("Chủ tịch", "UBND huyện", "Chủ tịch UBND huyện Mường La"),)))
    newsroom.publish(Story(published=None))
    with reading(newsroom.engine) as session:
        (row,) = list_people(session)
        person, articles = read_person(session, row.person_id), count_articles(session, row.person_id)
        assert read_person(session, 999) is None
    assert person is not None
    assert (person.name, person.province, articles) == ("Lò Văn Thử", "Sơn La", 4)
    assert [
        (one.title, one.organization, one.first_day, one.last_day, one.articles) for one in person.tenures
    ] == [
        ("Chủ tịch", "Ủy ban nhân dân huyện Mường La", date(2025, 2, 7), date(2025, 2, 7), 1),
        ("Bí thư", "Huyện ủy Mường La", date(2025, 1, 1), date(2025, 1, 10), 3),
    ]


def test_awards_are_listed_with_their_articles(newsroom: Newsroom) -> None:
    stored = [newsroom.publish(replace(AWARDED, published=START + timedelta(days=day))) for day in range(3)]
    newsroom.publish(replace(AWARDED, text=AWARDED.text.replace("Bằng", "Giấy"), award="Giấy khen"))
    with reading(newsroom.engine) as session:
        rows = list_awards(session, awards=AwardFilter(award="BẰNG KHEN"))
        assert [row.article_id for row in rows] == [one.article_id for one in reversed(stored)]
        assert {(row.recipient, row.status) for row in rows} == {("Lò Văn Thử", "conferred")}
        first = list_awards(session, awards=AwardFilter(award="Bằng khen"), limit=2)
        assert (
            first + list_awards(session, awards=AwardFilter(award="Bằng khen"), before=first[-1].cursor)
            == rows
        )
        assert len(list_awards(session, awards=AwardFilter(person=rows[0].person_id))) == 4
        assert list_awards(session, awards=AwardFilter(status="proposed")) == []
        assert len(list_awards(session, ArticleFilter(since=date(2025, 1, 2), until=date(2025, 1, 3)))) == 2


def test_pairs_show_both_sides(newsroom: Newsroom) -> None:
    one, two = newsroom.publish(Story(title="Một")), newsroom.publish(Story(title="Hai"), province="Cà Mau")
    three = newsroom.publish(Story(title="Ba"))
    pair(newsroom, one, two, kind="copy", score=0.9)
    pair(newsroom, one, three, kind="template", score=0.4)
    with reading(newsroom.engine) as session:
        template, copy = list_pairs(session)
        assert (copy.a.title, copy.b.title, copy.b.site_name) == ("Một", "Hai", "Báo Cà Mau")
        assert (copy.kind, copy.duplicate, copy.score, copy.reasons) == ("copy", True, 0.9, ("same names",))
        assert list_pairs(session, duplicate=True) == [copy]
        assert list_pairs(session, kind="template") == [template]
        assert list_pairs(session, article=two.article_id) == [copy]
        assert list_pairs(session, before=template.cursor) == [copy]
        assert totals(session).suspected_duplicates == 1


def test_the_ledger_shows_what_the_last_run_did_at_each_site(newsroom: Newsroom) -> None:
    newsroom.publish(Story())
    newsroom.page(province="Cà Mau")
    with transaction(newsroom.engine) as session:
        for number, site in enumerate(["Sơn La", "Cà Mau", "Sơn La"], start=1):
            run_id = start_run(session, f"crawl {number}", NOW + timedelta(hours=number))
            session.add(SiteRun(run_id=run_id, site_id=site, found=number, reasons={"timeout": number}))
            finish_run(session, run_id, "finished", NOW + timedelta(hours=number + 1))
    with reading(newsroom.engine) as session:
        ledger = {row.site_id: row for row in site_ledger(session)}
        runs = latest_runs(session, limit=2)
    assert [run.command for run in runs] == ["crawl 3", "crawl 2"]
    here, there = ledger["Sơn La"], ledger["Cà Mau"]
    assert (here.articles, here.pages) == (1, {"queued": 1})
    assert here.last_run == runs[0].sites[0]
    assert here.last_run is not None
    assert (here.last_run.reasons, here.last_run.started_at) == ({"timeout": 3}, NOW + timedelta(hours=3))
    assert there.last_run is not None
    assert (there.articles, there.last_run.started_at) == (0, NOW + timedelta(hours=2))


def test_totals_count_what_current_revisions_state(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newsroom.store(page, [newsroom.capture(page)], Story())
    newsroom.store(page, [newsroom.capture(page)], AWARDED)
    newsroom.publish(about("Mùa A Viết"), province="Cà Mau")
    with reading(newsroom.engine) as session:
        all_told = totals(session)
    assert (all_told.sites, all_told.pages, all_told.articles) == (2, {"queued": 2}, 2)
    assert (all_told.people, all_told.offices, all_told.dates, all_told.awards) == (2, 2, 2, 1)


def test_an_empty_database_answers_everything_with_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        assert (list_articles(session), list_people(session), list_awards(session)) == ([], [], [])
        assert (list_pairs(session), site_ledger(session), latest_runs(session)) == ([], [], [])
        assert (totals(session).articles, totals(session).pages) == (0, {})
