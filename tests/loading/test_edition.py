"""What a good edition folder gives, and what is said of a folder that is none."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from styringsdialog.errors import EditionError
from styringsdialog.loading.series import load_conference
from styringsdialog.model.conference import Conference, Journal
from styringsdialog.model.people import Contributor, ContributorKind, Speaker, Talk, Theme
from styringsdialog.model.scalars import Key, Line, TextFile

Write = Callable[[str | bytes], Path]

WHOLE = """\
title = "Styringsdialogkonference"
host = "Prøveby Kommune"
start = 2030-05-16T15:00:00
end = 2030-05-16 18:00:00
place = "Rådhuset"
recurrence = "hvert andet år"
notice = "Eksempel"
updated = 2030-06-01
slug = "proeveby-2030"
referat = "tekster/referat.md"

[journal]
sagsbehandler = "abcd"
doknr = "12-3"
sagsnr = "30/456"

[[contributors]]
id = "abb"
name = "Almen Bolig By"
kind = "boligorganisation"
plugin = "folder"
sort_name = "A B B"

[contributors.settings]
path = "bilag"
years = [2028, 2029]
since = 2028-01-01
deep = { list = [{ a = 1.5 }] }

[[contributors]]
id = "kommunen"
name = "Prøveby Kommune"
kind = "kommune"
plugin = "folder"

[[themes]]
key = "faellesskaber"
title = "Fællesskaber"

[[themes.talks]]
title = "Fælles pladser"
bilag = "abb/plads"

[[themes.talks.speakers]]
name = "N.N."
title = "konsulent"
organisation = "ABB"

[[themes.talks]]
bilag = "kommunen"
"""


def test_every_key_has_its_place_in_the_conference(write: Write) -> None:
    folder = write(WHOLE)
    (folder / "tekster").mkdir()
    (folder / "tekster" / "referat.md").write_text("# Referat\n", encoding="utf-8")
    local = dt.datetime(2030, 5, 16, 15)  # noqa: DTZ001 - wall-clock time at the place
    assert load_conference(folder) == Conference(
        title=Line("Styringsdialogkonference"),
        host=Line("Prøveby Kommune"),
        start=local,
        end=local.replace(hour=18),
        place=Line("Rådhuset"),
        recurrence="hvert andet år",
        notice="Eksempel",
        updated=dt.date(2030, 6, 1),
        slug=Key("proeveby-2030"),
        referat=TextFile("tekster/referat.md", "# Referat\n"),
        journal=Journal(sagsbehandler="abcd", doknr="12-3", sagsnr="30/456"),
        contributors=(
            Contributor(
                id=Key("abb"),
                name=Line("Almen Bolig By"),
                kind=ContributorKind.BOLIGORGANISATION,
                plugin=Key("folder"),
                sort_name="A B B",
                settings={
                    "path": "bilag",
                    "years": [2028, 2029],
                    "since": dt.date(2028, 1, 1),
                    "deep": {"list": [{"a": 1.5}]},
                },
            ),
            Contributor(
                id=Key("kommunen"),
                name=Line("Prøveby Kommune"),
                kind=ContributorKind.KOMMUNE,
                plugin=Key("folder"),
            ),
        ),
        themes=(
            Theme(
                key=Key("faellesskaber"),
                title=Line("Fællesskaber"),
                talks=(
                    Talk(
                        title="Fælles pladser",
                        bilag="abb/plads",
                        speakers=(Speaker(name=Line("N.N."), title="konsulent", organisation="ABB"),),
                    ),
                    Talk(bilag="kommunen"),
                ),
            ),
        ),
        folder=folder.resolve(),
    )


def test_a_kind_is_of_its_own_type_and_no_plain_string(write: Write) -> None:
    conference = load_conference(write(WHOLE.replace('referat = "tekster/referat.md"', "")))
    assert type(conference.contributors[0].kind) is ContributorKind


def test_five_keys_are_enough(write: Write, good: str) -> None:
    conference = load_conference(write(good))
    assert (conference.contributors, conference.themes, conference.referat) == ((), (), None)


def test_settings_cannot_be_changed(write: Write) -> None:
    folder = write(WHOLE.replace('referat = "tekster/referat.md"', ""))
    settings = load_conference(folder).contributors[0].settings
    assert settings["years"] == (2028, 2029)
    with pytest.raises(TypeError, match="assignment"):
        settings["deep"]["list"][0]["a"] = 2  # type: ignore[index]  # the types forbid it too


def test_the_folder_is_absolute_and_may_be_given_as_text(
    write: Write, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(good)
    monkeypatch.chdir(folder)
    assert load_conference(Path()).folder == folder.resolve()
    assert load_conference(".").folder == folder.resolve()


def test_all_text_is_composed_whatever_was_written(write: Write) -> None:
    whole = WHOLE.replace('path = "bilag"', '"Åben" = "Ærø, å"')
    decomposed = write(unicodedata.normalize("NFD", whole))
    (decomposed / "tekster").mkdir()
    (decomposed / "tekster" / "referat.md").write_text(unicodedata.normalize("NFD", "Ålborg é"), encoding="utf-8")
    conference = load_conference(decomposed)
    assert conference.host == "Prøveby Kommune"
    assert conference.contributors[0].settings["Åben"] == "Ærø, å"
    assert conference.referat == TextFile("tekster/referat.md", "Ålborg é")


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(write: Write, good: str) -> None:
    plain = load_conference(write(good))
    assert load_conference(write(b"\xef\xbb\xbf" + good.replace("\n", "\r\n").encode())) == plain


def test_equal_editions_are_equal_conferences(write: Write, good: str) -> None:
    first = load_conference(write(good))
    assert attrs.evolve(first, title=Line("x")) != load_conference(first.folder) == first


# ---------------------------------------------------------------- no edition


def fault(folder: Path | str) -> str:
    with pytest.raises(EditionError) as caught:
        load_conference(folder)
    (problem,) = caught.value.problems
    return str(problem)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert fault(tmp_path / "2031").startswith(f"{tmp_path / '2031'}: there is no such folder")


def test_a_file_is_no_edition(tmp_path: Path) -> None:
    (tmp_path / "edition.txt").write_text("x", encoding="utf-8")
    assert "is a file, not an edition folder (give the folder that holds" in fault(tmp_path / "edition.txt")


def test_who_gives_conference_toml_itself_is_told_its_folder(write: Write, good: str) -> None:
    folder = write(good)
    assert f"give its folder: {folder}" in fault(folder / "conference.toml")


@pytest.mark.parametrize("name", ["Conference.toml", "konference.toml", "conference.toml.txt"])
def test_a_file_with_nearly_the_right_name_is_shown(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("", encoding="utf-8")
    assert fault(tmp_path) == f"{tmp_path}: holds no conference.toml (is it '{name}'?)"


def test_an_empty_folder_is_told_how_to_begin(tmp_path: Path) -> None:
    assert "holds no conference.toml (styringsdialog init" in fault(tmp_path)


def test_a_folder_called_conference_toml_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "conference.toml").mkdir()
    assert "is not a file" in fault(tmp_path)


def test_a_file_that_may_not_be_read_is_named(write: Write, good: str) -> None:
    folder = write(good)
    (folder / "conference.toml").chmod(0)
    if os.access(folder / "conference.toml", os.R_OK):
        pytest.skip("this user may read every file")
    assert "Permission denied" in fault(folder)


def test_a_name_that_no_file_system_takes_is_no_crash(tmp_path: Path) -> None:
    # Which of the two depends on the version of Python.
    assert re.search("cannot be read: File name too long|there is no such folder", fault(tmp_path / ("x" * 5000)))


# --------------------------------------------------------------------- cost


def test_loading_brings_in_none_of_the_heavy_libraries() -> None:
    code = "import sys, styringsdialog.loading; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"babel", "pikepdf", "reportlab", "jinja2", "PIL"} & set(done.stdout.split())
