"""The kit for plugins' authors, used as they use it: with the built-in plugin for want of a simpler one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from support.pdf import simple_pdf

from styringsdialog import Audience, BilagFileError, Paragraph, PluginError, Stage, Text, Theme
from styringsdialog.compose.proofreading import unprintable_texts
from styringsdialog.model.conference import Conference
from styringsdialog.model.fields import written_fields
from styringsdialog.model.people import Contributor
from styringsdialog.model.scalars import Key, Line
from styringsdialog.testing import BilagRequests, BuildBilag, SampleConference, describe_pdf

FOLDER = {"path": "bilag/folder"}


def test_the_sample_conference_says_something_under_every_key(sample_conference: SampleConference) -> None:
    conference = sample_conference("folder", settings=FOLDER)
    for kind, value in ((Conference, conference), (Contributor, conference.contributors[0])):
        silent = {name for name in written_fields(kind) if not getattr(value, name)}
        assert silent <= {"sort_name", "limits", "network"}
    assert unprintable_texts(conference) == ()


def test_the_sample_conference_lies_before_its_deadline_and_its_folder_is_the_tests_own(
    sample_conference: SampleConference, tmp_path: Path
) -> None:
    conference = sample_conference("folder")
    assert conference.folder == tmp_path
    contributor = conference.contributors[0]
    assert contributor.deadline
    assert contributor.deadline < conference.start.date()
    assert (contributor.id, contributor.plugin) == ("folder", "folder")


def test_a_request_carries_what_it_is_asked_to(
    bilag_request: BilagRequests, sample_conference: SampleConference
) -> None:
    plain = bilag_request("folder", settings=None)
    assert (plain.settings, plain.folder, plain.stage, plain.audience) == (
        None,
        None,
        Stage.INFORMATIONSPAKKE,
        Audience.PUBLIC,
    )
    other = attrs.evolve(sample_conference("folder"), themes=(Theme(key=Key("x"), title=Line("X")),), programme=())
    full = bilag_request(
        "folder",
        settings=5,
        files={"under/a.md": "Hej å"},
        conference=other,
        stage=Stage.REFERAT,
        audience=Audience.INTERNAL,
    )
    assert (full.settings, full.conference, full.stage, full.audience) == (5, other, Stage.REFERAT, Audience.INTERNAL)
    assert full.folder is not None
    assert full.file("under/a.md").read_text("utf-8") == "Hej å"
    assert full.file("under/a.md").is_relative_to(full.folder)


def test_bilag_are_built_as_a_build_makes_them(build_bilag: BuildBilag) -> None:
    built = build_bilag("folder", settings=FOLDER, files={"1 hej.md": "Hej.", "2 fil.pdf": simple_pdf("et", "to")})
    assert dict(built.pages) == {"hej": 1, "fil": 2}
    assert built.title("hej") == "Hej"
    (paragraph,) = built.blocks("hej")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (Text("Hej."),)
    assert built.file("fil").read_bytes() == simple_pdf("et", "to")
    text = describe_pdf(built.pdf)
    assert "Bilag 2 · side 2 af 2 Side 6 af 6" in text
    assert "  Bilag 1: Hej (side 2) -> 2\n" in text


def test_what_is_wrong_is_raised_as_a_build_tells_it(build_bilag: BuildBilag) -> None:
    with pytest.raises(BilagFileError):
        build_bilag("folder", settings=FOLDER, files={"fil.pdf": b"ingen pdf"})
    with pytest.raises(PluginError, match="there is no plugin 'findes-ikke'"):
        build_bilag("findes-ikke")


def test_no_bilag_is_not_taken_for_some(build_bilag: BuildBilag, tmp_path: Path) -> None:
    (tmp_path / "bilag" / "folder").mkdir(parents=True)
    with pytest.raises(PluginError, match="gave no bilag"):
        build_bilag("folder", settings=FOLDER)


def test_the_kit_costs_a_run_of_pytest_that_does_not_use_it_little() -> None:
    code = (
        "import sys, styringsdialog.testing\n"
        "print([name for name in ('reportlab', 'pikepdf', 'babel', 'pypdfium2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
