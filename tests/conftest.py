"""Options and fixtures for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the expected texts anew; then read the diff.")


@pytest.fixture
def assert_written(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Give a function that holds a text against the file it should stand in."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"differs from {path}; if it should, run with --update-golden"

    return check


@pytest.fixture
def assert_golden(assert_written: Callable[[Path, str], None]) -> Callable[[str, str], None]:
    """Give a function that holds a text against ``tests/golden/NAME``."""
    golden = Path(__file__).parent / "golden"
    return lambda name, text: assert_written(golden / name, text)
