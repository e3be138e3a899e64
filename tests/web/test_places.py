from __future__ import annotations

import html
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from db.engine import reading
from db.models import PlaceMention
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story
from tests.web.conftest import Site
from tests.web.serving import served


def body_id(site: Site, name: str) -> str:
    text = site.get(f"/organizations?name={quote(name)}").text
    found = re.search(rf'href="/organizations/(\d+)">{re.escape(name)}<', text)
    assert found, text
    return found[1]


def test_a_body_shows_its_officials_its_place_and_the_bodies_around_it(site: Site) -> None:
    whole = site.get(f"/organizations/{body_id(site, 'Huyện ủy Mường La')}").text
    assert "Lò Văn Thử" in whole
    assert "Tỉnh ủy Sơn La" in whole
    assert "Huyện Mường La" in whole
    assert f'href="/articles/{site.plain}"' in whole


def test_a_body_shows_where_it_is_said_that_an_office_is_taken(site: Site) -> None:
    page = site.get(f"/organizations/{body_id(site, 'Huyện ủy Mường La')}").text
    found = re.search(r'href="(/articles/\d+\?revision=1&amp;at=\d+)#at-\d+"[^>]*>nhận chức</a>', page)
    assert found
    assert "Bí thư Huyện ủy" in site.get(found[1].replace("&amp;", "&")).text


def test_a_body_shows_who_spoke_at_its_events_and_leads_to_the_sentence(site: Site) -> None:
    page = f"/organizations/{body_id(site, 'Huyện ủy Mường La')}"
    text = site.get(page).text
    spoke = text[text.index('id="speakers"') :]
    found = re.search(rf'href="(/articles/({site.plain}|{site.copy})\?revision=1&amp;at=\d+)#at-\d+"', spoke)
    assert found
    assert "Lò Văn Thử" in site.get(found[1].replace("&amp;", "&")).text
    assert "Lò Văn Thử" in spoke[: spoke.index("</table>")]
    assert 'id="speakers"' not in site.get(f"{page}?speakers=0.1").text


def test_a_district_leads_to_the_communes_that_have_its_ground_and_to_its_bodies(site: Site) -> None:
    places = site.get("/places?name=" + quote("huyen muong la")).text
    found = re.search(r'href="/places/(\d+)">Huyện Mường La<', places)
    assert found
    page = site.get(f"/places/{found[1]}").text
    assert "Xã Mường La" in page
    assert "kết thúc cấp huyện, 01/07/2025" in page
    assert "Huyện ủy Mường La" in page
    assert "Lò Văn Thử" in page


def test_the_places_list_begins_with_the_provinces(site: Site) -> None:
    text = site.get("/places").text
    assert "Tỉnh An Giang" in text
    assert "Huyện" not in re.sub(r"<option.*?</option>", "", text)


def test_a_day_shows_what_the_sites_of_a_province_reported(site: Site) -> None:
    day = site.get("/days/2025-02-07?province=" + quote("Sơn La")).text
    assert f'href="/articles/{site.plain}"' in day
    assert f'href="/articles/{site.hostile}"' not in day
    assert "08/02/2025" in day  # the next day with any
    assert f'href="/articles/{site.plain}"' not in site.get("/days/2025-02-07?province=Xa").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/organizations/99999", 404),
        ("/organizations/x", 400),
        ("/organizations/1?speakers=x", 400),
        ("/organizations?level=x", 400),
        ("/organizations?level=", 200),
        ("/places/999999", 404),
        ("/places?level=moon", 400),
        ("/places?name=%00", 200),
        ("/days/2025-02-30", 400),
        ("/days/0001-01-01", 200),
        ("/days/9999-12-31", 200),
        ("/days/2025-02-07?before=x", 400),
    ],
)
def test_bad_addresses_are_answered_in_words(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status == status
    assert "Traceback" not in answer.text


def test_lists_go_on_where_a_page_ends(site: Site) -> None:
    first = site.get("/places?level=commune").text
    more = re.search(r'<a rel="next" href="([^"]+)"', first)
    assert more
    second = site.get(more[1].replace("&amp;", "&"))
    assert second.status == 200
    assert not set(re.findall(r"/places/\d+", second.text)) & set(
        re.findall(r'<td><a href="(/places/\d+)">Xã A', first)
    )


@pytest.mark.parametrize(("path", "dataset"), [("/organizations", "organizations"), ("/places", "places")])
def test_a_list_is_taken_away_whole_or_not_offered(site: Site, path: str, dataset: str) -> None:
    text = site.get(path).text
    for form in ("csv", "jsonl", "parquet"):
        assert f'href="/data/{dataset}.{form}" download' in text
    assert "/data/" not in site.get(f"{path}?level=province").text


def test_what_the_page_of_a_unit_or_of_a_day_shows_is_taken_away(tmp_path: Path) -> None:
    engine = migrated_sqlite(tmp_path / "web.sqlite")
    newsroom = Newsroom(engine)
    there = Story(text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, về huyện Mường La ngày 7/2/2025.")
    named, elsewhere = (
        newsroom.publish(there),
        newsroom.publish(Story(text="Bà con vui.", name=None, day=None)),
    )
    with reading(engine) as session:
        (unit,) = session.scalars(select(PlaceMention.place_id)).all()
    with served(engine) as port:
        site = Site(port, hostile=0, plain=named.article_id, copy=elsewhere.article_id)
        of_unit = taken_away(site, f"/places/{unit}")
        of_day = taken_away(site, "/days/2025-02-07?province=" + quote("Sơn La"))
        assert "/data/" not in site.get("/days/2025-02-08").text
        assert f"<code>place={unit}</code>" in site.get(f"/data?place={unit}").text
    engine.dispose()
    assert of_unit == {site.plain}
    assert of_day == {site.plain, site.copy}


def taken_away(site: Site, path: str) -> set[int]:
    """The articles in the file that a page leads to, which are those that it shows."""
    page = site.get(path).text
    (link,) = re.findall(r'href="(/data/articles\.jsonl[^"]*)" download', page)
    rows = site.get(html.unescape(link)).text.splitlines()
    found = {int(json.loads(row)["article_id"]) for row in rows}
    assert found == {
        int(number) for number in re.findall(r'class="title" lang="vi" href="/articles/(\d+)"', page)
    }
    return found
