"""What a build stands on: libraries, plugins, the disk, the clock; held against the last one that went well."""

from __future__ import annotations

import datetime as dt
import enum
import importlib.metadata
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.compose.makers import version_of
from styringsdialog.danish.dates import day
from styringsdialog.danish.numbers import byte_size
from styringsdialog.errors import Fault
from styringsdialog.hooks.providers import installed_providers
from styringsdialog.model.conference import Conference

__all__ = ["Finding", "LastBuild", "Level", "clock", "disk", "libraries", "office", "plugins_gone", "versions_now"]

_HOST: Final = "styringsdialog"
_PYTHON: Final = "python"

_OFFICE: Final = frozenset({".doc", ".docx", ".odp", ".ods", ".odt", ".ppt", ".pptx", ".rtf", ".xls", ".xlsx"})

# A package is written, checked and copied: each needs room, and LibreOffice writes a profile.
_LEAST_ROOM: Final = 300_000_000
_TIMES_THE_LAST: Final = 20

_OLDEST: Final = dt.date(2026, 1, 1)
"""No clock that goes was ever before this program."""

_LONG_AWAY: Final = dt.timedelta(days=400)

_MAJOR: Final = re.compile(r"\d+")


class Level(enum.StrEnum):
    """How much a finding matters: on the day it would stop the build, or it wants looking at."""

    STOP = "stop"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that was found.

    Attributes:
        what: A Danish sentence.
        step: What to do now, as one more; empty where there is nothing.
        technical: For whoever mends it, as the program or the library said it.
        fault: Whose table it lands on.
    """

    level: Level
    what: str
    step: str = ""
    technical: str = ""
    fault: Fault = Fault.REQUIREMENT

    def as_data(self) -> dict[str, str]:
        """Give the finding as plain data for JSON."""
        return {"level": self.level.value, "what": self.what, "step": self.step, "technical": self.technical}


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
        ranges = [one for one in manifest.get("provenance", ()) if isinstance(one, dict) and one.get("plugin")]
        return cls(
            edition=edition,
            versions=dict(manifest.get("versions", {})),
            makers={one["plugin"]: (one.get("distribution", ""), one.get("version", "")) for one in ranges},
            size=int(manifest.get("pdf", {}).get("bytes", 0)),
        )


def versions_now(names: Sequence[str] = ()) -> dict[str, str]:
    """Give the version of everything that the host needs, and of ``names``; empty for what is not there."""
    needed = {*_requirements(), *names} - {_PYTHON}
    found = {name: version_of(name) for name in sorted(needed)}
    return {_PYTHON: ".".join(map(str, sys.version_info[:3])), **found}


def libraries(last: LastBuild | None) -> Iterator[Finding]:
    """Give what is missing, and what is another major version than at the last build."""
    now = versions_now(tuple(last.versions) if last else ())
    for name, version in now.items():
        if not version:
            yield Finding(
                level=Level.STOP,
                what=f"Biblioteket {name} er her ikke mere.",
                step="Installer styringsdialog igen, som første gang.",
            )
    if last is None:
        return
    for name, before in sorted(last.versions.items()):
        steps = _major(now.get(name, "")) - _major(before) if now.get(name) else 0
        if steps:
            how = f"{abs(steps)} hovedversion{'er' if abs(steps) > 1 else ''} {'nyere' if steps > 0 else 'ældre'}"
            yield Finding(
                level=Level.WARNING,
                what=f"Biblioteket {name} er {how} end sidst: {now[name]} i stedet for {before}.",
                step="Sammenlign generalprøvens pakke med den sidste, eller installer de låste versioner igen.",
            )


def plugins_gone(conference: Conference, last: LastBuild | None) -> Iterator[Finding]:
    """Give each plugin that a contributor names and that is not installed, and those of another major version."""
    there = {one.name: one for one in installed_providers()}
    for contributor in conference.contributors:
        name = contributor.plugin
        distribution, version = last.makers.get(name, ("", "")) if last else ("", "")
        if name not in there:
            source = f" Sidst kom det fra {distribution} {version}." if distribution else ""
            yield Finding(
                level=Level.STOP,
                what=f"Pluginet {name}, som {contributor.name} bruger, er ikke installeret.{source}",
                step=f"Installer {distribution or 'det'} igen, eller bed {contributor.name} om filer i stedet.",
                fault=Fault.PLUGIN,
            )
            continue
        found = there[name].version
        if distribution and _major(found) != _major(version):
            yield Finding(
                level=Level.WARNING,
                what=f"Pluginet {name} er nu {found}; den sidste pakke blev lavet med {version}.",
                step=f"Bed {contributor.name} se på generalprøven.",
            )


def office(edition: Path, soffice: str | None) -> Iterator[Finding]:
    """Give whether there are Office files and nothing to convert them with."""
    files = sorted(
        path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.suffix.lower() in _OFFICE
    )
    if files and not soffice:
        yield Finding(
            level=Level.STOP,
            what=f"LibreOffice (soffice) er her ikke, og {files[0]} kan ikke blive til sider uden.",
            step="Installer LibreOffice, eller bed om filen som PDF.",
            technical=", ".join(files),
            fault=Fault.FILE,
        )


def disk(output: Path, last: LastBuild | None) -> Iterator[Finding]:
    """Give whether there is too little room for a build, where it works and where the package goes."""
    wanted = max(_LEAST_ROOM, _TIMES_THE_LAST * last.size if last else 0)
    above = next(place for place in (output, *output.absolute().parents) if place.is_dir())
    for place in dict.fromkeys((Path(tempfile.gettempdir()), above)):
        free = shutil.disk_usage(place).free
        if free < wanted:
            yield Finding(
                level=Level.STOP if free < wanted // 4 else Level.WARNING,
                what=f"Der er kun {byte_size(free)} ledig plads; en pakke skal bruge op til {byte_size(wanted)}.",
                step="Ryd op på disken.",
                technical=str(place),
                fault=Fault.OUTPUT,
            )


def clock(today: dt.date, newest: dt.date | None) -> Iterator[Finding]:
    """Give whether the clock can be right: not before the program, nor before what it has made itself."""
    if today < _OLDEST or (newest and today < newest):
        known = max(filter(None, (newest, _OLDEST)))
        yield Finding(
            level=Level.STOP,
            what=f"Uret siger {day(today)}, men det er mindst {day(known)}.",
            step="Stil uret, og lad det følge en tidsserver.",
        )
    elif newest and today - newest > _LONG_AWAY:
        yield Finding(
            level=Level.WARNING,
            what=f"Der er ikke kørt noget siden {day(newest)}. Går uret rigtigt?",
            step="Se efter, om den natlige kørsel har været slået fra; styringsdialog schedule sætter den op.",
        )


def _requirements() -> Iterator[str]:
    """Give the names of what the host needs to run, extras left out."""
    try:
        required = importlib.metadata.requires(_HOST) or ()
    except importlib.metadata.PackageNotFoundError:
        required = ()
    yield _HOST
    for line in required:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        if name and "extra ==" not in line:
            yield name[0]


def _major(version: str) -> int:
    """Give the first number of a version; years count as one each."""
    found = _MAJOR.search(version)
    return int(found[0]) if found else 0
