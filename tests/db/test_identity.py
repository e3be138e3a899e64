from __future__ import annotations

import pytest
from sqlalchemy import select

from db.engine import reading
from db.models import Office, Organization, Person, Tenure
from extract import fact
from extract.identity.bodies import body_name
from tests.db.samples import Newsroom, Story, about


def people(newsroom: Newsroom) -> list[tuple[str, str]]:
    with reading(newsroom.engine) as session:
        return [
            (person.name, person.province or "")
            for person in session.scalars(select(Person).order_by(Person.id))
        ]


def test_spellings_of_one_name_are_one_person(newsroom: Newsroom) -> None:
    for name in ("Hoà Thị Thuỷ", "Hòa Thị Thủy", "HÒA THỊ THỦY"):
        newsroom.publish(about(name))
    assert people(newsroom) == [("Hoà Thị Thuỷ", "Sơn La")]


def test_other_accents_or_another_province_are_another_person(newsroom: Newsroom) -> None:
    newsroom.publish(about("Lò Văn Thử"))
    newsroom.publish(about("Lò Văn Thứ"))
    newsroom.publish(Story(text="Ông Lò Văn Thử nuôi tôm.", offices=(), day=None), province="Cà Mau")
    here, there = "Sơn La", "Cà Mau"
    assert people(newsroom) == [("Lò Văn Thử", here), ("Lò Văn Thứ", here), ("Lò Văn Thử", there)]


def test_one_body_in_two_wordings_is_one_office(newsroom: Newsroom) -> None:
    full = "Bí thư Huyện ủy Mường La"
    newsroom.publish(Story(offices=(("Bí thư", "Huyện ủy", full),)))
    text = Story().text.replace("Huyện ủy", "Huyện ủy Mường La")
    newsroom.publish(Story(text=text, offices=(("Bí thư", "Huyện ủy Mường La", full),)))
    with reading(newsroom.engine) as session:
        held = select(Organization.name).join(Office, Office.organization_id == Organization.id)
        assert session.scalars(held).all() == ["Huyện ủy Mường La"]
        assert session.scalars(select(Office)).one().title == "Bí thư"
        assert session.scalars(select(Tenure)).one().articles == 2


def test_an_office_without_a_body_is_one_office(newsroom: Newsroom) -> None:
    text = "Ông Lò Văn Thử, Trưởng bản , nói ngày 7/2/2025."
    for title in ("Tin một", "Tin hai"):
        newsroom.publish(Story(title=title, text=text, offices=(("Trưởng bản", "", "Trưởng bản"),)))
    with reading(newsroom.engine) as session:
        assert session.scalars(select(Office)).one().organization is None


@pytest.mark.parametrize(
    ("title", "organization", "full", "body"),
    [
        ("Bí thư", "Tỉnh ủy", "Bí thư Tỉnh ủy Sơn La", "Tỉnh ủy Sơn La"),
        ("Bí thư", "Tỉnh ủy", "BÍ THƯ Tỉnh uỷ", "Tỉnh uỷ"),
        ("Phó CT", "UBND tỉnh", "Phó Chủ tịch Ủy ban nhân dân tỉnh", "UBND tỉnh"),
        ("Trưởng bản", "", "Trưởng bản", ""),
        ("", "Tỉnh ủy", "Tỉnh ủy Sơn La", "Tỉnh ủy Sơn La"),
        ("Bí thư", "Tỉnh ủy", "Bí thư", "Tỉnh ủy"),
    ],
)
def test_the_body_is_named_as_fully_as_the_article_allows(
    title: str, organization: str, full: str, body: str
) -> None:
    office = fact.Office(
        title=title,
        organization=organization,
        full=full,
        former=False,
        span=fact.Span(0, 1),
        rule="test",
        confidence=1,
    )
    assert body_name(office) == body
