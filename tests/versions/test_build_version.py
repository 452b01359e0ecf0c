"""Building a version: what is made, when there is none to make, and what a fault leaves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from support.editions import CONFERENCE, contributor, write_edition

from styringsdialog.errors import EditionError, StyringsdialogError
from styringsdialog.loading.series import load_conference
from styringsdialog.model.conference import Stage
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import build_version
from styringsdialog.versions.shelf import current_version, kept_versions

TOML = CONFERENCE + contributor("vibo")


def test_a_build_is_a_complete_folder_and_the_same_edition_makes_no_second(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "2031", TOML, {"vibo/plan.md": "# Plan\n\nEt.\n"})
    report, version = build_version(load_conference(edition), tmp_path / "pakke")
    assert sorted(path.suffix for path in version.folder.rglob("*") if path.is_file()) == [
        ".html",
        ".json",
        ".json",
        ".md",
        ".pdf",
    ]
    assert (report.pdf.parent, report.pdf.suffix) == (version.folder, ".pdf")
    manifest = json.loads(report.pdf.with_suffix(".manifest.json").read_text("utf-8"))
    assert manifest["pdf"]["sha256"] == hashlib.sha256(report.pdf.read_bytes()).hexdigest()
    again, same = build_version(load_conference(edition), tmp_path / "pakke")
    assert (same.folder, same.fresh, again.sha256) == (version.folder, False, report.sha256)
    assert {path.name for path in (tmp_path / "pakke" / "versions").iterdir()} == {"0001"}


def test_an_edition_that_cannot_be_built_leaves_the_old_version_current(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "2031", TOML, {"vibo/plan.md": "# Plan\n\nEt.\n"})
    place = tmp_path / "pakke"
    build_version(load_conference(edition), place)
    (edition / "vibo" / "halv.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(StyringsdialogError):
        build_version(load_conference(edition), place)
    with pytest.raises(EditionError):
        build_version(load_conference(edition), place, BuildOptions(stage=Stage.REFERAT))
    current = current_version(place)
    assert current is not None
    assert (current.number, len(kept_versions(place))) == (1, 1)
    assert {path.name for path in (place / "versions").iterdir()} == {"0001"}
