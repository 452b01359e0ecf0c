"""A plugin where it is written: its project folder, new or somebody's, and the wheel that is made of it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

import attrs
import jinja2

from styringsdialog.content.templating import core_templates
from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import Fault, PluginError, Problem
from styringsdialog.hooks.providers import BUILT_IN, Provider
from styringsdialog.hooks.spec import API_VERSION, GROUP
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.workshop.trial import Finding, Outcome

# Where each template's text goes; «package» stands for the plugin's own package.
_PLACES: Final = {
    "pyproject.toml.j2": "pyproject.toml",
    "README.md.j2": "README.md",
    "gitignore.j2": ".gitignore",
    "run.j2": ".ci/run",
    "init.py.j2": "package/__init__.py",
    "settings.py.j2": "package/settings.py",
    "key_figures.py.j2": "package/key_figures.py",
    "beretning.j2.j2": "package/templates/beretning.j2",
    "hilsen.md.j2": "package/texts/hilsen.md",
    "py.typed.j2": "package/py.typed",
    "test_plugin.py.j2": "tests/test_plugin.py",
}

# So that lines with it stay within the 120 characters that the new plugin's own checks allow.
_LONGEST: Final = 50


@attrs.frozen(kw_only=True)
class NewPlugin:
    """A plugin that is not written yet.

    Attributes:
        id: Of its entry point.
        files: Path within the project, with ``/``, to text.
    """

    id: str
    files: Mapping[str, str]


def new_plugin(name: str) -> NewPlugin:
    """Return the files of a new plugin for the organisation ``name``: «Vestby Bolig», or «vestby-bolig».

    Raises:
        PluginError: No id can be made of the name, or it is one of the host's own.
    """
    where = Where(origin=message("place.name", name=name))
    key = slug(name)
    # An id is a key of the model, which begins with a letter (``scalars.KEY_PATTERN``).
    if not re.match("[a-z]", key):
        raise PluginError.at(where, message("workshop.no-letter"))
    if len(key) > _LONGEST:
        raise PluginError.at(where, message("workshop.name-too-long", most=_LONGEST))
    if key in BUILT_IN:
        raise PluginError.at(where, message("workshop.name-taken"))
    package = f"{GROUP}_{key.replace('-', '_')}"
    values = {
        "id": key,
        "name": _printed(name),
        "package": package,
        "distribution": f"{GROUP}-{key}",
        "api": API_VERSION,
        "group": GROUP,
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(core_templates().parent / "plugin"),
        # Markers of its own, since what is written holds Jinja, TOML and Python.
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        # A value that a template names and nobody gives is our fault, and no empty word.
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what comes of it is no markup
    )
    return NewPlugin(
        id=key,
        files={
            # Only the first: the word may stand in a file's own name.
            str(PurePosixPath(place.replace("package", package, 1))): environment.get_template(template).render(values)
            for template, place in _PLACES.items()
        },
    )


def _printed(name: str) -> str:
    """Return the name as people read it: an id gets spaces and capitals, anything else stays.

    What would end a string in the files is left out.
    """
    text = " ".join(re.sub(r'["\\]', "", name).split())
    return " ".join(word.capitalize() for word in re.split("[-_]", text)) if text == text.lower() else text


_FILE: Final = "pyproject.toml"


@attrs.frozen
class Project:
    """What a project folder says.

    Attributes:
        provider: As if it were installed.
        root: The folder that has to be on Python's path for it to be imported.
    """

    provider: Provider
    root: Path


def read_project(folder: Path) -> Project:
    """Return the plugin that the project in ``folder`` makes, without running any of it.

    Raises:
        PluginError: The folder holds no project, or none with exactly one plugin.
    """
    where = Where(file=str(folder / _FILE))
    try:
        data = tomllib.loads((folder / _FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PluginError.at(where, message("workshop.no-project")) from None
    # ValueError takes in bytes that are no UTF-8, and what is no TOML.
    except (OSError, ValueError) as error:
        raise PluginError.at(where, message("workshop.project-unreadable", error=str(error))) from error
    project = _table_or_empty(data, "project")
    if not (points := _table_or_empty(_table_or_empty(project, "entry-points"), GROUP)):
        raise PluginError.at(where, message("workshop.no-plugin-in-project", group=GROUP))
    if len(points) > 1:
        plugins = ", ".join(sorted(points))
        raise PluginError.at(where, message("workshop.several-plugins-in-project", group=GROUP, plugins=plugins))
    ((name, target),) = points.items()
    # What stands on the path is the package; the target may name a module within it.
    package = str(target).partition(":")[0].partition(".")[0]
    # ``src`` first: in that layout the folder itself may hold something else of the same name.
    for root in (folder / "src", folder):
        if (root / package).is_dir() or (root / f"{package}.py").is_file():
            provider = Provider(
                name=str(name),
                distribution=str(project.get("name", folder.name)),
                version=str(project.get("version", "")),
                target=str(target),
            )
            return Project(provider, root.resolve())
    raise PluginError.at(where, message("workshop.no-such-package", package=package))


def _table_or_empty(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key, {})
    return value if isinstance(value, dict) else {}


_POINT: Final = message("workshop.point-wheel")
# Files that are named.
_SHOWN: Final = 5

# Seconds; building a wheel of pure Python takes about one.
_PATIENCE: Final = 120

# What is made and not written; a ``build`` from yesterday would bring files back that are gone.
_LEFT_OUT: Final = shutil.ignore_patterns(
    *(".venv", "venv", "node_modules", "__pycache__", ".*_cache", ".tox", ".nox", "dist", "build", "*.egg-info")
)

# What a wheel may leave out, or turn into something else, and still be whole.
_SOURCES: Final = frozenset({".c", ".cpp", ".h", ".po", ".py", ".pyc", ".pyi", ".pyx"})

# PEP 517: the backend's hooks run in a process of their own, in the project's folder.
_HOOK: Final = """\
import importlib, importlib.metadata, re, sys
backend, where, *path = sys.argv[1:]
sys.path[:0] = path
name, _, attributes = backend.partition(":")
hooks = importlib.import_module(name)
for attribute in filter(None, attributes.split(".")):
    hooks = getattr(hooks, attribute)
lacking = []
for requirement in getattr(hooks, "get_requires_for_build_wheel", list)():
    name = re.match("[A-Za-z0-9._-]+", requirement)[0]
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        lacking.append(name)
if lacking:
    print(*lacking, sep=", ", file=sys.stderr)
    sys.exit(77)
hooks.build_wheel(where)
"""


# Exit code of the hooks' process when the backend asks for what is not installed.
_LACKING: Final = 77


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
    # Where nothing can be built here, that is no fault of the plugin's: it is tried as it stands.
    as_it_is = Packed(provider=project.provider, root=project.root, finding=Finding(_POINT, Outcome.UNTRIED))
    try:
        # Links stay links: one that leads out of the project, or back into itself, is not gone into.
        shutil.copytree(folder, source, symlinks=True, ignore=_LEFT_OUT)
    except OSError as error:
        return attrs.evolve(as_it_is, finding=_untried(message("workshop.folder-cannot-be-copied", error=str(error))))
    backend, path = _backend(source)
    name = backend.partition(":")[0].partition(".")[0]
    # The first name only, because find_spec loads the packages above a dotted one.
    if not path and not (name and importlib.util.find_spec(name)):
        return attrs.evolve(as_it_is, finding=_untried(message("workshop.no-build-backend", backend=name)))
    target.mkdir()
    try:
        failed = _build(backend, path, source, target) or _unpack(target, site)
    except ModuleNotFoundError as lacking:
        return attrs.evolve(
            as_it_is, finding=_untried(message("workshop.no-build-requirement", names=str(lacking), backend=name))
        )
    if failed:
        problem = _problem(folder, message("workshop.no-wheel", reason=failed))
        finding = Finding(_POINT, Outcome.BAD, (message("workshop.wheel-cannot-be-built", reason=failed),))
        return attrs.evolve(as_it_is, finding=finding, problems=(problem,))
    (wheel,) = target.glob("*.whl")
    provider, problems = _installed(project, site, folder)
    problems += _lacking(project, site, folder)
    whole = Finding(_POINT, Outcome.GOOD, (message("workshop.wheel-whole", wheel=wheel.name),))
    finding = Finding(_POINT, Outcome.BAD, tuple(problem.what for problem in problems)) if problems else whole
    return Packed(provider=provider, root=site, finding=finding, problems=tuple(problems))


def _untried(reason: Message) -> Finding:
    return Finding(_POINT, Outcome.UNTRIED, (reason,))


def _problem(folder: Path, what: Message) -> Problem:
    return Problem(Fault.PLUGIN, Where(file=str(folder / _FILE)), what)


def _backend(source: Path) -> tuple[str, list[str]]:
    """Return the build backend that the project names and the folders of its own that it is looked for in (PEP 517)."""
    system = tomllib.loads((source / _FILE).read_text(encoding="utf-8")).get("build-system")
    table = system if isinstance(system, dict) else {}
    path = table.get("backend-path")
    folders = [str(source / name) for name in path if isinstance(name, str)] if isinstance(path, list) else []
    # What PEP 517 takes where a project names no backend.
    return str(table.get("build-backend", "setuptools.build_meta:__legacy__")), folders


def _build(backend: str, path: Sequence[str], source: Path, target: Path) -> Message | None:
    """Build, and return why that failed; nothing when it did not.

    Raises:
        ModuleNotFoundError: The backend asks for something that is not here: its name.
    """
    command = [sys.executable, "-c", _HOOK, backend, str(target), *path]
    try:
        done = subprocess.run(  # noqa: S603 - what the project itself names, as pip would run it
            command, cwd=source, capture_output=True, encoding="utf-8", errors="replace", timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return message("workshop.build-too-slow", seconds=_PATIENCE)
    if done.returncode == _LACKING:
        # The last line, because the backend may have printed something of its own before.
        raise ModuleNotFoundError(done.stderr.strip().rpartition("\n")[2])
    if done.returncode:
        if lines := [line for line in done.stderr.splitlines() if line.strip()]:
            return message("workshop.build-said", line=lines[-1].strip())
        return message("workshop.build-ended", status=done.returncode)
    return None if len(list(target.glob("*.whl"))) == 1 else message("workshop.not-one-wheel")


def _unpack(target: Path, site: Path) -> Message | None:
    """Put into ``site`` what an installer would put on Python's path (PyPA: binary distribution format).

    Returns:
        Why that failed; nothing when it did not.
    """
    try:
        (wheel,) = target.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
        for scheme in (*site.glob("*.data/purelib"), *site.glob("*.data/platlib")):
            shutil.copytree(scheme, site, dirs_exist_ok=True)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        return message("workshop.wheel-cannot-be-unpacked", error=str(error))
    return None


def _installed(project: Project, site: Path, folder: Path) -> tuple[Provider, list[Problem]]:
    """Return the provider that the wheel's metadata names, and what is wrong with them."""
    planned = project.provider
    for distribution in importlib.metadata.distributions(path=[str(site)]):
        provider = attrs.evolve(planned, distribution=distribution.name, version=distribution.version)
        for point in distribution.entry_points.select(group=GROUP):
            if (point.name, point.value) == (planned.name, planned.target):
                return provider, []
        return provider, [
            _problem(
                folder,
                message("workshop.wheel-without-entry-point", name=planned.name, target=planned.target, group=GROUP),
            )
        ]
    return planned, [_problem(folder, message("workshop.wheel-without-metadata"))]


def _lacking(project: Project, site: Path, folder: Path) -> list[Problem]:
    """Find files of the plugin's package that the wheel has not: templates above all, which nobody misses at home."""
    if not (missing := [name for name in _files(project) if not (site / name).exists()]):
        return []
    shown, more = ", ".join(missing[:_SHOWN]), len(missing) - _SHOWN
    what = (
        message("workshop.wheel-lacks-more-files", count=len(missing), files=shown, more=more)
        if more > 0
        else message("workshop.wheel-lacks-files", count=len(missing), files=shown)
    )
    return [_problem(folder, what)]


def _files(project: Project) -> Iterator[str]:
    """Return the files of the plugin's package that are not code, seen from Python's path."""
    top = project.root / project.provider.target.partition(":")[0].partition(".")[0]
    for file in sorted(top.rglob("*")) if top.is_dir() else ():
        name = file.relative_to(project.root)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if file.is_file() and not hidden and file.suffix not in _SOURCES:
            yield name.as_posix()
