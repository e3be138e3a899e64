from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from db.models import ARTICLE_KINDS, AWARD_STATUSES, PAIR_KINDS
from tests.db.samples import Story
from tests.web.api.conftest import Api
from web.api import articles, awards, duplicates

LISTS = [
    "/articles",
    "/articles?q=ban",
    "/articles?q=lò ban&order=rank",
    "/people",
    "/awards",
    "/pairs",
    "/tenures",
    "/organizations",
    "/organizations/{body}/speakers",
]


def key_of(row: dict[str, Any]) -> Any:
    return (
        row.get("tenure_id")
        or row.get("organization_id")
        or row.get("award_id")
        or row.get("person_id")
        or row.get("pair_id")
        or row["article_id"]
    )


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_pages_of_a_list_hold_every_row_once_in_one_order(api: Api, path: str, limit: int) -> None:
    path = path.format(body=api.body)
    whole = [key_of(row) for row in api.all(f"{path}{'&' if '?' in path else '?'}limit=100")]
    paged = [key_of(row) for row in api.all(f"{path}{'&' if '?' in path else '?'}limit={limit}")]
    assert paged == whole
    assert len(set(whole)) == len(whole) > 1 or path in {"/pairs", "/organizations"}


def test_a_list_goes_on_where_it_was_while_articles_come_in(api: Api) -> None:
    before = [row["article_id"] for row in api.get("/articles", limit=100)["items"]]
    page = api.get("/articles", limit=2)
    api.newsroom.publish(Story(title="Tin vừa đến"))
    rest: list[int] = [row["article_id"] for row in page["items"]]
    while page["next"]:
        page = api.client.get(page["next"]).json()
        rest += [row["article_id"] for row in page["items"]]
    assert [one for one in rest if one in before] == before


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"q": "tin so 4"}, {"Tin số 4"}),
        ({"q": "tin", "province": "Cà Mau"}, {f"Tin số {day}" for day in (1, 3, 5, 7)}),
        ({"since": "2025-02-08", "until": "2025-02-09"}, {"Tin số 7", "Tin số 8"}),
        ({"kind": "notice"}, {"Thông báo"}),
        ({"award": "bang khen"}, {"Thăm bản Pá Hốc"}),
        ({"office": "Bí thư Huyện ủy", "q": 'người:"Mùa A Viết"'}, {"Tin số 0", "Tin số 3", "Tin số 6"}),
    ],
)
def test_articles_are_found_by_words_and_filters(api: Api, asked: dict[str, str], titles: set[str]) -> None:
    assert {row["title"] for row in api.all("/articles", **asked)} == titles


def test_a_query_that_is_not_understood_is_answered_with_a_hint(api: Api) -> None:
    page = api.get("/articles", q='từ:hôm-qua tac-gia:"Lò"')
    assert len(page["hints"]) == 2
    assert "từ:hôm-qua" in page["hints"][0]["english"]


def test_an_article_gives_its_facts_at_their_places(api: Api) -> None:
    article = api.get(f"/articles/{api.revised}")
    (person,) = article["people"]
    for mention in person["mentions"]:
        assert article["text"][mention["span"]["start"] : mention["span"]["end"]] == "Lò Văn Thử"
    assert [revision["number"] for revision in article["revisions"]] == [1, 2]
    assert article["capture"]["warc_file"] == "test.warc.gz"
    assert api.get(f"/articles/{api.revised}", revision=1)["title"] == "Tin đầu"


def test_what_changed_in_an_article_are_lines_and_facts(api: Api) -> None:
    changed = api.get(f"/articles/{api.revised}/changes", earlier=1, later=2)
    assert changed["lines"] == [{"earlier": ["Tin đầu"], "later": ["Tin sửa"]}]
    assert [(fact["how"], fact["kind"]) for fact in changed["facts"]] == [("gained", "award")]


def test_copies_are_told_as_pairs_and_as_a_story(api: Api) -> None:
    (pair,) = [one for one in api.all("/pairs", verdict="duplicate") if one["a"]["article_id"] == 1]
    story = api.get(f"/articles/{pair['b']['article_id']}/story")["items"]
    assert {one["article_id"] for one in story} == {1, 2}


def test_a_person_has_offices_and_awards(api: Api) -> None:
    (person,) = api.get("/people", name="quang thi thu", province="Cà Mau")["items"]
    full = api.get(f"/people/{person['person_id']}")
    assert [tenure["title"] for tenure in full["tenures"]] == ["Bí thư"]
    awarded = api.get("/awards", award="Bằng khen")["items"]
    assert [row["recipient"] for row in awarded] == ["Lò Văn Thử"]


def test_offices_bodies_and_places_lead_to_each_other(api: Api) -> None:
    (body, *_) = api.get("/organizations", name="huyen uy")["items"]
    full = api.get(f"/organizations/{body['organization_id']}")
    office = api.get(f"/offices/{full['holders'][0]['office_id']}")
    assert office["organization"] == body["name"]
    (tenure, *_) = api.get("/tenures", office=office["office_id"], day="2025-02-07")["items"]
    assert tenure["person_id"] in {holder["person_id"] for holder in office["holders"]}
    (place, *_) = api.get("/places", name="sơn la", level="province")["items"]
    assert api.get(f"/places/{place['place_id']}")["place"]["name"] == "Tỉnh Sơn La"


def quoted(api: Api, place: dict[str, Any]) -> str:
    """The words at a place that an answer names."""
    article = api.get(f"/articles/{place['article_id']}", revision=place["revision"])
    text: str = article["text"]
    return text[place["span"]["start"] : place["span"]["end"]]


def office_of_the_body(api: Api) -> dict[str, Any]:
    body = api.get(f"/organizations/{api.body}")
    office: dict[str, Any] = api.get(f"/offices/{body['holders'][0]['office_id']}")
    return office


def test_an_article_tells_who_speaks_and_which_offices_change(api: Api) -> None:
    told = [api.get(f"/articles/{row['article_id']}") for row in api.all("/articles", q='"họp tổng kết"')]
    assert [mention["speaks"] for one in told for mention in one["people"][0]["mentions"]] == [True, True]
    assert {one["people"][0]["offices"][0]["change"] for one in told} == {"began", "ended"}
    (person,) = api.get(f"/articles/{api.revised}")["people"]
    assert [mention["speaks"] for mention in person["mentions"]] == [False]
    assert [office["change"] for office in person["offices"]] == [None]


def test_a_tenure_tells_where_it_is_said_to_begin_and_to_end(api: Api) -> None:
    office = office_of_the_body(api)
    person = next(one for one in office["holders"] if one["name"] == "Lò Văn Thử")["person_id"]
    everywhere = [
        *(one for one in api.get(f"/people/{person}")["tenures"] if one["office_id"] == office["office_id"]),
        *(one for one in office["holders"] if one["person_id"] == person),
        *(one for one in api.get(f"/organizations/{api.body}")["holders"] if one["person_id"] == person),
        *api.get("/tenures", person=person, office=office["office_id"])["items"],
    ]
    assert len(everywhere) == 4
    for tenure in everywhere:
        assert tenure["ended"] is None
        assert tenure["began"]["published_day"] == "2025-06-01"
        assert tenure["began"]["article_title"] == "Họp tổng kết"
        assert quoted(api, tenure["began"]) == "Bí thư Huyện ủy"
        assert tenure["began"]["sentence"] == Story(title="Họp tổng kết").text


def test_who_spoke_at_the_events_of_a_body_is_told_with_the_last_speech(api: Api) -> None:
    speakers = api.all(f"/organizations/{api.body}/speakers")
    assert [(one["name"], one["articles"]) for one in speakers] == [("Lò Văn Thử", 1), ("Quàng Thị Thử", 1)]
    for one in speakers:
        assert quoted(api, one["latest"]) == one["name"]
        assert one["latest"]["sentence"].startswith(f"Đồng chí {one['name']}")
    assert api.all(f"/organizations/{api.body}/speakers", province="Cà Mau", since="2025-06-01") == speakers
    assert api.all(f"/organizations/{api.body}/speakers", until="2025-05-31") == []
    assert api.all(f"/organizations/{api.body}/speakers", site="Sơn La") == []


def test_articles_that_contradict_each_other_are_told_of_the_person_and_of_the_office(api: Api) -> None:
    office = office_of_the_body(api)
    found = api.get(f"/offices/{office['office_id']}/contradictions")["items"]
    assert {one["kind"] for one in found} == {"two holders"}
    assert {one[side]["name"] for one in found for side in ("one", "other")} == {
        "Quàng Thị Thử",
        "Lò Văn Thử",
    }
    person = found[0]["one"]["person_id"]
    assert found[0] in api.get(f"/people/{person}/contradictions")["items"]


def test_sites_and_totals_are_told(api: Api) -> None:
    assert {site["site_id"] for site in api.get("/sites")["items"]} == {"Sơn La", "Cà Mau"}
    assert api.get("/sites/Cà Mau")["history"] == []
    assert api.get("/totals")["sites"] == 2
    assert api.get("/runs") == {"items": []}


@pytest.mark.parametrize(
    "path", ["/articles", "/articles/1", "/people", "/awards", "/pairs", "/sites", "/totals"]
)
def test_an_answer_is_not_made_again_while_nothing_was_written(api: Api, path: str) -> None:
    path = f"/api/v1{path}"
    # PostgreSQL counts the transactions of a server, where other tests write at the same time: there, try again.
    tries = 100 if api.newsroom.engine.dialect.name == "postgresql" else 1
    for _ in range(tries):
        first = api.client.get(path)
        known = {"If-None-Match": f'"other", {first.headers["etag"]}'}
        again = api.client.get(path, headers=known)
        if again.status_code == 304:
            break
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    api.newsroom.publish(Story(title="Tin mới"))
    later = api.client.get(path, headers=known)
    assert later.status_code == 200
    assert later.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles?limit=0", 400),
        ("/articles?limit=101", 400),
        ("/articles?since=yesterday", 400),
        ("/articles?since=20250101", 400),
        ("/articles?cursor=1", 400),
        ("/articles?order=oldest", 400),
        (f"/articles?q={'x' * 301}", 400),
        ("/articles/999999", 404),
        ("/articles/1?revision=9", 404),
        ("/articles/99999999999", 400),
        ("/articles/one", 400),
        ("/people/999999", 404),
        ("/people/999999/contradictions", 404),
        ("/offices/999999/contradictions", 404),
        ("/organizations/999999/speakers", 404),
        ("/organizations/1/speakers?cursor=1", 400),
        ("/sites/none", 404),
        ("/nothing", 404),
    ],
)
def test_faults_are_problems(api: Api, path: str, status: int) -> None:
    answer = api.client.get(f"/api/v1{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert bool(answer.json()["faults"]) == (status == 400)


def test_head_answers_as_get_does_without_a_body(api: Api) -> None:
    for path in ("/articles", "/people/1", "/sites"):
        answer = api.client.head(f"/api/v1{path}")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["etag"] == api.client.get(f"/api/v1{path}").headers["etag"]


def test_head_answers_for_the_description_too(api: Api) -> None:
    assert api.client.head("/api/v1/openapi.json").status_code == 200


def test_other_sites_may_not_read_the_answers(api: Api) -> None:
    answer = api.client.get("/api/v1/articles", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_the_page_that_explains_the_api_needs_nothing_from_elsewhere(api: Api) -> None:
    answer = api.client.get("/api/docs")
    assert answer.status_code == 200
    assert "/api/v1/articles/{article_id}/changes" in answer.text
    assert "https://" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_choices_in_addresses_are_those_of_the_database() -> None:
    assert get_args(articles.Kind) == tuple(kind for kind in ARTICLE_KINDS if kind != "listing")
    assert get_args(awards.Status) == AWARD_STATUSES
    assert get_args(duplicates.Kind) == PAIR_KINDS


def test_days_are_days(api: Api) -> None:
    (newest, *_) = api.get("/articles", q="tin so 8")["items"]
    assert newest["published_day"] == date(2025, 2, 9).isoformat()
