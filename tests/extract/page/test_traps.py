"""The traps of the genre: what belongs to the article is read, what stands around it is not."""

from __future__ import annotations

import pytest

from extract.article import BlockKind, Kind
from tests.extract.page.build import FIRST, PARAGRAPHS, SECOND, TITLE, read, texts

STORIES = (
    "<ul><li><a href='/tin-1.html'>Huyện Cẩm Vân ra quân trồng cây đầu xuân năm mới</a></li>"
    "<li><a href='/tin-2.html'>Hội Nông dân xã tập huấn kỹ thuật chăm sóc cây ăn quả</a></li></ul>"
)


def captions(body: str) -> list[tuple[str, str | None]]:
    return [(block.text, block.image) for block in read(body).blocks if block.kind is BlockKind.CAPTION]


@pytest.mark.parametrize(
    "below",
    [
        f"<div class='print-view'><h1>{TITLE}</h1>{PARAGRAPHS}</div>",
        f"<div style='display: none'><h1>{TITLE}</h1>{PARAGRAPHS}</div>",
        f"<div class='phien-ban-di-dong'><h2>{TITLE}</h2>{PARAGRAPHS}</div>",
        f"<div class='box'><h3>Tin liên quan</h3>{STORIES}</div>",
        f"<p><b>Bài viết khác:</b></p>{STORIES}",
        f"<div><div><span>Các tin khác</span></div><div>{STORIES}</div></div>",
        "<div class='binh-luan'><h4>Bình luận</h4><p>Chúc mừng bà con thôn Bãi Giữa có nơi hội họp khang trang!</p></div>",
        "<div class='luot-xem'>Lượt xem: 1.204</div>",
        "<div class='share'><a href='#'>Facebook</a> <a href='#'>Zalo</a></div>",
        "<div class='tags'>Từ khóa: <a href='/t/1'>nhà văn hóa</a>, <a href='/t/2'>nông thôn mới</a></div>",
        "<div class='quang-cao'><p>Bán đất nền giá rẻ, sổ đỏ trao tay, chiết khấu năm phần trăm trong tháng này.</p></div>",
        "<footer><p>Trưởng Ban biên tập: Khương Đình Tại, Phó Chủ tịch Ủy ban nhân dân xã</p></footer>",
        "<div><p>Chịu trách nhiệm nội dung: Khương Đình Tại. Giấy phép số 12/GP-TTĐT do Sở cấp.</p></div>",
        "<form action='/gui'><textarea>Ý kiến của bạn</textarea><button>Gửi bình luận</button></form>",
    ],
)
def test_what_stands_below_is_left_out(below: str) -> None:
    assert texts(read(below=below)) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "inside",
    [
        "<p><a href='/tin-1.html'>Huyện Cẩm Vân ra quân trồng cây đầu xuân năm mới</a></p>",
        "<p>&gt;&gt; <a href='/tin-1.html'>Huyện Cẩm Vân ra quân trồng cây</a></p>",
        "<p><strong>Xem thêm: </strong><a href='/tin-1.html'>Huyện Cẩm Vân ra quân trồng cây</a></p>",
        f"<div class='box-related'>{STORIES}</div>",
        f"<table class='rel'><tr><td><b>Tin liên quan</b></td></tr><tr><td>{STORIES}</td></tr></table>",
        "<div class='ads'><p>Ưu đãi lớn dịp khai trương siêu thị điện máy</p></div>",
        "<div id='audio-player'><span>Nghe đọc bài</span><audio src='/a.mp3'></audio></div>",
        "<p>Nghe đọc bài</p>",
        "<script>document.write('<p>Trúng thưởng xe máy</p>')</script>",
        "<noscript><p>Hãy bật JavaScript để đọc báo</p></noscript>",
    ],
)
def test_what_interrupts_the_text_is_left_out(inside: str) -> None:
    assert texts(read(f"<p>{FIRST}</p>{inside}<p>{SECOND}</p>")) == [FIRST, SECOND]


def test_a_sidebar_with_long_teasers_is_not_the_article() -> None:
    teaser = "<div class='muc'><h3><a href='/t{0}.html'>Đại hội thể dục thể thao cấp xã lần thứ {0}</a></h3><p>{1}</p></div>"
    column = "".join(teaser.format(number, SECOND.replace("312", str(number))) for number in range(12))
    assert texts(read(below=f"<div class='cot-phai'>{column}</div>")) == [FIRST, SECOND]


def test_a_lead_repeated_in_the_body_is_said_once() -> None:
    article = read(f"<p><b>{FIRST}</b></p><p>{SECOND}</p>", between=f"<div class='sapo'>{FIRST}</div>")
    assert article.lead == FIRST
    assert texts(article) == [FIRST, SECOND]


def test_a_lead_cut_by_a_machine_gives_way_to_the_whole() -> None:
    article = read(f"<div>{FIRST[:90]}...</div>{PARAGRAPHS}")
    assert texts(article) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='/a.jpg'><figcaption>Bà con vui khánh thành.</figcaption></figure>",
        "<p style='text-align: center'><img src='/a.jpg'></p><p style='text-align: center'>Bà con vui khánh thành.</p>",
        "<p><img src='/a.jpg'></p><p><em>Bà con vui khánh thành.</em></p>",
        "<div align='center'><img src='/a.jpg'><br><i>Bà con vui khánh thành.</i></div>",
        "<table align='center'><tr><td><img src='/a.jpg'></td></tr><tr><td>Bà con vui khánh thành.</td></tr></table>",
        "<p><img src='/a.jpg'></p><p class='chu-thich'>Bà con vui khánh thành.</p>",
        "<p><img src='/a.jpg' alt='Bà con vui khánh thành.'></p>",
        "<p><img src='/cho.gif' data-src='/a.jpg'></p><p><i>Bà con vui khánh thành.</i></p>",
    ],
)
def test_captions_of_every_form_are_read_with_their_picture(picture: str) -> None:
    assert captions(f"<p>{FIRST}</p>{picture}<p>{SECOND}</p>") == [
        ("Bà con vui khánh thành.", "https://dongram.vn/a.jpg")
    ]


@pytest.mark.parametrize(
    "alt", ["z492_ab.jpg", "Anh-tin-bai", "anh tin bai", f"{TITLE} - Ảnh 2.", "image advertisement", "Ảnh 1"]
)
def test_an_alt_text_that_nobody_wrote_is_no_caption(alt: str) -> None:
    assert captions(f"<p>{FIRST}</p><p><img src='/a.jpg' alt='{alt}'></p><p>{SECOND}</p>") == []


def test_the_same_alt_text_on_every_picture_is_no_caption() -> None:
    picture = "<p><img src='/{}.jpg' alt='Tin tức xã Đồng Rằm năm nay'></p>"
    assert captions(f"<p>{FIRST}</p>{picture.format(1)}{picture.format(2)}<p>{SECOND}</p>") == []


@pytest.mark.parametrize(
    ("signature", "authors"),
    [
        ("<p style='text-align:right'><strong>Lam Khê</strong></p>", ("Lam Khê",)),
        ("<p align='right'><b>Lam Khê – Đức Nhuận</b></p>", ("Lam Khê", "Đức Nhuận")),
        ("<p><strong>Lam Khê (Trung tâm Văn hóa)</strong></p>", ("Lam Khê",)),
        ("<p>Tin, ảnh: Lam Khê</p>", ("Lam Khê",)),
        ("<p>Bài và ảnh: LAM KHÊ</p>", ("LAM KHÊ",)),
        ("<p style='text-align: right'>Lam Khê - Sở Văn hóa và Thể thao</p>", ("Lam Khê",)),
        ("<p>Theo: Lam Khê</p>", ("Lam Khê",)),
        ("<p align='right'>Theo TTXVN</p>", ()),
        ("<p>Nguồn: Báo Đồng Rằm</p>", ()),
        ("<p>Ảnh: Lam Khê</p>", ()),
        ("<p align='right'><b>BBT</b></p>", ()),
        ("<p align='right'><b>Phòng Văn hóa xã</b></p>", ()),
    ],
)
def test_signatures_name_authors_and_are_not_text(signature: str, authors: tuple[str, ...]) -> None:
    article = read(PARAGRAPHS + signature)
    assert article.authors == authors
    assert texts(article) == [FIRST, SECOND]
    assert article.blocks[-1].kind is BlockKind.SIGNATURE


@pytest.mark.parametrize(
    "last", ["Lễ khánh thành kết thúc trong niềm vui của bà con.", "Bãi Giữa giàu đẹp, văn minh!"]
)
def test_a_last_sentence_is_no_signature(last: str) -> None:
    article = read(f"{PARAGRAPHS}<p><b>{last}</b></p>")
    assert article.authors == ()
    assert texts(article) == [FIRST, SECOND, last]


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='tac-gia'>Lam Khê</div>",
        "<p class='author'>Tác giả: Lam Khê</p>",
        "<span itemprop='author'><span itemprop='name'>Lam Khê</span></span>",
        "<div style='display:none' itemprop='author'>Lam Khê</div>",
    ],
)
def test_authors_beside_the_text_are_read(beside: str) -> None:
    article = read(between=beside)
    assert article.authors == ("Lam Khê",)
    assert texts(article) == [FIRST, SECOND]


def test_an_organisation_in_the_metas_is_no_author() -> None:
    assert read(head="<meta name='author' content='Trường Tiểu học Đồng Rằm'>").authors == ()
    assert read(head="<meta name='author' content='Lam Khê'>").authors == ("Lam Khê",)


def test_a_table_of_results_is_read_row_by_row() -> None:
    table = "<table><tr><th>Thôn</th><th>Số hộ</th></tr><tr><td>Bãi Giữa</td><td>312</td></tr></table>"
    article = read(f"{PARAGRAPHS}{table}")
    rows = [block.text for block in article.blocks if block.kind is BlockKind.TABLE_ROW]
    assert rows == ["Thôn | Số hộ", "Bãi Giữa | 312"]


def test_cells_neither_glue_nor_split_words() -> None:
    table = "<table><tr><td>Ng<b>uyễn</b> V<i>ăn</i></td><td><p>một</p><p>hai</p></td></tr><tr><td>a<br>b</td><td>c</td></tr></table>"
    article = read(f"{PARAGRAPHS}{table}")
    rows = [block.text for block in article.blocks if block.kind is BlockKind.TABLE_ROW]
    assert rows == ["Nguyễn Văn | một hai", "a b | c"]


def test_a_table_that_lays_out_the_page_is_read_as_text() -> None:
    article = read(f"<table><tr><td><p>{FIRST}</p><p>{SECOND}</p></td><td></td></tr></table>")
    assert texts(article) == [FIRST, SECOND]


def test_lists_and_poems_keep_their_lines() -> None:
    poem = "<p>Sông quê nước chảy đôi dòng<br>Ai về Bãi Giữa mà trông lúa vàng</p>"
    article = read(f"{PARAGRAPHS}<ul><li>Khởi công: 2023</li><li>Hoàn thành: 2024</li></ul>{poem}")
    assert texts(article)[2:] == [
        "Khởi công: 2023",
        "Hoàn thành: 2024",
        "Sông quê nước chảy đôi dòng",
        "Ai về Bãi Giữa mà trông lúa vàng",
    ]
    assert [block.kind for block in article.blocks[2:4]] == [BlockKind.LIST_ITEM] * 2


def test_the_buttons_of_an_article_in_parts_are_left_out() -> None:
    paging = "<p><a href='?trang=1'>1</a></p><p><a href='?trang=2'>2</a></p><p><a href='?trang=2'>Trang sau</a></p>"
    assert texts(read(PARAGRAPHS + paging)) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("link", "url", "name"),
    [
        (
            "<a href='/files/kh-12.pdf'>Kế hoạch số 12</a>",
            "https://dongram.vn/files/kh-12.pdf",
            "Kế hoạch số 12",
        ),
        ("<a href='/files/mau%201.docx'></a>", "https://dongram.vn/files/mau%201.docx", "mau 1.docx"),
        ("<a href='/tai-ve?id=7'>Danh sách.xlsx</a>", "https://dongram.vn/tai-ve?id=7", "Danh sách.xlsx"),
        (
            "<iframe src='https://docs.google.com/viewer?url=https://dongram.vn/f/qd.pdf&embedded=true'></iframe>",
            "https://dongram.vn/f/qd.pdf",
            "qd.pdf",
        ),
        ("<embed src='/files/qd-9.pdf'>", "https://dongram.vn/files/qd-9.pdf", "qd-9.pdf"),
        (
            "<a href='/documents/101/7/bieu-mau.doc/0f1e-22?t=15'>Biểu mẫu</a>",
            "https://dongram.vn/documents/101/7/bieu-mau.doc/0f1e-22?t=15",
            "Biểu mẫu",
        ),
    ],
)
def test_attachments_are_read_with_their_names(link: str, url: str, name: str) -> None:
    for article in (read(f"{PARAGRAPHS}<p>{link}</p>"), read(below=f"<div class='tep'>{link}</div>")):
        assert [(file.url, file.name) for file in article.attachments] == [(url, name)]


def test_a_notice_of_a_few_words_is_read_as_it_is() -> None:
    article = read(
        "<p>Kính gửi các thôn, tải văn bản <a href='/files/cv-3.pdf'>tại đây</a></p>", below=STORIES
    )
    assert article.kind is Kind.NOTICE
    assert texts(article) == ["Kính gửi các thôn, tải văn bản tại đây"]


def test_a_notice_without_any_text_is_its_attachment() -> None:
    article = read("<p><iframe src='/files/tb.pdf'></iframe></p>", below=f"<h3>Tin khác</h3>{STORIES}")
    assert article.kind is Kind.NOTICE
    assert article.title == TITLE
    assert article.text == ""
    assert article.warnings
    assert [file.name for file in article.attachments] == ["tb.pdf"]


def test_a_page_of_pictures_alone_is_empty_with_the_reason() -> None:
    article = read("<p><img src='/a.jpg'></p><p><img src='/b.jpg'></p>")
    assert article.kind is Kind.EMPTY
    assert article.warnings == ("no text: pictures only",)


def test_an_encrypted_body_is_empty_with_the_reason_never_a_sidebar_story() -> None:
    coded = "U2FsdGVkX19mYWtlY2lwaGVydGV4dGZha2VjaXBoZXJ0ZXh0ZmFrZWNpcGhlcnRleHQ" * 4
    sidebar = f"<div class='cot'><h3><a href='/t.html'>Chuyện làng nghề ven sông</a></h3><p>{SECOND}</p><p>{FIRST}</p></div>"
    article = read(f"<p>{coded}</p><p>{coded}</p>", below=sidebar)
    assert article.kind is Kind.EMPTY
    assert article.text == ""
    assert "encrypted" in article.warnings[0]


def test_a_list_of_stories_is_a_listing() -> None:
    story = "<div class='muc'><h3><a href='/t{0}.html'>Đại hội thể dục thể thao xã lần thứ {0}</a></h3><p>{1}</p></div>"
    article = read("".join(story.format(number, FIRST) for number in range(8)))
    assert article.kind is Kind.LISTING
    assert article.text == ""
