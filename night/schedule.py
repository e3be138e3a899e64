"""When the next night runs: a systemd timer of the user, or a line in the user's crontab.

Both run `tintinh nightly` once a day; writing them again changes nothing but what is new. A timer also
makes up for a night that was missed while the machine was off; with cron the next night does.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

NAME = "tintinh-nightly"

_BEGIN, _END = f"# {NAME}: begin", f"# {NAME}: end"
_BLOCK = re.compile(rf"^{re.escape(_BEGIN)}\n(.*?)^{re.escape(_END)}\n?", re.MULTILINE | re.DOTALL)
_CRON_TIME = re.compile(r"^(\d{1,2}) (\d{1,2}) \* \* \* ", re.MULTILINE)
_TIMER_TIME = re.compile(r"^OnCalendar=\*-\*-\* (\d{2}):(\d{2}):00$", re.MULTILINE)

_SERVICE = """[Unit]
Description=Tin Tinh: fetch, read and compare the night's news
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
"""
_TIMER = """[Unit]
Description=Tin Tinh: every night at {at:%H:%M}

[Timer]
OnCalendar=*-*-* {at:%H:%M}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


class ScheduleError(Exception):
    """The schedule could not be read or written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is run: the command `tintinh nightly` over one file of settings."""

    config: Path
    log: Path
    """Where cron's runs write what they say; systemd keeps that itself."""

    @property
    def arguments(self) -> tuple[str, ...]:
        """The command with all of its paths in full: timers know no working folder and no PATH."""
        program = Path(sys.executable).with_name("tintinh")
        if not program.exists():
            msg = f"{program} is missing: install Tin Tinh into this Python, with: make demo SERVE=0"
            raise ScheduleError(msg)
        return str(program), "nightly", "--config", str(self.config)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule that is in force: by whom, where it stands, at what time of this machine's day."""

    keeper: str
    where: str
    at: time

    def next_runs(self, now: datetime, number: int = 3) -> list[datetime]:
        """The next moments at which it runs, in the zone of `now`."""
        first = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        if first <= now:
            first += timedelta(days=1)
        return [first + timedelta(days=day) for day in range(number)]


def units_folder() -> Path:
    """Where systemd looks for the user's units (XDG base directories)."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "systemd" / "user"


def install_timer(job: Job, at: time) -> Path:
    """Write the service, its timer, and the link by which the timer is enabled; returns the timer's path."""
    folder = units_folder()
    wants = folder / "timers.target.wants"
    wants.mkdir(parents=True, exist_ok=True)
    command = " ".join(_systemd_word(word) for word in job.arguments)
    service = _SERVICE.format(folder=str(job.config.parent).replace("%", "%%"), command=command)
    timer = folder / f"{NAME}.timer"
    (folder / f"{NAME}.service").write_text(service, encoding="utf-8")
    timer.write_text(_TIMER.format(at=at), encoding="utf-8")
    link = wants / timer.name
    link.unlink(missing_ok=True)
    link.symlink_to(timer)
    return timer


def install_cron(job: Job, at: time) -> None:
    """Put the line into the user's crontab in the place of an earlier one; the others stay as they are."""
    command = f"{shlex.join(job.arguments)} >> {shlex.quote(str(job.log))} 2>&1"
    # In a crontab an unescaped % ends the command.
    line = f"{at.minute} {at.hour} * * * {command}".replace("%", r"\%")
    others = _BLOCK.sub("", _crontab())
    _write_crontab(f"{others}{_BEGIN}\n{line}\n{_END}\n")


def scheduled() -> list[Scheduled]:
    """The schedules in force that `install` has written."""
    found = []
    timer = units_folder() / f"{NAME}.timer"
    if timer.exists() and (at := _TIMER_TIME.search(timer.read_text(encoding="utf-8"))):
        found.append(Scheduled("systemd", str(timer), time(int(at[1]), int(at[2]))))
    block = _BLOCK.search(_crontab()) if shutil.which("crontab") else None
    if block and (at := _CRON_TIME.search(block[1])):
        found.append(Scheduled("cron", "crontab -l", time(int(at[2]), int(at[1]))))
    return found


def remove() -> list[str]:
    """Take away what `install` has written; returns what that was."""
    removed = []
    folder = units_folder()
    names = (f"timers.target.wants/{NAME}.timer", f"{NAME}.timer", f"{NAME}.service")
    for path in (folder / name for name in names):
        if path.is_symlink() or path.exists():
            path.unlink()
            removed.append(str(path))
    if shutil.which("crontab"):
        before = _crontab()
        after = _BLOCK.sub("", before)
        if after != before:
            _write_crontab(after)
            removed.append("crontab")
    return removed


def _systemd_word(word: str) -> str:
    """An argument as systemd.service(5) wants it: quoted, its own signs doubled."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def _crontab() -> str:
    """The user's crontab; empty where there is none yet."""
    done = _run_crontab("-l")
    if done.returncode == 0:
        return done.stdout if not done.stdout or done.stdout.endswith("\n") else f"{done.stdout}\n"
    if "no crontab" in done.stderr:
        return ""
    msg = f"crontab -l: {done.stderr.strip()}"
    raise ScheduleError(msg)


def _write_crontab(text: str) -> None:
    done = _run_crontab("-", text)
    if done.returncode != 0:
        msg = f"crontab: {done.stderr.strip()}"
        raise ScheduleError(msg)


def _run_crontab(argument: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    program = shutil.which("crontab")
    if program is None:
        msg = "there is no crontab on this machine: install cron, or use: tintinh schedule install --systemd"
        raise ScheduleError(msg)
    return subprocess.run(  # noqa: S603 -- the user's own crontab, found on the user's PATH
        [program, argument],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
