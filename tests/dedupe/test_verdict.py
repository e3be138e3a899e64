from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import pytest

from dedupe.verdict import Kind, Measures, Text, Thresholds, compare, decide

RELEASE = Text(
    title="Huyện Đông Lĩnh biểu dương các gia đình văn hóa tiêu biểu",
    body=(
        "Sáng 12/6, tại trung tâm hội nghị huyện, Ủy ban nhân dân huyện Đông Lĩnh tổ chức lễ biểu dương "
        "các gia đình văn hóa tiêu biểu giai đoạn 2020 - 2024.\n"
        "Dự buổi lễ có ông Tạ Quốc Khuê, Phó Chủ tịch Ủy ban nhân dân huyện; đại diện lãnh đạo các phòng, "
        "ban và hơn một trăm hộ gia đình đến từ mười hai xã, thị trấn.\n"
        "Trong năm năm qua, phong trào xây dựng gia đình văn hóa được các khu dân cư hưởng ứng rộng rãi, "
        "góp phần giữ gìn nền nếp, giúp nhau phát triển kinh tế và chăm lo việc học của con cháu.\n"
        "Tại buổi lễ, ban tổ chức trao giấy khen cho ba mươi hai gia đình có thành tích nổi bật."
    ),
    publisher="donglinh",
    published=datetime(2024, 6, 12, tzinfo=UTC),
)
OTHER = Text(
    title="Nông dân xã Phú Mỹ Tây vào vụ thu hoạch vải sớm",
    body=(
        "Những ngày này, trên các đồi vải của xã Phú Mỹ Tây, bà con tất bật hái quả từ lúc trời chưa sáng rõ "
        "để kịp giao cho thương lái. Năm nay vải được mùa, giá bán tại vườn ổn định hơn mọi năm.\n"
        "Theo hợp tác xã, sản lượng ước đạt bốn nghìn tấn, phần lớn được đóng gói đưa đi các tỉnh phía Nam."
    ),
    publisher="phumy",
)


def bulletin(day: int, prices: tuple[int, int, int, int]) -> Text:
    rice, pork, coffee, pepper = prices
    return Text(
        title=f"Giá nông sản ngày {day}/5",
        body=(
            f"Theo khảo sát sáng ngày {day}/5 tại các chợ đầu mối trong tỉnh, giá gạo tẻ thường ở mức {rice} đồng một "
            f"ki-lô-gam, giá lợn hơi ở mức {pork} đồng một ki-lô-gam, giá cà phê nhân xô ở mức {coffee} đồng một "
            f"ki-lô-gam và giá hồ tiêu ở mức {pepper} đồng một ki-lô-gam. Các tiểu thương cho biết sức mua ổn định, "
            "nguồn hàng dồi dào và chưa có dấu hiệu khan hiếm."
        ),
    )


def test_the_same_text_is_identical_whatever_its_spelling() -> None:
    again = Text(title=RELEASE.title.upper(), body=RELEASE.body.replace("hóa", "hoá").replace("-", "–"))
    verdict = compare(RELEASE, again)
    assert verdict.kind is Kind.IDENTICAL
    assert verdict.duplicate


def test_a_release_with_another_title_and_small_edits_is_a_copy() -> None:
    edited = Text(
        title="Biểu dương gia đình văn hóa ở Đông Lĩnh",
        body=RELEASE.body.replace("hơn một trăm hộ", "trên 100 hộ").replace(
            "hưởng ứng rộng rãi", "nhiệt tình tham gia"
        ),
        publisher="tinh",
    )
    verdict = compare(RELEASE, edited)
    assert verdict.kind is Kind.COPY
    assert verdict.duplicate
    assert verdict.reasons


def test_a_paragraph_taken_over_is_an_excerpt() -> None:
    excerpt = Text(title=RELEASE.title, body="\n".join(RELEASE.body.split("\n")[:2]), publisher="tinh")
    assert compare(RELEASE, excerpt).kind is Kind.EXCERPT


def test_a_later_wording_of_the_same_publisher_is_an_update() -> None:
    later = Text(
        title=RELEASE.title,
        body=RELEASE.body.replace("ba mươi hai gia đình", "ba mươi ba gia đình"),
        publisher="donglinh",
        published=datetime(2024, 6, 13, tzinfo=UTC),
    )
    assert compare(RELEASE, later).kind is Kind.UPDATE


def test_the_same_bulletin_with_other_figures_is_a_template_and_no_duplicate() -> None:
    a = bulletin(6, (15200, 61000, 101500, 92000))
    b = bulletin(7, (15300, 60500, 102000, 91500))
    verdict = compare(a, b)
    assert verdict.kind is Kind.TEMPLATE
    assert not verdict.duplicate


def test_two_issues_of_a_bulletin_in_which_little_has_changed_are_no_duplicates() -> None:
    a = bulletin(6, (15200, 61000, 101500, 92000))
    b = bulletin(7, (15200, 61000, 101500, 92500))
    assert compare(a, b).kind is Kind.TEMPLATE


def test_one_corrected_figure_does_not_make_a_template() -> None:
    a = bulletin(6, (15200, 61000, 101500, 92000))
    b = bulletin(6, (15200, 61000, 101500, 92500))
    assert compare(a, b).duplicate


def test_the_same_speech_quoted_in_two_reports_is_no_copy() -> None:
    speech = (
        "“Chúng ta phải xem việc chăm lo cho hộ nghèo là việc của cả hệ thống chính trị, làm đến đâu chắc đến đó, không "
        "chạy theo thành tích, không để một ai bị bỏ lại phía sau, và phải báo cáo kết quả trước nhân dân từng quý”"
    )
    a = Text(title=OTHER.title, body=f"{OTHER.body} Phó Chủ tịch xã nhấn mạnh: {speech}")
    b = Text(
        title="Họp bàn giảm nghèo",
        body=f"Cuộc họp kéo dài suốt buổi chiều với nhiều ý kiến của các thôn. {speech}, ông nói trước khi kết thúc.",
    )
    assert not compare(a, b).duplicate


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("''", "''"), ("", "")])
def test_a_speech_quoted_in_one_report_is_quoted_in_both(opening: str, closing: str) -> None:
    letter = (
        "Tôi đi chợ huyện từ mờ sáng, gùi theo hai chục quả trứng và bó rau cải, vậy mà đến trưa chẳng ai hỏi mua. "
        "Người ta bảo trứng phải có dấu, rau phải có giấy, còn tôi chỉ có đôi tay và mảnh nương sau nhà. Tôi không "
        "trách ai, chỉ mong có người chỉ cho cách làm cái giấy ấy, để lần sau khỏi gùi trứng về."
    )
    a = Text(
        title="Lá thư từ chợ huyện",
        body=f"Tòa soạn vừa nhận thư của bạn đọc ở bản xa: “{letter}” Mong các nơi trả lời.",
    )
    b = Text(
        title="Chợ huyện sẽ có bàn hướng dẫn",
        body=f"Sau khi đọc được mấy dòng trên mạng, ban quản lý chợ họp gấp. {opening}{letter}{closing} Từ tuần tới, "
        "cán bộ thú y và khuyến nông sẽ ngồi ngay cổng chợ mỗi phiên để giúp bà con làm giấy, không thu tiền.",
    )
    assert not compare(a, b).duplicate
    assert not compare(b, a).duplicate


def test_the_same_form_with_other_names_is_a_template() -> None:
    def congress(village: str, head: str, deputy: str, guest: str) -> Text:
        return Text(
            title=f"Chi bộ thôn {village} tổ chức đại hội",
            body=(
                f"Vừa qua, chi bộ thôn {village} đã tiến hành đại hội nhiệm kỳ mới. Dự và chỉ đạo đại hội có bà {guest}, "
                f"phó bí thư đảng ủy xã. Đại hội đã bầu ông {head} giữ chức bí thư chi bộ và ông {deputy} giữ chức phó bí "
                f"thư. Phát biểu nhận nhiệm vụ, ông {head} hứa cùng tập thể chi ủy giữ vững đoàn kết, sâu sát cơ sở. Thay "
                f"mặt đảng ủy, bà {guest} tặng hoa chúc mừng đại hội và đề nghị chi bộ sớm đưa nghị quyết vào cuộc sống."
            ),
        )

    one = congress("Đồng Sậy", "Tạ Văn Lư", "Phùng Đức Kha", "Lỗ Thị Mận")
    other = congress("Gò Dưa", "Khúc Bá Thừa", "Ứng Văn Sở", "Doãn Thị Lê")
    assert compare(one, other).kind is Kind.TEMPLATE
    assert compare(one, one).kind is Kind.IDENTICAL


def test_a_text_with_many_single_words_replaced_is_still_a_copy() -> None:
    words = RELEASE.body.split(" ")
    reworded = " ".join("thay" if place % 18 in (2, 5, 9, 13) else word for place, word in enumerate(words))
    verdict = compare(RELEASE, Text(title="Biểu dương", body=reworded))
    assert verdict.duplicate
    assert "song song" in verdict.reasons[0]


def test_thresholds_move_the_verdict_and_measurements_stay() -> None:
    half = Text(title="Khác", body=RELEASE.body[: len(RELEASE.body) // 2] + OTHER.body)
    strict = compare(RELEASE, half, Thresholds(copied=0.95, parallel=0.95))
    lenient = compare(RELEASE, half, Thresholds(copied=0.2))
    assert strict.scores == lenient.scores
    assert (strict.duplicate, lenient.duplicate) == (False, True)
    assert decide(Measures(**strict.scores), Thresholds(copied=0.2)) == lenient


@pytest.mark.parametrize(("a", "b"), list(combinations([RELEASE, OTHER, bulletin(6, (1, 2, 3, 4))], 2)))
def test_unrelated_articles_are_different_both_ways_round(a: Text, b: Text) -> None:
    assert compare(a, b).kind is compare(b, a).kind is Kind.DIFFERENT
    assert compare(a, b).scores == compare(b, a).scores


def test_short_notices_are_duplicates_only_with_title_and_text() -> None:
    def notice(title: str, body: str = "Chi tiết xem trong tệp đính kèm dưới đây.") -> Text:
        return Text(title=title, body=body)

    levels = "Thông báo mực nước hồ chứa trong tháng"
    assert compare(notice(levels), notice("Kế hoạch tiêm phòng đàn trâu bò vụ đông")).kind is Kind.DIFFERENT
    assert compare(notice(levels), notice(levels)).kind is Kind.IDENTICAL
    assert compare(notice(levels, ""), notice(levels, "")).kind is Kind.DIFFERENT


def test_an_empty_article_is_like_no_other() -> None:
    empty = Text(title="", body="")
    assert compare(empty, empty).kind is Kind.DIFFERENT
    assert compare(empty, RELEASE).kind is Kind.DIFFERENT
