"""What a package claims was checked, and what keeps it from claiming more is named."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pikepdf
import pytest
from assemble.packages import METADATA, pack, set_part, small_package, words
from support.editions import CONFERENCE, EXAMPLE, contributor, note_of, run, write_edition
from support.pdf import simple_pdf

from styringsdialog.assemble.conformance import blame_bilag, checker, conformance_of, settle_claims
from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.plan import PlannedSection
from styringsdialog.model.conformance import Profile

pytestmark = pytest.mark.long  # whole commands: each takes a second or more

UA, ARCHIVE = Profile.UA1, Profile.A2A


def claims(path: Path) -> set[str]:
    """Give the identifiers in the metadata of ``path``."""
    with pikepdf.open(path) as pdf, pdf.open_metadata() as xmp:
        return {name for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance") if name in xmp}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Give a package of our own pages alone, which claims everything."""
    part = set_part(tmp_path, "del", words("Ord"))
    package = pack(tmp_path, PlannedSection(key="del:a", title="Del", parts=(part,)))
    assemble(package.plan, metadata=METADATA, path=package.path, claims=tuple(Profile))
    return package.path


def test_what_is_satisfied_stays_claimed(good: Path) -> None:
    before = good.read_bytes()
    found = settle_claims(good, METADATA)
    assert (found.satisfied, found.findings) == ((UA, ARCHIVE), ())
    assert found.checker == checker() != ""
    assert good.read_bytes() == before
    assert claims(good) == {"pdfuaid:part", "pdfaid:part", "pdfaid:conformance"}


def test_what_is_broken_is_withdrawn_in_place_and_the_rest_still_holds(good: Path) -> None:
    # Only PDF/A asks for an output intent.
    with pikepdf.open(good, allow_overwriting_input=True) as pdf:
        del pdf.Root["/OutputIntents"]
        pdf.save(good, fix_metadata_version=False, compress_streams=False)
    size = good.stat().st_size
    found = settle_claims(good, METADATA)
    assert found.satisfied == (UA,)
    assert {finding.profile for finding in found.findings} == {ARCHIVE}
    assert good.stat().st_size == size
    assert claims(good) == {"pdfuaid:part"}
    assert conformance_of(good, [UA]).satisfied == (UA,)


def test_info_and_xmp_say_the_same(good: Path) -> None:
    with pikepdf.open(good) as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(pdf.docinfo.Title)
        assert xmp["dc:creator"] == [str(pdf.docinfo.Author)]
        assert xmp["dc:description"] == str(pdf.docinfo.Subject)
        assert xmp["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2031-05-15T15:00:00"
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20310515150000"


def test_the_bilag_that_breaks_a_rule_is_named(tmp_path: Path) -> None:
    (tmp_path / "uden skrift.pdf").write_bytes(simple_pdf("Helvetica"))
    (tmp_path / "tom.pdf").write_bytes(simple_pdf(""))
    package = small_package(tmp_path, tmp_path / "tom.pdf", tmp_path / "uden skrift.pdf")
    assemble(package.plan, metadata=METADATA, path=package.path, claims=tuple(Profile))
    found = blame_bilag(settle_claims(package.path, METADATA), package.plan, METADATA, tmp_path)
    assert found.satisfied == ()
    assert {(one.rule, one.bilag) for one in found.findings} == {
        ("PDFUA1-FONT-EMBEDDING-001", (2,)),
        ("PDFA2A-FONT-EMBEDDING-001", (2,)),
    }
    assert claims(package.path) == set()


# ----------------------------------------------------------------------------- the command


def edition(folder: Path, require: str, pdf: bytes) -> Path:
    """Write an edition with one foreign bilag that requires what ``require`` says."""
    return write_edition(
        folder, CONFERENCE + f"[output]\nrequire = {require}\n" + contributor("vibo"), {"vibo/a.pdf": pdf}
    )


def test_a_required_standard_that_is_not_met_is_code_8_and_nothing_is_published(tmp_path: Path) -> None:
    source = edition(tmp_path / "udgave", '["ua1"]', simple_pdf("Helvetica"))
    done = run("build", source, "-o", tmp_path / "ud")
    assert done.returncode == 8
    assert "bilag 1, A: keeps the package from PDF/UA-1: PDFUA1-FONT-EMBEDDING-001" in done.stderr
    assert "every font embedded" in done.stderr
    assert not (tmp_path / "ud").exists()
    assert run("check", source).returncode == 8


def test_a_required_standard_that_is_met_changes_nothing(tmp_path: Path) -> None:
    done = run("build", edition(tmp_path / "udgave", '["ua1", "2a"]', simple_pdf("")), "-o", tmp_path / "ud")
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_checker_nothing_is_claimed_and_a_requirement_is_not_met(tmp_path: Path) -> None:
    # A stranger's module of the same name comes first: what is called «page» is not what checks.
    (tmp_path / "page.py").write_text('raise ImportError("not this one")\n', "utf-8")
    path = {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    done = run("build", EXAMPLE, "-o", tmp_path / "ud", env=path)
    assert (done.returncode, done.stderr) == (0, "")
    (package,) = (tmp_path / "ud").glob("*.pdf")
    assert claims(package) == set()
    assert json.loads(package.with_suffix(".manifest.json").read_text("utf-8"))["accessibility"]["checked"] is False
    assert "PDF/UA-1 (tilgængelighed): ikke kontrolleret" in note_of(package)
    done = run("verify", package, env=path)
    assert (done.returncode, "verify" in done.stderr) == (8, True)
    required = edition(tmp_path / "udgave", '["2a"]', simple_pdf(""))
    assert run("build", required, "-o", tmp_path / "ud2", env=path).returncode == 8


def test_verify_says_which_rules_a_file_breaks(tmp_path: Path, good: Path) -> None:
    (tmp_path / "fremmed.pdf").write_bytes(simple_pdf("Helvetica"))
    done = run("verify", good)
    assert (done.returncode, done.stdout.count("satisfied")) == (0, 2)
    done = run("verify", tmp_path / "fremmed.pdf", "--profile", "ua1", "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"], said["satisfied"]) == (8, False, [])
    assert "PDFUA1-FONT-EMBEDDING-001" in {finding["rule"] for finding in said["findings"]}
    assert run("verify", tmp_path / "ingenting.pdf").returncode == 5
    (tmp_path / "tekst.pdf").write_text("ingen PDF", "utf-8")
    done = run("verify", tmp_path / "tekst.pdf")
    assert (done.returncode, "cannot be checked" in done.stdout) == (8, True)
