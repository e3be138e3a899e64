from __future__ import annotations

from datetime import date

import pytest

from extract.fact import Source
from extract.facts import extract_facts
from extract.identity.appearance import Evidence
from extract.identity.gathering import gather
from extract.identity.grounds import Ground
from extract.identity.names import name_key
from extract.identity.seats import Seat, seat_of
from extract.text import fold


def evidence_of(name: str, body: str) -> Evidence:
    source = Source(title="Tin trong tỉnh", body=body, published=date(2024, 3, 13))
    return gather(source, extract_facts(source), province="Sơn La")[name_key(name)]


def test_what_is_said_of_a_bearer_is_gathered() -> None:
    pupil = evidence_of(
        "Lò Văn Thử", "Em Lò Văn Thử, học sinh lớp 9A, Trường THCS Chu Văn An (xã Cò Nòi), đạt giải Nhất."
    )
    assert pupil.units == (fold("Trường THCS Chu Văn An"),)
    assert pupil.callings == ("pupil",)
    assert pupil.grounds == (Ground("commune", fold("Cò Nòi")),)
    farmer = evidence_of(
        "Lò Văn Thử",
        "Ông Lò Văn Thử (SN 1960, trú tại bản Mạt, xã Cò Nòi, huyện Mai Sơn) đến thăm xã Hát Lót.",
    )
    assert farmer.born == 1960
    assert [ground.name for ground in farmer.grounds] == [fold(n) for n in ("Mạt", "Cò Nòi", "Mai Sơn")]
    assert evidence_of("Lò Văn Thử", "Bà Lò Văn Thử, 62 tuổi, ở thôn 5 kể.").born == 1962


def test_where_somebody_went_is_no_home() -> None:
    assert evidence_of("Lò Văn Thử", "Ông Lò Văn Thử đã đến thăm xã Cò Nòi.").grounds == ()


@pytest.mark.parametrize(
    ("title", "body", "province", "seat"),
    [
        ("Bí thư", "Huyện uỷ Mường La", "Sơn La", ("huyện ủy", "district", "mường la")),
        ("Bí thư", "Thành ủy Đà Nẵng", "Nghệ An", ("thành ủy", "province", "đà nẵng")),
        ("Giám đốc", "Sở Y tế", "Sơn La", ("sở y tế", "province", "sơn la")),
        ("Bộ trưởng", "Bộ Công an", "Sơn La", ("bộ công an", "national", "")),
        ("Chủ tịch", "Ủy ban nhân dân tỉnh", "Đà Nẵng", ("ủy ban nhân dân", "province", "")),
        ("Trưởng bản", "", "Sơn La", ("", "", "")),
    ],
)
def test_an_office_has_its_seat(title: str, body: str, province: str, seat: tuple[str, str, str]) -> None:
    line, level, place = seat
    assert seat_of(title, body, province) == Seat(fold(line), level, fold(place))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lý Thị Mỹ", "LÍ THỊ MĨ", True),
        ("Hoà Văn Quý", "Hòa Văn Quí", True),
        ("Ðặng Văn Thử", "Đặng Văn Thử", True),
        ("Lê Thúy", "Lê Thúi", False),
        ("Y Thông Niê", "I Thông Niê", False),
        ("Lò Văn Thử", "Lò Văn Thứ", False),
    ],
)
def test_spellings_that_sound_alike_have_one_key(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same
