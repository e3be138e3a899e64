"""How the correction desk says things, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import Request

from db.corrections import Why
from extract.corrections import (
    AuthorValues,
    AwardValues,
    DateValues,
    MentionValues,
    OfficeValues,
    PersonValues,
    Values,
)
from extract.fact import Change
from web.language import Language, Said, language_of
from web.wording import SPEAKS, STATUSES, TENURE_CHANGES, show_days

ACTIONS = {
    "wrong": Said("sai", "wrong"),
    "mend": Said("sửa", "mended"),
    "add": Said("thêm", "added"),
    "complete": Said("đã soát đủ", "checked whole"),
    "undo": Said("hoàn tác", "undo"),
}
KINDS = {
    "person": Said("người", "person"),
    "mention": Said("chỗ nhắc tên", "mention"),
    "office": Said("chức vụ", "office"),
    "date": Said("ngày", "date"),
    "award": Said("khen thưởng", "award"),
    "author": Said("tác giả", "author"),
    "article": Said("cả bài", "whole article"),
}
STATES = {
    "holds": Said("có hiệu lực", "holds"),
    "waiting": Said("đang chờ", "waiting"),
    "undone": Said("đã hoàn tác", "undone"),
    "past": Said("đã qua", "past"),
}
FIELDS = {
    "name": Said("Họ tên", "Name"),
    "person": Said("Người", "Person"),
    "title": Said("Chức danh", "Title"),
    "organization": Said("Cơ quan", "Body"),
    "full": Said("Viết đầy đủ", "In full"),
    "text": Said("Chữ trong bài", "Words"),
    "start": Said("Từ ngày", "First day"),
    "end": Said("Đến hết ngày", "Last day"),
    "award": Said("Hình thức khen", "Award"),
    "issuer": Said("Nơi tặng", "Issuer"),
    "recipient": Said("Người hoặc nơi nhận", "Recipient"),
    "count": Said("Số lượng (nếu là nhóm)", "How many (of a group)"),
    "status": Said("Tình trạng", "Status"),
    "change": Said("Câu nói về nhiệm kỳ", "What the sentence says of the tenure"),
    "words": Said("Chữ trong bài", "Words in the article"),
}
CHANGES = {
    "neither": Said("không nói nhận hay thôi chức", "neither taken nor left"),
    **TENURE_CHANGES,
}
REASONS = (
    Said("không phải tên người", "not a person's name"),
    Said("tên thiếu chữ", "the name lacks words"),
    Said("gán nhầm người", "given to the wrong person"),
    Said("không phải chức vụ", "not an office"),
    Said("nay là nguyên", "a former office"),
    Said("câu nói là nhận chức", "the sentence says that the office is taken"),
    Said("câu nói là thôi giữ chức", "the sentence says that the office is left"),
    Said("có phát biểu", "does speak"),
    Said("không phát biểu", "does not speak"),
    Said("sai ngày", "the wrong day"),
    Said("không phải khen thưởng", "not an award"),
    Said("máy bỏ sót", "was overlooked"),
)
"""Reasons that a field offers."""

_WHY = {
    Why.NO_ARTICLE: Said("Không có bài này.", "There is no such article."),
    Why.CORRECTED: Said(
        "Chưa ghi: người khác vừa sửa bài này.", "Not stored: somebody has just corrected this article."
    ),
    Why.READ_ANEW: Said(
        "Chưa ghi: bài vừa được đọc lại.", "Not stored: the article has just been read anew."
    ),
    Why.NO_REASON: Said("Hãy ghi lý do.", "Say why."),
    Why.UNSAYABLE: Said("Không sửa như vậy được.", "That cannot be said of this fact."),
    Why.NO_FACT: Said("Bài không nêu dữ kiện này ở chỗ này.", "The article states no such fact there."),
    Why.NO_PLACE: Said("Hãy chọn chữ trong một dòng của bài.", "Choose words within a line of the article."),
    Why.NOTHING_NEW: Said(
        "Không có gì khác: bài đã nêu như vậy.", "Nothing would change: the article says so already."
    ),
    Why.UNFIT: Said(
        "Không khớp với chữ ở chỗ này, hoặc bài không có người mang tên ấy.",
        "It does not fit the words there, or nobody of that name is in the article.",
    ),
    Why.NOT_STANDING: Said(
        "Không có lần sửa này, hoặc đã hoàn tác.", "There is no such correction, or it is undone."
    ),
    Why.COMPLETE_ALREADY: Said(
        "Bài đã được đánh dấu soát đủ.", "The article is marked as checked whole already."
    ),
}


def why(refused: Why) -> Said:
    """Why a correction is refused."""
    return _WHY[refused]


def bad_field(field: str) -> Said:
    """A field of a form that no fact can have."""
    words = FIELDS.get(field, Said(field, field))
    return Said(f"Xem lại ô “{words.vi}”.", f"Look at the field “{words.en}” again.")


def describer(request: Request) -> Callable[[Values | None], str]:
    """`describe` in the language of a request."""
    return partial(describe, language=language_of(request))


def describe(values: Values | None, language: Language) -> str:
    """What a fact says, on one line; empty for none."""
    match values:
        case PersonValues() | AuthorValues():
            return values.name
        case MentionValues():
            return f"{values.name} ({SPEAKS.to(language)})" if values.speaks else values.name
        case OfficeValues():
            former = Said(" (nguyên)", " (former)").to(language) if values.former else ""
            change = ""
            if isinstance(values.change, Change):
                change = f" ({CHANGES[values.change].to(language)})"
            return f"{values.person}: {values.full}{former}{change}"
        case DateValues():
            return f"{values.text}: {show_days(values.start, values.end)}"
        case AwardValues():
            count = f"{values.count} " if values.count else ""
            issuer = f", {values.issuer}" if values.issuer else ""
            status = STATUSES[values.status].to(language)
            return f"{values.award} → {count}{values.recipient or '?'}{issuer} ({status})"
    return ""
