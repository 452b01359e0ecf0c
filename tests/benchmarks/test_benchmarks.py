"""The benchmark command runs; what it finds is judged where the machine is quiet."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

pytestmark = pytest.mark.long

HERE = Path(__file__).parent


def make_edition(folder: Path) -> Path:
    subprocess.run([sys.executable, HERE / "make_edition.py", folder, "3", "2"], check=True)
    return folder


@pytest.fixture(scope="module")
def result() -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, HERE / "run.py", "--runs", "1", "--files", "2", "--pages", "2", "--json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)
    assert done.returncode == (0 if all(bound["met"] for bound in found["bounds"]) else 1)
    assert isinstance(found, dict)
    return found


def test_every_case_is_measured_in_all_three_ways(result: dict[str, dict[str, dict[str, dict[str, float]]]]) -> None:
    assert {"loop", "example", "many"} <= result["cases"].keys() <= {"loop", "example", "many", "qpdf"}
    for measures in result["cases"].values():
        assert set(measures) == {"cpu", "wall", "peak"}
        for values in measures.values():
            assert 0 < values["min"] <= values["median"] <= values["max"]
    # A Python process that makes pages: less than this is not the child's own memory.
    assert result["cases"]["many"]["peak"]["min"] > 20


def test_the_made_edition_has_the_files_it_was_asked_for(tmp_path: Path) -> None:
    files = sorted(make_edition(tmp_path / "edition").rglob("*.pdf"))
    assert [(path.parent.name, path.stem) for path in files] == [(f"bidrag-{n}", f"Oplæg {n}") for n in (1, 2, 3)]
    for path in files:
        assert path.stat().st_size > 2 * 84_000
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 2


def test_the_made_edition_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = make_edition(tmp_path / "a"), make_edition(tmp_path / "b")
    for path in first.rglob("*.*"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()
