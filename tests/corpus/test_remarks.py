"""Over a package of twenty good files of other people's so little is told that people read it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from corpus.intake import CORPUS
from support.editions import CONFERENCE, contributor, write_edition

from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language, Level
from styringsdialog.pipeline import build_package
from styringsdialog.report.note import danish_note

pytestmark = pytest.mark.long

MOST_ADVISED: Final = 5
GOOD: Final = (
    "openpreserve+format-corpus/variations__variations__application__pdf__lorem-ipsum.pdf",
    "openpreserve+format-corpus/office-examples__OpenOffice.org 3.2.0 OSX__pdf-features__simple-PDFA-1a.pdf",
    "py-pdf+sample-files/002-trivial-libre-office-writer__002-trivial-libre-office-writer.pdf",
    "py-pdf+sample-files/004-pdflatex-4-pages__pdflatex-4-pages.pdf",
    "py-pdf+sample-files/016-libre-office-link__libre-office-link.pdf",
    "py-pdf+sample-files/021-pdfa__crazyones-pdfa.pdf",
    "pdf-association+pdf20examples/Simple PDF 2.0 file.pdf",
    "rst2pdf+rst2pdf/tests__reference__sphinx-issue320.pdf",
    "rst2pdf+rst2pdf/tests__reference__test_issue_199.pdf",
    "gotenberg+gotenberg/test__integration__testdata__page_1_with_bookmarks.pdf",
    "apache+poi/test-data__document__SampleDoc.docx",
    "apache+poi/test-data__document__Numbering.docx",
    "mwilliamson+python-mammoth/tests__test-data__simple-list.docx",
    "mwilliamson+python-mammoth/tests__test-data__footnote-hyperlink.docx",
    "python-openxml+python-docx/features__steps__test_files__par-alignment.docx",
    "py-pdf+sample-files/002-trivial-libre-office-writer__source.odt",
    "scanny+python-pptx/features__steps__test_files__shp-autoshape-props.pptx",
    "gotenberg+gotenberg/test__integration__testdata__page-1-markdown__page_1.md",
    "_danish/dawa__opstillingskredse.csv",
    "ocrmypdf+OCRmyPDF/tests__resources__baiona_gray.png",
)


def test_of_twenty_good_files_nothing_must_be_done_and_five_things_at_most_should_be_looked_at(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"needs {CORPUS}: other people's files are not copied into the project")
    files: dict[str, str | bytes] = {
        f"a/{index:02} fil{Path(name).suffix}": (CORPUS / name).read_bytes() for index, name in enumerate(GOOD)
    }
    files["a/bilag.toml"] = '[[bilag]]\nfile = "19 fil.png"\nalt = "Havnen i Baiona"\n'
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("a"), files)
    report = build_package(load_conference(edition), tmp_path / "ud")
    notes = [(bilag.number, note) for bilag in report.bilag for note in bilag.notes]
    told = {
        level: [f"{number}: {note.text(Language.DANISH).sentence}" for number, note in notes if note.level is level]
        for level in Level
    }
    assert report.complete
    assert told[Level.REQUIRED] == []
    assert len(told[Level.ADVISED]) <= MOST_ADVISED, told[Level.ADVISED]
    # Each is told once of a file.
    assert len({(number, note.what.code) for number, note in notes}) == len(notes)
    assert danish_note(report).count("### ") == len([level for level in Level if told[level]])
