"""Text that can be trusted: encodings, old fonts, invisible characters, words at tags."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.article import FetchedPage
from extract.page import extract_page
from extract.pages.legacy_fonts import is_syllable, legacy_font, to_unicode
from tests.extract.page.build import FIRST, PARAGRAPHS, SECOND, TITLE, page, read, texts

HTML = page().body.decode()


def read_bytes(body: bytes, content_type: str = "text/html") -> list[str]:
    article = extract_page(FetchedPage(body=body, headers={"content-type": content_type}))
    return [article.title, *texts(article)]


def declared(charset: str) -> str:
    return HTML.replace("charset='utf-8'", f"charset='{charset}'")


def to_cp1258(text: str) -> bytes:
    """Windows-1258 writes tones as combining marks behind composed base letters."""
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = char, ""
            parts = unicodedata.normalize("NFD", char)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out += base.encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    "body",
    [
        HTML.encode(),
        "\ufeff".encode() + HTML.encode(),
        declared("iso-8859-1").encode(),
        declared("windows-1252").encode(),
        HTML.replace("<meta charset='utf-8'>", "").encode(),
        HTML.encode("utf-16"),
        HTML.encode("utf-16-le"),
        to_cp1258(declared("windows-1258")),
        to_cp1258(declared("utf-8")),
        to_cp1258(HTML.replace("<meta charset='utf-8'>", "")),
        HTML.encode().decode("latin-1").encode(),
        HTML.encode() + b"<p>\xff\xfe</p>",
        declared("punycode").encode() + b"<p>\xff\xfe</p>",
        declared("base64").encode() + b"<i>\xff</i>" * 300,
        unicodedata.normalize("NFD", HTML).encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "says-latin-1",
        "says-1252",
        "undeclared",
        "utf-16",
        "utf-16-no-bom",
        "1258",
        "1258-says-utf-8",
        "1258-undeclared",
        "encoded-twice",
        "broken-bytes",
        "says-punycode",
        "says-base64-and-broken",
        "nfd",
    ],
)
def test_every_encoding_gives_the_same_text(body: bytes) -> None:
    assert read_bytes(body) == [TITLE, FIRST, SECOND]


def test_the_http_header_is_heard_where_the_bytes_leave_it_open() -> None:
    body = "<html><body><h1>Café Müller à Huế</h1><p>été</p></body></html>".replace("ế", "e").encode("cp1252")
    assert read_bytes(body, "text/html; charset=windows-1252")[0] == "Café Müller à Hue"


TCVN3 = "Phßng Gi¸o dôc vµ §µo t¹o huyÖn B¶o L¹c tæ chøc héi nghÞ tæng kÕt n¨m häc cña c¸c tr\u00adêng trªn ®Þa bµn"
VNI = "Sôû Giaùo duïc vaø Ñaøo taïo toå chöùc hoäi nghò toång keát naêm hoïc cuûa caùc tröôøng treân ñòa baøn"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            TCVN3,
            "Phòng Giáo dục và Đào tạo huyện Bảo Lạc tổ chức hội nghị tổng kết năm học của các trường trên địa bàn",
        ),
        (VNI, "Sở Giáo dục và Đào tạo tổ chức hội nghị tổng kết năm học của các trường trên địa bàn"),
        ("ÑAÏI HOÄI ÑAÏI BIEÅU", "ĐẠI HỘI ĐẠI BIỂU"),
    ],
)
def test_old_fonts_become_unicode(old: str, new: str) -> None:
    assert legacy_font(old)
    assert to_unicode(old) == new
    assert texts(read(f"<p>{old}</p>{PARAGRAPHS}"))[0] == new


@pytest.mark.parametrize(
    "text", [FIRST, "Cà Mau và bà con", "Café Müller à la carte", "Nhiệt độ 35°C ± 2", "«Thơ»"]
)
def test_plain_text_is_not_taken_for_an_old_font(text: str) -> None:
    assert to_unicode(text) == text


def test_short_lines_follow_the_font_of_the_page() -> None:
    body = f"<p>{TCVN3}</p><p>Sè: 12</p><p>{TCVN3.replace('B¶o', 'B¾c')}</p>"
    assert texts(read(body))[1] == "Số: 12"


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "thuở", "giặt", "khuỷu", "yến", "oan"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["dôcß", "müller", "gi¸o", "straße"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Ng<b>uy</b>ễn V<span>ă</span>n đến dự", "Nguyễn Văn đến dự"),
        ("khánh&nbsp;&nbsp;thành", "khánh thành"),
        ("khánh\u200b thành\u00ad lớn", "khánh thành lớn"),
        ("Giá &lt; 5 &amp; lớn hơn", "Giá < 5 & lớn hơn"),
        ("&#272;&#7891;ng R&#7857;m xưa", "Đồng Rằm xưa"),
        ("hoà bình và hòa bình", "hoà bình và hòa bình"),
        ("một\n   dòng\tdài", "một dòng dài"),
        ("180m<sup>2</sup>", "180m2"),
    ],
)
def test_words_are_neither_glued_nor_split(markup: str, text: str) -> None:
    assert texts(read(f"{PARAGRAPHS}<p>{markup}</p>"))[-1] == text


@pytest.mark.parametrize("joint", ["<br>", "</p><p>", "<div>x</div>", "</p><ul><li>x</li></ul><p>"])
def test_blocks_part_words(joint: str) -> None:
    assert "gầnxa" not in read(f"{PARAGRAPHS}<p>gần{joint}xa</p>").text.replace("\n", " ")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_every_block_is_one_clean_line(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    for block in read(f"{PARAGRAPHS}<p>{escaped}</p>").blocks:
        assert block.text == " ".join(block.text.split())
        assert unicodedata.is_normalized("NFC", block.text)
