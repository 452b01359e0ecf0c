"""A rehearsal makes the package, looks at what it stands on, and tells what would stop it."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import pytest
from support.editions import contributor, run
from support.series import series_with

from styringsdialog.errors import Fault, Problem, Remark
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language, Level
from styringsdialog.model.conference import BLANK_NOTICE, Stage
from styringsdialog.series.editions import read_series
from styringsdialog.series.rehearsal import History, Machine, Rehearsal, rehearse
from styringsdialog.series.running import run_series
from styringsdialog.series.state import last_build
from styringsdialog.series.surroundings import (
    LastBuild,
    clock,
    disk,
    libraries,
    office,
    plugins_gone,
    versions_now,
)

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

TODAY = dt.date(2030, 1, 15)
MACHINE = Machine(soffice=None, stopwatch=time.monotonic)


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """Give a series with one edition whose only contributor has handed in."""
    folder = series_with(tmp_path / "serie", "2030-05-16", edition=contributor("vibo"))
    (folder / "2030" / "vibo").mkdir()
    (folder / "2030" / "vibo" / "ord.md").write_text("Ord.", encoding="utf-8")
    return folder


def rehearsed(series: Path, **known: Any) -> Rehearsal:
    edition = series / "2030"
    return rehearse(load_conference(edition), series / "packages", History(**known), machine=MACHINE, today=TODAY)


def last(**known: Any) -> LastBuild:
    return LastBuild(**{"edition": "2028", "versions": {}, "makers": {}, "size": 100_000, **known})


def stopping(findings: Any) -> list[str]:
    return [finding.text(Language.DANISH).what for finding in findings if isinstance(finding, Problem)]


def level(finding: Problem | Remark) -> Level:
    return Level.REQUIRED if isinstance(finding, Problem) else finding.level


def told(result: Rehearsal) -> str:
    return " ".join(finding.text(Language.DANISH).what for finding in result.findings)


def test_a_package_that_can_be_made_is_said_to_be_and_nothing_is_left(series: Path) -> None:
    result = rehearsed(series)
    assert (result.good, result.exit_code) == (True, 0)
    assert result.pages[Stage.INFORMATIONSPAKKE] > 3
    assert "Prøvet den 15. januar 2030. Pakken kan laves." in result.markdown()
    assert not (series / "packages").exists()


def test_what_would_fail_is_said_in_danish_with_the_technical_word_for_it(series: Path) -> None:
    (series / "2030" / "vibo" / "plan.pdf").write_bytes(b"ingen pdf")
    result = rehearsed(series)
    assert (result.good, result.exit_code) == (False, 5)
    (finding,) = [finding for finding in result.findings if isinstance(finding, Problem)]
    assert finding.fault is Fault.FILE
    assert f"- {finding.place.text(Language.DANISH)}: {finding.text(Language.DANISH).what}" in result.markdown()
    assert "plan.pdf" in str(finding)
    assert "Pakken kan ikke laves, som det er nu." in result.markdown()


def test_on_the_command_line_a_rehearsal_is_danish_or_data_and_has_an_exit_code(series: Path) -> None:
    good = run("check", series / "2030", "--rehearse", "--today", "2030-01-15", "--lang", "da")
    assert (good.returncode, "Pakken kan laves." in good.stdout) == (0, True), good.stderr
    (series / "2030" / "vibo" / "plan.pdf").write_bytes(b"ingen pdf")
    bad = run("check", series / "2030", "--rehearse", "--today", "2030-01-15", "--json")
    data = json.loads(bad.stdout)
    assert (bad.returncode, data["exit_code"], data["ok"]) == (5, 5, False)


def test_a_plugin_that_vanished_since_the_last_edition_is_named_with_what_it_came_from(series: Path) -> None:
    toml = (series / "2030" / "conference.toml").read_text("utf-8")
    changed = toml + contributor("dabo", plugin="forsvundet", settings="", name="Østerå Bolig")
    (series / "2030" / "conference.toml").write_text(changed, encoding="utf-8")
    result = rehearsed(series, last=last(makers={"forsvundet": ("styringsdialog-forsvundet", "2.1")}))
    assert not result.good
    assert result.exit_code == 3
    assert (
        "pluginet forsvundet, som Østerå Bolig bruger, er ikke installeret; "
        "sidst kom det fra styringsdialog-forsvundet 2.1"
    ) in stopping(result.findings)
    assert "Traceback" not in result.markdown()


def fake_distribution(folder: Path, name: str, version: str) -> None:
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")


def test_a_library_two_major_versions_newer_is_named(
    series: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = versions_now()
    major = int(before["pikepdf"].split(".")[0])
    fake_distribution(tmp_path / "path", "pikepdf", f"{major + 2}.0.1")
    monkeypatch.syspath_prepend(str(tmp_path / "path"))
    (finding,) = libraries(last(versions={"pikepdf": before["pikepdf"]}))
    assert level(finding) is Level.ADVISED
    expected = (
        f"Biblioteket pikepdf er 2 hovedversioner nyere end sidst ({major + 2}.0.1 i stedet for {before['pikepdf']})"
    )
    assert finding.text(Language.DANISH).what == expected
    assert expected in rehearsed(series, last=last(versions={"pikepdf": before["pikepdf"]})).markdown()


def test_the_same_libraries_are_nothing_to_tell_of_and_a_missing_one_stops() -> None:
    now = versions_now()
    assert not list(libraries(last(versions=now)))
    assert not list(libraries(None))
    assert stopping(libraries(last(versions={"et-bibliotek-der-er-vaek": "1.0"}))) == [
        "biblioteket et-bibliotek-der-er-vaek er her ikke mere"
    ]


def test_a_plugin_that_no_longer_imports_is_named_and_is_no_traceback(
    series: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    fake_distribution(site, "styringsdialog-rusten", "1.0")
    points = site / "styringsdialog-rusten-1.0.dist-info" / "entry_points.txt"
    points.write_text("[styringsdialog]\nrusten = rusten\n", encoding="utf-8")
    (site / "rusten.py").write_text("from collections import Mapping\n", encoding="utf-8")  # gone since Python 3.10
    monkeypatch.setenv("PYTHONPATH", str(site), prepend=":")
    monkeypatch.syspath_prepend(str(site))
    toml = (series / "2030" / "conference.toml").read_text("utf-8")
    changed = toml + contributor("dabo", plugin="rusten", settings="", name="Østerå Bolig")
    (series / "2030" / "conference.toml").write_text(changed, encoding="utf-8")
    result = rehearsed(series)
    assert (result.good, result.exit_code) == (False, 3)
    (finding,) = [finding for finding in result.findings if isinstance(finding, Problem)]
    assert finding.fault is Fault.PLUGIN
    assert "rusten" in str(finding)
    assert "Traceback" not in result.markdown()


def test_what_ages_in_a_plugin_is_heard_as_it_is_loaded(
    series: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    fake_distribution(site, "styringsdialog-gammel", "1.0")
    points = site / "styringsdialog-gammel-1.0.dist-info" / "entry_points.txt"
    points.write_text("[styringsdialog]\ngammel = gammel\n", encoding="utf-8")
    (site / "gammel.py").write_text(
        "import warnings\n"
        "from styringsdialog import PluginInfo, hookimpl\n"
        "warnings.warn('gammel.noget goes in version 2', DeprecationWarning, stacklevel=1)\n"
        "@hookimpl\ndef plugin_info(): return PluginInfo(id='gammel', name='Gammel', api=1)\n"
        "@hookimpl\ndef bilag(request): return []\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(site), prepend=":")
    monkeypatch.syspath_prepend(str(site))
    toml = (series / "2030" / "conference.toml").read_text("utf-8")
    changed = toml + contributor("dabo", plugin="gammel", settings="")
    (series / "2030" / "conference.toml").write_text(changed, encoding="utf-8")
    result = rehearsed(series)
    assert result.good
    assert "(gammel.py: gammel.noget goes in version 2)" in told(result)


def test_a_night_rehearses_once_a_month_and_keeps_what_it_found(series: Path) -> None:
    def night(today: str) -> list[str]:
        found = run_series(series, dt.date.fromisoformat(today), machine=MACHINE, progress=lambda _: None)
        return [f"{event.happened.value} {event.what}".strip() for event in found]

    assert night("2029-11-10") == ["rehearsed rehearsal"]
    assert night("2029-11-10") == ["nothing"]
    assert night("2029-11-20") == ["letter save_the_date"]
    output = series / "packages" / "2030"
    assert "Prøvet den 10. november 2029. Pakken kan laves." in (output / "rehearsal.md").read_text("utf-8")
    assert night("2029-12-01") == ["rehearsed rehearsal"]
    kept = json.loads((output / "rehearsal.json").read_text("utf-8"))
    assert kept["date"] == "2029-12-01"
    assert kept["versions"]["pikepdf"] == versions_now()["pikepdf"]


def test_the_last_package_that_went_well_is_what_a_rehearsal_is_held_against(series: Path) -> None:
    assert last_build(read_series(series)) is None
    list(run_series(series, dt.date(2030, 5, 7), machine=MACHINE, progress=lambda _: None))
    series_with(series, "2032-05-13")
    found = last_build(read_series(series))
    assert found
    assert found.edition == "2030"
    assert found.versions["pikepdf"] == versions_now()["pikepdf"]
    assert found.makers["folder"][0] == "styringsdialog"
    assert found.size > 1000


def test_installed_plugins_are_nothing_to_tell_of(series: Path) -> None:
    assert not list(plugins_gone(load_conference(series / "2030"), last()))


def test_what_ages_is_heard(series: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # A library that warns as it is loaded: what Python itself would load first.
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import warnings\nwarnings.warn_explicit('tomllib.foo is deprecated', DeprecationWarning, 'lib/noget.py', 7)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(site), prepend=":")
    result = rehearsed(series)
    assert result.good
    (finding,) = [finding for finding in result.findings if level(finding) is Level.ADVISED]
    assert "(noget.py: tomllib.foo is deprecated)" in finding.text(Language.DANISH).what


def test_office_files_need_libreoffice(series: Path) -> None:
    edition = series / "2030"
    assert not list(office(edition, None))
    (edition / "vibo" / "Oplæg.PPTX").write_bytes(b"PK")
    assert stopping(office(edition, None)) == [
        "LibreOffice (soffice) er her ikke, og vibo/Oplæg.PPTX kan ikke blive til sider uden"
    ]
    assert not list(office(edition, "/usr/bin/soffice"))


def test_a_disk_that_is_nearly_full_is_told_of(tmp_path: Path) -> None:
    assert not list(disk(tmp_path / "ikke" / "lavet", None))
    (found, *_) = disk(tmp_path, last(size=10**15))
    assert isinstance(found, Problem)
    assert "ledig plads" in found.text(Language.DANISH).what


@pytest.mark.parametrize(
    ("today", "newest", "expected"),
    [
        (dt.date(2030, 1, 15), None, None),
        (dt.date(2030, 1, 15), dt.date(2030, 1, 14), None),
        (dt.date(1970, 1, 1), None, Level.REQUIRED),
        (dt.date(2030, 1, 15), dt.date(2030, 1, 16), Level.REQUIRED),
        (dt.date(2033, 1, 15), dt.date(2030, 1, 16), Level.ADVISED),
    ],
)
def test_a_clock_that_cannot_be_right_is_told_of(
    today: dt.date, newest: dt.date | None, expected: Level | None
) -> None:
    assert [level(finding) for finding in clock(today, newest)] == ([expected] if expected else [])


def test_time_and_pages_are_held_against_the_last_rehearsal(series: Path) -> None:
    seconds = iter([0.0, 500.0])
    slow = Machine(soffice=None, stopwatch=lambda: next(seconds))
    before = {"seconds": 3.0, "pages": {"informationspakke": 99}}
    edition = load_conference(series / "2030")
    result = rehearse(edition, series, History(rehearsal=before), machine=slow, today=TODAY)
    assert "Det tog 500" in told(result)
    assert "ved sidste generalprøve 99" in told(result)
    assert result.good


def test_what_is_awaited_is_no_failure(series: Path) -> None:
    toml = (series / "2030" / "conference.toml").read_text("utf-8")
    owing = toml.replace('plugin = "folder"\n', 'plugin = "folder"\ndeadline = 2030-04-25\n')
    (series / "2030" / "conference.toml").write_text(owing, encoding="utf-8")
    (series / "2030" / "vibo" / "ord.md").unlink()
    result = rehearsed(series)
    assert result.good
    assert "Der mangler bilag fra VIBO" in told(result)


def test_what_is_not_filled_in_is_told_of(series: Path) -> None:
    toml = series / "2030" / "conference.toml"
    toml.write_text(f'notice = "{BLANK_NOTICE}"\n{toml.read_text("utf-8")}', encoding="utf-8")
    result = rehearsed(series)
    assert result.good
    assert "Endnu ikke udfyldt: conference.toml: notice" in told(result)
