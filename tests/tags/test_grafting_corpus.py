"""Other people's tagged files, a share of them: ``tests/corpus/tags.py`` takes all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from corpus.tags import CLASHING, CORPUS, build, carry, groups, passes, passing_files, tagged_files

pytestmark = [pytest.mark.long, pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not there")]

EVERY = 8
ODD = ("tag_", "minimal-two-fields-tagged", "SameMerged", "7.18.1-t03-pass-f")


def share() -> list[Path]:
    """Give every eighth file, and those that are odd."""
    files = tagged_files() if CORPUS.is_dir() else []
    return [path for index, path in enumerate(files) if index % EVERY == 0 or any(part in path.name for part in ODD)]


@pytest.mark.parametrize("path", share(), ids=lambda path: path.stem[-40:])
def test_every_element_is_under_its_part_and_no_key_dangles(path: Path, tmp_path: Path) -> None:
    for outcome in carry(tmp_path, CLASHING[0], path, CLASHING[1], path):
        assert (outcome.missing, outcome.complaints) == (0, ())
        assert not outcome.reason.startswith("refused")


def test_files_that_pass_alone_pass_together(tmp_path: Path) -> None:
    pytest.importorskip("page", reason="page-validation is not installed; the extra verify installs it")
    passing = passing_files()
    assert passing
    twos = list(groups(passing, pairs=0, tens=0))[:: EVERY // 2]
    tens = list(groups(passing, pairs=0, tens=2))[-2:]
    for index, group in enumerate([*twos, *tens]):
        assert passes(build(tmp_path / str(index), *group)), [path.name for path in group]


def test_a_judge_of_what_readers_meet_finds_no_error_in_ten_that_pass(tmp_path: Path) -> None:
    pytest.importorskip("page", reason="page-validation is not installed; the extra verify installs it")
    command = Path(sys.executable).with_name("outloud")
    if not command.exists():
        pytest.skip("outloud is not installed; the tests' lock has it")
    *_, ten = groups(passing_files(), pairs=0, tens=1)
    package = build(tmp_path, *ten)
    done = subprocess.run(
        [command, package, "--json", tmp_path / "outloud.json", "--fail-on", "error"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
