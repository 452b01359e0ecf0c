"""Other people's files with faults that other viewers pass over: taken whole, or told in so many words."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from support.editions import CONFERENCE, contributor, write_edition
from support.field_cases import CASES
from support.office import docx, paragraph, pptx, slide, xlsx
from support.pdf import page_texts

from styringsdialog.compose import ledger, reporting
from styringsdialog.compose.conversion import HandedIn, Taken
from styringsdialog.compose.taking import take_all
from styringsdialog.errors import EditionError, Problem
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language
from styringsdialog.model.bilag import Caption
from styringsdialog.model.limits import Limits
from styringsdialog.model.parts import PreparedPart
from styringsdialog.pipeline import build_package
from styringsdialog.report.note import danish_note

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

FAULTS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "_faults"

SAID = {
    "01-wrong-checksum.pdf": [],
    "02-name-not-utf8.pdf": [
        "Side 1 i filen er beskadiget (se efter, om noget mangler)",
    ],
    "06-after-eof.pdf": [],
    "07-beyond-size.pdf": ["Filen var beskadiget og er repareret (se dens sider igennem)"],
    "10-mimetype-second.odt": ["2\N{NO-BREAK SPACE}kommentarer i filen er ikke med"],
    "12-no-eof.pdf": ["Filen var beskadiget og er repareret (se dens sider igennem)"],
    "14-page-object-missing.pdf": [
        "Side 2 mangler i filen og er derfor ikke med i pakken (bed om at få filen igen)",
    ],
    "14-pages-loop.pdf": ["Side 2 mangler i filen og er derfor ikke med i pakken (bed om at få filen igen)"],
}
"""What is said of each file that is taken."""

REFUSED = {"11-font-bomb.pdf": "kræver mere end 1024 MB hukommelse at læse"}


def take(folder: Path, *paths: Path) -> tuple[Taken | tuple[Problem, ...], ...]:
    handed = []
    for index, path in enumerate(paths):
        work = folder / f"arbejde {index}"
        work.mkdir()
        handed.append(HandedIn(path=path, name=path.name, work=work, caption=Caption(title="x")))
    return take_all(handed, Limits(), started=lambda _: None)


def part_of(taken: Taken | tuple[Problem, ...]) -> PreparedPart:
    assert isinstance(taken, Taken), taken
    assert isinstance(taken.body, PreparedPart)
    return taken.body


def test_each_fault_is_passed_over_as_other_viewers_do_or_told(tmp_path: Path) -> None:
    if not FAULTS.is_dir():
        pytest.skip(f"needs {FAULTS}: other people's files are not copied into the project")
    names = [*SAID, *REFUSED]
    found = dict(zip(names, take(tmp_path, *(FAULTS / name for name in names)), strict=True))
    said = {}
    for name in SAID:
        result = found[name]
        assert isinstance(result, Taken), (name, result)
        said[name] = [note.text(Language.DANISH).line for note in (*result.notes, *part_of(result).notes)]
    assert said == SAID
    for name, why in REFUSED.items():
        problems = found[name]
        assert isinstance(problems, tuple)
        assert [why in problem.text(Language.DANISH).what for problem in problems] == [True]
    assert page_texts(part_of(found["01-wrong-checksum.pdf"]).path) != [""]


def moved(source: bytes, path: Path, home: str, new: str) -> Path:
    """Write the Office file ``source`` with what stands in ``home`` in ``new`` instead, as some programs do."""
    path.with_suffix(".zip").write_bytes(source)
    with zipfile.ZipFile(path.with_suffix(".zip")) as archive, zipfile.ZipFile(path, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            if name in {"[Content_Types].xml", "_rels/.rels"}:
                data = data.replace(b'"/' + home.encode(), b'"/' + new.encode())
                data = data.replace(b'"' + home.encode(), b'"' + new.encode())
            copy.writestr(new + name.removeprefix(home) if name.startswith(home) else name, data)
    return path


def test_office_files_whose_main_part_is_in_no_customary_folder_are_taken(tmp_path: Path) -> None:
    files: Sequence[Path] = [
        moved(docx(paragraph("Blåbærgrød")), tmp_path / "a.docx", "word/", "dokument/"),
        moved(docx(paragraph("Blåbærgrød")), tmp_path / "b.docx", "word/", ""),
        moved(pptx(slide("Blåbærgrød", "Et punkt")), tmp_path / "c.pptx", "ppt/", "vis/"),
        moved(
            xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>Blåbærgrød</t></is></c></row>'),
            tmp_path / "d.xlsx",
            "xl/",
            "bog/",
        ),
    ]
    for taken in take(tmp_path, *files):
        assert "Blåbærgrød" in " ".join(page_texts(part_of(taken).path))


BROKEN = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>> endobj
4 0 obj <</Length 9/Filter/FlateDecode>>
stream
x\x9c\xff\xff\xff\xff\xff\xff\xff
endstream
endobj
trailer <</Root 1 0 R/Size 5>>
startxref
0
%%EOF
"""


@pytest.mark.parametrize(
    ("listing", "said"),
    [
        ("", ["repaired", "broken-content"]),
        ('checked = ["broken-content"]', ["repaired"]),
        ('checked = ["repaired", "broken-content"]', []),
    ],
)
def test_what_somebody_has_looked_at_is_no_longer_told(listing: str, said: list[str], tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a/fil.pdf": BROKEN, "a/bilag.toml": f'[[bilag]]\nfile = "fil.pdf"\n{listing}\n'}
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("a"), files)
    report = build_package(load_conference(edition), tmp_path / "ud")
    (bilag,) = report.bilag
    assert [note.what.code.partition(".")[2] for note in bilag.notes] == said
    note = danish_note(report)
    for name in said:
        assert f'Er det i orden, så skriv checked = ["{name}"] ved filen i bilag.toml.' in note


def test_a_name_that_no_remark_has_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    files = {"a/tekst.md": "Hej", "a/bilag.toml": '[[bilag]]\nfile = "tekst.md"\nchecked = ["broken"]\n'}
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("a"), files)
    with pytest.raises(EditionError, match="did you mean 'broken-content'"):
        build_package(load_conference(edition), tmp_path / "ud")


def test_words_of_a_text_that_are_not_on_its_pages_are_told_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text changes behind the build's back, as if its pages had lost what it says."""
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("a"), {"a/tekst.md": "Vi siger budgettet"})
    conference = load_conference(edition)
    real = ledger.text_remarks

    def changed(*arguments: Any) -> Any:
        (edition / "a" / "tekst.md").write_text("Vi siger budgettet fra 2031", "utf-8")
        return real(*arguments)

    monkeypatch.setattr(reporting, "text_remarks", changed)
    note = danish_note(build_package(conference, tmp_path / "ud"))
    assert "2\N{NO-BREAK SPACE}ord i filen står ikke på siderne, først «fra» og «2031»" in note


def test_each_field_case_has_a_test() -> None:
    if not CASES.is_dir():
        pytest.skip(f"needs {CASES}: other people's files are not copied into the project")
    tests = " ".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))
    names = [packed.stem.removeprefix("29-opsaetning-") for packed in sorted(CASES.glob("*.zip"))]
    assert names
    assert [name for name in names if name not in tests] == []
