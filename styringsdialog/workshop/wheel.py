"""A project's wheel: what would be installed, built of a copy, unpacked, and held against the project."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.spec import GROUP
from styringsdialog.hooks.vetting import one_line
from styringsdialog.workshop.finding import Finding, Outcome
from styringsdialog.workshop.project import Project

__all__ = ["Packed", "pack"]

_POINT: Final = "wheel"
_FILE: Final = "pyproject.toml"
_PATIENCE: Final = 120
"""Seconds; building a wheel of pure Python takes about one."""

_LEFT_OUT: Final = shutil.ignore_patterns(
    *(".venv", "venv", "node_modules", "__pycache__", ".*_cache", ".tox", ".nox", "dist", "build", "*.egg-info")
)
"""What is made and not written; a ``build`` from yesterday would bring files back that are gone."""

_SOURCES: Final = frozenset({".c", ".cpp", ".h", ".po", ".py", ".pyc", ".pyi", ".pyx"})
"""What a wheel may leave out, or turn into something else, and still be whole."""

# PEP 517: the backend's hooks run in a process of their own, in the project's folder.
_HOOK: Final = """\
import importlib, importlib.metadata, re, sys
backend, where, *path = sys.argv[1:]
sys.path[:0] = path
name, _, attributes = backend.partition(":")
found = importlib.import_module(name)
for attribute in filter(None, attributes.split(".")):
    found = getattr(found, attribute)
lacking = []
for wanted in getattr(found, "get_requires_for_build_wheel", list)():
    name = re.match("[A-Za-z0-9._-]+", wanted)[0]
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        lacking.append(name)
if lacking:
    print(*lacking, sep=", ", file=sys.stderr)
    sys.exit(77)
found.build_wheel(where)
"""


_LACKING: Final = 77
"""Exit code of the hooks' process when the backend asks for what is not installed."""


class _LackingError(Exception):
    """The names of what a build backend asks for and is not here."""


@attrs.frozen(kw_only=True)
class Packed:
    """A project as far as it could be packed.

    Attributes:
        provider: What the wheel says; what the project says when there is none.
        root: The folder that has to be on Python's path: the unpacked wheel, or the project's own.
        finding: How it went.
    """

    provider: Provider
    root: Path
    finding: Finding
    problems: tuple[Problem, ...] = ()


def pack(project: Project, folder: Path, work: Path) -> Packed:
    """Build the wheel of the project in ``folder`` with the backend that it names, and unpack it in ``work``.

    Nothing is fetched: the backend has to be installed here. The project itself is only read.
    """
    source, target, site = work / "source", work / "wheel", work / "site"
    as_it_is = Packed(provider=project.provider, root=project.root, finding=Finding(_POINT, Outcome.UNTRIED))
    try:
        shutil.copytree(folder, source, symlinks=True, ignore=_LEFT_OUT)
    except OSError as error:
        return attrs.evolve(as_it_is, finding=Finding(_POINT, Outcome.UNTRIED, f"the folder cannot be copied: {error}"))
    backend, path = _backend(source)
    name = backend.partition(":")[0].partition(".")[0]
    if not path and not (name and importlib.util.find_spec(name)):
        said = f"{name}, which builds it, is not installed here; the folder was tried as it is"
        return attrs.evolve(as_it_is, finding=Finding(_POINT, Outcome.UNTRIED, said))
    target.mkdir()
    try:
        failed = _build(backend, path, source, target) or _unpack(target, site)
    except _LackingError as lacking:
        said = f"{lacking}, which {name} needs to build it, is not installed here; the folder was tried as it is"
        return attrs.evolve(as_it_is, finding=Finding(_POINT, Outcome.UNTRIED, said))
    if failed:
        problem = Problem(Fault.PLUGIN, str(folder / _FILE), f"no wheel can be built: {failed}", "pip could not either")
        finding = Finding(_POINT, Outcome.BAD, f"cannot be built: {failed}")
        return attrs.evolve(as_it_is, finding=finding, problems=(problem,))
    (wheel,) = target.glob("*.whl")
    provider, problems = _installed(project, site, folder)
    problems += _lacking(project, site, folder)
    if problems:
        finding = Finding(_POINT, Outcome.BAD, "; ".join(problem.message for problem in problems))
    else:
        finding = Finding(_POINT, Outcome.GOOD, f"{wheel.name} has the entry point and every file of the package")
    return Packed(provider=provider, root=site, finding=finding, problems=tuple(problems))


def _backend(source: Path) -> tuple[str, list[str]]:
    """Return the build backend that the project names and the folders of its own that it is looked for in (PEP 517)."""
    system = tomllib.loads((source / _FILE).read_text(encoding="utf-8")).get("build-system")
    table = system if isinstance(system, dict) else {}
    path = table.get("backend-path")
    folders = [str(source / one) for one in path if isinstance(one, str)] if isinstance(path, list) else []
    return str(table.get("build-backend", "setuptools.build_meta:__legacy__")), folders


def _build(backend: str, path: Sequence[str], source: Path, target: Path) -> str:
    """Build, and give why that failed; empty when it did not.

    Raises:
        _LackingError: The backend asks for something that is not here.
    """
    command = [sys.executable, "-c", _HOOK, backend, str(target), *path]
    try:
        done = subprocess.run(  # noqa: S603 - what the project itself names, as pip would run it
            command, cwd=source, capture_output=True, encoding="utf-8", errors="replace", timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {_PATIENCE} seconds"
    if done.returncode == _LACKING:
        raise _LackingError(done.stderr.strip().rpartition("\n")[2])
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        return one_line(lines[-1].strip()) if lines else f"it ended with exit code {done.returncode}"
    return "" if len(list(target.glob("*.whl"))) == 1 else "the build backend did not write one wheel"


def _unpack(target: Path, site: Path) -> str:
    """Put into ``site`` what an installer would put on Python's path (PyPA: binary distribution format).

    Returns:
        Why that failed; empty when it did not.
    """
    try:
        (wheel,) = target.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
        for scheme in (*site.glob("*.data/purelib"), *site.glob("*.data/platlib")):
            shutil.copytree(scheme, site, dirs_exist_ok=True)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        return f"the wheel cannot be unpacked: {error}"
    return ""


def _installed(project: Project, site: Path, folder: Path) -> tuple[Provider, list[Problem]]:
    """Return the provider that the wheel's metadata names, and what is wrong with them."""
    wanted = project.provider
    for distribution in importlib.metadata.distributions(path=[str(site)]):
        provider = attrs.evolve(wanted, distribution=distribution.name, version=distribution.version)
        for point in distribution.entry_points.select(group=GROUP):
            if (point.name, point.value) == (wanted.name, wanted.target):
                return provider, []
        message = f"the wheel has no entry point {wanted.name} = {wanted.target}: no edition would find the plugin"
        hint = f"the build backend has to read [project.entry-points.{GROUP}]: upgrade it, or mend its own tables"
        return provider, [Problem(Fault.PLUGIN, str(folder / _FILE), message, hint)]
    return wanted, [Problem(Fault.PLUGIN, str(folder / _FILE), "the wheel has no metadata")]


def _lacking(project: Project, site: Path, folder: Path) -> list[Problem]:
    """Find files of the plugin's package that the wheel has not: templates above all, which nobody misses at home."""
    missing = [name for name in _files(project) if not (site / name).exists()]
    if not missing:
        return []
    shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
    files = "1 file" if len(missing) == 1 else f"{len(missing)} files"
    message = f"the wheel lacks {files} of the package: {shown}"
    hint = (
        "installed, the plugin would not have them: tell the build backend to put them in"
        " (setuptools: [tool.setuptools.package-data]), or move them out of the package"
    )
    return [Problem(Fault.PLUGIN, str(folder / _FILE), message, hint)]


def _files(project: Project) -> Iterator[str]:
    """Return the files of the plugin's package that are not code, seen from Python's path."""
    package = project.provider.target.partition(":")[0].partition(".")[0]
    top = project.root / package
    for file in sorted(top.rglob("*")) if top.is_dir() else ():
        name = file.relative_to(project.root)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if file.is_file() and not hidden and file.suffix not in _SOURCES:
            yield name.as_posix()
