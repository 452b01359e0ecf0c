"""The checker is asked in processes of its own, and says the same of a file each time."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from support.pdf import simple_pdf

from styringsdialog.assemble import checking
from styringsdialog.assemble.checking import Verdict, check_files
from styringsdialog.model.conformance import Profile

PROFILES = tuple(Profile)


@pytest.mark.parametrize("content", [simple_pdf("Helvetica"), b"ingen PDF", b""])
def test_each_profile_of_each_file_has_its_verdict(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "blåbær.pdf"
    path.write_bytes(content)
    here, again = check_files([path, path], PROFILES)
    assert here == again
    assert all(one.findings or one.unchecked for one in here)
    assert all(
        finding.profile is profile for profile, one in zip(PROFILES, here, strict=True) for finding in one.findings
    )


def test_a_rule_is_told_once_with_how_often_it_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(simple_pdf("Et", "To", "Tre"))
    ((found,),) = check_files([tmp_path / "a.pdf"], [Profile.UA1])
    rules = [finding.rule for finding in found.findings]
    assert len(rules) == len(set(rules))
    assert rules


def test_a_checker_that_ends_before_it_has_answered_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(simple_pdf("Et"))
    monkeypatch.setattr(checking, "MEGABYTES", 20)
    ((found,),) = check_files([tmp_path / "a.pdf"], [Profile.UA1])
    assert found.findings == ()
    assert str(found.unchecked).startswith("the checker ")
    assert found != Verdict()


def test_bookmarks_that_end_the_checker_end_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "boghylde.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        # From the innermost outwards: a list in a list 20,000 times.
        item = pdf.make_indirect(pikepdf.Dictionary(Title="inderst"))
        for _ in range(20_000):
            outer = pdf.make_indirect(pikepdf.Dictionary(Title="a", First=item, Last=item, Count=1))
            item.Parent = outer
            item = outer
        pdf.Root.Outlines = item
        pdf.save(path)
    verdicts = check_files([path], PROFILES)[0]
    assert all(verdict.unchecked and "crashed" in str(verdict.unchecked) for verdict in verdicts)
