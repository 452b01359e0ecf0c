"""Rehearse an edition: would it go well on the day? What would not is told months ahead."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.errors import Fault, OutputError, Problem, Remark
from styringsdialog.hooks.providers import installed_providers
from styringsdialog.loading.starter import unfilled
from styringsdialog.messages.message import Language, Level, Where, message, system_reason, text_of
from styringsdialog.messages.showing import shown_data
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.series.surroundings import (
    Finding,
    LastBuild,
    Trial,
    ageing_of,
    clock,
    disk,
    libraries,
    office,
    plugins_gone,
    try_stage,
    versions_now,
)
from styringsdialog.series.telling import PACKAGES

# An hour: a build that takes longer will not be done in a night with others.
_SECONDS: Final = 3600
_LOADING: Final = 60

# A build that takes longer than it did is told of when it is so much longer that nobody calls it chance.
_TIMES: Final = 3
_LEAST_SECONDS: Final = 30
# More warnings than these would hide what else was found.
_MOST_AGEING: Final = 10

_HEADINGS: Final = {
    Level.REQUIRED: message("series.rehearsal-stops"),
    Level.ADVISED: message("series.rehearsal-wants-looking-at"),
    Level.INFORMATIVE: message("series.rehearsal-for-information"),
}


@attrs.frozen(kw_only=True)
class Machine:
    """What is known of the machine and cannot be found out below the command line.

    Attributes:
        soffice: Where LibreOffice is; ``None`` when it is not there.
        stopwatch: Returns seconds that only ever grow.
        sendmail: What sends a mail where no server is named.
        store: As for ``build_package``.
    """

    soffice: str | None
    stopwatch: Callable[[], float]
    sendmail: str = "/usr/sbin/sendmail"  # where it is on every system that has it
    store: Path | None = None


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
        return not any(isinstance(finding, Problem) for finding in self.findings)

    def as_data(self) -> dict[str, Any]:
        """Return the rehearsal as plain data for JSON, without what differs from one time to the next."""
        return {
            "good": self.good,
            "pages": {stage.value: pages for stage, pages in self.pages.items()},
            "findings": [finding.as_data() for finding in self.findings],
        }

    def mark(self) -> bytes:
        """Return what is kept for the next rehearsal to compare with."""
        kept = {"date": self.today.isoformat(), "seconds": round(self.seconds, 1), "versions": versions_now()}
        return (json.dumps(shown_data({**kept, **self.as_data()}), ensure_ascii=False, indent=2) + "\n").encode()

    def markdown(self) -> str:
        """Return the rehearsal as a note in Danish."""
        return "\n".join(self.lines(Language.DANISH)) + "\n"

    def lines(self, language: Language) -> Iterator[str]:
        """Return the rehearsal as a note, line by line."""
        title = message("series.rehearsal-title", title=self.title, date=self.first.isoformat())
        yield from (f"# {text_of(title, language).what}", "")
        tried = [
            message("series.rehearsal-tried", date=self.today.isoformat()),
            message("series.rehearsal-good") if self.good else message("series.rehearsal-bad"),
            *(
                message("series.rehearsal-pages", stage=PACKAGES[stage], pages=pages)
                for stage, pages in self.pages.items()
                if pages
            ),
        ]
        yield " ".join(text_of(what, language).sentence for what in tried)
        for level, heading in _HEADINGS.items():
            if findings := [finding for finding in self.findings if _level(finding) is level]:
                yield from ("", f"## {text_of(heading, language).what}", "")
            yield from (
                f"- {': '.join(filter(None, (finding.place.text(language), finding.text(language).sentence)))}"
                for finding in findings
            )


def _level(finding: Finding) -> Level:
    return Level.REQUIRED if isinstance(finding, Problem) else finding.level


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
    # Before there is a referat its stage cannot be made, which is nobody's fault.
    stages = [stage for stage in Stage if stage is not Stage.REFERAT or conference.referat is not None]
    started = machine.stopwatch()
    try:
        trials = [try_stage(conference.folder, stage, seconds=_SECONDS) for stage in stages]
        plugins = [text for module in _modules(conference) for text in ageing_of(module, seconds=_LOADING)]
    except OSError as error:
        raise OutputError.at(
            Where(file=str(error.filename or conference.folder)),
            message("series.nothing-can-be-tried", reason=system_reason(error)),
        ) from error
    seconds = machine.stopwatch() - started
    awaited = tuple(dict.fromkeys(contributor for trial in trials for contributor in trial.awaited))
    findings = (
        *clock(today, history.newest),
        *libraries(history.last),
        *plugins_gone(conference, history.last),
        *office(conference.folder, machine.soffice),
        *disk(output, history.last),
        *_failures(trials),
        *_changes(trials, seconds, history.rehearsal),
        *_ageing([*plugins, *(text for trial in trials for text in trial.ageing)]),
        # What is not there yet and need not be: bilag that are awaited, texts that are not written.
        *([Remark(message("series.awaiting", contributors=awaited))] if awaited else ()),
        *(
            Remark(message("series.not-filled-in", place=str(unwritten.place)))
            for unwritten in unfilled(conference, tuple(Stage))
        ),
    )
    return Rehearsal(
        title=str(conference.title),
        today=today,
        first=conference.start.date(),
        findings=findings,
        seconds=seconds,
        pages={trial.stage: trial.pages for trial in trials},
        exit_code=min((int(finding.fault) for finding in findings if isinstance(finding, Problem)), default=0),
    )


def _failures(trials: Sequence[Trial]) -> Iterator[Finding]:
    """Return every problem once, whatever stages it was met in."""
    # A dict, because a set has no order that is the same in every run.
    yield from dict.fromkeys(problem for trial in trials for problem in trial.problems)
    for trial in trials:
        # Neither a package nor a reason why not: the command itself broke down.
        if not trial.good and not trial.problems:
            # The last line of a traceback names the error.
            last_line = trial.trace.strip().rpartition("\n")[2]
            broken = message("series.trial-broke-down", last_line=last_line) if last_line else None
            what = broken or message("series.trial-ended", exit_code=trial.exit_code)
            yield Problem(Fault.INTERNAL, Where(origin=PACKAGES[trial.stage]), what)


def _changes(trials: Sequence[Trial], seconds: float, before: Mapping[str, Any]) -> Iterator[Finding]:
    """Return how time and pages differ from the last rehearsal, where that says something."""
    earlier = before.get("seconds")
    if isinstance(earlier, int | float) and seconds > max(_TIMES * earlier, earlier + _LEAST_SECONDS):
        yield Remark(message("series.slower", seconds=round(seconds), earlier=round(earlier)))
    pages = before.get("pages")
    for trial in trials:
        # People can edit a mark, so that the type of each value in it is checked.
        known = pages.get(trial.stage.value) if isinstance(pages, dict) else None
        if isinstance(known, int) and known and trial.pages and trial.pages != known:
            yield Remark(message("series.other-pages", stage=PACKAGES[trial.stage], pages=trial.pages, before=known))


def _modules(conference: Conference) -> Iterator[str]:
    """Return the module of each plugin that is used, but for the host's own, which the trial hears."""
    used = {contributor.plugin for contributor in conference.contributors}
    yield from (
        provider.target.partition(":")[0]
        for provider in installed_providers()
        if provider.name in used and not provider.built_in
    )


def _ageing(warnings: Sequence[str]) -> Iterator[Finding]:
    different = list(dict.fromkeys(warnings))
    yield from (Remark(message("series.ageing", warning=warning)) for warning in different[:_MOST_AGEING])
    if len(different) > _MOST_AGEING:
        yield Remark(message("series.more-ageing", count=len(different) - _MOST_AGEING))
