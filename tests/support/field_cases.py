"""The field cases beside the project: small editions made after what people report of other people's files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"


def case(name: str, tmp_path: Path) -> Path:
    """Give the folder of the edition of the case ``name``, unpacked; skip the test where the cases are not there."""
    packed = CASES / f"{name}.zip"
    if not packed.is_file():
        pytest.skip(f"{packed} is not there")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / name)
    return tmp_path / name / "edition"
