"""What the page before a bilag says of it, and what it must not say."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from support.editions import CONFERENCE, contributor, note_of, run, write_edition
from support.images import corners, saved
from support.remarks import danish

from styringsdialog.compose.conversion import ALT_UNUSED

SAID = {
    "title": "Plakat om sommerfesten",
    "description": "Plakat til opslagstavlen",
    "source": "Afdelingsbestyrelsen i Nord",
    "ask": "sekretariatet@vibo.example",
    "alt": "Langborde under træerne i gården",
}


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Give an edition of one picture, of which everything is said that can be."""
    lines = "".join(f'{key} = "{text}"\n' for key, text in SAID.items())
    listing = f'[[bilag]]\nfile = "a.png"\nvisibility = "closed"\n{lines}'
    files: dict[str, str | bytes] = {
        "vibo/a.png": saved(corners(), "PNG"),
        "vibo/bilag.toml": listing,
        "vibo/z.txt": "Åbent.",
    }
    return write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), files)


def text_of(package: Path) -> str:
    with pypdfium2.PdfDocument(package) as document:
        pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    return " ".join(" ".join(pages).split())


def test_a_divider_says_where_the_bilag_is_from_and_whom_to_ask(edition: Path, tmp_path: Path) -> None:
    done = run("build", edition, "-o", tmp_path / "out", "--audience", "internal")
    assert done.returncode == 0, done.stderr
    (package,) = (tmp_path / "out").glob("*.pdf")
    said = text_of(package)
    assert "Kilde: Afdelingsbestyrelsen i Nord" in said
    assert "Spørgsmål: sekretariatet@vibo.example" in said
    assert _alt_in(package)


def test_nothing_that_is_said_of_a_closed_bilag_reaches_the_public_package(edition: Path, tmp_path: Path) -> None:
    done = run("build", edition, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (package,) = (tmp_path / "out").glob("*.pdf")
    said = text_of(package)
    for text in SAID.values():
        assert text not in said
    assert not _alt_in(package)
    assert "Lukket bilag" in said


def test_what_a_picture_lacks_stands_in_the_report_and_not_on_its_divider(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"vibo/a.png": saved(corners(), "PNG")}
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), files)
    done = run("build", edition, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (package,) = (tmp_path / "out").glob("*.pdf")
    said = text_of(package)
    assert "ikke tagget" not in said, "our own pages are tagged"
    assert "skærmlæser" not in said
    assert "bilag.toml" not in said, "that is for whoever makes the package"
    assert 'alt = "…"' in note_of(package)


@pytest.mark.parametrize(("name", "content"), [("a.csv", "Sted;Tal\nNord;1\n"), ("a.txt", "Ord."), ("a.md", "Ord.")])
def test_an_alt_for_what_is_no_image_is_told_of_and_not_printed(name: str, content: str, tmp_path: Path) -> None:
    listing = f'[[bilag]]\nfile = "{name}"\nalt = "Et kort"\n'
    files: dict[str, str | bytes] = {f"vibo/{name}": content, "vibo/bilag.toml": listing}
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), files)
    assert run("build", edition, "-o", tmp_path / "out").returncode == 0
    (package,) = (tmp_path / "out").glob("*.pdf")
    (note,) = danish([ALT_UNUSED])
    assert f"Bilag 1: {note}" in note_of(package)
    assert "alternative tekst" not in text_of(package)


def _alt_in(package: Path) -> bool:
    """Tell whether a picture in ``package`` says aloud what the edition says it shows."""
    with pikepdf.open(package) as pdf:
        return any(
            isinstance(item, pikepdf.Dictionary) and str(item.get("/Alt", "")) == SAID["alt"] for item in pdf.objects
        )
