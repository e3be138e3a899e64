from __future__ import annotations

import pytest

from extract.awards.kinds import OTHER, award_kind, award_kinds


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Huân chương Lao động hạng Ba", "order"),
        ("Bằng khen", "certificate"),
        ("bằng khen của Chủ tịch UBND tỉnh", "certificate"),
        ("Bằng công nhận xã đạt chuẩn nông thôn mới", "recognition"),
        ("Giải thưởng Hồ Chí Minh", "state_prize"),
        ("giải Nhất", "contest"),
        ("Nghệ sỹ Ưu tú", "state_title"),
        ("Kỷ niệm chương “Vì sự nghiệp Đại đoàn kết”", "commemorative"),
        ("Kỉ niệm chương", "commemorative"),
        ("Vòng nguyệt quế", OTHER),
    ],
)
def test_an_award_is_of_the_kind_that_its_name_begins_with(name: str, kind: str) -> None:
    assert award_kind(name) == kind


def test_every_kind_is_named_in_both_languages_and_told_by_its_beginnings() -> None:
    kinds = award_kinds()
    assert len({kind.id for kind in kinds}) == len(kinds)
    assert all(kind.vietnamese and kind.english for kind in kinds)
    assert [kind.id for kind in kinds if not kind.beginnings] == [OTHER]
