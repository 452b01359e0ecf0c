"""The locks in ``.ci/lock/``: what ``.ci/lock.py`` made fits what the projects ask for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PLUGINS = sorted(ROOT.glob("plugins/*/pyproject.toml"))


def project(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


HOST = project(ROOT / "pyproject.toml")


def lines(lock: str) -> list[str]:
    """Give the lock's requirements, each with its hashes on one line."""
    text = (ROOT / ".ci" / "lock" / f"{lock}.txt").read_text("utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pins(lock: str) -> dict[str, Version]:
    """Give name and version of every requirement in ``lock``."""
    found: dict[str, Version] = {}
    for line in lines(lock):
        requirement = Requirement(line.partition(" --hash=")[0])
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        found[canonicalize_name(requirement.name)] = Version(pin.version)
    return found


def unmet(requirements: Iterable[str], given: dict[str, Version]) -> list[str]:
    """Give those ``requirements`` that ``given`` does not satisfy."""
    return [
        text
        for text in requirements
        for requirement in [Requirement(text)]
        if (version := given.get(canonicalize_name(requirement.name))) is None or version not in requirement.specifier
    ]


@pytest.mark.parametrize("lock", ["run", "tests"])
def test_a_lock_satisfies_the_host_its_build_and_the_plugins(lock: str) -> None:
    given = {**pins(lock), "styringsdialog": Version(HOST["project"]["version"])}
    assert PLUGINS
    for each in (HOST, *map(project, PLUGINS)):
        assert not unmet([*each["project"].get("dependencies", []), *each["build-system"]["requires"]], given)


@pytest.mark.parametrize("lock", ["run", "tests"])
def test_a_lock_holds_every_extra_so_that_the_readmes_line_installs_them(lock: str) -> None:
    for requirements in HOST["project"]["optional-dependencies"].values():
        assert not unmet(requirements, pins(lock))


def test_what_is_agpl_is_only_ever_a_tool_of_the_tests() -> None:
    assert "pymupdf" in pins("tests")
    assert not {"outloud", "pymupdf"} & pins("run").keys()


def test_the_tests_lock_satisfies_the_group_dev() -> None:
    assert not unmet(HOST["dependency-groups"]["dev"], pins("tests"))


def test_the_tests_lock_holds_the_run_lock_so_that_one_may_follow_the_other() -> None:
    assert pins("run").items() <= pins("tests").items()


@pytest.mark.parametrize("lock", ["run", "tests"])
def test_every_requirement_of_a_lock_has_hashes_and_names_no_place(lock: str) -> None:
    assert lines(lock)
    for line in lines(lock):
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; [^/]+?)?( +--hash=sha256:[0-9a-f]{64})+", line), line


@pytest.mark.parametrize("lock", ["run", "tests"])
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    text = (ROOT / ".ci" / "lock" / f"{lock}.txt").read_text("utf-8")
    assert not re.search(r"https?:|file:|--(index|extra-index|find-links|trusted)", text)
    assert not re.search(r"(?m)^[^#]*/", text)
