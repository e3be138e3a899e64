"""Names of people: every form of the genre, what is not a person, and short later mentions."""

from __future__ import annotations

import pytest

from extract.fact import Source
from extract.language import read
from extract.people import PersonMentions, find_people

NAMED = [
    # introduced by a form of address, rank or degree
    (
        "Dự hội nghị có đồng chí Trần Quang Vịnh, Phó Bí thư Thường trực Tỉnh ủy; đồng chí Lò Văn Pang - Chủ tịch UBND tỉnh.",
        "Trần Quang Vịnh; Lò Văn Pang",
    ),
    (
        "Đ/c Phùng Khắc Tiệp - TUV, Bí thư Huyện ủy; đ/c. Kiều Xuân Tam, PBT.",
        "Phùng Khắc Tiệp; Kiều Xuân Tam",
    ),
    ("Trung tướng, PGS.TS Đàm Quốc Khải và TS. BS Ninh Thị Lệ chủ trì.", "Đàm Quốc Khải; Ninh Thị Lệ"),
    ("Đại diện gia đình, anh Phó Đức Thuần nhận quà.", "Phó Đức Thuần"),
    ("Mẹ Việt Nam Anh hùng Hồ Thị Thuần năm nay 98 tuổi.", "Hồ Thị Thuần"),
    ("Bà mẹ Việt Nam Anh hùng Lê Thị Sót và ông Đỗ Tuệ.", "Lê Thị Sót; Đỗ Tuệ"),
    ("Ca sĩ Mỹ Vân và nghệ sĩ Nhân dân Quách Đăng Lưu biểu diễn.", "Mỹ Vân; Quách Đăng Lưu"),
    # introduced by an office, or followed by one
    ("Giám đốc Sở Y tế Nguyễn Văn Gióng cho biết.", "Nguyễn Văn Gióng"),
    ("Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn Lê Bá Hoàn kiểm tra đê sông Mã.", "Lê Bá Hoàn"),
    ("Theo Nguyễn Khắc Bính, Chủ tịch Hội Nông dân xã, mô hình có hiệu quả.", "Nguyễn Khắc Bính"),
    ("Đồng chí Nguyễn Văn Khởi Phó Chủ tịch UBND xã trao Giấy khen.", "Nguyễn Văn Khởi"),
    (
        "Bổ nhiệm ông Tống Phước Hạo làm Giám đốc Sở thay ông Lưu Bá Thiệp nghỉ hưu.",
        "Tống Phước Hạo; Lưu Bá Thiệp",
    ),
    (
        "Chủ tịch nước Tô Hữu Khang tặng quà; Thủ tướng Chính phủ Phạm Khắc Duệ chỉ đạo.",
        "Tô Hữu Khang; Phạm Khắc Duệ",
    ),
    (
        "Chủ tịch Hội LHPN tỉnh Ngô Thị Hồng Hảo, Bí thư Tỉnh đoàn Lê Văn Châu dự.",
        "Ngô Thị Hồng Hảo; Lê Văn Châu",
    ),
    ("Giám đốc Sở Y tế Thân Trọng Phước lưu ý bệnh viện.", "Thân Trọng Phước"),
    ("Hiệu trưởng Trường THCS Lê Quý Đôn Phạm Thị Hòa Bình cho biết.", "Phạm Thị Hòa Bình"),
    ("Chủ tịch UBND xã Lê Hảo cho biết; Chủ tịch UBND xã Đinh Văn Tự nói.", "Lê Hảo; Đinh Văn Tự"),
    ("Nhà ở xã Cao Nhẫn và Đỗ Văn Chỉnh góp vốn.", "Đỗ Văn Chỉnh"),
    ("Trưởng thôn Hà Văn Nghếch và già làng Rơ Lan Hyú dẫn đường.", "Hà Văn Nghếch; Rơ Lan Hyú"),
    ("Chủ tịch Quốc hội Pany Somchith thăm tỉnh.", "Pany Somchith"),
    # a place that ends the office touches the name
    ("Chủ tịch UBND tỉnh Sơn La Cầm Ngọc Bảo nhấn mạnh yêu cầu này.", "Cầm Ngọc Bảo"),
    ("Bí thư Huyện ủy Nga Sơn Mai Đình Luyến phát biểu.", "Mai Đình Luyến"),
    ("Chủ tịch Ủy ban MTTQ Việt Nam thành phố Cần Thơ Mai Đức Khiêm trao quà.", "Mai Đức Khiêm"),
    ("Phó Chủ tịch UBND huyện Hoàng Su Phì Lù Văn Chiến dự lễ.", "Lù Văn Chiến"),
    ("Trưởng phòng Giáo dục và Đào tạo Hoàn Kiếm Phan Nhã Hảo cho biết.", "Phan Nhã Hảo"),
    ("Trưởng Ban Tổ chức T.Ư Vũ Minh Sách nêu rõ.", "Vũ Minh Sách"),
    ("Trưởng bản Pá Lung Vàng A Sếnh cho biết bà con phấn khởi.", "Vàng A Sếnh"),
    ("Chị Ngô Thị Mến và Thái Thị Hồng Thơ được khen.", "Ngô Thị Mến; Thái Thị Hồng Thơ"),
    ("Hiệu trưởng nhà trường Tạ Thị Mỹ Dung cho biết.", "Tạ Thị Mỹ Dung"),
    # a last or middle word that mostly begins something else
    ("Đồng chí Phùng Văn Tỉnh, Bí thư Huyện ủy, dự lễ.", "Phùng Văn Tỉnh"),
    ("Ông Tô Quang Dự cho biết; ông Tô Quang Dự xuống ruộng.", "Tô Quang Dự"),
    ("Trưởng thôn Kiều Văn Được kể.", "Kiều Văn Được"),
    (
        "Dự họp có bà Lã Thị Được (Trưởng thôn); ông Lã Đồng Tiến - Bí thư Chi bộ.",
        "Lã Thị Được; Lã Đồng Tiến",
    ),
    ("Đồng chí Kiều Hữu Tặng Phó Chủ tịch UBND xã phát biểu.", "Kiều Hữu Tặng"),
    ("Hôm ấy đồng chí Kiều Bá Nam Phó Giám đốc Sở phát biểu.", "Kiều Bá Nam"),
    ("Hôm ấy có Tạ Hữu An Tại hội nghị, nhiều ý kiến nêu ra.", "Tạ Hữu An"),
    # by the name alone
    ("Huỳnh Thị Mỹ Nương, học sinh lớp 12A1, giành giải Nhất.", "Huỳnh Thị Mỹ Nương"),
    (
        "Cháu Nguyễn Hoàng Bảo Ngọc (SN 2015) và em trai Nguyễn Hoàng Bảo Nam.",
        "Nguyễn Hoàng Bảo Ngọc; Nguyễn Hoàng Bảo Nam",
    ),
    ("Phó Chủ tịch HĐND huyện Sèn Thị Lan tiếp dân.", "Sèn Thị Lan"),
    ("Chị Nguyễn Thị Hà Giang, giáo viên, cho biết.", "Nguyễn Thị Hà Giang"),
    ("Tuyên phạt Lầu A Chư 20 năm tù, Sồng A Lử 18 năm tù.", "Lầu A Chư; Sồng A Lử"),
    # lists
    (
        "- Nguyễn Văn Tấn: Trưởng ban;\n- Lê Thị Mơ: Phó Trưởng ban;\n- Trần Cường: Ủy viên.",
        "Nguyễn Văn Tấn; Lê Thị Mơ; Trần Cường",
    ),
    ("Giải Nhì: Bùi Tá Thế (Nghệ An), Vũ Lân (Hà Nội).", "Bùi Tá Thế; Vũ Lân"),
    (
        "1. Ông Phạm Gia Bách, sinh năm 1975.\n2. Bà Hứa Thị Niềm, sinh năm 1980.",
        "Phạm Gia Bách; Hứa Thị Niềm",
    ),
    ("Các em: Đỗ Minh Khuê, Tô Gia Hân và Y Blim đạt giải Ba.", "Đỗ Minh Khuê; Tô Gia Hân; Y Blim"),
    ("Nhiều giọng ca như Mạnh Tường, Cao Thế Sang đã đến.", "Mạnh Tường; Cao Thế Sang"),
    # the country's peoples
    ("Gia đình ông Giàng A Páo và bà Vừ Thị Mỷ ở bản Huổi Lếch được hỗ trợ nhà ở.", "Giàng A Páo; Vừ Thị Mỷ"),
    (
        "Đồng chí Vàng Seo Sính, Bí thư Đảng ủy xã; đồng chí Sèo Mí Chơ, Trưởng Công an xã.",
        "Vàng Seo Sính; Sèo Mí Chơ",
    ),
    ("Chị H'Linh Byă và anh Y Khoa Niê là những điển hình ở buôn Ea Sar.", "H'Linh Byă; Y Khoa Niê"),
    ("Già làng Điểu K'Rong cùng ông K'Brêu vận động bà con.", "Điểu K'Rong; K'Brêu"),
    ("Bác sĩ Nay H'Bia, Giám đốc Trung tâm Y tế huyện Krông Pa, và y sĩ Ksor Phớt.", "Nay H'Bia; Ksor Phớt"),
    ("Rơ Châm Hyéo là đại biểu HĐND tỉnh; cùng dự có bà Rah Lan Hương.", "Rơ Châm Hyéo; Rah Lan Hương"),
    ("Nghệ nhân Ưu tú Thạch Sa Rương dạy nhạc ngũ âm cho con em đồng bào Khmer.", "Thạch Sa Rương"),
    ("Danh Út và Kim Ngọc Sương là hai học sinh Khmer tiêu biểu.", "Danh Út; Kim Ngọc Sương"),
    ("Thiếu tá Đinh Y Bông, Đồn trưởng Đồn Biên phòng.", "Đinh Y Bông"),
    # religious names
    (
        "Hòa thượng Thích Thanh Tường, Trưởng ban Trị sự; Linh mục Giuse Trần Văn Luyện.",
        "Thích Thanh Tường; Giuse Trần Văn Luyện",
    ),
    ("Phó Chủ tịch UBND huyện Mường Khương Vàng Thị Dự nhấn mạnh.", "Vàng Thị Dự"),
    ("Chủ tịch UBND huyện Thủy Nguyên Phùng Ngọc Chánh nhấn mạnh.", "Phùng Ngọc Chánh"),
    ("Theo Thái Quang Anh, mô hình tốt; Giám đốc Sở Thái Ngọc Bảo dự.", "Thái Quang Anh; Thái Ngọc Bảo"),
    ("Chủ tịch UBND xã Hồ Thành Công đến dự; con đường do Hồ Văn Bình mở.", "Hồ Thành Công; Hồ Văn Bình"),
    ("Trưởng bản Hạ Sơn Giàng A Phếnh dự; chị Lã Thị Người ở bên.", "Giàng A Phếnh; Lã Thị Người"),
    ("Ông Được cho biết. Hôm sau ông Được, 62 tuổi, trở lại.", "Được"),
    # names of the royal house
    ("Bà Công Tằng Tôn Nữ Thị Hương Lài kể chuyện cung đình.", "Công Tằng Tôn Nữ Thị Hương Lài"),
    ("Nghệ nhân Tôn Thất Vĩnh Khoa và bà Huyền Tôn Nữ Diệu An.", "Tôn Thất Vĩnh Khoa; Huyền Tôn Nữ Diệu An"),
    # foreign names
    ("Thủ tướng Campuchia Hun Sorat hội đàm với Ngoại trưởng Hàn Quốc Sim Min Ho.", "Hun Sorat; Sim Min Ho"),
    ("Tổng thống Emmanuel Leclerc hội đàm với Thủ tướng.", "Emmanuel Leclerc"),
    ("Đại sứ Lào tại Việt Nam Khamphao Sengdala dự lễ.", "Khamphao Sengdala"),
    ("Thủ tướng Australia Malcolm Whitfield thăm Việt Nam.", "Malcolm Whitfield"),
    ("Ông Kim Sang-woo, Tổng Giám đốc Công ty Hansung, cảm ơn tỉnh.", "Kim Sang-woo"),
    ("Đồng chí Xay-sổm-phon Bun-nha-vông, Bí thư Tỉnh ủy, phát biểu.", "Xay-sổm-phon Bun-nha-vông"),
    ("Ông Whitfield trả lời báo chí.", "Whitfield"),
    ("HLV Park Hang Seok khen tiền đạo Văn Tuế.", "Park Hang Seok; Văn Tuế"),
    # capitals
    ("ÔNG LÊ VĂN NHÂM ĐƯỢC BẦU LÀM CHỦ TỊCH UBND HUYỆN QUẢNG XƯƠNG", "LÊ VĂN NHÂM"),
    ("ĐỒNG CHÍ PHẠM VĂN TUYẾN, BÍ THƯ HUYỆN ỦY THAM DỰ", "PHẠM VĂN TUYẾN"),
    ("Bà ĐỖ THỊ LỢI, Phó Chủ tịch UBMTTQ phường, cho biết.", "ĐỖ THỊ LỢI"),
]

NOT_PEOPLE = [
    "Trường THPT Nguyễn Trãi nằm trên đường Lê Lợi, phường Trần Phú, thành phố Hồ Chí Minh.",
    "Các tuyến phố Lý Thường Kiệt, Trần Hưng Đạo, Nguyễn Thái Sơn và Lê Duẩn được chỉnh trang.",
    "Phong trào học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh được đẩy mạnh.",
    "Đoàn TNCS Hồ Chí Minh và Bí thư Thành ủy Thành phố Hồ Chí Minh dự lễ.",
    "Công ty Hoàng Long và Tập đoàn Mai Linh tài trợ; tàu Trường Sa chở khách ra đảo Lý Sơn.",
    "Học bổng Vừ A Dính, Giải thưởng Tạ Quang Bửu, Quỹ Nguyễn Thái Bình được trao.",
    "Thái Nguyên đẩy mạnh cải cách; Cao Bằng, Hà Giang, Hà Nội cũng vậy.",
    "Xã Hoàng Văn Thụ và xã Nguyễn Việt Khái đạt chuẩn nông thôn mới.",
    "Đội văn nghệ thôn Cao Sơn, bản Mai Hịch, ấp Kim Hòa, khu phố Đông Hưng biểu diễn.",
    "Giáo xứ Kim Châu, giáo họ Vân Trai, chùa Hương Tích, đền Bà Triệu, nhà thờ Phú Nhai.",
    "Cụm công nghiệp Vạn Hà, di tích Lam Kinh, hồ Cửa Đạt, Hồ Thành, cầu Hạc, sông Mã và Vườn quốc gia Bến En.",
    "Hồ Ba Bể, Hồ Hoàn Kiếm, Hồ Núi Cốc, hồ Trị An, Cù Lao Chàm, đỉnh Phan Xi Păng và dãy Hoàng Liên Sơn.",
    "Hoàng Anh Gia Lai thua trận thứ ba liên tiếp trước Đông Á Thanh Hóa.",
    "Các huyện Lang Chánh, Mường Lát, Bá Thước, Cao Lãnh và thành phố Phan Rang - Tháp Chàm có mưa.",
    "Đồng chí Chủ tịch UBND tỉnh yêu cầu; đồng chí Bí thư nhấn mạnh; đồng chí Phó Chủ tịch phụ trách.",
    "Bà con nông dân Thái Bình, anh em đồng bào Mông, chị em phụ nữ Hà Nội cùng dự.",
    "Văn phòng công chứng Nguyễn Văn Hải, Nha khoa Lê Hùng và ngân hàng chi nhánh Lê Chân.",
    "CAO ĐIỂM RA QUÂN TRẤN ÁP TỘI PHẠM TRÊN ĐỊA BÀN",
    "Hội Nghị Tổng Kết Công Tác Đảng Năm 2023 Của Huyện Cao Lộc",
    "Ảnh: Văn Tuyển. Tin, bài: Hoàng Mạnh Thảo",
    "Đoàn công tác làm việc với Phó chủ nhiệm Đoàn Luật sư tỉnh Bà Rịa - Vũng Tàu.",
    "Công an huyện Can Lộc Hà Tĩnh khởi tố vụ án; tàu ra khu vực Thái Bình Dương.",
    "Mai này, Kim ngạch xuất khẩu tăng; Cao điểm mùa mưa, Hà hơi ấm.",
    "Xem thêm: >>Phó Thủ tướng Vương Quốc Tuệ: Tự chủ đại học",
]


def people(text: str, *, title: str = "") -> tuple[PersonMentions, ...]:
    return find_people(read(Source(title=title, body=text)))


def names(text: str, *, title: str = "") -> list[str]:
    return [person.name for person in people(text, title=title)]


@pytest.mark.parametrize(("text", "expected"), NAMED, ids=[text[:40] for text, _ in NAMED])
def test_names_of_people_are_found_whole(text: str, expected: str) -> None:
    assert names(text) == expected.split("; ")


@pytest.mark.parametrize("text", NOT_PEOPLE, ids=[text[:40] for text in NOT_PEOPLE])
def test_what_only_sounds_like_a_name_is_none(text: str) -> None:
    assert names(text) == []


def test_short_mentions_join_the_full_name_before_them() -> None:
    text = "Ông Nguyễn Đình Hải dự. Bà Lê Thị Hải dự. Ông Hải phát biểu. Sau đó bà Hải và anh Tú về."
    mentions = {
        person.name: [text[span.start - 1 : span.end - 1] for span in person.mentions]
        for person in people(text)
    }
    assert mentions == {"Nguyễn Đình Hải": ["Nguyễn Đình Hải"], "Lê Thị Hải": ["Lê Thị Hải", "Hải", "Hải"]}


def test_a_kind_of_place_before_a_short_mention_is_no_place() -> None:
    [person] = people("Anh Võ Hữu Bách đến nhà Nam. Anh Bách gõ cửa. Nhà Bách ở gần nhà Nam.")
    assert len(person.mentions) == 3


def test_a_short_mention_may_come_first() -> None:
    assert names("Ông Hải cho biết thêm. Sau đó ông Nguyễn Đình Hải ra về.") == ["Nguyễn Đình Hải"]


def test_a_given_name_alone_is_a_person_only_if_told_of_again() -> None:
    assert names("Chị Thơm kể. Rồi chị Thơm khóc.") == ["Thơm"]
    assert names("Chị Thơm kể.") == []


def test_capitals_of_the_headline_are_the_same_person() -> None:
    found = people(
        "Sáng 3/2, đồng chí Lê Thị Hoài, Bí thư Tỉnh ủy, đã thăm huyện.",
        title="ĐỒNG CHÍ LÊ THỊ HOÀI THĂM HUYỆN",
    )
    assert [(person.name, len(person.mentions)) for person in found] == [("Lê Thị Hoài", 2)]


@pytest.mark.parametrize("firm", ["Tân Hưng Phú", "Hoàng Lam", "Thành Đạt"])
def test_a_short_name_that_ends_the_office_of_the_one_before_is_a_firm(firm: str) -> None:
    assert names(f"Ông Tống Văn Kha, Tổng Giám đốc {firm}, cho biết.") == ["Tống Văn Kha"]
    assert names(f"Chiều qua ông Tống Văn Kha - Giám đốc {firm} cho biết.") == ["Tống Văn Kha"]


def test_the_next_official_of_a_list_is_no_firm() -> None:
    text = "Dự có Trưởng thôn Tống Văn Kha, Phó Trưởng thôn Hoàng Lam."
    assert names(text) == ["Tống Văn Kha", "Hoàng Lam"]


def test_a_street_named_after_someone_who_is_in_the_story() -> None:
    text = "Đường mang tên Võ Trần Khôi. Gia đình đồng chí Võ Trần Khôi dự lễ."
    assert names(text) == ["Võ Trần Khôi"]


def test_a_name_that_only_streets_bear_is_no_person_anywhere() -> None:
    assert names("Xe chạy trên đường Nguyễn Thái Sơn. Từ Nguyễn Thái Sơn, xe rẽ phải.") == []


def test_a_name_over_a_line_break_is_read_whole() -> None:
    lines = [
        "Ngày 04/5/2021, UBND tỉnh tổ chức công bố Quyết định bổ nhiệm đồng chí Vũ Thị",
        "Kim Liễu, Hiệu trưởng Trường THPT huyện giữ chức vụ Phó Giám đốc Sở Giáo dục và",
        "Đào tạo, kể từ ngày ký, thời hạn giữ chức vụ là 05 năm. Dự buổi công bố có lãnh đạo",
        "các phòng thuộc Sở và đại diện lãnh đạo các đơn vị trực thuộc đóng trên địa bàn",
        "thành phố.",
    ]
    assert names("\n".join(lines)) == ["Vũ Thị Kim Liễu"]


def test_a_run_that_goes_on_is_cut_to_the_name_known_elsewhere() -> None:
    text = "Ông Trần Thế Phú đến thăm. Chụp ảnh cùng ông Trần Thế Phú Đón nhận tình cảm của bà con."
    assert names(text) == ["Trần Thế Phú"]
