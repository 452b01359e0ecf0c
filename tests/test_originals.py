"""A signature holds in the file that was signed alone, so that file is kept, where it is not published unasked."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from support.editions import CONFERENCE, contributor, note_of, write_edition
from support.pdf import simple_pdf
from support.signed import signed_pdf

from styringsdialog import Audience, BuildOptions, build_package, load_conference

FAKE = Path(__file__).resolve().parents[2] / "shared" / "attack" / "fake-signature.pdf"
PUBLISHED = "\n[output]\npublish_signed = true\n"


def originals(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*underskrevet*"))


@pytest.mark.parametrize(
    ("toml", "audience", "folder"),
    [
        ("", Audience.PUBLIC, None),
        ("", Audience.INTERNAL, "{stem}-til-sekretaeren/"),
        (PUBLISHED, Audience.PUBLIC, ""),
        (PUBLISHED, Audience.INTERNAL, "{stem}-til-sekretaeren/"),
    ],
)
def test_a_signed_file_is_left_byte_for_byte_where_it_is_wanted(
    toml: str, audience: Audience, folder: str | None, tmp_path: Path
) -> None:
    signed = signed_pdf(tmp_path / "a.pdf").read_bytes()
    files: dict[str, str | bytes] = {"vibo/1 Aftale.pdf": signed, "vibo/2 Oplæg.pdf": simple_pdf("Oplæg")}
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo") + toml, files)
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(audience=audience))
    aftale, oplaeg = json.loads(report.manifest())["bilag"]
    assert "digital underskrift" in " ".join(aftale["notes"])
    assert oplaeg["signed_original"] is None
    if folder is None:
        assert (originals(tmp_path / "ud"), aftale["signed_original"]) == ([], None)
        return
    name = f"{folder.format(stem=report.stem)}{report.stem}.bilag-1-underskrevet.pdf"
    assert originals(tmp_path / "ud") == [name]
    assert (tmp_path / "ud" / name).read_bytes() == signed
    assert aftale["signed_original"]["name"] == name
    assert aftale["signed_original"]["sha256"] == hashlib.sha256(signed).hexdigest()
    assert f"den underskrevne fil ligger som {name}. Den er ikke renset" in note_of(report.pdf)


def test_a_closed_signed_file_is_left_by_the_internal_build_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "vibo/a.pdf": signed_pdf(tmp_path / "a.pdf").read_bytes(),
        "vibo/bilag.toml": '[[bilag]]\nfile = "a.pdf"\nvisibility = "closed"\n',
    }
    conference = load_conference(
        write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo") + PUBLISHED, files)
    )
    build_package(conference, tmp_path / "ud")
    assert originals(tmp_path / "ud") == []
    build_package(conference, tmp_path / "intern", BuildOptions(audience=Audience.INTERNAL))
    assert len(originals(tmp_path / "intern")) == 1


def test_a_signature_that_does_not_fit_the_file_is_none(tmp_path: Path) -> None:
    signed = signed_pdf(tmp_path / "a.pdf").read_bytes()
    files: dict[str, str | bytes] = {
        "vibo/1.pdf": signed,
        "vibo/2 andet sted.pdf": signed.replace(b"/ByteRange [ 0 ", b"/ByteRange [ 1 ", 1),
        "vibo/3 forskudt.pdf": b"%PDF-1.7\n" + signed,
        "vibo/4 nuller.pdf": signed.replace(b"<3082", b"<0000", 1),
        "vibo/5 uden felt.pdf": signed.replace(b"/FT /Sig", b"/FT /Six", 1),
    }
    assert all(content != signed for name, content in files.items() if name != "vibo/1.pdf")
    if FAKE.is_file():
        files["vibo/9 falsk.pdf"] = FAKE.read_bytes()
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo"), files)
    report = build_package(load_conference(edition), tmp_path / "ud", BuildOptions(audience=Audience.INTERNAL))
    assert len(report.bilag) == len(files)
    assert [bilag.number for bilag in report.bilag if bilag.original] == [1]
