"""Attacks on every input of every route, over a database full of attacks, on both databases.

Routes and parameters are found by themselves (`tests.web.routes`): a page that is added is attacked
without a line here.
"""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import lxml.html
import pytest
from sqlalchemy import Engine

from db.engine import open_database, upgrade_database
from tests.databases import KINDS, new_database
from tests.web.browsers import opened_browser
from tests.web.hostile import ADDRESSES, MARK, OTHERS, SCRIPTS, hostile_database
from tests.web.routes import Parameter, Route, routes_of
from tests.web.serving import served
from web.app import make_app

pytestmark = pytest.mark.slow

ODD = ("", "0", "-1", "99999999999999999999", "1e9", "NaN", "١", "null", "[]", "1.1", "2025-02-30")
"""For parameters that are not texts."""
TEXTS = (
    SCRIPTS
    + ADDRESSES
    + OTHERS[:-1]
    + ("\x00", "\\", "%", "_", "NEAR(", '"', "*", "a OR", "1' OR '1'='1", "\ud7ff\uffff", "x" * 250)
)
FEW = (SCRIPTS[0], SCRIPTS[1], ADDRESSES[0], "1' OR '1'='1", "\x00", "\u202e%\\")
"""For parameters that have been given all of these with their neighbours."""
SAFE_IN_HEADERS = [text for text in TEXTS if text.isascii() and text.isprintable() and text]
COOKIES = ("tintinh_language", "tintinh_editor", "tintinh_browser", "tintinh_session")
HEADERS = ("User-Agent", "Referer", "Accept", "Accept-Language", "If-None-Match", "Authorization", "Range")
LEAKS = re.compile(r"Traceback|sqlalche\.me|site-packages|sqlite3\.|psycopg|/db/engine\.py")
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?$")
RUNNING = re.compile(r"^[\s\x00-\x20]*(javascript|data|vbscript)\s*:", re.IGNORECASE)
LINKS = ("href", "src", "action", "formaction", "poster", "cite", "data")
USUAL = {"b_id": "2", "site_id": "Sơn La", "day": "2025-02-07", "dataset": "articles", "form": "csv"}
"""Values of path parameters where 1 finds nothing."""
PER_ROUTE = 3
"""So many pages of a route are opened in the browser."""


@dataclass
class Attacker:
    """Sends requests, and looks at every answer with suspicion."""

    port: int
    routes: list[Route]
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """Status, media type and text, after every check that holds for all answers."""
        sent = {"Cookie": "; ".join(f"{one}={value}" for one, value in self.cookies.items())} | headers
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._connection.request(method, path, body, sent)
        answer = self._connection.getresponse()
        content = answer.read()
        where = f"{method} {path[:300]} {headers} → {answer.status}"
        # This PostgreSQL has no reader for SQL (`tintinh db grant`), and its page says so.
        closed = answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE and path.startswith("/sql")
        assert answer.status < 500 or closed, f"{where}: {content[:500]!r}"
        for cookie in answer.msg.get_all("set-cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            assert name in COOKIES, f"{where}: sets {name}"
            self.cookies.setdefault(name, value)
        _check_headers(answer.msg, where)
        kind = answer.headers.get_content_type()
        text = content.decode("utf-8") if kind.startswith(("text/", "application/json")) else ""
        assert not LEAKS.search(text), f"{where}: {LEAKS.search(text)}"
        if kind == "text/html":
            check_page(text, where)
        if kind == "text/csv" and answer.status == 200:
            check_table(text, where)
        return answer.status, kind, text

    def target(self, route: Route, given: dict[str, str]) -> str:
        """The route's address with values for its parameters; those of the path have one of their own."""
        path = route.path
        for one in route.parameters:
            if one.place == "path":
                value = quote(given.get(one.name, self.usual(one)), safe="")
                path = re.sub(rf"\{{{one.name}(:\w+)?\}}", lambda _, value=value: value, path)
        names = {one.name for one in route.parameters if one.place == "query"}
        query = {name: value for name, value in given.items() if name in names}
        return f"{path}?{urlencode(query)}" if query else path

    def usual(self, one: Parameter) -> str:
        """A value with which the route finds something."""
        return USUAL.get(one.name, "1")


def _check_headers(headers: http.client.HTTPMessage, where: str) -> None:
    policy = headers["Content-Security-Policy"]
    assert policy, where
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert headers["X-Content-Type-Options"] == "nosniff", where
    assert headers["X-Frame-Options"] == "DENY", where
    location = headers["Location"] or "/"
    assert location.startswith("/"), f"{where}: leads to {location}"
    assert not location.startswith(("//", "/\\")), f"{where}: leads to {location}"
    for name in ("Content-Disposition", "ETag", "Location"):
        assert MARK not in (headers[name] or "").replace("%", "") or name == "Location", where
    disposition = headers["Content-Disposition"]
    assert not disposition or re.fullmatch(r'(attachment|inline); filename="[\w.-]+"', disposition), where


def check_page(text: str, where: str) -> None:
    """Nothing of an attack has become part of the page's structure."""
    page = lxml.html.document_fromstring(text)
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert MARK not in element.tag, f"{where}: <{element.tag}>"
        assert "style" not in element.attrib, f"{where}: style in <{element.tag}>"
        if element.tag == "script":
            assert re.fullmatch(r"/static/[\w.-]+\.js", element.get("src") or ""), f"{where}: a script"
            assert not (element.text or "").strip(), f"{where}: a script"
        for name, value in element.attrib.items():
            assert not name.startswith("on"), f"{where}: {name}={value}"
            assert not (name in LINKS and RUNNING.match(value)), f"{where}: {name}={value}"
            if name in LINKS and name != "href":
                assert re.match(r"/(?!/)|[#?]", value), f"{where}: {name}={value}"
    assert f"{MARK}{MARK}" not in text, f"{where}: a template was run"
    visible = page.text_content()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", visible), f"{where}: the direction is overridden"
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f\x7f]", text), f"{where}: control characters"


def check_table(text: str, where: str) -> None:
    """No cell would be run by a spreadsheet."""
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        for cell in row:
            assert not FORMULA.match(cell) or NUMBER.match(cell), f"{where}: {cell[:80]!r}"


@pytest.fixture(scope="module", params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with new_database(request.param, tmp_path_factory.mktemp("hostile")) as url:
        engine = open_database(url)
        upgrade_database(engine)
        hostile_database(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def attacker(engine: Engine) -> Iterator[Attacker]:
    routes = routes_of(make_app(engine))
    with served(engine) as port:
        attacker = Attacker(port, routes)
        attacker.ask("GET", "/review/editor")
        attacker.cookies["tintinh_editor"] = "An"
        yield attacker


def test_every_page_shows_a_hostile_database_safely(attacker: Attacker) -> None:
    seen = Counter[int]()
    for route in attacker.routes:
        if route.method == "GET":
            for language in ("vi", "en"):
                attacker.cookies["tintinh_language"] = language
                seen[attacker.ask("GET", attacker.target(route, {}))[0]] += 1
    assert seen[200] > 20


def test_every_path_and_query_parameter_is_attacked(attacker: Attacker) -> None:
    """Each alone with a few attacks, and each with every attack while its neighbours have others."""
    sent = 0
    for route in attacker.routes:
        if route.method != "GET":
            continue
        asked = [one for one in route.parameters if one.place in {"path", "query"}]
        for one in asked:
            for attack in FEW if one.textual else ODD + FEW[:2]:
                attacker.ask("GET", attacker.target(route, {one.name: attack}))
                sent += 1
        texts = [one.name for one in asked if one.textual]
        for turn in range(len(TEXTS) if texts else 0):
            given = {name: TEXTS[(turn + place) % len(TEXTS)] for place, name in enumerate(texts)}
            attacker.ask("GET", attacker.target(route, given))
            sent += 1
    assert sent > 500


def test_every_cookie_and_header_is_attacked(attacker: Attacker) -> None:
    kept = dict(attacker.cookies)
    for route in attacker.routes:
        if route.method != "GET":
            continue
        target = attacker.target(route, {})
        for number, cookie in enumerate(COOKIES):
            attacker.cookies = kept | {cookie: SAFE_IN_HEADERS[number % 3].replace(";", "")}
            attacker.ask("GET", target)
        attacker.cookies = kept
        attack = SAFE_IN_HEADERS[len(route.path) % len(SAFE_IN_HEADERS)]
        attacker.ask("GET", target, **dict.fromkeys(HEADERS, attack))
        declared = [one.name for one in route.parameters if one.place == "header"]
        for name in declared:
            attacker.ask("GET", target, **{name: attack})
        assert attacker.ask("GET", target, Host=f"{MARK}.example")[0] == 400
    attacker.cookies = kept


def test_every_form_is_attacked(attacker: Attacker) -> None:
    """With the token that our own page holds; without it, nothing is taken."""
    _, _, page = attacker.ask("GET", "/review/editor")
    (token,) = {*lxml.html.fromstring(page).xpath('//input[@name="token"]/@value')}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for route in attacker.routes:
        if route.method in {"GET", "HEAD"}:
            continue
        target = attacker.target(route, {})
        usual = {one.name: "1" for one in route.parameters if one.place == "body"}
        status, _, _ = attacker.ask(route.method, target, body=urlencode(usual).encode(), **form)
        assert status == 403, route
        for one in route.parameters:
            if one.place == "body" and one.name != "token":
                for attack in TEXTS if one.textual else ODD + FEW[:2]:
                    fields = usual | {"token": token, one.name: attack}
                    attacker.ask(route.method, target, body=urlencode(fields).encode(), **form)
            elif one.place in {"path", "query"}:
                for attack in FEW + ODD[:5]:
                    body = urlencode(usual | {"token": token}).encode()
                    attacker.ask(route.method, attacker.target(route, {one.name: attack}), body=body, **form)
        for odd in (b"\xff\xfe", b"&&&=", b"token", json.dumps({"token": "\ud800"}).encode()):
            for kind in (
                "application/x-www-form-urlencoded",
                "application/json",
                "multipart/form-data; boundary=x",
            ):
                attacker.ask(route.method, target, body=odd, **{"Content-Type": kind})


def test_no_path_leads_out_of_the_static_files(attacker: Attacker) -> None:
    for steps in (
        "../app.py",
        "%2e%2e/app.py",
        "..%2fapp.py",
        "%2e%2e%2fapp.py",
        "..%5capp.py",
        "//etc/passwd",
        "%00",
    ):
        for start in ("/static/", "/captures/1/", "/api/v1/"):
            status, _, text = attacker.ask("GET", start + steps)
            assert status in {400, 404}, start + steps
            assert "import" not in text


def addresses_of(attacker: Attacker) -> list[str]:
    """A few addresses of every page: as declared, and as the pages themselves link to it."""
    known: dict[str, list[str]] = {}
    waiting = [attacker.target(route, {}) for route in attacker.routes if route.method == "GET"]
    patterns = {
        route.path: re.compile(re.sub(r"\{\w+(:\w+)?\}", "[^/]+", route.path) + r"(\?.*)?")
        for route in attacker.routes
        if route.method == "GET"
    }
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        name = next((name for name, pattern in patterns.items() if pattern.fullmatch(address)), None)
        if address in seen or name is None or len(known.setdefault(name, [])) >= PER_ROUTE:
            continue
        seen.add(address)
        status, kind, text = attacker.ask("GET", address)
        if kind == "text/html" and status < 400:
            known[name].append(address)
            page = lxml.html.document_fromstring(text)
            waiting += [link for link in page.xpath("//a/@href") if link.startswith("/")]
    return [address for addresses in known.values() for address in addresses]


@pytest.mark.xdist_group("browser")
def test_no_script_runs_and_nothing_is_loaded_from_elsewhere(attacker: Attacker) -> None:
    """Every page, in a real browser, with the pointer over it and every part of it unfolded."""
    complaints: list[str] = []
    home = f"http://127.0.0.1:{attacker.port}/"
    addresses = addresses_of(attacker)
    assert len(addresses) > 20
    with opened_browser() as browser:
        context = browser.new_context(viewport={"width": 1000, "height": 4000})
        context.add_cookies([{"name": "tintinh_editor", "value": "An", "url": home}])
        page = context.new_page()
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda sent: complaints.append(f"asks {sent.url}") if not sent.url.startswith(home) else None,
        )
        page.on("popup", lambda opened: complaints.append(f"opens {opened.url}"))
        for address in addresses:
            page.goto(home.rstrip("/") + address, wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert page.evaluate(f"window.{MARK}") is None, address
            assert page.evaluate(f"document.querySelector('{MARK}')") is None, address
            assert complaints == [], address
        context.close()
