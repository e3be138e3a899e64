"""Pages that need a script are shown in a real Chromium, which never reaches the network by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from warcio.archiveiterator import ArchiveIterator

from config import ConfigError
from crawler.browser import BrowserMissing, require_browser
from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import Asked, Reply, Website, article, listing, serve

STORY = "/tin-viet-bang-kich-ban-1.html"
SCRIPT = """
fetch("/api/tin.json").then(answer => answer.json()).then(story => {
  document.querySelector("#tin").innerHTML = `<h1>${story.title}</h1><p>${story.text}</p>`;
});
"""


@pytest.fixture(autouse=True)
def _browser() -> None:
    try:
        require_browser()
    except BrowserMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def scripted(website: Website) -> Website:
    """A site whose articles are empty until their script has asked for the text."""
    website.routes["/"] = Reply(
        f"""<html><body><div id="muc"></div><script>
        document.querySelector("#muc").innerHTML = '<a href="{STORY}">Tin viết bằng kịch bản</a>';
        </script></body></html>"""
    )
    website.routes[STORY] = Reply(page("/js/tin.js"))
    website.routes["/js/tin.js"] = Reply(SCRIPT, type="text/javascript")
    website.routes["/api/tin.json"] = Reply(
        '{"title": "Khánh thành cầu Nậm Mu", "text": "Sáng 1/3, cầu được khánh thành."}',
        type="application/json",
    )
    return website


def page(*scripts: str, extra: str = "") -> str:
    tags = "".join(f'<script src="{script}"></script>' for script in scripts)
    return f'<html><head><title>Tin</title></head><body><div id="tin"></div>{extra}{tags}</body></html>'


def bodies(newsroom: Newsroom) -> dict[str, str]:
    return {
        "/" + captured.url.split("/", 3)[3]: captured.body.decode() for _, captured in newsroom.captures()
    }


def test_listings_and_articles_are_read_as_a_browser_shows_them(
    scripted: Website, newsroom: Newsroom
) -> None:
    outcome = newsroom.crawl(site(scripted.url, render="browser"))
    assert outcome.errors == {}
    assert "Khánh thành cầu Nậm Mu" in bodies(newsroom)[STORY]
    assert scripted.count() == {"/robots.txt": 1, "/": 1, STORY: 1, "/js/tin.js": 1, "/api/tin.json": 1}
    assert {asked.headers["user-agent"] for asked in scripted.asked} == {"TinTinh/0.1"}

    (warc,) = newsroom.config().archive_dir.glob("*.warc.gz")
    with warc.open("rb") as file:
        kinds = [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Refers-To"),
                record.rec_headers.get_header("WARC-Record-ID"),
            )
            for record in ArchiveIterator(file)
        ]
    assert [kind for kind, _, _ in kinds] == ["warcinfo", "response", "conversion", "response", "conversion"]
    assert [kinds[2][1], kinds[4][1]] == [kinds[1][2], kinds[3][2]]


def test_a_text_that_changes_behind_an_unchanged_document_is_a_new_capture(
    scripted: Website, newsroom: Newsroom
) -> None:
    newsroom.crawl_settings.update(revisit_days=0, revisit_days_max=0.000_001)
    newsroom.crawl(site(scripted.url, render="browser"))
    scripted.routes["/api/tin.json"] = Reply('{"title": "Tin", "text": "Sửa lại."}', type="application/json")
    scripted.routes["/"] = listing(STORY, "/tin-khac-trong-ngay-2.html")
    scripted.routes["/tin-khac-trong-ngay-2.html"] = article("Tin khác")
    newsroom.crawl(site(scripted.url, render="browser"))
    assert any("Sửa lại" in captured.body.decode() for _, captured in newsroom.captures())
    assert len(newsroom.captures()) == 5


def test_nothing_but_the_site_itself_is_asked_by_a_page(scripted: Website, newsroom: Newsroom) -> None:
    with serve() as other:
        scripted.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /noi-bo/", type="text/plain")
        port = other.url.rsplit(":", 1)[1]
        outside = [f"{other.url}/a.js", f"http://localhost:{port}/b.js", f"http://127.1:{port}/c.js"]
        hostile = f"""
        <img src="{other.url}/anh.png"><link rel="stylesheet" href="/kieu.css"><iframe src="/khung"></iframe>
        <script>
        for (const url of ["{other.url}/x", "http://169.254.169.254/latest", "/noi-bo/so", "/di-ra", "file:///etc/passwd"])
          fetch(url).catch(() => 0);
        fetch("/gui", {{method: "POST", body: "x"}}).catch(() => 0);
        navigator.sendBeacon("/bao");
        new WebSocket("ws://127.0.0.1:{port}/");
        window.open("{other.url}/cua-so");
        navigator.serviceWorker && navigator.serviceWorker.register("/sw.js").catch(() => 0);
        const a = document.createElement("a"); a.href = "/tep.zip"; a.download = ""; a.click();
        setTimeout(() => {{ location.href = "{other.url}/di"; }}, 50);
        </script>"""
        scripted.routes[STORY] = Reply(page("/js/tin.js", *outside, extra=hostile))
        scripted.routes["/di-ra"] = Reply(status=302, headers={"Location": f"{other.url}/tron"})
        outcome = newsroom.crawl(site(scripted.url, render="browser"))
        assert outcome.errors == {}
        assert other.asked == []
    assert set(scripted.paths()) == {"/", STORY, "/js/tin.js", "/api/tin.json", "/di-ra"}
    assert "Khánh thành cầu Nậm Mu" in bodies(newsroom)[STORY]


@pytest.mark.slow
def test_a_page_that_never_rests_is_given_up_and_the_crawl_goes_on(
    scripted: Website, newsroom: Newsroom
) -> None:
    newsroom.crawl_settings.update(timeout=8, retries=0)
    busy = "/tin-lap-mai-khong-thoi-2.html"
    scripted.routes["/"] = listing(busy, STORY)
    scripted.routes[busy] = Reply(page(extra="<script>while (true) {}</script>"))
    outcome = newsroom.crawl(site(scripted.url, render="browser"))
    assert outcome.errors == {}
    assert newsroom.pages()[busy].reason == "the browser did not show it in time"
    assert newsroom.pages()[STORY].state == "fetched"


def test_a_page_that_grows_beyond_the_limit_is_refused(scripted: Website, newsroom: Newsroom) -> None:
    newsroom.crawl_settings.update(max_bytes=100_000)
    grows = "<script>document.querySelector('#tin').textContent = 'x'.repeat(200000);</script>"
    scripted.routes[STORY] = Reply(page(extra=grows))
    newsroom.crawl(site(scripted.url, render="browser"))
    assert newsroom.pages()[STORY].reason == "too large"


def test_a_machine_without_a_browser_is_told_what_to_install(
    website: Website, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigError, match=r"'mau'.*apt-get install chromium"):
        newsroom.crawl(site(website.url, render="browser"))
    assert website.asked == []


CRAWL = """
import sys
from pathlib import Path
from tests.crawler.newsroom import Newsroom, site
if __name__ == "__main__":
    Newsroom(Path(sys.argv[1])).crawl(site(sys.argv[2], render="browser"))
"""


def test_no_browser_outlives_a_crawl_that_is_killed(scripted: Website, tmp_path: Path) -> None:
    def slow(_asked: Asked) -> Reply:
        time.sleep(0.2)
        return article("Tin")

    paths = [f"/tin-cham-trong-ngay-{number}.html" for number in range(50)]
    scripted.routes.update(dict.fromkeys(paths, slow) | {"/": listing(*paths)})
    with TemporaryDirectory() as profiles:  # a short path: Chromium's sockets have one in it
        crawl = subprocess.Popen(
            [sys.executable, "-c", CRAWL, str(tmp_path), scripted.url],
            env={**os.environ, "TMPDIR": profiles},
            start_new_session=True,
        )
        try:
            _until(lambda: bool(_running(profiles)) and len(scripted.asked) > 4)
        finally:
            crawl.send_signal(signal.SIGKILL)
            crawl.wait()
        _until(lambda: not _running(profiles))


def _running(profiles: str) -> list[str]:
    """The processes whose command line names a browser's profile in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(process.read_bytes().decode(errors="replace"))
        except OSError:
            continue  # it has ended meanwhile
    return [line for line in found if f"--user-data-dir={profiles}" in line]


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
