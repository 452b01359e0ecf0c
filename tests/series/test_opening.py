"""The next edition: what comes every time is there, what belongs to one is not, and a person is told the rest."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import attrs
import pytest
from PIL import Image
from support.editions import CONFERENCE, EXAMPLE, contributor, run, write_edition
from support.office import docx, paragraph
from support.series import series_with

from styringsdialog.danish.calendar import is_working_day, working_days_between
from styringsdialog.loading.series import load_conference
from styringsdialog.model.conference import Conference, Journal

pytestmark = pytest.mark.long  # whole commands: each takes a second or more

PREVIOUS = (
    "# Vores egen note.\n"
    + CONFERENCE.replace("2031-05-15", "2030-05-16")
    + """\
slug = "proeveby-2030"
updated = 2030-06-01
notice = "Endelig."
referat = "referat.md"

[journal]
sagsbehandler = "abc"
doknr = "7"
sagsnr = "8"

[output]
require = ["ua1"]

[design]
accent = "#1d4f72"
logo = "pynt/logo.png"
[design.templates]
forside = "pynt/forside.j2"
"""
    + contributor("vibo", name="VIBO").replace(
        'plugin = "folder"\n', 'plugin = "folder"\ncontact = "Åse <aase@eksempel.dk>"\ndeadline = 2030-04-25\n'
    )
    + """
[[themes]]
key = "et"
title = "Et"
[[themes.talks]]
title = "Et oplæg"
key = "oplaegget"

[[programme]]
start = 15:00:00
kind = "velkomst"
[[programme.speakers]]
name = "Bente Borgmester"

[[programme]]
start = 15:15:00
talk = "oplaegget"

[[programme]]
start = 16:00:00
day = 2030-05-16
kind = "pause"
place = "Foyeren"

[[programme]]
start = 16:15:00
title = "Rundvisning"

[[participants]]
name = "Åse Ås"
organisation = "VIBO"

[[agreements]]
what = "Vi mødes igen"

[[follow_ups]]
what = "Skriv til Åse"
"""
)


@pytest.fixture
def previous(tmp_path: Path) -> Path:
    """Give an edition that was held, in a series."""
    series = series_with(tmp_path / "serie")
    files = {
        "referat.md": "# Referat\n\nDet gik godt.\n",
        "vibo/ord.md": "Ord.",
        "pynt/forside.j2": "<h1>{{ conference.title }}</h1>\n",
    }
    edition = write_edition(series / "2030", PREVIOUS, files)
    Image.new("RGB", (40, 20)).save(edition / "pynt" / "logo.png")
    return edition


def opened(previous: Path, *options: str) -> tuple[Path, str]:
    folder = previous.parent / "2032"
    done = run("init", folder, "--from", previous, "--lang", "da", *options)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_what_comes_every_time_is_carried_over(previous: Path) -> None:
    folder, _ = opened(previous)
    before, after = load_conference(previous), load_conference(folder)
    assert (after.title, after.host, after.place) == (before.title, before.host, before.place)
    assert after.output == before.output
    (vibo,) = after.contributors
    assert (vibo.id, vibo.name, vibo.contact, dict(vibo.settings)) == (
        "vibo",
        "VIBO",
        "Åse <aase@eksempel.dk>",
        {"path": "vibo"},
    )
    assert (folder / "vibo").is_dir()
    assert "# Vores egen note." in (folder / "conference.toml").read_text("utf-8")


def test_the_look_is_carried_over_with_its_files(previous: Path) -> None:
    folder, _ = opened(previous)
    before, after = load_conference(previous), load_conference(folder)
    assert after.design == before.design
    assert (folder / "pynt" / "logo.png").read_bytes() == (previous / "pynt" / "logo.png").read_bytes()


def test_what_belongs_to_one_edition_is_emptied(previous: Path) -> None:
    folder, _ = opened(previous)
    after = load_conference(folder)
    assert after.themes == ()
    assert after.updated is None
    assert "ikke udfyldt" in after.notice
    assert after.journal == Journal(sagsbehandler="abc")
    assert after.referat
    assert "Det gik godt" not in after.referat.text
    # It says what to put there.
    assert [path.name for path in (folder / "vibo").iterdir()] == ["bilag-her.txt"]
    assert after.slug == "proeveby-2032"


def test_of_the_programme_what_comes_every_time_stays_without_those_who_spoke(previous: Path) -> None:
    folder, said = opened(previous)
    after = load_conference(folder)
    assert [(item.kind.value, item.start.isoformat(), item.day, item.speakers) for item in after.programme] == [
        ("velkomst", "15:00:00", None, ()),
        ("pause", "16:00:00", dt.date(2032, 5, 13), ()),
    ]
    assert after.programme[1].place == "Foyeren"
    assert (after.participants, after.agreements, after.follow_ups) == ((), (), ())
    assert "Deltagerne skal skrives" in said
    assert "aftalt sidst («Vi mødes igen»)" in said
    assert "aftalt sidst («Skriv til Åse»)" in said


def test_days_move_with_the_conference_by_weekday_and_by_working_days(previous: Path) -> None:
    folder, _ = opened(previous)
    before, after = load_conference(previous), load_conference(folder)
    assert after.start == dt.datetime(2032, 5, 13, 15)  # noqa: DTZ001 - wall-clock time at the place
    assert after.start.weekday() == before.start.weekday()
    assert after.end - after.start == before.end - before.start
    then, now = before.contributors[0].deadline, after.contributors[0].deadline
    assert then
    assert now
    assert is_working_day(now)
    assert working_days_between(now, after.start.date()) == working_days_between(then, before.start.date())


def test_the_day_may_be_chosen_and_its_reasons_are_told_all_the_same(previous: Path) -> None:
    folder, said = opened(previous, "--date", "2032-06-10")
    assert load_conference(folder).start.date() == dt.date(2032, 6, 10)
    assert "1. torsdag den 10. juni 2032" in said
    assert "4\N{NO-BREAK SPACE}uger fra den sædvanlige tid" in said
    assert "2. torsdag den 13. maj 2032" in said


def test_a_person_is_told_what_to_fill_in_and_finds_it_in_the_folder(previous: Path) -> None:
    folder, said = opened(previous)
    checklist = (folder / "huskeliste.md").read_text("utf-8")
    for words in ("Stedet er det samme", "Sagsnummer", "Temaer", "Teksten referat.md", "VIBO skal aflevere", "Åse"):
        assert words in said
        assert words in checklist
    assert "- [ ] " in checklist
    assert "cirka 2\N{NO-BREAK SPACE}år efter den seneste, den 16. maj 2030" in checklist


def test_what_was_opened_builds_and_can_be_opened_from_in_turn(previous: Path) -> None:
    folder, _ = opened(previous)
    done = run("build", folder, "-o", folder.parent / "ud", "--keep-going")
    assert done.returncode == 9, done.stderr
    again = run("init", folder.parent / "2034", "--from", folder)
    assert again.returncode == 0, again.stderr
    assert load_conference(folder.parent / "2034").start.year == 2034


def test_an_edition_alone_can_be_opened_from_without_a_series(tmp_path: Path) -> None:
    done = run("init", tmp_path / "ny", "--from", EXAMPLE, "--lang", "da")
    assert done.returncode == 0, done.stderr
    assert load_conference(tmp_path / "ny").start.year == 2032
    assert "indstillingen slides nævner filen den-groenne-omstilling.pdf" in done.stdout


def test_lists_in_files_begin_anew_in_a_workbook_with_what_comes_every_time(tmp_path: Path) -> None:
    rows = "15.00;Velkomst;velkomst;Bente Borgmester\n15.30;Et oplæg;oplæg;Anne\n16.00;;pause;\n"
    (tmp_path / "2030").mkdir()
    (tmp_path / "2030" / "program.csv").write_text(f"Tid;Punkt;Type;Oplægsholder\n{rows}", "utf-8")
    (tmp_path / "2030" / "hvem.csv").write_text("Navn;Organisation\nAnne;VIBO\n", "utf-8")
    (tmp_path / "2030" / "referat.docx").write_bytes(docx(paragraph("Det gik godt.")))
    names = 'programme = "program.csv"\nparticipants = "hvem.csv"\nreferat = "referat.docx"\n'
    (tmp_path / "2030" / "conference.toml").write_text(CONFERENCE.replace("2031-05-15", "2030-05-16") + names, "utf-8")
    folder, told = opened(tmp_path / "2030")
    conference = load_conference(folder)
    assert [(item.start.hour, item.title, item.speakers) for item in conference.programme] == [
        (15, "Velkomst", ()),
        (16, "", ()),
    ]
    assert conference.participants == ()
    assert conference.referat is not None
    assert conference.referat.path == "referat.md"
    assert "Deltagerne skal skrives" in told


def test_nothing_is_written_where_something_stands(previous: Path) -> None:
    (previous.parent / "2032").mkdir()
    (previous.parent / "2032" / "min.txt").write_text("min egen", "utf-8")
    done = run("init", previous.parent / "2032", "--from", previous)
    assert done.returncode == 6
    assert [path.name for path in (previous.parent / "2032").iterdir()] == ["min.txt"]


def test_options_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    assert run("init", tmp_path / "a", "--date", "2030-01-01").returncode == 2
    assert run("init", tmp_path / "a", "--series", "--from", EXAMPLE).returncode == 2
    assert not (tmp_path / "a").exists()


def test_a_blank_series_takes_a_blank_edition(tmp_path: Path) -> None:
    assert run("init", "--series", tmp_path / "serie").returncode == 0
    assert run("init", tmp_path / "serie" / "2030").returncode == 0
    done = run("status", tmp_path / "serie", "--lang", "da")
    assert done.returncode == 0, done.stderr
    assert tomllib.loads((tmp_path / "serie" / "series.toml").read_text("utf-8"))["title"]


def test_every_key_of_the_edition_has_been_thought_of() -> None:
    for kind in (Conference, Journal):
        undecided = {
            field.name for field in attrs.fields(kind) if field.name != "folder" and "carry" not in field.metadata
        }
        assert undecided == set()
