"""What is told of a data set before it is taken away, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, text

from db.engine import reading
from db.export.encode import FORMATS
from db.export.preview import preview
from db.export.rows import fields, row_batches
from db.export.selection import EVERYTHING, Selection
from db.views import VIEWS, View, view_named
from tests.db.samples import Newsroom, Story, about
from tests.slow_views import make_endless


@pytest.fixture
def stored(newsroom: Newsroom) -> Engine:
    """Three articles, the last one of another person in another province."""
    newsroom.publish(Story())
    newsroom.publish(Story(title="Một bài khác"))
    newsroom.publish(about("Vi Thị Xa"), province="Nghệ An")
    return newsroom.engine


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.dataset)
def test_all_rows_of_a_small_data_set_are_there_and_its_files_are_as_large_as_said(
    stored: Engine, view: View
) -> None:
    found = preview(stored, view, EVERYTHING, first=20_000, seconds=60)
    with reading(stored) as session:
        rows = [row for batch in row_batches(session, view, EVERYTHING) for row in batch]
    assert (found.rows, found.first) == (len(rows), rows)
    for form, size in found.sizes.items():
        assert size == len(b"".join(FORMATS[form].encode(fields(view), [rows])))


def test_a_size_is_that_of_rows_like_the_first_ones(stored: Engine) -> None:
    view = view_named("sites")
    one = preview(stored, view, EVERYTHING, first=1, seconds=60)
    assert one.rows == 2
    assert one.first is not None
    assert len(one.first) == 1
    line = len(b"".join(FORMATS["jsonl"].encode(fields(view), [one.first])))
    assert one.sizes["jsonl"] == 2 * line


def test_only_what_is_wanted_is_told_of(stored: Engine) -> None:
    found = preview(stored, view_named("people"), Selection(province="Nghệ An"), first=20, seconds=60)
    assert found.rows == 1
    assert found.first is not None
    assert [row.person for row in found.first] == ["Vi Thị Xa"]


@pytest.mark.parametrize(
    ("dataset", "rows"),
    [("articles", None), ("people", 2)],  # people can be counted without making their rows
)
def test_what_takes_too_long_is_left_out(stored: Engine, dataset: str, rows: int | None) -> None:
    view = view_named(dataset)
    make_endless(stored, view)
    found = preview(stored, view, EVERYTHING, first=20, seconds=0.2)
    assert (found.rows, found.first, found.sizes) == (rows, None, {})
    with reading(stored) as session:  # the connection is as good as before
        assert session.scalars(text("SELECT count(*) FROM v_mentions")).one() == 3


ASKED = (
    Selection(person=1),
    Selection(office=1),
    Selection(organization=1),
    Selection(place=1),
    Selection(award="Bằng khen"),
    Selection(issuer="Tỉnh ủy"),
    Selection(status="decided"),
    Selection(query="Lò Văn Thử"),
    Selection(site="bao", since=date(2025, 1, 1), until=date(2025, 12, 31)),
    Selection(province="Nghệ An", once_a_story=True, person=2),
)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.dataset)
def test_the_rows_told_of_are_those_that_are_taken_away(stored: Engine, view: View) -> None:
    for wanted in ASKED:
        found = preview(stored, view, wanted, first=3, seconds=60)
        with reading(stored) as session:
            rows = [row for batch in row_batches(session, view, wanted) for row in batch]
        assert (found.rows, found.first) == (len(rows), rows[:3]), wanted
