"""Rehearse an edition: would it go well on the day? What would not is said in Danish, months ahead."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.danish.dates import day, long_date
from styringsdialog.danish.lists import counted, join
from styringsdialog.errors import Fault, OutputError
from styringsdialog.hooks.providers import installed_providers
from styringsdialog.loading.starter import unfilled
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.series.surroundings import (
    Finding,
    LastBuild,
    Level,
    clock,
    disk,
    libraries,
    office,
    plugins_gone,
    versions_now,
)
from styringsdialog.series.trial import Trial, ageing_of, try_stage

__all__ = ["History", "Machine", "Rehearsal", "rehearse"]

# An hour: a build that takes longer will not be done in a night with others.
_SECONDS: Final = 3600
_LOADING: Final = 60

# A build that takes longer than it did is told of when it is so much longer that nobody calls it chance.
_TIMES: Final = 3
_LEAST_SECONDS: Final = 30
_MOST_AGEING: Final = 10

# The page of the report.
_MARKS: Final = {Level.STOP: "Det ville standse pakken", Level.WARNING: "Det bør ses på", Level.NOTE: "Til orientering"}

# Per fault: what is wrong, and whose table it lands on.
_FAULTS: Final[Mapping[int, tuple[str, str]]] = {
    Fault.INTERNAL: ("Programmet selv går i stykker.", "Vis den tekniske besked til dem, der vedligeholder det."),
    Fault.EDITION: ("Der er en fejl i udgavens opsætning eller tekster.", "Ret det sted, der er nævnt."),
    Fault.PLUGIN: ("Et plugin virker ikke.", "Bed dem, der står for det, se på fejlen."),
    Fault.CONTENT: ("En tekst kan ikke sættes op.", "Få teksten rettet."),
    Fault.FILE: ("Et bilags fil kan ikke bruges.", "Bed om filen igen."),
    Fault.OUTPUT: ("Pakken kan ikke skrives.", "Skaf plads, eller ret rettighederne."),
    Fault.PERSONAL_DATA: ("Der er personoplysninger i et bilag.", "Bed om filen uden dem."),
    Fault.REQUIREMENT: ("Pakken opfylder ikke det, udgaven kræver.", "Se, hvilket bilag der står i vejen."),
}


@attrs.frozen(kw_only=True)
class Machine:
    """What is known of the machine and cannot be found out below the command line.

    Attributes:
        soffice: Where LibreOffice is; nothing when it is not there.
        stopwatch: Gives seconds that only ever grow.
    """

    soffice: str | None
    stopwatch: Callable[[], float]


@attrs.frozen(kw_only=True)
class Rehearsal:
    """What came of a rehearsal.

    Attributes:
        seconds: That the trial packages took.
        pages: By stage.
        exit_code: 0 when nothing would stop the package; else the lowest code of what would.
    """

    title: str
    today: dt.date
    first: dt.date
    findings: tuple[Finding, ...]
    seconds: float
    pages: Mapping[Stage, int]
    exit_code: int

    @property
    def good(self) -> bool:
        """Tell whether nothing would stop the package."""
        return not any(finding.level is Level.STOP for finding in self.findings)

    def as_data(self) -> dict[str, Any]:
        """Give the rehearsal as plain data for JSON, without what differs from one time to the next."""
        return {
            "good": self.good,
            "pages": {stage.value: pages for stage, pages in self.pages.items()},
            "findings": [finding.as_data() for finding in self.findings],
        }

    def mark(self) -> bytes:
        """Give what is kept for the next rehearsal to compare with."""
        kept = {"date": self.today.isoformat(), "seconds": round(self.seconds, 1), "versions": versions_now()}
        return (json.dumps({**kept, **self.as_data()}, ensure_ascii=False, indent=2) + "\n").encode()

    def markdown(self) -> str:
        """Give the rehearsal as a note in Danish."""
        return "\n".join(self.lines()) + "\n"

    def lines(self) -> Iterator[str]:
        """Give the same line by line."""
        yield f"# Generalprøve: {self.title}, {long_date(self.first)}"
        yield ""
        made = [f"{stage.label} på {counted(pages, 'side', 'sider')}" for stage, pages in self.pages.items() if pages]
        verdict = "Pakken kan laves." if self.good else "Pakken kan ikke laves, som det er nu."
        yield f"Prøvet {day(self.today)}. {verdict}{f' Det blev til {join(made)}.' if made else ''}"
        for level, heading in _MARKS.items():
            found = [finding for finding in self.findings if finding.level is level]
            if found:
                yield from ("", f"## {heading}", "")
            for finding in found:
                yield f"- {' '.join(filter(None, (finding.what, finding.step)))}"
                if finding.technical:
                    yield f"  Teknisk: {finding.technical}"


@attrs.frozen(kw_only=True)
class History:
    """What is known of the runs before this one.

    Attributes:
        last: The last package that went well.
        rehearsal: The mark of the last rehearsal.
        newest: The newest day that marks name.
    """

    last: LastBuild | None = None
    rehearsal: Mapping[str, Any] = attrs.field(factory=dict)
    newest: dt.date | None = None


def rehearse(conference: Conference, output: Path, history: History, *, machine: Machine, today: dt.date) -> Rehearsal:
    """Make every stage of ``conference`` for trial, look at what that stands on, and leave nothing.

    Args:
        conference: From ``load_conference``.
        output: Where its packages go; need not be there yet.
        history: What this is held against.
        machine: What is known of it.
        today: What the clock says.

    Raises:
        OutputError: There is no room for a trial, or no process can be started.
    """
    stages = [stage for stage in Stage if stage is not Stage.REFERAT or conference.referat is not None]
    started = machine.stopwatch()
    try:
        trials = [try_stage(conference.folder, stage, seconds=_SECONDS) for stage in stages]
        plugins = [text for module in _modules(conference) for text in ageing_of(module, seconds=_LOADING)]
    except OSError as error:
        place = error.filename or conference.folder
        raise OutputError.at(str(place), f"nothing can be tried: {error.strerror or error}", "make room") from error
    seconds = machine.stopwatch() - started
    findings = (
        *clock(today, history.newest),
        *libraries(history.last),
        *plugins_gone(conference, history.last),
        *office(conference.folder, machine.soffice),
        *disk(output, history.last),
        *_failures(trials),
        *_changes(trials, seconds, history.rehearsal),
        *_ageing([*plugins, *(text for trial in trials for text in trial.ageing)]),
        *_open_ends(conference, trials),
    )
    return Rehearsal(
        title=str(conference.title),
        today=today,
        first=conference.start.date(),
        findings=findings,
        seconds=seconds,
        pages={trial.stage: trial.pages for trial in trials},
        exit_code=min((int(one.fault) for one in findings if one.level is Level.STOP), default=0),
    )


def _failures(trials: list[Trial]) -> Iterator[Finding]:
    """Give every problem once, whatever stages it was met in; a bilag that is only awaited is none."""
    told: set[str] = set()
    for trial in trials:
        of_bilag = [problem for bilag in trial.bilag if bilag["status"] == "missing" for problem in bilag["problems"]]
        for problem in (*trial.problems, *of_bilag):
            technical = f"{problem['where']}: {problem['message']}"
            if technical not in told:
                told.add(technical)
                what, step = _FAULTS[problem["code"]]
                hint = f" ({problem['hint']})" if problem["hint"] else ""
                fault = Fault(problem["code"])
                yield Finding(level=Level.STOP, what=what, step=step, technical=technical + hint, fault=fault)
        if not trial.good and not trial.problems:
            what, step = _FAULTS[Fault.INTERNAL]
            said = trial.trace.strip().rpartition("\n")[2] or f"ended with exit code {trial.exit_code}, saying nothing"
            technical = f"{trial.stage.value}: {said}"
            yield Finding(level=Level.STOP, what=what, step=step, technical=technical, fault=Fault.INTERNAL)


def _changes(trials: list[Trial], seconds: float, before: Mapping[str, Any]) -> Iterator[Finding]:
    """Give how time and pages differ from the last rehearsal, where that says something."""
    earlier = before.get("seconds")
    if isinstance(earlier, int | float) and seconds > max(_TIMES * earlier, earlier + _LEAST_SECONDS):
        yield Finding(
            level=Level.WARNING,
            what=f"Det tog {counted(round(seconds), 'sekund', 'sekunder')}; sidst tog det {round(earlier)}.",
            step="Se efter, om en leverandørs filer eller maskinen er skyld i det.",
        )
    pages = before.get("pages")
    for trial in trials:
        known = pages.get(trial.stage.value) if isinstance(pages, dict) else None
        if isinstance(known, int) and known and trial.pages and trial.pages != known:
            yield Finding(
                level=Level.NOTE,
                what=f"{trial.stage.label}: {counted(trial.pages, 'side', 'sider')}; ved sidste generalprøve {known}.",
            )


def _modules(conference: Conference) -> Iterator[str]:
    """Give the module of each plugin that is used, but for the host's own, which the trial hears."""
    used = {contributor.plugin for contributor in conference.contributors}
    for provider in installed_providers():
        if provider.name in used and not provider.built_in:
            yield provider.target.partition(":")[0]


def _ageing(texts: list[str]) -> Iterator[Finding]:
    found = list(dict.fromkeys(texts))
    for text in found[:_MOST_AGEING]:
        yield Finding(
            level=Level.WARNING,
            what="Noget, der bruges, forsvinder i en kommende version.",
            step="Send den tekniske besked til dem, der vedligeholder programmet.",
            technical=text,
        )
    if len(found) > _MOST_AGEING:
        more = counted(len(found) - _MOST_AGEING, "besked", "beskeder")
        yield Finding(level=Level.WARNING, what=f"Der er {more} mere af samme slags.")


def _open_ends(conference: Conference, trials: list[Trial]) -> Iterator[Finding]:
    """Give what is not there yet and need not be: bilag that are awaited, texts that are not written."""
    awaited = dict.fromkeys(
        bilag["contributor"] for trial in trials for bilag in trial.bilag if bilag["status"] == "awaited"
    )
    if awaited:
        yield Finding(level=Level.NOTE, what=f"Der mangler bilag fra {join(list(awaited))}.")
    for problem in unfilled(conference, tuple(Stage)):
        yield Finding(level=Level.NOTE, what=f"Endnu ikke udfyldt: {problem.where}.", technical=problem.message)
