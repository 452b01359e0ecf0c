"""``run``: what is due is done once, caught up with, and said; two at once do not meet."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.editions import contributor, run
from support.pdf import page_texts
from support.series import series_with

from styringsdialog.loading.sent import SENT_FILE
from styringsdialog.loading.starter import unwritten
from styringsdialog.series.editions import read_series
from styringsdialog.series.rehearsal import Machine
from styringsdialog.series.running import run_series
from styringsdialog.series.state import due_now

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

QUIET = "[run]\nrehearsals = 0\n"
OWING = contributor("vibo").replace('plugin = "folder"\n', 'plugin = "folder"\ndeadline = 2030-04-25\n')


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """Give a series with one edition in May 2030 that builds, and no rehearsals."""
    folder = series_with(tmp_path / "en serie ø", "2030-05-16", more=QUIET, edition='referat = "referat.md"\n' + OWING)
    (folder / "2030" / "vibo").mkdir()
    (folder / "2030" / "vibo" / "ord.md").write_text("Ord.", encoding="utf-8")
    (folder / "2030" / "referat.md").write_text(unwritten("referat"), encoding="utf-8")
    return folder


def events(series: Path, today: str) -> list[dict[str, Any]]:
    day = dt.date.fromisoformat(today)
    machine = Machine(soffice=None, stopwatch=time.monotonic)
    return [event.as_data() for event in run_series(series, day, machine=machine, progress=lambda _: None)]


def said(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['event']} {one['what']}" if one["what"] else one["event"] for one in found]


def due(series: Path, today: str) -> bool:
    return bool(due_now(read_series(series), dt.date.fromisoformat(today)))


def versions(series: Path, stage: str = "informationspakke") -> list[str]:
    place = series / "packages" / "2030" / stage / "versions"
    return sorted(path.name for path in place.iterdir()) if place.is_dir() else []


def package(series: Path, stage: str = "informationspakke") -> str:
    (pdf,) = (series / "packages" / "2030" / stage / "current").glob("*.pdf")
    return " ".join(page_texts(pdf))


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_edition_from_its_invitation_to_its_referat(series: Path) -> None:
    assert not due(series, "2029-11-15")
    assert said(events(series, "2029-11-15")) == ["nothing"]
    assert due(series, "2029-11-16")
    assert said(events(series, "2029-11-16")) == ["letter save_the_date"]
    assert not due(series, "2029-11-16")
    assert said(events(series, "2030-03-21")) == ["letter invitation"]
    assert said(events(series, "2030-05-07")) == ["letter registration", "letter bilag", "built informationspakke"]
    assert versions(series) == ["0001"]
    assert "Ord." in package(series)

    # A late bilag.
    (series / "2030" / "vibo" / "tal.md").write_text("Tal.", encoding="utf-8")
    assert due(series, "2030-05-08")
    (again,) = events(series, "2030-05-08")
    assert (again["event"], again["version"], again["late_days"]) == ("built", 2, 0)
    assert "igen" in again["text"]
    assert "Tal." in package(series)
    assert said(events(series, "2030-05-08")) == ["nothing"]

    # The referat is asked for on its day, and built when it is there.
    assert said(events(series, "2030-05-31")) == ["letter referat"]
    assert said(events(series, "2030-06-01")) == ["nothing"]
    (series / "2030" / "referat.md").write_text("# Referat\n\nDet gik godt.\n", encoding="utf-8")
    (built,) = events(series, "2030-06-04")
    assert (built["event"], built["what"], built["late_days"]) == ("built", "referat", 4)
    assert "skulle være sket den 31. maj 2030 og er indhentet nu" in built["text"]
    assert "Det gik godt." in package(series, "referat")
    assert versions(series) == ["0001", "0002"]
    assert said(events(series, "2030-11-18")) == ["letter follow_up"]
    assert said(events(series, "2031-05-16")) == ["letter next_edition"]
    assert "styringsdialog init" in (series / "packages/2030/letters/next_edition-2030-05-16.txt").read_text("utf-8")
    assert said(events(series, "2040-01-01")) == ["nothing"]


def test_the_second_run_changes_nothing_on_the_disk(series: Path) -> None:
    events(series, "2030-05-07")
    before = everything(series)
    assert said(events(series, "2030-05-07")) == ["nothing"]
    assert everything(series) == before


def test_a_package_whose_mark_was_lost_is_found_to_be_the_same_and_not_published_again(series: Path) -> None:
    # As after a kill between the publishing and the mark.
    events(series, "2030-05-07")
    (series / "packages/2030/informationspakke/built.json").unlink()
    (event,) = events(series, "2030-05-08")
    assert (event["event"], event["version"]) == ("unchanged", 1)
    assert versions(series) == ["0001"]
    assert said(events(series, "2030-05-08")) == ["nothing"]


def test_a_revision_that_was_interrupted_before_its_mark_is_finished_the_next_night_and_not_made_twice(
    series: Path,
) -> None:
    events(series, "2030-05-07")
    marks = [series / "packages/2030/informationspakke/built.json", series / "2030" / SENT_FILE]
    before = [mark.read_bytes() for mark in marks]
    (series / "2030" / "vibo" / "tal.md").write_text("Tal.", encoding="utf-8")
    assert said(events(series, "2030-05-08")) == ["built informationspakke"]
    revised = package(series)
    for mark, content in zip(marks, before, strict=True):
        mark.write_bytes(content)
    # Its cover names the day on which it was revised: that of the first try.
    assert said(events(series, "2030-05-09")) == ["unchanged informationspakke"]
    assert versions(series) == ["0001", "0002"]
    assert package(series) == revised
    assert "8. maj 2030" in revised
    assert said(events(series, "2030-05-09")) == ["nothing"]


def test_a_conference_that_is_moved_is_told_of_again_and_its_package_is_made_anew(series: Path) -> None:
    events(series, "2030-03-21")
    assert said(events(series, "2030-05-07"))[-1] == "built informationspakke"
    toml = series / "2030" / "conference.toml"
    toml.write_text(toml.read_text("utf-8").replace("2030-05-16", "2030-06-13"), encoding="utf-8")
    # Its new days: the invitation is overdue, and the package is sent on its own new day.
    assert said(events(series, "2030-05-08")) == ["letter invitation"]
    assert "13. juni 2030" in (series / "packages/2030/letters/invitation-2030-06-13.txt").read_text("utf-8")
    assert "built informationspakke" in said(events(series, "2030-06-04"))
    assert versions(series) == ["0001", "0002"]
    assert "13. juni 2030" in package(series)


def test_who_owes_a_bilag_is_written_to_and_the_package_has_a_place_for_it(series: Path) -> None:
    (series / "2030" / "vibo" / "ord.md").unlink()
    events(series, "2030-04-24")
    letter = (series / "packages/2030/letters/reminder-2-2030-05-16.txt").read_text("utf-8")
    assert "Vi mangler jeres bilag" in letter
    found = events(series, "2030-05-07")
    assert (found[-1]["complete"], found[-1]["good"]) == (False, False)
    assert "Afventer bilag fra VIBO" in package(series)


def test_a_package_that_still_says_what_a_blank_edition_says_is_not_called_good(series: Path) -> None:
    toml = series / "2030" / "conference.toml"
    toml.write_text(toml.read_text("utf-8").replace('"Prøveby Kommune"', '"Kommunens navn"'), encoding="utf-8")
    built = events(series, "2030-05-07")[-1]
    assert (built["event"], built["good"], built["unfilled"]) == ("built", False, ["conference.toml: host"])
    assert "Der står stadig noget fra en tom udgave: conference.toml: host." in built["text"]


def test_a_series_may_rather_wait_for_a_bilag(series: Path) -> None:
    (series / "series.toml").write_text(f'title = "Serien"\n{QUIET}missing_bilag = "vent"\n', encoding="utf-8")
    (series / "2030" / "vibo" / "ord.md").unlink()
    found = events(series, "2030-05-07")
    assert said(found)[-1] == "failed informationspakke"
    assert not versions(series)
    assert due(series, "2030-05-08")
    (series / "2030" / "vibo" / "ord.md").write_text("Ord.", encoding="utf-8")
    (event,) = events(series, "2030-05-08")
    assert (event["event"], event["late_days"]) == ("built", 1)


def test_what_fails_says_so_stops_nothing_else_and_is_tried_again(series: Path) -> None:
    (series / "2030" / "vibo" / "slem.pdf").write_bytes(b"ingen pdf")
    (series / "2032").mkdir()
    (series / "2032" / "conference.toml").write_text("title = 1", encoding="utf-8")
    (series / "series.toml").write_text(f'title = "Serien"\n{QUIET}missing_bilag = "vent"\n', encoding="utf-8")
    found = events(series, "2030-05-07")
    assert said(found)[0] == "broken"
    assert found[0]["problems"][0]["where"].startswith("2032/conference.toml")
    assert said(found)[-1] == "failed informationspakke"
    assert found[-1]["problems"]
    (series / "2030" / "vibo" / "slem.pdf").unlink()
    assert said(events(series, "2030-05-07")) == ["broken", "built informationspakke"]


def test_a_clock_that_went_back_is_said_and_makes_nothing(series: Path) -> None:
    events(series, "2030-05-07")
    before = everything(series)
    assert said(events(series, "2030-03-01")) == ["clock"]
    assert everything(series) == before


HOLD = """\
import pathlib, sys, time
from styringsdialog.series.running import alone_with
with alone_with(pathlib.Path(sys.argv[1])) as alone:
    print(alone, flush=True)
    time.sleep(60)
"""


def test_two_at_once_one_works_and_the_other_says_so(series: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(series)], stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout
            assert holder.stdout.readline().strip() == "True"
            done = run("run", series, "--today", "2030-05-07", "--lang", "da")
            assert (done.returncode, "En anden kørsel er i gang" in done.stdout) == (0, True)
            assert not (series / "packages").exists()
        finally:
            holder.kill()
    # Killed, it leaves no lock behind.
    assert said(events(series, "2030-05-07"))[-1] == "built informationspakke"


def test_on_the_command_line_there_is_a_line_for_each_thing_and_an_exit_code_for_a_scheduler(series: Path) -> None:
    assert run("status", series, "--due", "--today", "2030-05-07").returncode == 10
    done = run("run", series, "--today", "2030-05-07", "--json")
    assert done.returncode == 0, done.stderr
    assert said([json.loads(line) for line in done.stdout.splitlines()])[-1] == "built informationspakke"
    assert run("status", series, "--due", "--today", "2030-05-07").returncode == 0
    quiet = run("run", series, "--today", "2030-05-07")
    assert (quiet.returncode, quiet.stdout) == (0, "")
    (series / "2030" / "vibo" / "ord.md").unlink()
    done = run("run", series, "--today", "2030-05-08", "--lang", "da")
    assert (done.returncode, "Der mangler bilag" in done.stdout) == (9, True)
    done = run("run", series, "--today", "2030-03-01", "--lang", "da")
    assert (done.returncode, "stillet tilbage" in done.stdout) == (8, True)


@pytest.mark.parametrize("after", [0.2, 0.6, 1.0, 1.5])
def test_a_run_that_is_killed_is_made_good_by_the_next(series: Path, after: float) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "styringsdialog", "run", str(series), "--today", "2030-05-07"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ,
    )
    time.sleep(after)
    started.send_signal(signal.SIGKILL)
    started.wait()
    events(series, "2030-05-07")
    assert versions(series) == ["0001"]
    assert "Ord." in package(series)
    assert said(events(series, "2030-05-07")) == ["nothing"]
    leftovers = [name for name in everything(series / "packages") if name.rpartition("/")[2].startswith(".")]
    assert not leftovers


def test_every_line_for_a_log_is_one_object_with_the_same_keys(series: Path) -> None:
    found = events(series, "2030-05-07")
    common = {"event", "today", "edition", "what", "due", "late_days", "good", "text", "messages", "problems"}
    assert all(common <= set(one) for one in found)
    assert dt.date.fromisoformat(found[0]["due"]) < dt.date(2030, 5, 7)


def test_a_folder_that_is_no_series_is_named(tmp_path: Path) -> None:
    done = run("run", tmp_path)
    assert (done.returncode, "holds no series.toml" in done.stderr) == (2, True)
    (line,) = run("run", tmp_path, "--json").stdout.splitlines()
    assert (json.loads(line)["event"], json.loads(line)["problems"][0]["code"]) == ("failed", 2)


def test_status_tells_of_an_edition_that_cannot_be_read(series: Path) -> None:
    (series / "2032").mkdir()
    (series / "2032" / "conference.toml").write_text("title = 1", encoding="utf-8")
    done = run("status", series, "--today", "2029-01-01", "--lang", "da")
    assert (done.returncode, "2032/conference.toml: title" in done.stderr) == (2, True)
    assert "torsdag den 16. maj 2030" in done.stdout
