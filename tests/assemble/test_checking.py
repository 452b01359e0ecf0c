"""The checker says the same of a file wherever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.pdf import simple_pdf

from styringsdialog.assemble import checking
from styringsdialog.assemble.checking import Verdict, check_file
from styringsdialog.model.conformance import Profile

PROFILES = tuple(Profile)


@pytest.mark.parametrize("content", [simple_pdf("Helvetica"), b"ingen PDF", b""])
def test_a_file_is_judged_alike_here_and_in_processes_of_its_own(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "blåbær.pdf"
    path.write_bytes(content)
    here = check_file(path, PROFILES)
    assert check_file(path, PROFILES, large=0) == here
    assert all(one.findings or one.unchecked for one in here)
    assert all(
        finding.profile is profile for profile, one in zip(PROFILES, here, strict=True) for finding in one.findings
    )


def test_a_rule_is_told_once_with_how_often_it_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(simple_pdf("Et", "To", "Tre"))
    (found,) = check_file(tmp_path / "a.pdf", [Profile.UA1])
    rules = [finding.rule for finding in found.findings]
    assert len(rules) == len(set(rules))
    assert rules


def test_a_checker_that_ends_before_it_has_answered_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(simple_pdf("Et"))
    monkeypatch.setattr(checking, "_MEGABYTES", 20)
    (found,) = check_file(tmp_path / "a.pdf", [Profile.UA1], large=0)
    assert found.findings == ()
    assert str(found.unchecked).startswith("the checker ")
    assert found != Verdict()
