"""The archive read again: rehearsed, replaced, and gone back from, by the command a person runs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cli
from config import load_config
from db.corrections import Proposal, Seen, record
from db.engine import check_database, open_database, reading, transaction
from db.read import ArticleView, list_articles, read_article
from extract.corrections import Action, DateValues
from tests.crawler.website import Reply, Website, listing, serve

ARTICLES = {
    "/tin/hop-dan-thon-dong-truoc-1001.html": "Lường Văn Khuyến",
    "/tin/hop-dan-thon-dong-sau-1002.html": "Quàng Thị Mẫu",
}


def page(person: str) -> Reply:
    """An article of which one box holds the head, and another one all of it."""
    return Reply(
        f"""<!doctype html><html><head><meta charset="utf-8"><title>Họp dân về đường thôn</title></head><body>
<h1>Họp dân về đường thôn</h1>
<div class="tom-tat"><p>Sáng 18/5/2024, nhân dân trong thôn họp bàn việc góp công, hiến đất mở rộng đường.</p></div>
<div class="noi-dung"><p>Sáng 18/5/2024, ông {person}, Chủ tịch UBND xã Mường Nưa, dự họp với nhân dân trong thôn.</p>
<p>Bà con nhất trí góp công, hiến đất để mở rộng con đường dài hai cây số nối thôn với trung tâm xã.</p></div>
</body></html>"""
    )


class Office:
    """A data folder, its settings, and the command run with them."""

    def __init__(self, folder: Path, website: Website) -> None:
        self.folder = folder
        self.website = website
        self.read_by(".tom-tat")

    def read_by(self, selector: str) -> None:
        """From now on articles' bodies are read by this selector."""
        (self.folder / "config.toml").write_text(
            f"""[crawl]
delay = 0.0
[[site]]
id = "mau"
name = "Trang mẫu"
province = "Sơn La"
start = "{self.website.url or "http://127.0.0.1"}/"
allow_private = true
article = {{ title = ["h1"], body = [{json.dumps(selector)}] }}
""",
            encoding="utf-8",
        )

    def run(self, *arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main([*arguments, "--config", str(self.folder / "config.toml")])
        assert isinstance(ended.value.code, int)
        return ended.value.code

    def articles(self) -> list[ArticleView]:
        engine = open_database(load_config(self.folder / "config.toml").database_url)
        assert check_database(engine) == ()
        with reading(engine) as session:
            views = [read_article(session, row.article_id) for row in list_articles(session, limit=10)]
        engine.dispose()
        return sorted((view for view in views if view), key=lambda view: view.article_id)

    def people(self) -> list[str]:
        return [person.name for view in self.articles() for person in view.people]

    def as_if_read_by(self, version: str) -> None:
        """Let all that is in store have been read by another version."""
        with sqlite3.connect(self.folder / "var" / "tintinh.sqlite") as database:
            database.execute("UPDATE revisions SET extractor_version = ?", [version])
            database.execute(
                "UPDATE captures SET extracted_with = ? WHERE extracted_with IS NOT NULL", [version]
            )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with serve() as website:
        website.routes["/"] = listing(*ARTICLES)
        website.routes.update({path: page(person) for path, person in ARTICLES.items()})
        office = Office(tmp_path, website)
        assert office.run("nightly") == 0
        yield office


def test_a_rehearsal_shows_what_would_change_and_changes_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = office.articles()
    office.read_by(".noi-dung")
    capsys.readouterr()
    assert office.run("extract", "--all", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "2 bài / articles, 2 sẽ khác / would change" in out
    assert "+ Lường Văn Khuyến: Chủ tịch Ủy ban nhân dân xã Mường Nưa" in out
    assert "nothing has been replaced" in out
    assert office.articles() == before


def test_a_replay_stores_new_readings_beside_the_earlier_ones_without_the_network(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.read_by(".noi-dung")
    office.website.asked.clear()
    assert office.run("extract") == 0
    assert office.people() == [], "read already: only --all reads it again"
    capsys.readouterr()
    assert office.run("extract", "--all") == 0
    assert "2 bài sửa / revised" in capsys.readouterr().out
    assert office.people() == list(ARTICLES.values())
    assert [len(view.revisions) for view in office.articles()] == [2, 2]
    assert office.run("extract", "--all") == 0
    assert "2 như cũ / unchanged" in capsys.readouterr().out
    assert not office.website.asked


def test_a_part_of_the_archive_is_replayed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.read_by(".noi-dung")
    for narrowing in (["--until", "2001-01-01"], ["--since", "2999-01-01"], ["--version", "0"]):
        capsys.readouterr()
        assert office.run("extract", "--all", *narrowing) == 0
        assert "0 bài sửa / revised, 0 như cũ" in capsys.readouterr().out
    assert office.people() == []


def test_an_earlier_version_speaks_again_after_a_rollback(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.as_if_read_by("0")
    before = [view.text for view in office.articles()]
    office.read_by(".noi-dung")
    assert office.run("extract") == 0
    assert office.people() == list(ARTICLES.values())
    capsys.readouterr()
    assert office.run("extract", "--rollback", "0") == 0
    assert "2 bài / articles" in capsys.readouterr().out
    assert [view.text for view in office.articles()] == before
    assert office.run("extract") == 0
    assert [view.text for view in office.articles()] == before, "until the software is changed again"
    assert office.run("extract", "--rollback", "9") == 2
    assert "no article was read by extractor version '9'; versions in store: 0, " in capsys.readouterr().err


def test_what_people_have_corrected_holds_in_a_rehearsal_a_replay_and_a_rollback(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    article = office.articles()[0]
    (day,) = article.dates
    engine = open_database(load_config(office.folder / "config.toml").database_url)
    proposal = Proposal(
        seen=Seen(editor="An", article=article.article_id, revision=article.revision_id, last=None),
        action=Action.WRONG,
        place=day.span,
        was=DateValues(text=day.text, start=day.start, end=day.end),
        becomes=None,
        reason="không phải ngày họp",
    )
    with transaction(engine) as session:
        record(session, proposal, made_at=datetime.now(UTC))
    engine.dispose()
    capsys.readouterr()
    assert office.run("extract", "--all", "--dry-run") == 0
    assert "2 bài / articles, 0 sẽ khác / would change" in capsys.readouterr().out
    office.as_if_read_by("0")
    office.read_by(".noi-dung")
    assert office.run("extract") == 0
    assert office.people() == list(ARTICLES.values())
    assert [len(view.dates) for view in office.articles()] == [0, 1]
    assert office.run("extract", "--rollback", "0") == 0
    assert office.people() == []
    assert [len(view.dates) for view in office.articles()] == [0, 1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dry-run"], "go with --all"),
        (["--rollback", "0", "--all"], "--rollback goes with --site alone"),
        (["--all", "--site", "khong-co"], "no [[site]] has the id 'khong-co'"),
        (["--all", "--since", "18/5/2024"], "--since"),
    ],
)
def test_wrong_usage_says_what_is_right(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Office(tmp_path, Website()).run("extract", *arguments) == 2
    assert said in capsys.readouterr().err
