"""A signature holds in the file that was signed alone, so that file is kept beside the package."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from support.editions import CONFERENCE, contributor, write_edition
from support.pdf import simple_pdf
from support.signed import signed_pdf

from styringsdialog import Audience, BuildOptions, build_package, load_conference


def test_a_signed_file_stands_beside_the_package_byte_for_byte(tmp_path: Path) -> None:
    signed = signed_pdf(tmp_path / "a.pdf").read_bytes()
    files = {"vibo/1 Aftale.pdf": signed, "vibo/2 Oplæg.pdf": simple_pdf("Oplæg")}
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo"), files)
    report = build_package(load_conference(edition), tmp_path / "ud")
    names = sorted(path.name for path in (tmp_path / "ud").iterdir())
    assert names == [
        f"{report.stem}.bilag-1-underskrevet.pdf",
        f"{report.stem}.manifest.json",
        f"{report.stem}.pdf",
        f"{report.stem}.report.md",
    ]
    assert (tmp_path / "ud" / names[0]).read_bytes() == signed
    aftale, oplaeg = json.loads((tmp_path / "ud" / names[1]).read_text("utf-8"))["bilag"]
    assert aftale["signed_original"]["name"] == names[0]
    assert aftale["signed_original"]["sha256"] == hashlib.sha256(signed).hexdigest()
    assert oplaeg["signed_original"] is None
    assert aftale["bytes"] > 0
    assert "digital underskrift" in " ".join(aftale["notes"])


def test_a_closed_signed_file_is_not_put_beside_the_public_package(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "vibo/a.pdf": signed_pdf(tmp_path / "a.pdf").read_bytes(),
        "vibo/bilag.toml": '[[bilag]]\nfile = "a.pdf"\nvisibility = "closed"\n',
    }
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("vibo"), files)
    conference = load_conference(edition)
    build_package(conference, tmp_path / "ud")
    assert not list((tmp_path / "ud").glob("*underskrevet*"))
    build_package(conference, tmp_path / "intern", BuildOptions(audience=Audience.INTERNAL))
    assert len(list((tmp_path / "intern").glob("*underskrevet*"))) == 1
