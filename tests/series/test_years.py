"""``check SERIES --years``: the nights of years to come, walked with a moved clock."""

from __future__ import annotations

import json
from pathlib import Path

from support.editions import run
from support.series import series_with


def test_twenty_years_hold_ten_editions_with_a_package_of_each_stage(tmp_path: Path) -> None:
    series = series_with(tmp_path / "serie", "2030-05-16")
    done = run("check", series, "--years", "20", "--today", "2030-01-01", "--json")
    assert done.returncode == 0, done.stderr
    editions = json.loads(done.stdout)["editions"]
    assert [one["edition"] for one in editions] == [str(year) for year in range(2030, 2051, 2)]
    assert all(one["packages"] == {"informationspakke": 1, "referat": 1} for one in editions[:-1])
    assert all(one["reasons"] for one in editions)
    assert sorted(path.name for path in series.iterdir()) == ["2030", "series.toml"]
    said = run("check", series, "--years", "3", "--today", "2030-01-01").stdout
    assert "torsdag den 16. maj 2030" in said
    assert "Pakker: informationspakke 1, referat 1" in said


def test_deadlines_that_leave_no_room_for_a_package_are_told(tmp_path: Path) -> None:
    # The referat would be due when the edition is already over.
    more = '[deadlines]\nreferat = "7 måneder efter"\n'
    series = series_with(tmp_path / "serie", "2030-05-16", more=more)
    done = run("check", series, "--years", "3", "--today", "2030-01-01")
    assert done.returncode == 8
    assert "would not get exactly one package of each stage" in done.stderr


def test_a_series_without_an_edition_has_nothing_to_count_from(tmp_path: Path) -> None:
    done = run("check", series_with(tmp_path), "--years", "3")
    assert (done.returncode, "holds no edition" in done.stderr) == (2, True)


def test_years_are_a_series_and_rehearsals_an_editions(tmp_path: Path) -> None:
    assert run("check", series_with(tmp_path, "2030-05-16"), "--years", "3", "--rehearse").returncode == 2
    assert run("status", tmp_path, "--mail").returncode == 2
    assert run("status", tmp_path / "2030", "--due").returncode == 2
