"""What a build stands on, held against the last one that went well, and a package made for trial on it.

The trial is made by the command itself, in a process of its own, with every warning heard.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.compose.makers import HOST, version_of
from styringsdialog.errors import GAPS_EXIT_CODE, Fault, Problem, Remark
from styringsdialog.hooks.providers import installed_providers
from styringsdialog.messages.message import Where, message
from styringsdialog.model.conference import Audience, Conference, Stage

_PYTHON: Final = "python"

_OFFICE: Final = frozenset({".doc", ".docx", ".odp", ".ods", ".odt", ".ppt", ".pptx", ".rtf", ".xls", ".xlsx"})

# A package is written, checked and copied: each needs room, and LibreOffice writes a profile.
_LEAST_ROOM: Final = 300_000_000
_TIMES_THE_LAST: Final = 20

# No clock that goes was ever before this program.
_OLDEST: Final = dt.date(2026, 1, 1)

# More than a year in which not even a rehearsal was held.
_LONG_AWAY: Final = dt.timedelta(days=400)

_MAJOR: Final = re.compile(r"\d+")

_HERE: Final = Where(origin=message("place.machine"))


# A problem would stop the build on the day; a remark wants looking at.
Finding = Problem | Remark


@attrs.frozen(kw_only=True)
class LastBuild:
    """The last package of the series that went well, as its manifest tells.

    Attributes:
        edition: Whose it was.
        versions: Of the libraries.
        makers: By plugin, the distribution and version that made pages with it.
        size: Of the package, in bytes.
    """

    edition: str
    versions: Mapping[str, str]
    makers: Mapping[str, tuple[str, str]]
    size: int

    @classmethod
    def from_manifest(cls, edition: str, manifest: Mapping[str, Any]) -> LastBuild:
        """Read what a manifest says; what it does not say is empty."""
        ranges = [pages for pages in manifest.get("provenance", ()) if isinstance(pages, dict) and pages.get("plugin")]
        return cls(
            edition=edition,
            versions=dict(manifest.get("versions", {})),
            makers={pages["plugin"]: (pages.get("distribution", ""), pages.get("version", "")) for pages in ranges},
            size=int(manifest.get("pdf", {}).get("bytes", 0)),
        )


def versions_now(names: Sequence[str] = ()) -> dict[str, str]:
    """Return the version of everything that the host needs, and of ``names``; empty for what is not there."""
    # Python is no distribution whose version could be asked for.
    versions = {name: version_of(name) for name in sorted({*_requirements(), *names} - {_PYTHON})}
    return {_PYTHON: ".".join(map(str, sys.version_info[:3])), **versions}


def libraries(last: LastBuild | None) -> Iterator[Finding]:
    """Return what is missing, and what is another major version than at the last build."""
    now = versions_now(tuple(last.versions) if last else ())
    yield from (
        Problem(Fault.REQUIREMENT, _HERE, message("series.library-gone", name=name))
        for name, version in now.items()
        if not version
    )
    if last is None:
        return
    for name, before in sorted(last.versions.items()):
        # A library that is gone is reported above.
        steps = _major(now.get(name, "")) - _major(before) if now.get(name) else 0
        if steps > 0:
            yield Remark(message("series.library-newer", name=name, steps=steps, now=now[name], before=before), _HERE)
        elif steps:
            yield Remark(message("series.library-older", name=name, steps=-steps, now=now[name], before=before), _HERE)


def plugins_gone(conference: Conference, last: LastBuild | None) -> Iterator[Finding]:
    """Return each plugin that a contributor names and that is not installed, and those of another major version."""
    installed = {provider.name: provider for provider in installed_providers()}
    for contributor in conference.contributors:
        plugin, who = contributor.plugin, str(contributor.name)
        distribution, version = last.makers.get(plugin, ("", "")) if last else ("", "")
        if plugin not in installed and distribution:
            yield Problem(
                Fault.PLUGIN,
                _HERE,
                message(
                    "series.plugin-gone-from",
                    plugin=plugin,
                    contributor=who,
                    distribution=distribution,
                    version=version,
                ),
            )
        elif plugin not in installed:
            yield Problem(Fault.PLUGIN, _HERE, message("series.plugin-gone", plugin=plugin, contributor=who))
        elif distribution and _major(now := installed[plugin].version) != _major(version):
            yield Remark(
                message("series.plugin-changed", plugin=plugin, now=now, before=version, contributor=who), _HERE
            )


def office(edition: Path, soffice: str | None) -> Iterator[Finding]:
    """Return whether there are Office files and nothing to convert them with."""
    # By their endings: which files become bilag only the plugins know.
    files = sorted(
        path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.suffix.lower() in _OFFICE
    )
    if files and not soffice:
        yield Problem(Fault.FILE, _HERE, message("series.no-libreoffice", files=files))


def disk(output: Path, last: LastBuild | None) -> Iterator[Finding]:
    """Return whether there is too little room for a build, where it works and where the package goes."""
    needed = max(_LEAST_ROOM, _TIMES_THE_LAST * last.size if last else 0)
    # The output may not be there yet: the disk is that of the nearest folder above it that is.
    existing = next(place for place in (output, *output.absolute().parents) if place.is_dir())
    for place in dict.fromkeys((Path(tempfile.gettempdir()), existing)):
        free = shutil.disk_usage(place).free
        where = Where(file=str(place))
        if free < needed // 4:
            yield Problem(Fault.OUTPUT, where, message("series.disk-full", free=free, needed=needed))
        elif free < needed:
            yield Remark(message("series.disk-nearly-full", free=free, needed=needed), where)


def clock(today: dt.date, newest: dt.date | None) -> Iterator[Finding]:
    """Return whether the clock can be right: not before the program, nor before what it has made itself."""
    if today < _OLDEST or (newest and today < newest):
        least = max(filter(None, (newest, _OLDEST)))
        yield Problem(
            Fault.REQUIREMENT,
            _HERE,
            message("series.clock-wrong", today=today.isoformat(), least=least.isoformat()),
        )
    elif newest and today - newest > _LONG_AWAY:
        yield Remark(message("series.long-away", newest=newest.isoformat()), _HERE)


def _requirements() -> Iterator[str]:
    """Return the names of what the host needs to run, extras left out."""
    try:
        required = importlib.metadata.requires(HOST) or ()
    except importlib.metadata.PackageNotFoundError:
        # Run from its sources, the host has no metadata.
        required = ()
    yield HOST
    for line in required:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        # A requirement of an extra has a marker that names it (PEP 508).
        if name and "extra ==" not in line:
            yield name[0]


def _major(version: str) -> int:
    """Return the first number of a version; years count as one each."""
    number = _MAJOR.search(version)
    return int(number[0]) if number else 0


# As ``warnings.formatwarning`` writes them: file, line, category and text.
_WARNING: Final = re.compile(r"^(?P<place>\S.*?):\d+: (?P<kind>\w*Warning): (?P<text>.+)$", re.MULTILINE)

# What tells of something that will go, by its name; others are about this day.
_AGEING: Final = frozenset({"DeprecationWarning", "PendingDeprecationWarning", "FutureWarning"})


@attrs.frozen(kw_only=True)
class Trial:
    """What came of making one stage.

    Attributes:
        exit_code: The command's; negative when a signal ended it.
        pages: Of the package; 0 when there is none.
        problems: What keeps the package, or a bilag of it, from being made.
        awaited: The contributors whose bilag are not there yet.
        ageing: What will not work in a later version of something, as Python's warnings say it.
        trace: The end of what was printed, where the command itself broke down.
    """

    stage: Stage
    exit_code: int
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    awaited: tuple[str, ...] = ()
    ageing: tuple[str, ...] = ()
    trace: str = ""

    @property
    def good(self) -> bool:
        """Tell whether there was a package at the end, with gaps or without."""
        return self.exit_code in {0, GAPS_EXIT_CODE} and self.pages > 0


def try_stage(edition: Path, stage: Stage, *, seconds: int) -> Trial:
    """Make the package of ``stage`` with what is there, and leave nothing.

    The public one, which is what goes out on the day. With whatever Python and libraries run this:
    those that will run on the day.

    Raises:
        OSError: No process could be started, or there is no room for its files.
    """
    with tempfile.TemporaryDirectory(prefix="styringsdialog-") as place:
        command = [
            sys.executable,
            # Python keeps DeprecationWarning to itself outside of ``__main__`` otherwise.
            "-W",
            "default",
            "-m",
            "styringsdialog",
            "build",
            str(edition),
            "-o",
            place,
            *("--stage", stage.value, "--audience", Audience.PUBLIC.value, "--json"),
            # Past a bilag that is missing, so that its fault hides no other.
            "--keep-going",
        ]
        try:
            # What a library prints may be no UTF-8, and is not worth losing the report for.
            done = subprocess.run(  # noqa: S603 - our own command, in the interpreter that runs us
                command, capture_output=True, encoding="utf-8", errors="replace", timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return Trial(stage=stage, exit_code=1, trace=f"took longer than {seconds} seconds")
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return Trial(stage=stage, exit_code=done.returncode, ageing=_ageing(done.stderr), trace=done.stderr[-2000:])
    bilag = report.get("bilag", ())
    # A bilag that is awaited is not wrong.
    wrong = (fault for missing in bilag if missing["status"] == "missing" for fault in missing["problems"])
    return Trial(
        stage=stage,
        exit_code=done.returncode,
        pages=report.get("pdf", {}).get("pages", 0),
        problems=tuple(map(Problem.from_data, (*report.get("problems", ()), *wrong))),
        awaited=tuple(late["contributor"] for late in bilag if late["status"] == "awaited"),
        ageing=_ageing(done.stderr),
    )


def ageing_of(module: str, *, seconds: int) -> tuple[str, ...]:
    """Return what loading ``module`` says of itself, in a process of its own; nothing when it does not load in time.

    A plugin's own process is silent during a build. What it would say while it works is not heard here either.

    Raises:
        OSError: No process could be started.
    """
    command = [sys.executable, "-W", "default", "-c", f"import importlib; importlib.import_module({module!r})"]
    try:
        done = subprocess.run(  # noqa: S603 - in the interpreter that runs us; the build loads the same module
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return ()
    return _ageing(done.stderr)


def _ageing(printed: str) -> tuple[str, ...]:
    """Return each warning once, without the line and the folder that the code stands in."""
    warnings = (match for match in _WARNING.finditer(printed) if match["kind"] in _AGEING)
    return tuple(dict.fromkeys(f"{Path(match['place']).name}: {match['text'].strip()}" for match in warnings))
