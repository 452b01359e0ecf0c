"""Public Word files as an edition's texts: every word is printed, and the package claims PDF/UA-1 rightly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corpus.intake import CORPUS

from styringsdialog.loading.series import load_conference
from styringsdialog.model.conference import Stage
from styringsdialog.model.conformance import Profile
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import build_package

POI = "apache+poi/test-data__document__"
LINE = "SuffolkLITLab+docassemble-AssemblyLine/docassemble__AssemblyLine__data__templates__"
STEPS = "python-openxml+python-docx/features__steps__test_files__"
FILES = (
    f"{POI}ComplexNumberedLists",
    f"{POI}delins",
    f"{POI}form_footnotes",
    f"{POI}IllustrativeCases",
    f"{POI}Bug54849",
    f"{POI}55966",
    f"{POI}TestDocument",
    f"{POI}FancyFoot",
    f"{POI}Bug55142",
    f"{POI}ThreeColHeadFoot",
    f"{POI}DiffFirstPageHeadFoot",
    f"{POI}65099",
    f"{POI}57312",
    f"{POI}56392",
    f"{POI}bug65738",
    f"{POI}WithGIF",
    f"{POI}60316",
    f"{POI}61787",
    f"{POI}Numbering",
    f"{LINE}al_basic_addendum",
    f"{STEPS}par-hlink-frags",
)
TEXTS = ("invitation", "welcome", "referat")
HEAD = """\
title = "Konference"
host = "Prøveby Kommune"
start = 2030-05-16T15:00:00
end = 2030-05-16T18:00:00
place = "Rådhuset"
"""


@pytest.mark.parametrize(
    "at", [pytest.param(at, marks=[pytest.mark.long] if at else []) for at in range(0, len(FILES), len(TEXTS))]
)
def test_the_words_of_word_files_are_printed_in_an_accessible_package(at: int, tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"needs {CORPUS}: other people's files are not copied into the project")
    edition = tmp_path / "udgave"
    edition.mkdir()
    for name, file in zip(TEXTS, FILES[at:], strict=False):
        shutil.copyfile(CORPUS / f"{file}.docx", edition / f"{name}.docx")
    keys = "".join(f'{name} = "{name}.docx"\n' for name in TEXTS)
    (edition / "conference.toml").write_text(HEAD + keys, encoding="utf-8")
    report = build_package(load_conference(edition), tmp_path / "out", BuildOptions(stage=Stage.REFERAT))
    lost = [str(note.what) for note in report.remarks if note.what.code == "compose.words-missing"]
    assert not lost
    assert Profile.UA1 in report.conformance.satisfied
