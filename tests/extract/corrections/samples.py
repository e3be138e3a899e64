"""An article with invented people, its facts, and corrections of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from extract.corrections import Action, Correction, Values, anchor_at
from extract.fact import Award, AwardStatus, Date, Facts, Office, Person, Span

TITLE = "Thăm bản Pá Hốc"
BODY = (
    "Sáng 7/2, đồng chí Lò Văn Thử, Bí thư Huyện ủy, và ông Mùa A Viết, Phó Chủ tịch UBND huyện, đến thăm bản.\n"
    "Dịp này, Đảng bộ bản Nà Sản nhận Bằng khen; ông Quàng Văn Tiến cũng nhận Bằng khen của tỉnh.\n"
    "Đồng chí Thử cảm ơn bà con trường Lê Văn Mẫu."
)
TEXT = f"{TITLE}\n{BODY}"
RULE = {"rule": "test", "confidence": 0.9}


def span(wording: str, text: str = TEXT, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = text.index(wording, start + 1)
    return Span(start, start + len(wording))


def person(name: str, *mentions: Span, offices: tuple[Office, ...] = ()) -> Person:
    return Person(name=name, mentions=mentions, offices=offices, rule="test", confidence=0.9)


def office(title: str, body: str, text: str = TEXT) -> Office:
    wording = f"{title} {body}"
    return Office(
        title=title,
        organization=body,
        former=False,
        full=wording,
        span=span(wording, text),
        rule="test",
        confidence=0.9,
    )


def facts(text: str = TEXT) -> Facts:
    """What an extractor reads in the text: right, but for Lê Văn Mẫu, who is a school."""
    return Facts(
        authors=("Hà Thị Bản",),
        people=(
            person(
                "Lò Văn Thử",
                span("Lò Văn Thử", text),
                span("Thử", text, 2),
                offices=(office("Bí thư", "Huyện ủy", text),),
            ),
            person(
                "Mùa A Viết", span("Mùa A Viết", text), offices=(office("Phó Chủ tịch", "UBND huyện", text),)
            ),
            person("Quàng Văn Tiến", span("Quàng Văn Tiến", text)),
            person("Lê Văn Mẫu", span("Lê Văn Mẫu", text)),
        ),
        dates=(
            Date(
                text="Sáng 7/2",
                start=date(2025, 2, 7),
                end=date(2025, 2, 7),
                span=span("Sáng 7/2", text),
                rule="test",
                confidence=0.9,
            ),
        ),
        awards=(
            award("Bằng khen", "bản Nà Sản", span("Bằng khen", text)),
            award("Bằng khen", "Quàng Văn Tiến", span("Bằng khen", text, 2)),
        ),
    )


def award(name: str, recipient: str, place: Span) -> Award:
    return Award(
        award=name,
        issuer=None,
        recipient=recipient,
        count=None,
        status=AwardStatus.CONFERRED,
        span=place,
        rule="test",
        confidence=0.9,
    )


def without(read: Facts, name: str) -> Facts:
    """The facts of an extractor that overlooks a person."""
    return replace(read, people=tuple(one for one in read.people if one.name != name))


def correction(
    action: Action,
    place: Span | None,
    *,
    was: Values | None = None,
    becomes: Values | None = None,
    number: int = 1,
) -> Correction:
    anchor = anchor_at(TEXT, place) if place else None
    return Correction(id=number, action=action, anchor=anchor, was=was, becomes=becomes)
