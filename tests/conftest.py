"""Options and fixtures for all tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.environment import Environment

# Tests read messages in English, whatever the machine speaks; those that are about Danish say so.
os.environ["LANG"] = os.environ.pop("LC_ALL", os.environ.get("LANG", "C.UTF-8"))
os.environ["LC_MESSAGES"] = "en_GB.UTF-8"
# Nothing is kept from one test to the next, and nothing is written to a home: where the store would be is a file.
_CACHES = tempfile.TemporaryDirectory(prefix="styringsdialog-tests-")
Path(_CACHES.name, "styringsdialog").touch()
os.environ["XDG_CACHE_HOME"] = _CACHES.name

# How fast a busy machine makes examples says nothing about the rule that they try.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Continuous integration says the same of the same commit each time; new examples are looked for at a desk.
settings.register_profile("settled", parent=settings.get_profile("patient"), derandomize=True)
settings.load_profile("settled" if os.environ.get("CI") else "patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the expected texts anew; then read the diff.")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Give how many run at a time: as many as there are cores for all tests, and one for those that are named."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.update_golden
    return os.cpu_count() or 1 if whole else 0


def pytest_configure(config: pytest.Config) -> None:
    """Leave the long tests to ``pytest -m long``, unless files or tests are named."""
    option = config.option
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (option.markexpr or option.keyword):
        option.markexpr = "not long"  # what runs in other processes is told of it with all other options


@pytest.fixture
def assert_written(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Give a function that holds a text against the file it should stand in."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"differs from {path}; if it should, run with --update-golden"

    return check


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Give an environment with the host installed from its wheel; shared by all tests of a run."""
    return Environment.with_host(tmp_path_factory.mktemp("miljoe") / "venv")


@pytest.fixture
def assert_golden(assert_written: Callable[[Path, str], None]) -> Callable[[str, str], None]:
    """Give a function that holds a text against ``tests/golden/NAME``."""
    golden = Path(__file__).parent / "golden"
    return lambda name, text: assert_written(golden / name, text)
