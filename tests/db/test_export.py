"""Data sets taken away: which rows, in which form, in whole files."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, select, text

from db.engine import reading
from db.export.encode import FORMATS, csv_bytes
from db.export.files import whole_file, whole_folder, write_whole
from db.export.rows import count_rows, fields, row_batches
from db.export.selection import EVERYTHING, Selection
from db.export.sqlite_file import SqliteFile
from db.models import PlaceMention
from db.views import VIEWS, view_named
from extract.article import Attachment
from tests.db.samples import Newsroom, Story, about

MEDAL = Story(
    title="Trao Huân chương",
    text="Ông Lò Văn Thử, Bí thư Huyện ủy, nhận Huân chương Lao động hạng Ba ngày 7/2/2025.",
    award="Huân chương Lao động hạng Ba",
    caption="Lễ trao",
    authors=("Hà An",),
    attachments=(Attachment(url="http://bao.example/qd.pdf", name="=HYPERLINK(A1)"),),
)


@pytest.fixture
def stored(newsroom: Newsroom) -> Engine:
    """Three articles: an award in Sơn La, another person there, and a third one in Nghệ An."""
    newsroom.publish(MEDAL)
    newsroom.publish(about("Cầm Thị Mới", replace(Story(), published=datetime(2024, 5, 1, tzinfo=UTC))))
    newsroom.publish(about("Vi Thị Xa"), province="Nghệ An")
    return newsroom.engine


def rows(engine: Engine, dataset: str, wanted: Selection = EVERYTHING) -> list[Any]:
    view = view_named(dataset)
    with reading(engine) as session:
        found = [row for batch in row_batches(session, view, wanted) for row in batch]
        assert count_rows(session, view, wanted) == len(found)
    return found


def exported(engine: Engine, dataset: str, form: str) -> bytes:
    view = view_named(dataset)
    with reading(engine) as session:
        return b"".join(FORMATS[form].encode(fields(view), row_batches(session, view, EVERYTHING)))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.dataset)
def test_all_formats_say_the_same(stored: Engine, view: Any) -> None:
    objects = [json.loads(line) for line in exported(stored, view.dataset, "jsonl").splitlines()]
    table = list(
        csv.DictReader(io.StringIO(exported(stored, view.dataset, "csv").decode("utf-8-sig"), newline=""))
    )
    parquet = pq.read_table(io.BytesIO(exported(stored, view.dataset, "parquet")))
    assert parquet.column_names == list(view.columns)
    for one, other, third in zip(objects, table, parquet.to_pylist(), strict=True):
        assert list(one) == list(other) == list(view.columns)
        for name, value in one.items():
            written = third[name]
            if isinstance(value, list | dict):
                assert json.loads(other[name]) == json.loads(written) == value
            elif isinstance(value, bool):
                assert (other[name], written) == (str(value).lower(), value)
            else:
                moment = isinstance(written, date)
                assert (written.isoformat() if moment else written) == value
                assert other[name].removeprefix("'") == ("" if value is None else str(value))


def test_no_cell_of_a_table_is_a_formula(stored: Engine) -> None:
    (attachment,) = csv.DictReader(io.StringIO(exported(stored, "attachments", "csv").decode("utf-8-sig")))
    assert attachment["attachment"] == "'=HYPERLINK(A1)"
    for sign in ("=1", "+84", "-1", "@a", "\t=1", "\r=1"):
        assert (
            b"".join(csv_bytes(["a"], [[(sign,)]])).decode("utf-8-sig").split("\r\n")[1].strip('"')[0] == "'"
        )


@pytest.mark.parametrize(
    ("wanted", "people", "awards"),
    [
        (EVERYTHING, 3, 1),
        (Selection(site="Nghệ An"), 1, 0),
        (Selection(query="huan chuong"), 1, 1),
        (Selection(query="không có chữ này"), 0, 0),
        (Selection(province="SƠN LA"), 2, 1),
        (Selection(until=date(2024, 12, 31)), 1, 0),
        (Selection(award="huân chương LAO ĐỘNG hạng ba"), 1, 1),
        (Selection(status="proposed"), 0, 0),
        (Selection(person=1), 1, 1),
        (Selection(person=2), 1, 0),
    ],
    ids=repr,
)
def test_a_selection_cuts_down_every_data_set(
    stored: Engine, tmp_path: Path, wanted: Selection, people: int, awards: int
) -> None:
    assert len(rows(stored, "people", wanted)) == people
    assert len(rows(stored, "awards", wanted)) == awards
    assert len(rows(stored, "tenures", wanted)) == people
    path = tmp_path / "t.db"
    with reading(stored) as session, SqliteFile(path) as built:
        for view in VIEWS:
            built.add(view, row_batches(session, view, wanted))
        built.finish(VIEWS)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("SELECT count(*) FROM people").fetchone() == (people,)


def test_a_body_is_asked_of_the_rows_that_have_one(stored: Engine) -> None:
    (body,) = {row.organization_id for row in rows(stored, "office_statements")}
    wanted = Selection(organization=body, province="Nghệ An")
    assert [row.person for row in rows(stored, "tenures", wanted)] == ["Vi Thị Xa"]
    assert [row.site_id for row in rows(stored, "articles", wanted)] == ["Nghệ An"]
    assert rows(stored, "articles", Selection(organization=body + 999)) == []


def test_a_unit_is_asked_of_the_articles_that_name_it(newsroom: Newsroom) -> None:
    named = newsroom.publish(
        Story(text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, về huyện Mường La ngày 7/2/2025.")
    )
    newsroom.publish(Story(text="Ông Mùa A Viết mở lớp học.", name="Mùa A Viết", offices=(), day=None))
    with reading(newsroom.engine) as session:
        unit = session.scalars(select(PlaceMention.place_id).limit(1)).one()
    wanted = Selection(place=unit)
    assert [row.article_id for row in rows(newsroom.engine, "articles", wanted)] == [named.article_id]
    assert [row.person for row in rows(newsroom.engine, "people", wanted)] == ["Lò Văn Thử"]
    assert rows(newsroom.engine, "articles", Selection(place=unit, query="không có chữ này")) == []
    assert rows(newsroom.engine, "articles", Selection(place=2**30)) == []


def test_the_sqlite_file_is_explained_indexed_and_searched_with_or_without_accents(
    stored: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "t.db"
    with reading(stored) as session, SqliteFile(path) as built:
        for view in VIEWS:
            built.add(view, row_batches(session, view, EVERYTHING))
        built.finish(VIEWS)
    with closing(sqlite3.connect(path)) as file:
        explained = set(file.execute('SELECT dataset, "column" FROM _descriptions'))
        assert explained == {(view.dataset, name) for view in VIEWS for name in ("", *view.columns)}
        for words in ("lao động", "lao dong", "LAO ĐỘNG"):
            found = file.execute(
                "SELECT article_id FROM articles JOIN articles_fts ON articles_fts.rowid = article_id"
                " WHERE articles_fts MATCH ?",
                (words,),
            ).fetchall()
            assert found == [(1,)], words
        plan = file.execute("EXPLAIN QUERY PLAN SELECT * FROM mentions WHERE person_id = 1").fetchall()
        assert "ix_mentions_person_id" in plan[0][3]
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = {view.dataset for view in VIEWS} | {"_descriptions", "sqlite_stat1"}
    assert {name for name in tables if not name.startswith("articles_fts")} == ours


def test_rows_are_read_as_they_are_asked_for(engine: Engine) -> None:
    """Ten thousand sites, of which the first batch is read while the rest waits."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO sites (id, name, province, start_url) VALUES (:id, 'Báo', 'Sơn La', 'http://a.example')"
            ),
            [{"id": f"{number:05}"} for number in range(10_000)],
        )
    with reading(engine) as session:
        batches = row_batches(session, view_named("sites"), EVERYTHING)
        sizes = [len(next(batches)) for _ in range(2)]
        assert sizes == [2_000, 2_000]
        assert sum(len(batch) for batch in batches) == 6_000


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a" / "ra.csv"
    write_whole(path, [b"tr", b"uoc"])

    def broken() -> Iterator[bytes]:
        yield b"sau"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, broken())
    assert path.read_bytes() == b"truoc"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "ra"
    with pytest.raises(FileNotFoundError), whole_folder(path) as aside:
        (aside / "no" / "such").write_text("x")
    assert list(tmp_path.iterdir()) == []
    with whole_folder(path) as aside:
        (aside / "a").write_text("x")
    assert (path / "a").read_text() == "x"
    with pytest.raises(FileExistsError, match="name a new folder"), whole_folder(path):
        pass


def test_a_file_built_by_a_program_that_fails_is_not_left_behind(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole_file(tmp_path / "t.db") as aside, SqliteFile(aside):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
