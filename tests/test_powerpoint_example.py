"""The example edition whose bilag is a PowerPoint, built by the command as a user runs it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import page as checker
import pikepdf
import pytest
from support.editions import PROJECT, run
from support.office import needs_soffice
from support.pdf import page_texts, words
from support.readout import read_out

EXAMPLE = PROJECT / "docs" / "examples" / "med-powerpoint"
DECK = EXAMPLE / "bilag" / "hoeje_taastrup" / "den-groenne-omstilling.pptx"
SOURCE = EXAMPLE / "kilde" / "den-groenne-omstilling.fodp"
STEM = "hoeje-taastrup-kommune-2030-informationspakke"

pytestmark = [needs_soffice, pytest.mark.long]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the package."""
    folder = tmp_path_factory.mktemp("ud")
    done = run("build", EXAMPLE, "-o", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_each_slide_is_a_page_with_its_title_for_a_heading(built: Path) -> None:
    # The colophon closes the package.
    texts = page_texts(built / f"{STEM}.pdf")[-6:-1]
    assert [words(text)[:2] for text in texts] == [
        ["Den", "grønne"],
        ["Det", "handler"],
        ["Kommunens", "arbejde"],
        ["Samarbejdet", "med"],
        ["Workshop", "i"],
    ]
    said = read_out(built / f"{STEM}.pdf")
    assert "      H1: Workshop i efteråret\n" in said
    assert "        LI: [Lbl •]\n            LBody: Meld gerne tilbage" in said


def test_the_package_satisfies_what_it_claims(built: Path) -> None:
    manifest = json.loads((built / f"{STEM}.manifest.json").read_text("utf-8"))
    assert manifest["accessibility"]["satisfied"] == ["ua1", "2a"]
    assert manifest["bilag"][0]["tagged"]
    assert manifest["bilag"][0]["notes"] == []
    for profile in ("ua1", "2a"):
        assert checker.validate_pdf(built / f"{STEM}.pdf", profile=profile).is_compliant


def test_manifest_and_colophon_name_the_version_of_libreoffice(built: Path) -> None:
    manifest = json.loads((built / f"{STEM}.manifest.json").read_text("utf-8"))
    version = manifest["versions"]["LibreOffice"]
    assert re.fullmatch(r"\d+(\.\d+)+", version)
    assert f"LibreOffice {version}" in " ".join(words(page_texts(built / f"{STEM}.pdf")[-1]))


def test_the_same_deck_gives_the_same_bytes_elsewhere(built: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "en anden mappe ø")
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": str(tmp_path), "PYTHONHASHSEED": "4711"}
    done = run("build", tmp_path / "en anden mappe ø", "-o", tmp_path / "ud", env=elsewhere)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ud" / f"{STEM}.pdf").read_bytes() == (built / f"{STEM}.pdf").read_bytes()


def test_nothing_of_who_made_the_deck_is_in_the_package(built: Path) -> None:
    with pikepdf.open(built / f"{STEM}.pdf") as pdf:
        assert "LibreOffice" not in str(pdf.docinfo)
        assert b"LibreOffice" not in pdf.Root.Metadata.read_bytes()


def test_the_deck_is_what_its_source_makes(tmp_path: Path) -> None:
    (tmp_path / "profil").mkdir()
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pptx", "--outdir", str(tmp_path), str(SOURCE)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = zipfile.ZipFile(tmp_path / DECK.name)
    kept = zipfile.ZipFile(DECK)
    slides = [name for name in kept.namelist() if name.startswith("ppt/slides/slide")]
    assert len(slides) == 5
    for name in slides:
        assert made.read(name) == kept.read(name)


def test_without_libreoffice_the_build_says_what_to_install(tmp_path: Path) -> None:
    done = run("build", EXAMPLE, "-o", tmp_path, env={"PATH": str(tmp_path)})
    assert done.returncode == 5
    assert "apt-get install libreoffice-impress-nogui" in done.stderr
    assert "Traceback" not in done.stderr
