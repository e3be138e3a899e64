"""Pages for the tests: an article of two paragraphs, and whatever a test puts around it."""

from __future__ import annotations

from extract.article import Article, FetchedPage
from extract.page import extract_page

TITLE = "Xã Đồng Rằm khánh thành nhà văn hóa thôn Bãi Giữa"
FIRST = (
    "Sáng 12/4, xã Đồng Rằm khánh thành nhà văn hóa thôn Bãi Giữa, công trình có tổng vốn 1,8 tỷ đồng, "
    "trong đó người dân đóng góp 640 triệu đồng và 1.200 ngày công."
)
SECOND = (
    "Ông Ngạc Văn Khuê, Trưởng thôn, cho biết nhà văn hóa có 200 chỗ ngồi, phòng đọc và sân thể thao, "
    "bảo đảm nơi sinh hoạt cho 312 hộ dân trong thôn."
)
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p>"
NAVIGATION = "".join(f'<li><a href="/muc-{number}">Chuyên mục số {number}</a></li>' for number in range(8))


def page(
    body: str = PARAGRAPHS, *, above: str = "", between: str = "", below: str = "", head: str = ""
) -> FetchedPage:
    """A page around the article's text; `between` stands between headline and text."""
    html = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TITLE}</title>{head}</head><body>"
        f"<ul class='menu'>{NAVIGATION}</ul>{above}<div class='wrap'><h1>{TITLE}</h1>{between}"
        f"<div class='noi-dung'>{body}</div>{below}</div></body></html>"
    )
    return FetchedPage(body=html.encode(), url="https://dongram.vn/tin-tuc/nha-van-hoa-12.html")


def read(body: str = PARAGRAPHS, **around: str) -> Article:
    """The article that the generic extractor reads from such a page."""
    return extract_page(page(body, **around))


def texts(article: Article) -> list[str]:
    """The lines of the article's text."""
    return article.text.split("\n")
