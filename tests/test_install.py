"""``.ci/install.py`` where it cannot do what it should; where it can, ``.ci/run`` runs the real thing."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci" / "install.py"
PYTHON = Path(sys.base_prefix) / "bin" / "python3"  # the one .venv was made from, as it has no pip itself


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a checkout at an awkward path, with all that set-up reads."""
    folder = tmp_path / "en mappe ø"
    for name in (".ci/install.py", ".ci/lock/run.txt", ".ci/lock/tests.txt", "pyproject.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def install(checkout: Path, python: Path = PYTHON, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, checkout / ".ci" / "install.py"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C", "PIP_CONFIG_FILE": os.devnull, **settings},
        check=False,
    )


def test_without_an_index_pips_message_is_shown_with_what_to_do_and_nothing_counts_as_done(checkout: Path) -> None:
    for _ in range(2):
        done = install(checkout, PIP_NO_INDEX="1", PIP_FIND_LINKS="")
        assert done.returncode == 1
        assert "making .venv" in done.stdout
        assert "No matching distribution found" in done.stderr
        assert "run the same line again" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_it_can_be_run_from_an_environment_that_has_no_pip(checkout: Path) -> None:
    venv.create(checkout / ".venv", with_pip=False, symlinks=True)
    done = install(checkout, checkout / ".venv" / "bin" / "python", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert "No matching distribution found" in done.stderr


def test_a_python_without_pip_is_told_where_to_get_it(checkout: Path, tmp_path: Path) -> None:
    # As Debian has it: Python without python3-pip.
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pip.py").write_text("raise SystemExit('No module named pip')", "utf-8")
    done = install(checkout, PYTHONPATH=str(hidden))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "has no pip" in done.stderr
    assert not (checkout / ".venv").exists()


def test_an_environment_that_cannot_be_made_is_one_sentence(checkout: Path) -> None:
    (checkout / ".venv").write_text("in the way", "utf-8")
    done = install(checkout)
    assert done.returncode == 1
    assert done.stderr.startswith("install: .venv cannot be made: ")
    assert len(done.stderr.splitlines()) == 1


def test_an_older_python_can_read_the_script_and_is_told_in_one_sentence() -> None:
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))
    older = (
        "import runpy, sys; sys.version_info = (3, 10, 4, 'final', 0); runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    done = subprocess.run([PYTHON, "-c", older, SCRIPT], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "styringsdialog needs Python 3.11 or newer; this is Python 3.10.\n"
