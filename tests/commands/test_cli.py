"""The command as a person runs it: output, exit codes, and errors that say what to do."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import click
import pytest
from filelock import FileLock

import cli

ARTICLE = {
    "id": "bai-1",
    "title": "Họp dân thôn Đồng Trước",
    "published": "2024-05-20",
    "body": "Sáng 18/5, ông Lường Văn Khuyến, Chủ tịch UBND xã Mường Nưa, dự họp với nhân dân thôn Đồng Trước.",
}
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Họp dân thôn Đồng Trước - Trang mẫu</title></head><body>
<h1>Họp dân thôn Đồng Trước</h1><div class="content"><p>Sáng 18/5, ông Lường Văn Khuyến, Chủ tịch UBND xã
Mường Nưa, dự họp với nhân dân thôn Đồng Trước về việc làm đường.</p><p>Tại cuộc họp, bà con nhất trí góp công,
hiến đất để mở rộng con đường dài hai cây số nối thôn với trung tâm xã.</p></div></body></html>"""
SITE = """
[[site]]
id = "mau"
name = "Trang mẫu"
province = "Sơn La"
start = "http://127.0.0.1:9/"
allow_private = true
"""


def run(*arguments: str | Path) -> int:
    """The exit status of the command."""
    with pytest.raises(SystemExit) as ended:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def write(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found = []
    for name, command in group.commands.items():
        found.append(((*prefix, name), command))
        if isinstance(command, click.Group):
            found += commands(command, (*prefix, name))
    return found


@pytest.mark.parametrize(("name", "command"), commands(cli.cli), ids=str)
def test_every_command_has_a_help_with_an_example(
    name: tuple[str, ...], command: click.Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*name, "--help") == 0
    assert re.search(rf"tintinh {name[0]}", capsys.readouterr().out)
    assert command.help


def test_facts_of_a_json_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, json.dumps(ARTICLE, ensure_ascii=False), "bai.json")
    assert run("facts", "--json", path) == 0
    (answer,) = lines(capsys.readouterr().out)
    assert answer["id"] == "bai-1"
    assert [person["name"] for person in answer["people"]] == ["Lường Văn Khuyến"]
    assert [office["title"] for office in answer["people"][0]["offices"]] == ["Chủ tịch"]
    text = f"{ARTICLE['title']}\n{ARTICLE['body']}"
    (date,) = answer["dates"]
    assert (date["start"], date["end"]) == ("2024-05-18", "2024-05-18")
    assert text[slice(*date["span"])] == date["text"]
    assert 0 <= date["confidence"] <= 1


def test_facts_of_a_page_and_of_plain_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = write(tmp_path, PAGE, "trang.html")
    plain = write(tmp_path, ARTICLE["body"], "bai.txt")
    assert run("facts", "--json", page, plain) == 0
    answers = lines(capsys.readouterr().out)
    assert [answer["id"] for answer in answers] == ["trang", "bai"]
    for answer in answers:
        assert [person["name"] for person in answer["people"]] == ["Lường Văn Khuyến"]


def test_facts_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, json.dumps(ARTICLE, ensure_ascii=False), "bai.json")
    assert run("facts", "--explain", path) == 0
    out = capsys.readouterr().out
    assert "ông 【Lường Văn Khuyến】, Chủ tịch UBND xã Mường Nưa" in out


def test_page_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("page", "--json", write(tmp_path, PAGE, "trang.html")) == 0
    (answer,) = lines(capsys.readouterr().out)
    assert set(answer) == {
        "id",
        "title",
        "lead",
        "authors",
        "published",
        "text",
        "captions",
        "attachments",
        "kind",
        "warnings",
    }
    assert answer["title"] == "Họp dân thôn Đồng Trước"
    assert answer["published"] is None
    assert str(answer["text"]).startswith("Sáng 18/5")


def test_page_beside_its_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = PAGE.replace("</body>", "<script>alert(1)</script></body>")
    assert run("page", "--html", tmp_path / "xem", write(tmp_path, hostile, "trang.html")) == 0
    shown = (tmp_path / "xem" / "trang.html").read_text(encoding="utf-8")
    assert "Sáng 18/5" in shown
    assert "<mark" in shown
    assert "<script" not in shown
    assert str(tmp_path / "xem" / "trang.html") in capsys.readouterr().err


def test_a_file_that_is_no_page_is_refused_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "anh.html"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    page = write(tmp_path, PAGE, "trang.html")
    assert run("page", "--json", picture, tmp_path / "khong-co.html", page) == 1
    captured = capsys.readouterr()
    assert [answer["id"] for answer in lines(captured.out)] == ["trang"]
    assert "anh.html" in captured.err
    assert "khong-co.html: cannot be read" in captured.err


def test_pairs_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"pair": 7, "a": ARTICLE, "b": ARTICLE}
    assert run("dedupe", "compare", "--json", write(tmp_path, json.dumps(row), "pairs.jsonl")) == 0
    (answer,) = lines(capsys.readouterr().out)
    assert (answer["pair"], answer["kind"], answer["duplicate"]) == (7, "identical", True)
    assert answer["reasons"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"pair": 1, "a": {"title": "", "body": "x"}}\n', "pairs.jsonl:1: b: expected an article"),
        ('{"a": 1}\n{oops\n', "pairs.jsonl:2: is not JSON"),
        ("[1]\n", "expected a JSON object"),
    ],
)
def test_broken_pairs_name_file_line_and_field(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("dedupe", "compare", "--json", write(tmp_path, text, "pairs.jsonl")) == 2
    assert said in capsys.readouterr().err


def test_a_missing_config_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nightly", "--config", tmp_path / "config.toml") == 2
    assert "config.toml: there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[crawl\n", "is not valid TOML"),
        (SITE.replace("name =", "nom ="), r"config\.toml:\d+.*nom.*no setting has this name"),
        (SITE.replace('"http://127.0.0.1:9/"', '"ftp://x/"'), r"config\.toml:6.*start.*http://"),
        ("[crawl]\ndelay = -1\n", r"config\.toml:2.*delay.*greater than or equal to 0"),
        (SITE + SITE, "two .* have the id 'mau'"),
        (SITE + 'vendor = "onecsm"\n', "no vendor is called 'onecsm'; known are: "),
    ],
)
def test_a_malformed_config_names_line_key_and_what_is_allowed(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("site", "list", "--config", write(tmp_path, text)) == 2
    assert re.search(said, capsys.readouterr().err)


def test_an_unknown_site_names_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("crawl", "--config", write(tmp_path, SITE), "nghia-trang") == 2
    assert "no [[site]] has the id 'nghia-trang'; known are: mau" in capsys.readouterr().err


def test_a_live_site_needs_a_contact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live = SITE.replace("allow_private = true", "").replace("http://127.0.0.1:9/", "https://example.org/")
    assert run("crawl", "--config", write(tmp_path, live)) == 2
    assert "contact" in capsys.readouterr().err


def test_an_unreachable_site_is_reported_and_ends_the_run_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = write(tmp_path, "[crawl]\nretries = 0\n" + SITE)
    assert run("nightly", "--config", settings) == 1
    assert "NOT CRAWLED" in capsys.readouterr().out
    assert run("status", "--config", settings, "--report", tmp_path / "build") == 1
    out = capsys.readouterr().out
    assert "nightly" in out
    assert "unreachable" in out
    for written in (tmp_path / "build", tmp_path / "var" / "report"):
        assert "unreachable" in (written / "night.html").read_text(encoding="utf-8")
        assert "127.0.0.1:9" in (written / "night.md").read_text(encoding="utf-8")


def test_a_database_from_a_newer_version_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = write(tmp_path, SITE)
    assert run("db", "upgrade", "--config", settings) == 0
    assert run("db", "check", "--config", settings) == 0
    with sqlite3.connect(tmp_path / "var" / "tintinh.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    capsys.readouterr()
    assert run("status", "--config", settings) == 1
    assert "newer" in capsys.readouterr().err


def test_status_before_the_first_run_says_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("status", "--config", write(tmp_path, SITE)) == 1
    assert "tintinh db upgrade" in capsys.readouterr().err


def test_a_second_nightly_run_waits_its_turn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = write(tmp_path, SITE)
    (tmp_path / "var").mkdir()
    with FileLock(tmp_path / "var" / "nightly.lock"):
        assert run("nightly", "--config", settings) == 1
    assert "another nightly run holds this lock" in capsys.readouterr().err


def test_a_schedule_is_installed_shown_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("PATH", str(tmp_path))  # no crontab there
    settings = write(tmp_path, SITE)
    assert run("schedule", "install", "--config", settings) == 2
    assert "--systemd or --cron" in capsys.readouterr().err
    assert run("schedule", "install", "--systemd", "--at", "23:15", "--config", settings) == 0
    out = capsys.readouterr().out
    assert "systemctl --user list-timers tintinh-nightly.timer" in out
    assert "23:15" in out
    assert run("schedule", "show") == 0
    assert capsys.readouterr().out.count("23:15") == 3
    assert run("schedule", "install", "--cron", "--config", settings) == 1
    assert "there is no crontab on this machine" in capsys.readouterr().err
    assert run("schedule", "remove") == 0
    assert run("schedule", "show") == 0
    assert "nothing is scheduled" in capsys.readouterr().out


def test_a_notice_that_cannot_be_delivered_is_a_fault_of_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notify = '[notify]\nwebhook = "http://127.0.0.1:9/"\n[crawl]\nretries = 0\n'
    assert run("nightly", "--config", write(tmp_path, notify + SITE)) == 1
    assert "tintinh: [notify] http://127.0.0.1:9/" in capsys.readouterr().err
    assert (tmp_path / "var" / "report" / "night.html").exists()
