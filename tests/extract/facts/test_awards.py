"""Awards in the sentences of provincial news: all names are invented."""

import re
import sys
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.awards import find_awards
from extract.fact import Award, Source, Span
from extract.language import read
from extract.people import PersonMentions

PEOPLE = [
    "Trần Đình Kha", "Lê Thị Hoài Nhơn", "Phan Quốc Tạo", "Lò Văn Pấng", "Đinh Thị Thu Sương", "Ngô Bá Thuyên", "Y Krông Niê", "Vũ Khắc Diễm",
    "Bùi Gia Lãm", "Hoàng Mạnh Trứ", "Mai Thị Ngần", "Cao Xuân Thụy", "Giàng Seo Vừ", "Đoàn Thị Ái Liên", "Tạ Hữu Khôi",
]  # fmt: skip


def named(text: str, names: Iterable[str]) -> list[PersonMentions]:
    """The people of a text, by their full names and their last syllable behind an honorific."""
    people = []
    for name in names:
        last = name.split()[-1]
        full = [Span(*match.span()) for match in re.finditer(name, text)]
        short = [
            Span(*match.span(1)) for match in re.finditer(rf"(?i:ông|bà|anh|chị|em|cô) ({last})(?!\w)", text)
        ]
        if full:
            people.append(PersonMentions(name, tuple(sorted(full + short)), "test", 1.0))
    return people


def awards(body: str, *, title: str = "Tin trong tỉnh") -> tuple[Award, ...]:
    source = Source(title=title, body=body, published=date(2024, 5, 6))
    return find_awards(read(source), named(source.text, PEOPLE))


def line(award: Award) -> str:
    count = f"{award.count} " if award.count is not None else ""
    return f"{award.award} | {award.issuer or '-'} | {count}{award.recipient} | {award.status}"


def check(body: str, expected: str) -> None:
    assert sorted(map(line, awards(body))) == sorted(
        filter(None, (row.strip() for row in expected.splitlines()))
    )


ISSUER_AND_RECEIVER = [
    # active, the giver before the verb
    ("Tại hội nghị, UBND huyện Đông Lĩnh tặng Giấy khen cho ông Trần Đình Kha vì đã có thành tích trong phong trào hiến đất.",
     "Giấy khen | UBND huyện Đông Lĩnh | Trần Đình Kha | conferred"),
    ("Dịp này, Bộ trưởng Bộ Y tế đã tặng Bằng khen cho Bệnh viện Đa khoa tỉnh Trà Lâm.",
     "Bằng khen | Bộ trưởng Bộ Y tế | Bệnh viện Đa khoa tỉnh Trà Lâm | conferred"),
    ("Chủ tịch nước phong tặng danh hiệu “Anh hùng Lao động” cho Công ty Cổ phần Sông Hiếu.",
     "danh hiệu “Anh hùng Lao động” | Chủ tịch nước | Công ty Cổ phần Sông Hiếu | conferred"),
    ("Nhân dịp này, Trung ương Hội Nông dân Việt Nam tặng Kỷ niệm chương “Vì giai cấp nông dân Việt Nam” cho đồng chí Lê Thị Hoài Nhơn.",
     "Kỷ niệm chương “Vì giai cấp nông dân Việt Nam” | Trung ương Hội Nông dân Việt Nam | Lê Thị Hoài Nhơn | conferred"),
    # the giver behind the award
    ("Đồng chí Phan Quốc Tạo, Phó Chủ tịch UBND tỉnh trao Bằng khen của Chủ tịch UBND tỉnh cho bà Mai Thị Ngần.",
     "Bằng khen | Chủ tịch UBND tỉnh | Mai Thị Ngần | conferred"),
    ("Ông Ngô Bá Thuyên vinh dự đón nhận Huân chương Lao động hạng Ba do Chủ tịch nước trao tặng.",
     "Huân chương Lao động hạng Ba | Chủ tịch nước | Ngô Bá Thuyên | conferred"),
    ("Trường Mầm non Hoa Ban vừa đón nhận Cờ thi đua của Thủ tướng Chính phủ.",
     "Cờ thi đua | Thủ tướng Chính phủ | Trường Mầm non Hoa Ban | conferred"),
    ("Giấy khen của UBND xã Mường Lạn được trao cho anh Lò Văn Pấng.",
     "Giấy khen | UBND xã Mường Lạn | Lò Văn Pấng | conferred"),
    # officials hand over what nobody is said to give
    ("Đồng chí Hoàng Mạnh Trứ trao Giấy khen cho em Đinh Thị Thu Sương.",
     "Giấy khen | - | Đinh Thị Thu Sương | conferred"),
    ("Lãnh đạo huyện Ea Tân trao Bằng khen cho anh Y Krông Niê.",
     "Bằng khen | - | Y Krông Niê | conferred"),
    # on somebody's behalf
    ("Thừa ủy quyền của Chủ tịch nước, đồng chí Vũ Khắc Diễm, Bí thư Tỉnh ủy trao Huân chương Độc lập hạng Nhì cho đồng chí Bùi Gia Lãm.",
     "Huân chương Độc lập hạng Nhì | Chủ tịch nước | Bùi Gia Lãm | conferred"),
    ("Thay mặt UBND tỉnh, đồng chí Cao Xuân Thụy trao Bằng khen cho Trung tâm Y tế huyện Pá Hồng.",
     "Bằng khen | UBND tỉnh | Trung tâm Y tế huyện Pá Hồng | conferred"),
    # in his own name, by his office
    ("Giám đốc Sở Giáo dục và Đào tạo Cao Xuân Thụy tặng Giấy khen cho cô Đoàn Thị Ái Liên.",
     "Giấy khen | Giám đốc Sở Giáo dục và Đào tạo | Đoàn Thị Ái Liên | conferred"),
    # passive
    ("Ông Tạ Hữu Khôi được UBND tỉnh tặng Bằng khen vì thành tích trong phòng, chống thiên tai.",
     "Bằng khen | UBND tỉnh | Tạ Hữu Khôi | conferred"),
    ("Trường THPT Bắc Giàng đã được Bộ Giáo dục và Đào tạo tặng Cờ thi đua và Bằng khen.",
     """Cờ thi đua | Bộ Giáo dục và Đào tạo | Trường THPT Bắc Giàng | conferred
        Bằng khen | Bộ Giáo dục và Đào tạo | Trường THPT Bắc Giàng | conferred"""),
    ("Hội LHPN xã Tân Kiều vinh dự được Trung ương Hội LHPN Việt Nam tặng Bằng khen.",
     "Bằng khen | Trung ương Hội LHPN Việt Nam | Hội LHPN xã Tân Kiều | conferred"),
    ("Bà Mai Thị Ngần được trao tặng danh hiệu Nghệ nhân Ưu tú.",
     "Nghệ nhân Ưu tú | - | Mai Thị Ngần | conferred"),
    # two givers, one award each; one giver with a joint name
    ("Em Đinh Thị Thu Sương đã được UBND tỉnh và Tỉnh đoàn tặng Bằng khen.",
     """Bằng khen | UBND tỉnh | Đinh Thị Thu Sương | conferred
        Bằng khen | Tỉnh đoàn | Đinh Thị Thu Sương | conferred"""),
    ("Đảng và Nhà nước đã tặng thưởng đồng chí Bùi Gia Lãm Huân chương Hồ Chí Minh.",
     "Huân chương Hồ Chí Minh | Đảng và Nhà nước | Bùi Gia Lãm | conferred"),
]  # fmt: skip

FORMS = [
    ("Đồng chí Bùi Gia Lãm được tặng Huân chương Sao vàng.", "Huân chương Sao vàng | - | Bùi Gia Lãm | conferred"),
    ("Ông Ngô Bá Thuyên được tặng Huân chương Kháng chiến chống Mỹ cứu nước hạng Nhất, Huy chương Quân kỳ Quyết thắng.",
     """Huân chương Kháng chiến chống Mỹ cứu nước hạng Nhất | - | Ngô Bá Thuyên | conferred
        Huy chương Quân kỳ Quyết thắng | - | Ngô Bá Thuyên | conferred"""),
    ("Ông Ngô Bá Thuyên được tặng thưởng Huân chương Chiến công hạng Nhất, Nhì, Ba.",
     """Huân chương Chiến công hạng Nhất | - | Ngô Bá Thuyên | conferred
        Huân chương Chiến công hạng Nhì | - | Ngô Bá Thuyên | conferred
        Huân chương Chiến công hạng Ba | - | Ngô Bá Thuyên | conferred"""),
    ("Đảng ủy phường Bến Mây trao Huy hiệu 55 năm tuổi Đảng cho đảng viên Trần Đình Kha.",
     "Huy hiệu 55 năm tuổi Đảng | Đảng ủy phường Bến Mây | Trần Đình Kha | conferred"),
    ("Chị Mai Thị Ngần đạt danh hiệu Chiến sĩ thi đua cấp tỉnh.", "Chiến sĩ thi đua cấp tỉnh | - | Mai Thị Ngần | conferred"),
    ("Anh Lò Văn Pấng nhiều năm liền đạt danh hiệu Lao động tiên tiến, Chiến sỹ thi đua cơ sở.",
     """Lao động tiên tiến | - | Lò Văn Pấng | conferred
        Chiến sỹ thi đua cơ sở | - | Lò Văn Pấng | conferred"""),
    ("Phòng Tham mưu được công nhận danh hiệu Đơn vị quyết thắng.", "Đơn vị quyết thắng | - | Phòng Tham mưu | conferred"),
    ("Trung ương Đoàn trao tặng Huy hiệu “Tuổi trẻ dũng cảm” cho anh Giàng Seo Vừ.",
     "Huy hiệu “Tuổi trẻ dũng cảm” | Trung ương Đoàn | Giàng Seo Vừ | conferred"),
    ("UBND tỉnh tặng Cờ thi đua xuất sắc năm 2023 cho Hội Cựu chiến binh huyện Pá Hồng.",
     "Cờ thi đua xuất sắc năm 2023 | UBND tỉnh | Hội Cựu chiến binh huyện Pá Hồng | conferred"),
    ("Công ty Điện lực Trà Lâm được tặng Cờ “Đơn vị dẫn đầu phong trào thi đua”.",
     "Cờ “Đơn vị dẫn đầu phong trào thi đua” | - | Công ty Điện lực Trà Lâm | conferred"),
    ("Xã Mường Lạn đón nhận Bằng công nhận xã đạt chuẩn nông thôn mới nâng cao.",
     "Bằng công nhận xã đạt chuẩn nông thôn mới nâng cao | - | Xã Mường Lạn | conferred"),
    ("Xã Tân Kiều được UBND tỉnh công nhận đạt chuẩn nông thôn mới kiểu mẫu.",
     "đạt chuẩn nông thôn mới kiểu mẫu | UBND tỉnh | Xã Tân Kiều | conferred"),
    ("Trường Tiểu học Tân Kiều được công nhận đạt chuẩn quốc gia mức độ 2.",
     "đạt chuẩn quốc gia mức độ 2 | - | Trường Tiểu học Tân Kiều | conferred"),
    ("Nhà văn Tạ Hữu Khôi được trao Giải thưởng Hồ Chí Minh về văn học nghệ thuật.",
     "Giải thưởng Hồ Chí Minh | - | Tạ Hữu Khôi | conferred"),
    ("Ban Tổ chức trao Giấy chứng nhận cho 12 thí sinh.", "Giấy chứng nhận | Ban Tổ chức | 12 thí sinh | conferred"),
    ("Bà Lê Thị Hoài Nhơn được truy tặng danh hiệu Bà mẹ Việt Nam Anh hùng.",
     "Bà mẹ Việt Nam Anh hùng | - | Lê Thị Hoài Nhơn | conferred"),
    ("Vận động viên Giàng Seo Vừ giành Huy chương Vàng nội dung chạy 5.000m.", "Huy chương Vàng | - | Giàng Seo Vừ | conferred"),
    ("Ông Phan Quốc Tạo được công nhận là Công dân danh dự thành phố Bến Mây.",
     "Công dân danh dự thành phố Bến Mây | - | Phan Quốc Tạo | conferred"),
]  # fmt: skip

LISTS = [
    ("UBND tỉnh tặng Bằng khen cho ông Trần Đình Kha, Giám đốc Sở Y tế; bà Mai Thị Ngần, Trưởng phòng Nghiệp vụ và anh Lò Văn Pấng.",
     """Bằng khen | UBND tỉnh | Trần Đình Kha | conferred
        Bằng khen | UBND tỉnh | Mai Thị Ngần | conferred
        Bằng khen | UBND tỉnh | Lò Văn Pấng | conferred"""),
    ("Bộ Nội vụ tặng Bằng khen cho Sở Giáo dục và Đào tạo, Sở Nông nghiệp và Phát triển nông thôn và UBND huyện Ea Tân.",
     """Bằng khen | Bộ Nội vụ | Sở Giáo dục và Đào tạo | conferred
        Bằng khen | Bộ Nội vụ | Sở Nông nghiệp và Phát triển nông thôn | conferred
        Bằng khen | Bộ Nội vụ | UBND huyện Ea Tân | conferred"""),
    ("Các đồng chí: Trần Đình Kha, Phan Quốc Tạo và Mai Thị Ngần được Thủ tướng Chính phủ tặng Bằng khen.",
     """Bằng khen | Thủ tướng Chính phủ | Trần Đình Kha | conferred
        Bằng khen | Thủ tướng Chính phủ | Phan Quốc Tạo | conferred
        Bằng khen | Thủ tướng Chính phủ | Mai Thị Ngần | conferred"""),
    ("Liên đoàn Lao động tỉnh tặng Cờ thi đua cho Công đoàn ngành Y tế; Bằng khen cho Công đoàn Công ty May Đông Lĩnh và chị Mai Thị Ngần.",
     """Cờ thi đua | Liên đoàn Lao động tỉnh | Công đoàn ngành Y tế | conferred
        Bằng khen | Liên đoàn Lao động tỉnh | Công đoàn Công ty May Đông Lĩnh | conferred
        Bằng khen | Liên đoàn Lao động tỉnh | Mai Thị Ngần | conferred"""),
    ("Ban Tổ chức trao giải Nhất cho em Đinh Thị Thu Sương, giải Nhì cho em Lò Văn Pấng và giải Ba cho em Giàng Seo Vừ.",
     """giải Nhất | Ban Tổ chức | Đinh Thị Thu Sương | conferred
        giải Nhì | Ban Tổ chức | Lò Văn Pấng | conferred
        giải Ba | Ban Tổ chức | Giàng Seo Vừ | conferred"""),
    ("Kết quả, giải Nhất thuộc về Trường THCS Tân Kiều, giải Nhì thuộc về Trường THCS Mường Lạn.",
     """giải Nhất | - | Trường THCS Tân Kiều | conferred
        giải Nhì | - | Trường THCS Mường Lạn | conferred"""),
    ("Kết quả: Giải Nhất: Trường THCS Tân Kiều; Giải Nhì: em Đinh Thị Thu Sương và em Lò Văn Pấng.",
     """Giải Nhất | - | Trường THCS Tân Kiều | conferred
        Giải Nhì | - | Đinh Thị Thu Sương | conferred
        Giải Nhì | - | Lò Văn Pấng | conferred"""),
    ("Hội Khuyến học tỉnh trao Giấy khen của Trung ương Hội cho ông Trần Đình Kha và Kỷ niệm chương cho bà Mai Thị Ngần.",
     """Giấy khen | Trung ương Hội | Trần Đình Kha | conferred
        Kỷ niệm chương | Hội Khuyến học tỉnh | Mai Thị Ngần | conferred"""),
    ("UBND tỉnh tặng Bằng khen cho Công ty Hoa Sen, UBND huyện tặng Giấy khen cho ông Phan Quốc Tạo.",
     """Bằng khen | UBND tỉnh | Công ty Hoa Sen | conferred
        Giấy khen | UBND huyện | Phan Quốc Tạo | conferred"""),
    ("Danh hiệu Gia đình văn hóa tiêu biểu được trao cho gia đình ông Trần Đình Kha.",
     "Gia đình văn hóa tiêu biểu | - | gia đình ông Trần Đình Kha | conferred"),
    ("Tập thể Phòng Cảnh sát hình sự và Thượng tá Tạ Hữu Khôi được Bộ Công an tặng Bằng khen.",
     """Bằng khen | Bộ Công an | Phòng Cảnh sát hình sự | conferred
        Bằng khen | Bộ Công an | Tạ Hữu Khôi | conferred"""),
]  # fmt: skip

GROUPS = [
    ("Tại hội nghị, Hội Nông dân tỉnh tặng Bằng khen cho 15 tập thể và 27 cá nhân có thành tích xuất sắc.",
     """Bằng khen | Hội Nông dân tỉnh | 15 tập thể | conferred
        Bằng khen | Hội Nông dân tỉnh | 27 cá nhân | conferred"""),
    ("UBND huyện tặng Giấy khen cho 01 tập thể, 05 cá nhân và 03 hộ gia đình tiêu biểu.",
     """Giấy khen | UBND huyện | 1 tập thể | conferred
        Giấy khen | UBND huyện | 5 cá nhân | conferred
        Giấy khen | UBND huyện | 3 hộ gia đình | conferred"""),
    ("Có mười hai tập thể và hai mươi mốt cá nhân được UBND thị xã Bến Mây tặng Giấy khen.",
     """Giấy khen | UBND thị xã Bến Mây | 12 tập thể | conferred
        Giấy khen | UBND thị xã Bến Mây | 21 cá nhân | conferred"""),
    ("Huyện ủy Pá Hồng trao Huy hiệu 30 năm tuổi Đảng cho 9 đảng viên, Huy hiệu 50 năm tuổi Đảng cho 2 đảng viên.",
     """Huy hiệu 30 năm tuổi Đảng | Huyện ủy Pá Hồng | 9 đảng viên | conferred
        Huy hiệu 50 năm tuổi Đảng | Huyện ủy Pá Hồng | 2 đảng viên | conferred"""),
    ("Ban Thường vụ Tỉnh đoàn trao 20 Bằng khen cho các đoàn viên có nhiều đóng góp.",
     "Bằng khen | Ban Thường vụ Tỉnh đoàn | 20 đoàn viên | conferred"),
    ("Công an tỉnh trao Giấy khen cho các tập thể, cá nhân lập công.",
     """Giấy khen | Công an tỉnh | tập thể | conferred
        Giấy khen | Công an tỉnh | cá nhân | conferred"""),
    ("Chủ tịch UBND tỉnh tặng Bằng khen cho 3 tập thể; Giám đốc Công an tỉnh tặng Giấy khen cho 8 cá nhân.",
     """Bằng khen | Chủ tịch UBND tỉnh | 3 tập thể | conferred
        Giấy khen | Giám đốc Công an tỉnh | 8 cá nhân | conferred"""),
    ("Có 4 học sinh đoạt giải Nhất, 7 học sinh đoạt giải Khuyến khích.",
     """giải Nhất | - | 4 học sinh | conferred
        giải Khuyến khích | - | 7 học sinh | conferred"""),
    ("Anh Lò Văn Pấng và 6 người khác đã được UBND xã tặng Giấy khen.",
     """Giấy khen | UBND xã | Lò Văn Pấng | conferred
        Giấy khen | UBND xã | 6 người | conferred"""),
    ("10 cá nhân được Giám đốc Sở Tư pháp tặng Giấy khen, trong đó có chị Mai Thị Ngần.",
     """Giấy khen | Giám đốc Sở Tư pháp | 10 cá nhân | conferred
        Giấy khen | Giám đốc Sở Tư pháp | Mai Thị Ngần | conferred"""),
    ("Hai tác giả đoạt giải A gồm: Tạ Hữu Khôi và Mai Thị Ngần.",
     """giải A | - | Tạ Hữu Khôi | conferred
        giải A | - | Mai Thị Ngần | conferred"""),
]  # fmt: skip

STATUSES = [
    ("Hội nghị thống nhất đề nghị UBND tỉnh tặng Cờ thi đua cho huyện Đông Lĩnh.", "Cờ thi đua | UBND tỉnh | huyện Đông Lĩnh | proposed"),
    ("Cụm thi đua số 3 bình xét, suy tôn và đề nghị Chủ tịch UBND tỉnh tặng Bằng khen cho Sở Tư pháp và Thanh tra tỉnh.",
     """Bằng khen | Chủ tịch UBND tỉnh | Sở Tư pháp | proposed
        Bằng khen | Chủ tịch UBND tỉnh | Thanh tra tỉnh | proposed"""),
    ("UBND tỉnh trình Thủ tướng Chính phủ tặng Bằng khen cho Công ty Cổ phần Sông Hiếu.",
     "Bằng khen | Thủ tướng Chính phủ | Công ty Cổ phần Sông Hiếu | proposed"),
    ("Bà Mai Thị Ngần được đề nghị phong tặng danh hiệu Nghệ nhân Nhân dân.", "Nghệ nhân Nhân dân | - | Mai Thị Ngần | proposed"),
    ("Chủ tịch UBND tỉnh Trà Lâm Cao Xuân Thụy vừa quyết định tặng Bằng khen cho anh Lò Văn Pấng.",
     "Bằng khen | Chủ tịch UBND tỉnh Trà Lâm | Lò Văn Pấng | decided"),
    ("Chủ tịch nước vừa ký Quyết định truy tặng Huân chương Dũng cảm cho anh Y Krông Niê.",
     "Huân chương Dũng cảm | Chủ tịch nước | Y Krông Niê | decided"),
    ("Thủ tướng Chính phủ quyết định tặng Bằng khen cho 2 tập thể của tỉnh.", "Bằng khen | Thủ tướng Chính phủ | 2 tập thể | decided"),
    ("Anh Lò Văn Pấng từng được Trung ương Đoàn tặng Bằng khen.", "Bằng khen | Trung ương Đoàn | Lò Văn Pấng | conferred"),
    ("Công an tỉnh vinh dự đón nhận Huân chương Bảo vệ Tổ quốc hạng Nhất.", "Huân chương Bảo vệ Tổ quốc hạng Nhất | - | Công an tỉnh | conferred"),
]  # fmt: skip

RESOLVED = [
    ("Ông Trần Đình Kha tham gia cách mạng từ năm 1965. Ông được tặng Huân chương Kháng chiến hạng Nhì.",
     "Huân chương Kháng chiến hạng Nhì | - | Trần Đình Kha | conferred"),
    ("Chị Mai Thị Ngần là giáo viên giỏi. Năm 2022, chị được Bộ Giáo dục và Đào tạo tặng Bằng khen.",
     "Bằng khen | Bộ Giáo dục và Đào tạo | Mai Thị Ngần | conferred"),
    ("Công ty Cổ phần Sông Hiếu ra đời năm 1994. Nhiều năm liền, Công ty được UBND tỉnh tặng Bằng khen.",
     "Bằng khen | UBND tỉnh | Công ty Cổ phần Sông Hiếu | conferred"),
    ("Với thành tích đó, ông Kha vinh dự được nhận Bằng khen của Bộ Quốc phòng. Gặp ông Trần Đình Kha vào một chiều tháng Năm.",
     "Bằng khen | Bộ Quốc phòng | Trần Đình Kha | conferred"),
    ("Đồng chí Bùi Gia Lãm nghỉ hưu năm 2010. Ghi nhận công lao, Đảng, Nhà nước đã tặng thưởng đồng chí Huân chương Độc lập hạng Ba.",
     "Huân chương Độc lập hạng Ba | Đảng, Nhà nước | Bùi Gia Lãm | conferred"),
    ("Năm 2019, đội tuyển Việt Nam giành một giải Nhì; năm 2020 đoạt hai giải Ba.",
     """giải Nhì | - | đội tuyển Việt Nam | conferred
        giải Ba | - | đội tuyển Việt Nam | conferred"""),
    ("Dự án “Máy tách vỏ hạt” của em Đinh Thị Thu Sương đã giành giải Nhì tại cuộc thi sáng tạo trẻ.",
     "giải Nhì | - | Đinh Thị Thu Sương | conferred"),
    ("Ông Hoàng Mạnh Trứ - Giám đốc Công ty Hoa Sen nhận Cờ thi đua của UBND tỉnh.",
     "Cờ thi đua | UBND tỉnh | Công ty Hoa Sen | conferred"),
    ("Tập thể giáo viên, học sinh Trường THPT Bắc Giàng được Chính phủ tặng Cờ thi đua.",
     "Cờ thi đua | Chính phủ | Trường THPT Bắc Giàng | conferred"),
]  # fmt: skip

NO_AWARDS = [
    "UBND tỉnh trao 200 suất quà cho các hộ nghèo và tặng học bổng cho em Đinh Thị Thu Sương.",
    "Đoàn đã thăm, tặng quà Mẹ Việt Nam Anh hùng Lê Thị Hoài Nhơn ở xã Tân Kiều.",
    "Đại tá, Anh hùng LLVT nhân dân Ngô Bá Thuyên dự buổi gặp mặt.",
    "Năm 2025, huyện phấn đấu đạt danh hiệu huyện nông thôn mới nâng cao.",
    "Xã Tân Kiều đặt mục tiêu có 90% gia đình đạt danh hiệu Gia đình văn hóa.",
    "Tỷ lệ trường đạt chuẩn quốc gia của huyện chiếm 87,6%.",
    "Tuyến đường Huân chương Lao động dài 2 km vừa được khánh thành.",
    "Ngân hàng trao tặng nhà đại đoàn kết và sổ tiết kiệm cho bà Mai Thị Ngần.",
    "Gia đình ông Trần Đình Kha được cấp giấy chứng nhận quyền sử dụng đất.",
    "Phong trào thi đua giành danh hiệu Đơn vị quyết thắng được phát động trong toàn lực lượng.",
    "Ông Tạ Hữu Khôi không được tặng Bằng khen.",
    "Giải pháp trọng tâm là giải quyết việc làm cho 500 lao động.",
    "Đảng viên mới tuyên thệ trước lá cờ Tổ quốc, cờ Đảng.",
    "Nhiều tập thể, cá nhân đã được khen thưởng.",
    "Ông Phan Quốc Tạo phát biểu tại Hội nghị điển hình tiên tiến.",
    "Cơ cấu giải thưởng gồm 1 giải Nhất trị giá 10 triệu đồng và 2 giải Nhì.",
]


@pytest.mark.parametrize(("body", "expected"), ISSUER_AND_RECEIVER)
def test_giver_and_receiver_are_told_apart(body: str, expected: str) -> None:
    check(body, expected)


@pytest.mark.parametrize(("body", "expected"), FORMS)
def test_forms_are_read_with_their_grade(body: str, expected: str) -> None:
    check(body, expected)


@pytest.mark.parametrize(("body", "expected"), LISTS)
def test_each_member_of_a_list_receives(body: str, expected: str) -> None:
    check(body, expected)


@pytest.mark.parametrize(("body", "expected"), GROUPS)
def test_groups_are_counted(body: str, expected: str) -> None:
    check(body, expected)


@pytest.mark.parametrize(("body", "expected"), STATUSES)
def test_the_verb_says_how_far_it_has_come(body: str, expected: str) -> None:
    check(body, expected)


@pytest.mark.parametrize(("body", "expected"), RESOLVED)
def test_the_receiver_is_found_where_the_sentence_only_points(body: str, expected: str) -> None:
    check(body, expected)


@pytest.mark.parametrize("body", NO_AWARDS)
def test_what_is_no_award_is_left_alone(body: str) -> None:
    check(body, "")


def test_an_award_told_twice_is_one() -> None:
    title = "Sông Hiếu đón nhận Huân chương Lao động hạng Nhì"
    body = (
        "Sáng 5/5, Công ty Cổ phần Sông Hiếu tổ chức lễ đón nhận Huân chương Lao động hạng Nhì.\n"
        "Thừa ủy quyền của Chủ tịch nước, đồng chí Vũ Khắc Diễm trao Huân chương Lao động hạng Nhì cho Công ty Sông Hiếu."
    )
    assert list(map(line, awards(body, title=title))) == [
        "Huân chương Lao động hạng Nhì | Chủ tịch nước | Công ty Cổ phần Sông Hiếu | conferred"
    ]


def test_who_hands_over_gives_what_another_place_says_is_given() -> None:
    body = (
        "UBND tỉnh vừa tặng Bằng khen của UBND tỉnh cho 2 tập thể.\n"
        "Đồng chí Vũ Khắc Diễm trao Bằng khen cho anh Lò Văn Pấng."
    )
    assert "Bằng khen | UBND tỉnh | Lò Văn Pấng | conferred" in map(line, awards(body))


def test_a_decision_told_of_elsewhere_holds_for_the_same_award() -> None:
    body = (
        "Chủ tịch UBND tỉnh vừa quyết định tặng Bằng khen cho 3 cá nhân.\n"
        "Theo đó, anh Lò Văn Pấng được Chủ tịch UBND tỉnh tặng Bằng khen."
    )
    assert {award.status for award in awards(body)} == {"decided"}


def test_spans_hold_the_wording() -> None:
    body = "Tại hội nghị, UBND huyện tặng Giấy khen cho 5 tập thể có thành tích."
    (award,) = awards(body)
    text = f"Tin trong tỉnh\n{body}"
    assert text[award.span.start : award.span.end] == "UBND huyện tặng Giấy khen cho 5 tập thể"


def test_a_wrapped_text_is_read_across_its_lines() -> None:
    body = (
        "Tại buổi tổng kết, Ban tổ chức đã trao Giấy chứng nhận danh\n"
        "hiệu Giáo viên dạy giỏi cấp tỉnh cho 201 giáo viên, đồng thời\n"
        "trao Giấy khen của Sở Giáo dục và Đào tạo cho các cá nhân có\n"
        "thành tích xuất sắc trong hội thi năm học này của ngành ta."
    )
    assert sorted(map(line, awards(body))) == [
        "Giấy chứng nhận danh hiệu Giáo viên dạy giỏi cấp tỉnh | Ban tổ chức | 201 giáo viên | conferred",
        "Giấy khen | Sở Giáo dục và Đào tạo | cá nhân | conferred",
    ]


WORDS = [
    "tặng", "trao", "cho", "được", "của", "do", "Bằng khen", "Huân chương Lao động hạng Nhất", "giải Nhất, Nhì", "danh hiệu", "“", "”", '"', "(", ")", ":", ";", ",",
    "và", "5 tập thể", "cá nhân", "ông", "Trần Đình Kha", "UBND tỉnh", "Công ty", "đề nghị", "quyết định", "gồm", "trong đó có", "cờ", "Huy hiệu 30", "năm", "2023", "hạng", "các",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_in_it(body: str) -> None:
    source = Source(title="Tặng Bằng khen", body=body)
    for award in find_awards(read(source), named(source.text, PEOPLE)):
        assert 0 <= award.span.start < award.span.end <= len(source.text)
        assert award.award
        assert award.recipient
        assert 0 < award.confidence < 1


def test_work_grows_with_the_length_of_the_text() -> None:
    """Counts what the reader asks of the text, not seconds: a machine under load has no say."""
    sentence = "UBND tỉnh tặng Bằng khen cho ông Trần Đình Kha, 5 tập thể và các cá nhân; "

    def steps(times: int) -> int:
        counted = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count)
        try:
            awards(sentence * times)
        finally:
            sys.setprofile(None)
        return counted

    steps(1)
    sizes = [steps(times) for times in (20, 40, 80)]
    assert all(after < 3 * before for before, after in pairwise(sizes))
