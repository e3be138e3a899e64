"""Pages of makers that nobody knows: the generic extractor finds title, day and text in every layout."""

from __future__ import annotations

import pytest

from extract.article import FetchedPage
from extract.page import extract_page
from tests.extract.page.build import FIRST, NAVIGATION, SECOND, TITLE, texts

THIRD = "Dịp này, Ủy ban MTTQ xã tặng quà 12 gia đình chính sách, Giấy khen cho năm hộ gia đình tiêu biểu của thôn."
TEXT = [FIRST, SECOND, THIRD]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
BREAKS = "<br><br>".join(TEXT)
MENU = f"<ul>{NAVIGATION}</ul>"
TEASER = "<div>Trong tháng, các đơn vị trên địa bàn huyện đã triển khai nhiều giải pháp để hoàn thành kế hoạch năm.</div>"


def stories(count: int, teaser: str = "") -> str:
    return "".join(
        f"<div><a href='/t{n}.html'><img src='/i{n}.jpg'></a>"
        f"<a href='/t{n}.html'>Bài viết số {n} về hoạt động của huyện trong tháng vừa qua</a>{teaser}</div>"
        for n in range(count)
    )


LAYOUTS = {
    "Joomla": (
        f"<title>{TITLE}</title><div class=moduletable>{MENU}</div><div class=item-page><h2 itemprop=headline>{TITLE}</h2>"
        "<dl class=article-info><dd class=published><time datetime='2024-04-12T10:00:00+07:00'>12 Tháng 4 2024</time></dd>"
        f"<dd class=hits>Lượt xem: 233</dd></dl><div itemprop=articleBody>{PARAGRAPHS}</div></div>"
        f"<div class=moduletable><h3>Tin mới</h3>{stories(8)}</div>",
        "2024-04-12",
    ),
    "Drupal": (
        f"<title>{TITLE} | Cổng</title>{MENU}<h1 class=page-header>{TITLE}</h1><div class=submitted>12/04/2024 - 08:00</div>"
        f"<div class='field field-name-body'><div class=field-items><div class='field-item even'>{PARAGRAPHS}</div></div></div>"
        f"<div class=view-tin><div class=view-header>Tin liên quan</div>{stories(8, TEASER)}</div>",
        "2024-04-12T08:00",
    ),
    "tables without a heading": (
        f"<title>Trang chủ</title><table><tr><td>{MENU}</td><td><table><tr><td><b><font size=4>{TITLE}</font></b></td></tr>"
        f"<tr><td><i>(12/04/2024)</i></td></tr><tr><td>{BREAKS}</td></tr></table></td><td>{stories(10, TEASER)}</td></tr></table>",
        "2024-04-12",
    ),
    "divs without names": (
        f"<title>{TITLE} - Báo</title>{MENU}<div class=a1><div class=b1><h1>{TITLE}</h1></div><div class=c1>12/04/2024 08:00</div>"
        f"<div class=d1>{''.join(f'<div>{text}</div>' for text in TEXT)}</div></div><div class=e1>{stories(10, TEASER)}</div>",
        "2024-04-12T08:00",
    ),
    "a section for each paragraph": (
        f"<title>{TITLE}</title>{MENU}<main><h1>{TITLE}</h1>"
        f"{''.join(f'<section><div><p>{text}</p></div></section>' for text in TEXT)}"
        f"<section><h2>Có thể bạn quan tâm</h2>{stories(8)}</section></main>",
        None,
    ),
    "comments longer than the text": (
        f"<title>{TITLE}</title>{MENU}<h1>{TITLE}</h1><div id=x>{PARAGRAPHS}</div><div id=y><h3>Ý kiến bạn đọc (6)</h3>"
        f"{'<div><b>Bạn đọc</b><p>Tôi rất đồng tình, mong chính quyền tiếp tục quan tâm đến bà con thôn xóm.</p></div>' * 6}</div>",
        None,
    ),
    "DotNetNuke": (
        f"<title>{TITLE}</title><form>{MENU}<div id=dnn_ContentPane><div class=DnnModule><span class=Head>{TITLE}</span>"
        f"<div class=Normal id=dnn_ctr507_ViewNews_lblContent><span>12/04/2024</span><br>{BREAKS}</div></div></div>"
        f"<div id=dnn_RightPane>{stories(8, TEASER)}</div></form>",
        "2024-04-12",
    ),
    "a hidden tab before the text": (
        f"<title>{TITLE}</title>{MENU}<h1>{TITLE}</h1><div class=tab-content>"
        f"<div class=tab-pane style='display:none'>{stories(5, TEASER)}</div><div class='tab-pane active'>{PARAGRAPHS}</div></div>",
        None,
    ),
    "a player and buttons": (
        f"<title>{TITLE}</title>{MENU}<div class=detail><h1>{TITLE}</h1><div class=meta><span>12/04/2024, 08:00</span> <a>Google News</a></div>"
        f"<div class=nghe><span>Nghe đọc bài</span> <span>Nữ miền Bắc</span> 00:00</div><div class=cont>{PARAGRAPHS}</div></div>",
        "2024-04-12T08:00",
    ),
    "a gallery that is all captions": (
        f"<title>{TITLE}</title>{MENU}<h1>{TITLE}</h1><div class=gallery>"
        f"{''.join(f'<figure><img src=a.jpg><figcaption>{text}</figcaption></figure>' for text in TEXT)}</div>{stories(6)}",
        None,
    ),
    "boxes inside the text": (
        f"<title>{TITLE}</title>{MENU}<h1>{TITLE}</h1><div class=cont><p>{FIRST}</p><div><div>Đọc thêm</div><div>{stories(2)}</div></div>"
        f"<p>{SECOND}</p><blockquote><a href='/x.html'>Xã bên đón thêm hai dự án lớn về chế biến nông sản</a></blockquote><p>{THIRD}</p></div>",
        None,
    ),
    "a heading for the site": (
        f"<title>Cổng thông tin</title><h1>Cổng thông tin điện tử huyện Cẩm Vân</h1>{MENU}<div class=row><div class=col><h3>{TITLE}</h3>"
        f"<p class=small>Đăng bởi: Admin | 12/04/2024</p>{PARAGRAPHS}</div><div class=col><h3>Văn bản mới</h3>{stories(8)}</div></div>",
        None,
    ),
    "a mobile twin": (
        f"<title>{TITLE}</title>{MENU}<div class=desktop><h1>{TITLE}</h1><div class=nd>{PARAGRAPHS}</div></div>"
        f"<div class=mobile><h1>{TITLE}</h1><div class=nd>{PARAGRAPHS}</div></div>",
        None,
    ),
    "a time in the trail": (
        f"<title>{TITLE}</title>{MENU}<div class=bread-crumb-detail><ul><li>Thời sự</li></ul>"
        f"<div class=bread-crumb-detail__time>Thứ Sáu, 12/04/2024 - 08:52</div></div><h1 class=content-detail-title>{TITLE}</h1>"
        f"<div id=maincontent>{PARAGRAPHS}<div class=box><article>{stories(2)}</article></div></div><div>{stories(6, TEASER)}</div>",
        "2024-04-12T08:52",
    ),
    "an author and a time in one line": (
        f"<title>{TITLE} | Báo</title>{MENU}<div class=article-content><h1 class=title>{TITLE}</h1>"
        "<div class=m-author><span>Lam Khê</span> <span class=time>- Thứ sáu, 12/04/2024 08:06 (GMT+7)</span></div>"
        f"<div class=art-body>{PARAGRAPHS}<div class=art-rels><h3>Tin bài liên quan</h3>{stories(3, TEASER)}</div></div></div>{stories(9)}",
        "2024-04-12T08:06",
    ),
    "an invitation behind the text": (
        f"<title>{TITLE}</title>{MENU}<div class=post-detail><h1 class=post-title>{TITLE}</h1><div class=post-content>{PARAGRAPHS}"
        "<p><i>* Mời bạn đọc vào chuyên mục <a href=/x>Chính trị</a> xem các tin, bài liên quan.</i></p></div></div>",
        None,
    ),
    "names in Vietnamese": (
        f"<title>Chi tiết</title>{MENU}<div class=chi-tiet-tin><div class=tieu-de-tin>{TITLE}</div><div class=ngay-dang>12/04/2024 08:06"
        f" - Lượt xem: 120</div><div class=noi-dung-tin>{PARAGRAPHS}</div><div class=tin-khac>Tin khác</div>{stories(6)}</div>",
        "2024-04-12T08:06",
    ),
    "the only time is one of change": (
        f"<title>{TITLE}</title><div class=top>Thứ Hai, ngày 20/07/2026</div>{MENU}<div class=ct><h1>{TITLE}</h1>"
        f"<span>Cập nhật: 12/04/2024 09:12</span>{PARAGRAPHS}</div>",
        "2024-04-12T09:12",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_article_is_found_in_every_layout(name: str) -> None:
    body, published = LAYOUTS[name]
    article = extract_page(FetchedPage(body=f"<html><body>{body}".encode(), url="https://x.vn/a.html"))
    assert article.title == TITLE
    assert texts(article) == TEXT
    if published is not None:
        assert article.published is not None
        assert article.published.at.replace(tzinfo=None).isoformat().startswith(published)
