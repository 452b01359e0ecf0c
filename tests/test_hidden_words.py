"""Words of a file that one does not see: told, never printed in the public package, and stopped where that is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest
from intake.canaries import is_held
from intake.odd_pdf import write_pdf
from support.editions import CONFERENCE, contributor, run, write_edition

from styringsdialog.intake.pdfium import texts_of

pytestmark = pytest.mark.long  # whole commands

COVERED = b"BT /F1 12 Tf 50 700 Td (Synlig tekst) Tj 0 -100 Td (KANARIE) Tj ET 40 590 200 30 re f"
STOP = '\n[privacy]\nhidden = "stop"\n'
TELLING = "tekst, man ikke ser"


def edition(tmp_path: Path, *, more: str = "", listing: str = "") -> Path:
    files: dict[str, str | bytes] = {
        "a/fil.pdf": write_pdf(tmp_path / "fil.pdf", COVERED).read_bytes(),
        "b/b.md": "Tekst.",
    }
    if listing:
        files["a/bilag.toml"] = f'[[bilag]]\nfile = "fil.pdf"\n{listing}\n'
    # A table of its own ends the keys before it, so that it stands last.
    return write_edition(tmp_path / "e", CONFERENCE + contributor("a") + contributor("b") + more, files)


def test_they_are_told_to_those_who_make_the_package_and_to_nobody_else(tmp_path: Path) -> None:
    done = run("build", edition(tmp_path), "-o", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    notes, _ = (bilag["notes"] for bilag in json.loads(done.stdout)["bilag"])
    assert any("Side 1" in note and TELLING in note and "dækket" in note for note in notes)
    (report,) = (tmp_path / "out").glob("*-til-sekretaeren/*.report.md")
    assert TELLING in report.read_text("utf-8")
    (package,) = (tmp_path / "out").glob("*.pdf")
    with pikepdf.open(package) as pdf:
        assert is_held(pdf), "it stays: only those who hid it know whether it matters"
    assert TELLING not in " ".join(" ".join(texts_of(package)).split())


@pytest.mark.parametrize(
    ("audience", "listing", "code"),
    [
        ("public", "", 7),
        ("internal", "", 0),
        ("public", 'checked = ["hidden-text"]', 0),
        ("public", "flatten = true", 0),
        ("public", 'visibility = "closed"', 0),
    ],
)
def test_they_stop_the_public_package_where_that_is_asked(
    audience: str, listing: str, code: int, tmp_path: Path
) -> None:
    path = edition(tmp_path, more=STOP, listing=listing)
    done = run("build", path, "-o", tmp_path / "out", "--audience", audience)
    assert done.returncode == code, done.stderr
    assert (tmp_path / "out").exists() is (code == 0)
    if code:
        assert "a: fil.pdf" in done.stderr
        assert "page 1" in done.stderr
        kept = run("build", path, "-o", tmp_path / "out", "--keep-going")
        assert kept.returncode == 9, kept.stderr
        (package,) = (tmp_path / "out").glob("*.pdf")
        with pikepdf.open(package) as pdf:
            assert not is_held(pdf)


def test_pages_made_into_pictures_hold_the_words_that_are_seen_and_no_others(tmp_path: Path) -> None:
    done = run("build", edition(tmp_path, listing="flatten = true"), "-o", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    (bilag, _) = json.loads(done.stdout)["bilag"]
    assert [note for note in bilag["notes"] if "billeder" in note] == bilag["notes"]
    (package,) = (tmp_path / "out").glob("*.pdf")
    with pikepdf.open(package) as pdf:
        assert not is_held(pdf)
    assert "Synlig tekst" in " ".join(texts_of(package))
