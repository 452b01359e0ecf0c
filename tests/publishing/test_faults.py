"""Publishing survives every fault: a share of what ``faults.py`` beside this file tries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from publishing.faults import OLD, operations

from styringsdialog.versions.shelf import publish_version

COMMAND = Path(__file__).with_name("faults.py")


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="children are forked, and killed by a signal")
def test_a_reader_always_meets_one_whole_version_and_the_next_run_mends() -> None:
    done = subprocess.run(
        [sys.executable, COMMAND, "--share", "5", "--kills", "3"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_all_is_on_the_disk_before_anything_gets_its_name(tmp_path: Path) -> None:
    publish_version(OLD, tmp_path / "pakke")
    done = [
        name
        for name, after in operations(tmp_path / "pakke")
        if after and name in ("write", "fsync", "rename", "replace")
    ]
    # Three files and their folder; the folder gets its number; the pointer is replaced.
    assert done == [*["write", "fsync"] * 3, "fsync", "rename", "fsync", "replace", "fsync"]
