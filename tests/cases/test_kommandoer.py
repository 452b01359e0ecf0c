"""Commands among the field cases: a plugin that leaves a process behind, and a night in which the clocks move."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import zoneinfo
from pathlib import Path

import pytest
from cronsim import CronSim
from support.editions import run
from support.field_cases import case

pytestmark = pytest.mark.long

ZONE = zoneinfo.ZoneInfo("Europe/Copenhagen")


def test_a_process_that_a_plugin_leaves_is_told_and_the_build_goes_on(tmp_path: Path) -> None:
    plugin = case("26-plugin-baggrundsproces", tmp_path).parent / "plugin"
    checked = run("plugin", "check", str(plugin))
    assert checked.returncode == 3
    assert "left 1 process running" in checked.stderr
    assert "wait for every process that the plugin starts" in checked.stderr
    shown = run("plugin", "preview", str(plugin), "-o", str(tmp_path / "vist.pdf"))
    assert shown.returncode == 0
    assert (tmp_path / "vist.pdf").is_file()


def nights(folder: Path, *kind: str) -> str:
    case("41-tidsplan-sommertid", folder)
    (folder / "series.toml").write_text('title = "Serien"\n', encoding="utf-8")
    done = run("schedule", *kind, str(folder), "--at", "02:30", "--user", "drift", "-o", str(folder / "filer"))
    assert done.returncode == 0, done.stderr
    return "\n".join(path.read_text("utf-8") for path in sorted((folder / "filer").iterdir()))


def test_cron_starts_a_job_at_half_past_two_once_each_night(tmp_path: Path) -> None:
    assert "\n30 2 * * * " in nights(tmp_path, "--cron")
    days = CronSim("30 2 * * *", dt.datetime(2030, 1, 1, tzinfo=ZONE))
    starts = [next(days).date() for _ in range(365)]
    assert starts == [dt.date(2030, 1, 1) + dt.timedelta(days=day) for day in range(365)]


def test_systemd_starts_a_job_at_half_past_two_once_each_night(tmp_path: Path) -> None:
    timer = nights(tmp_path, "--systemd")
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed; it comes with systemd")
    calendars = [line.partition("=")[2] for line in timer.splitlines() if line.startswith("OnCalendar=")]
    starts = [start for calendar in calendars for start in elapses(calendar)]
    days = sorted(start.astimezone(ZONE).date() for start in starts if start.year == 2030)
    # The day on which clocks go forward has no such hour, and the one on which they go back has it twice.
    assert days == [dt.date(2030, 1, 1) + dt.timedelta(days=day) for day in range(365)]


def elapses(calendar: str) -> list[dt.datetime]:
    """Give the first times after the beginning of 2030 at which a timer elapses, in UTC."""
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2029-12-31 12:00:00 UTC", "--iterations=366", calendar],  # noqa: S607 - on the PATH, as its users have it
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
    )
    found = re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", done.stdout)
    return [dt.datetime.fromisoformat(f"{time}+00:00") for time in found]
