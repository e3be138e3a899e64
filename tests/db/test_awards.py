"""Awards asked for by issuer, recipient, kind, status, year and province, and counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from db.engine import reading
from db.filters import ArticleFilter
from db.order import VIETNAM
from db.read import AwardFilter, count_awards, list_awards
from extract.fact import AwardStatus
from tests.db.samples import Newsroom, Story, about
from tests.db.test_docs import DOCUMENT

CERTIFICATE = Story(
    text="Trưởng bản Lò Văn Thử nhận Bằng khen ngày 7/2/2025.",
    offices=(("Trưởng", "bản", "Trưởng bản"),),
    award="Bằng khen",
    issuer="Chủ tịch UBND tỉnh",
)
LETTER = replace(
    about("Mùa A Viết", CERTIFICATE),
    text=CERTIFICATE.text.replace("Lò Văn Thử", "Mùa A Viết").replace("Bằng", "Giấy"),
    award="Giấy khen",
    issuer=None,
    award_status=AwardStatus.PROPOSED,
    published=datetime(2024, 12, 31, 23, 30, tzinfo=VIETNAM),
)


@pytest.fixture
def awarded(newsroom: Newsroom) -> Engine:
    newsroom.publish(CERTIFICATE)
    newsroom.publish(replace(CERTIFICATE, title="Lần hai", published=None))
    newsroom.publish(LETTER, province="Cà Mau")
    return newsroom.engine


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (AwardFilter(), 3),
        (AwardFilter(words="bang"), 2),
        (AwardFilter(words="KHEN"), 3),
        (AwardFilter(words="%"), 0),
        (AwardFilter(issuer="chu tich"), 2),
        (AwardFilter(issuer="Chủ tịch UBND"), 2),
        (AwardFilter(issuer='"UBND tỉnh"'), 0),
        (AwardFilter(issuer='"chu tich ubnd tinh"'), 2),
        (AwardFilter(recipient="mua a"), 1),
        (AwardFilter(kind="letter"), 1),
        (AwardFilter(kind="order"), 0),
        (AwardFilter(status="proposed"), 1),
        (AwardFilter(year=2024), 1),
        (AwardFilter(year=2025), 1),
        (AwardFilter(kind="certificate", year=2024), 0),
    ],
)
def test_awards_are_found_by_what_is_asked_of_them(awarded: Engine, asked: AwardFilter, found: int) -> None:
    with reading(awarded) as session:
        assert len(list_awards(session, awards=asked)) == found
        assert count_awards(session, awards=asked).awards == found


def test_awards_are_counted_by_all_that_can_be_asked(awarded: Engine) -> None:
    with reading(awarded) as session:
        counts = count_awards(session)
        only = count_awards(session, ArticleFilter(province="Cà Mau"))
    assert (counts.awards, counts.articles, counts.honoured) == (3, 3, 3)
    assert [(one.value, one.awards) for one in counts.years] == [(2024, 1), (2025, 1), (None, 1)]
    assert [(one.value, one.awards) for one in counts.kinds] == [("certificate", 2), ("letter", 1)]
    assert [(one.value, one.awards) for one in counts.issuers] == [("Chủ tịch UBND tỉnh", 2), (None, 1)]
    assert [(one.value, one.awards) for one in counts.provinces] == [("Sơn La", 2), ("Cà Mau", 1)]
    assert [(one.value, one.awards) for one in only.statuses] == [("proposed", 1)]


def test_the_query_of_the_documents_answers(awarded: Engine) -> None:
    queries = re.findall(r"^```sql\n(.*?)^```", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    (query,) = [one for one in queries if "award_facts.issuer_key" in one]
    with reading(awarded) as session:
        rows = session.execute(sa.text(query)).all()
    assert [(row.issuer, row.year, row.awards) for row in rows if row.year] == [
        ("Chủ tịch UBND tỉnh", "2025", 1)
    ]
