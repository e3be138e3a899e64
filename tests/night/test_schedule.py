"""The schedule is written where the machine looks for it, again and again without harm."""

from __future__ import annotations

import configparser
import shlex
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from night.schedule import (
    Job,
    Scheduled,
    ScheduleError,
    install_cron,
    install_timer,
    remove,
    scheduled,
)

CRONTAB = """#!/bin/sh
# Keeps a user's crontab in a file, as cron's own program does.
file="$FAKE_CRONTAB"
case "$1" in
  -l) if [ -f "$file" ]; then cat "$file"; else echo "no crontab for tester" >&2; exit 1; fi ;;
  -) cat > "$file" ;;
esac
"""
OTHERS = "MAILTO=ai@bao.example\n0 5 * * * /usr/bin/backup --all\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with an empty configuration and a crontab program of its own."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "crontab").write_text(CRONTAB)
    (programs / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("FAKE_CRONTAB", str(tmp_path / "crontab.txt"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def job(home: Path) -> Job:
    folder = home / "tin 100%"
    folder.mkdir()
    return Job(config=folder / "config.toml", log=folder / "nightly.log")


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys of units are case-sensitive
    parser.read(path, encoding="utf-8")
    return parser


def test_a_timer_is_written_enabled_and_catches_up_missed_nights(home: Path, job: Job) -> None:
    timer = install_timer(job, time(1, 30))
    folder = home / "config" / "systemd" / "user"
    assert timer == folder / "tintinh-nightly.timer"
    assert unit(timer)["Timer"]["OnCalendar"] == "*-*-* 01:30:00"
    assert unit(timer)["Timer"]["Persistent"] == "true"
    command = shlex.split(unit(folder / "tintinh-nightly.service")["Service"]["ExecStart"])
    assert command[1:] == ["nightly", "--config", str(job.config).replace("%", "%%")]
    assert Path(command[0]).name == "tintinh"
    assert (folder / "timers.target.wants" / timer.name).resolve() == timer


def test_installing_a_timer_again_changes_only_the_time(home: Path, job: Job) -> None:
    install_timer(job, time(1, 30))
    before = sorted(path for path in home.rglob("*"))
    install_timer(job, time(22, 5))
    assert sorted(path for path in home.rglob("*")) == before
    assert [(one.keeper, one.at) for one in scheduled()] == [("systemd", time(22, 5))]


def test_a_crontab_keeps_its_other_lines(home: Path, job: Job) -> None:
    table = home / "crontab.txt"
    table.write_text(OTHERS)
    install_cron(job, time(1, 30))
    install_cron(job, time(2, 45))
    text = table.read_text()
    assert text.startswith(OTHERS)
    (line,) = [line for line in text.splitlines() if "nightly --config" in line]
    assert line.startswith("45 2 * * * ")
    assert r"tin 100\%" in line
    assert [(one.keeper, one.at) for one in scheduled()] == [("cron", time(2, 45))]
    remove()
    assert table.read_text() == OTHERS
    assert scheduled() == []


def test_the_first_line_of_a_crontab_needs_none_before_it(home: Path, job: Job) -> None:
    install_cron(job, time(0, 0))
    assert (home / "crontab.txt").read_text().splitlines()[1].startswith("0 0 * * * ")


def test_a_timer_is_removed_with_all_its_files(home: Path, job: Job) -> None:
    install_timer(job, time(1, 30))
    assert len(remove()) == 3
    assert not [path for path in (home / "config").rglob("*") if not path.is_dir()]
    assert remove() == []


def test_a_machine_without_cron_says_so(home: Path, job: Job) -> None:
    (home / "bin" / "crontab").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(home / "bin"))
        with pytest.raises(ScheduleError, match="schedule install --systemd"):
            install_cron(job, time(1, 30))
        assert scheduled() == []


def test_the_next_runs_are_the_next_days_at_that_hour() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    nightly = Scheduled("cron", "crontab -l", time(1, 30))
    before = nightly.next_runs(datetime(2026, 3, 31, 1, 0, tzinfo=zone), 2)
    after = nightly.next_runs(datetime(2026, 3, 31, 1, 30, tzinfo=zone), 1)
    assert before == [datetime(2026, 3, 31, 1, 30, tzinfo=zone), datetime(2026, 4, 1, 1, 30, tzinfo=zone)]
    assert after == [datetime(2026, 4, 1, 1, 30, tzinfo=zone)]
