from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import DBAPIError

from db.engine import (
    DatabaseFull,
    DatabaseProblem,
    OutOfTime,
    check_database,
    open_database,
    reading,
    reading_within,
    transaction,
    upgrade_database,
)
from db.models import Article, Page, Person, Site, Tenure
from tests.db.samples import Newsroom, Story, about

SITE = {"name": "Báo", "province": "Sơn La", "start_url": "http://bao.example"}


def test_a_transaction_that_raises_leaves_nothing(engine: Engine) -> None:
    def stop_half_way() -> None:
        with transaction(engine) as session:
            session.add(Site(id="bao", **SITE))
            session.flush()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stop_half_way()
    with reading(engine) as session:
        assert session.get(Site, "bao") is None


def test_reading_refuses_to_write(engine: Engine) -> None:
    with reading(engine) as session:
        session.add(Site(id="bao", **SITE))
        with pytest.raises(DBAPIError, match=r"read-?only"):
            session.flush()


def test_writing_works_after_reading_on_the_same_connection(engine: Engine) -> None:
    with reading(engine) as session:
        assert session.get(Site, "bao") is None
    with transaction(engine) as session:
        session.add(Site(id="bao", **SITE))
    with reading(engine) as session:
        assert session.get_one(Site, "bao").province == "Sơn La"


ENDLESS = text("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t")


def test_a_question_that_takes_too_long_is_ended(engine: Engine) -> None:
    with pytest.raises(OutOfTime), reading_within(engine, 0.1) as session:
        session.execute(ENDLESS)


def test_no_time_at_all_is_not_all_the_time(engine: Engine) -> None:
    with pytest.raises(OutOfTime), reading_within(engine, 0) as session:
        session.execute(ENDLESS)


def test_a_limit_holds_for_its_block_alone(engine: Engine) -> None:
    """The same connection is then used by others, who may take as long as they need."""
    with reading_within(engine, 0.05) as session:
        assert session.scalars(select(func.count()).select_from(Site)).one() == 0
    counting = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 1000000) SELECT count(*) FROM t"
    with reading(engine) as session:
        assert session.scalars(text(counting)).one() == 1_000_000
    with pytest.raises(OutOfTime), reading_within(engine, 0.05) as session:
        session.execute(ENDLESS)
    with reading(engine) as session:
        assert session.scalars(text(counting)).one() == 1_000_000


def test_reading_within_a_time_refuses_to_write_and_says_other_faults_as_they_are(engine: Engine) -> None:
    with reading_within(engine, 10) as session:
        session.add(Site(id="bao", **SITE))
        with pytest.raises(DBAPIError, match=r"read-?only"):
            session.flush()
    with pytest.raises(DBAPIError, match="nothere"), reading_within(engine, 10) as session:
        session.execute(text("SELECT nothere"))


def test_foreign_keys_are_enforced(engine: Engine) -> None:
    with pytest.raises(DBAPIError), transaction(engine) as session:
        session.execute(
            text("INSERT INTO authors (revision_id, position, name, key) VALUES (7, 1, 'A', 'a')")
        )


def another(engine: Engine) -> Engine:
    """The same database, as another process opens it."""
    return open_database(engine.url.render_as_string(hide_password=False))


def test_writers_that_read_first_wait_for_each_other(engine: Engine) -> None:
    """Each adds the persons one by one, after looking; SQLite would answer BUSY to a late lock."""

    def write(writer: int) -> None:
        own = another(engine)
        for number in range(20):
            with transaction(own) as session:
                session.scalars(select(func.count()).select_from(Person)).one()
                key = f"{writer}.{number}"
                session.add(Person(name=key, key=key, search_key=key))
        own.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with reading(engine) as session:
        assert session.scalars(select(func.count()).select_from(Person)).one() == 80


def test_articles_about_the_same_people_can_be_stored_at_the_same_time(engine: Engine) -> None:
    """Persons, bodies and tenures are shared between the writers' transactions."""
    newsroom = Newsroom(engine)
    pages = [newsroom.page() for _ in range(24)]
    captures = [newsroom.capture(page) for page in pages]

    def write(writer: int) -> None:
        own = Newsroom(another(engine))
        for number in range(writer, len(pages), 4):
            name = ("Lò Văn Thử", "Mùa A Viết")[number % 2]
            own.store(pages[number], [captures[number]], about(name, Story(title=f"Tin {number}")))
        own.engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert check_database(engine) == ()
    with reading(engine) as session:
        assert sorted(session.scalars(select(Tenure.articles))) == [12, 12]


@pytest.mark.parametrize("url", ["", "tintinh.sqlite", "sqlite://", "sqlite:///:memory:", "mysql://u:pw@h/d"])
def test_other_addresses_are_refused_with_advice_and_without_passwords(url: str) -> None:
    with pytest.raises(DatabaseProblem, match="write sqlite:///PATH or postgresql://") as caught:
        open_database(url)
    assert "pw" not in str(caught.value)


def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/data/năm/tin.sqlite")
    upgrade_database(engine)
    assert (tmp_path / "data" / "năm" / "tin.sqlite").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Engine]:
    """A database that may grow by a few pages only: SQLite's own way to be full."""
    engine = open_database(f"sqlite:///{tmp_path}/small.sqlite")
    upgrade_database(engine)
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    engine.dispose()
    event.listen(
        engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages + 8}")
    )
    yield engine
    engine.dispose()


def test_a_full_disk_is_reported_and_leaves_nothing_half_written(small_disk: Engine) -> None:
    newsroom = Newsroom(small_disk)
    page = newsroom.page()
    capture = newsroom.capture(page)
    long = Story(text=f"{Story().text} {'Bà con trong bản phấn khởi. ' * 5000}")
    with pytest.raises(DatabaseFull, match=r"disk is full.*small\.sqlite"):
        newsroom.store(page, [capture], long)
    with reading(small_disk) as session:
        assert session.scalars(select(func.count()).select_from(Article)).one() == 0
        assert session.scalars(select(func.count()).select_from(Person)).one() == 0
        assert session.get_one(Page, page).captures[0].extracted_with is None
    assert check_database(small_disk) == ()
    assert newsroom.store(page, [capture], Story()).outcome == "new"
