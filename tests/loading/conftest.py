"""Editions that the tests of loading write and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from styringsdialog.errors import EditionError
from styringsdialog.loading.series import load_conference

GOOD = """\
title = "Styringsdialogkonference"
host = "Prøveby Kommune"
start = 2030-05-16T15:00:00
end = 2030-05-16T18:00:00
place = "Rådhuset"
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Give a function that makes an edition folder of what stands in its conference.toml."""

    def write(toml: str | bytes) -> Path:
        (tmp_path / "conference.toml").write_bytes(toml.encode() if isinstance(toml, str) else toml)
        return tmp_path

    return write


@pytest.fixture
def good() -> str:
    """Give the smallest conference.toml: the five keys that every edition has."""
    return GOOD


@pytest.fixture
def problems(write: Callable[[str | bytes], Path]) -> Callable[[str | bytes], list[str]]:
    """Give a function that loads a bad conference.toml and gives its problems, as lines."""

    def problems(toml: str | bytes) -> list[str]:
        with pytest.raises(EditionError) as caught:
            load_conference(write(toml))
        assert caught.value.exit_code == 2
        return [str(problem) for problem in caught.value.problems]

    return problems
