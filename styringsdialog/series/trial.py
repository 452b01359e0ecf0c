"""A package made for trial: by the command itself, in a process of its own, with every warning heard."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.errors import GAPS_EXIT_CODE, Problem
from styringsdialog.model.conference import Audience, Stage

__all__ = ["Trial", "ageing_of", "try_stage"]

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

    The internal one, because it holds every bilag. With whatever Python and libraries run this:
    those that will run on the day.

    Raises:
        OSError: No process could be started, or there is no room for its files.
    """
    with tempfile.TemporaryDirectory(prefix="styringsdialog-") as place:
        # Goes on past a bilag that is missing, so that its fault hides no other.
        options = ["--stage", stage.value, "--audience", Audience.INTERNAL.value, "--keep-going", "--json"]
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
            *options,
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
    return Trial(
        stage=stage,
        exit_code=done.returncode,
        pages=report.get("pdf", {}).get("pages", 0),
        problems=tuple(map(Problem.from_data, _problems(report))),
        awaited=tuple(bilag["contributor"] for bilag in report.get("bilag", ()) if bilag["status"] == "awaited"),
        ageing=_ageing(done.stderr),
    )


def _problems(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Return what is wrong with the whole, and with each bilag that is missing; one that is awaited is not wrong."""
    yield from report.get("problems", ())
    for bilag in report.get("bilag", ()):
        if bilag["status"] == "missing":
            yield from bilag["problems"]


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
