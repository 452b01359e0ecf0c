"""Do what is due in a series, one thing after the other; what fails does not stop the rest, and is due again."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from styringsdialog.danish.dates import day
from styringsdialog.danish.lists import counted, join
from styringsdialog.deliveries import deliveries
from styringsdialog.errors import OutputError, StyringsdialogError
from styringsdialog.loading.starter import unfilled
from styringsdialog.model.conference import Stage
from styringsdialog.model.options import BuildOptions
from styringsdialog.model.series import MissingBilag
from styringsdialog.pipeline import build_version
from styringsdialog.publish import publish
from styringsdialog.series.alone import alone_with
from styringsdialog.series.dates import candidates
from styringsdialog.series.deadlines import Milestone
from styringsdialog.series.decisions import Action, EditionState, Work, due_actions
from styringsdialog.series.editions import Edition, SeriesFolder, read_series
from styringsdialog.series.events import Happened, RunEvent
from styringsdialog.series.letters import letter, reminders
from styringsdialog.series.rehearsal import History, Machine, rehearse
from styringsdialog.series.state import (
    BUILT,
    REHEARSAL,
    interrupted_revision,
    last_build,
    letter_path,
    newest_mark,
    read_mark,
    stage_place,
    state_of,
)
from styringsdialog.series.words import deadline_label
from styringsdialog.versions.sent import mark_sent

__all__ = ["run_series"]

Progress = Callable[[str], None]


def run_series(folder: Path, today: dt.date, *, machine: Machine, progress: Progress) -> Iterator[RunEvent]:
    """Do what is due on ``today``, and give each thing as it is done.

    Raises:
        EditionError: ``series.toml`` is wrong; what is wrong with an edition is an event.
        OutputError: The folder cannot be read.
    """
    with alone_with(folder) as alone:
        if not alone:
            text = "En anden kørsel er i gang med serien; denne gør ikke noget."
            yield RunEvent(happened=Happened.BUSY, today=today, text=text)
            return
        found = read_series(folder)
        quiet = True
        for event in (*_clock(found, today), *_broken(found, today)):
            quiet = False
            yield event
        for edition in found.editions:
            for event in _Night(found, edition, today, machine, progress).events():
                quiet = False
                yield event
        if quiet:
            yield RunEvent(happened=Happened.NOTHING, today=today, text="Der er ikke noget at gøre.")


def _clock(found: SeriesFolder, today: dt.date) -> Iterator[RunEvent]:
    newest = newest_mark(found)
    if newest and newest > today:
        text = f"Uret siger {day(today)}, men der er allerede gjort noget {day(newest)}: er det stillet tilbage?"
        yield RunEvent(happened=Happened.CLOCK, today=today, text=text, good=False)


def _broken(found: SeriesFolder, today: dt.date) -> Iterator[RunEvent]:
    for name, problems in found.broken:
        yield RunEvent(
            happened=Happened.BROKEN,
            today=today,
            edition=name,
            text="Udgaven kan ikke læses, og der sker ikke noget med den, før den er rettet.",
            good=False,
            problems=problems,
        )


@attrs.frozen
class _Night:
    """One night's work on one edition."""

    found: SeriesFolder
    edition: Edition
    today: dt.date
    machine: Machine
    progress: Progress

    def events(self) -> Iterator[RunEvent]:
        """Do what is due, and give what came of it."""
        try:
            state = state_of(self.found, self.edition, self.today)
        except StyringsdialogError as error:
            yield self._failed("udgaven kunne ikke læses", error)
            return
        for action in due_actions(state, self.today, self.found.series.run):
            self.progress(f"{self.edition.name}: {action.key}")
            try:
                event = self._done(action, state)
            except StyringsdialogError as error:
                event = self._failed(_NAMES[action.work], error)
            except OSError as error:
                where = error.filename or self.edition.output
                problem = OutputError.at(str(where), f"cannot be written: {error.strerror or error}")
                event = self._failed(_NAMES[action.work], problem)
            yield self._dated(event, action)

    def _done(self, action: Action, state: EditionState) -> RunEvent:
        match action.work:
            case Work.LETTER:
                return self._letter(action)
            case Work.REHEARSAL:
                return self._rehearsal()
            case Work.PACKAGE:
                return self._package(action, state)

    def _letter(self, action: Action) -> RunEvent:
        deadline = action.deadline
        assert deadline
        owed = ""
        if deadline.milestone in {Milestone.REMINDER, Milestone.BILAG}:
            with tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
                conference = self.edition.conference
                now = deliveries(conference, Path(work), today=self.today, progress=self.progress)
                owed = reminders(conference, now)
        known = [one.first for one in self.found.editions]
        text = letter(self.edition, deadline, reminders=owed, proposed=candidates(self.found.series, known))
        place = letter_path(self.edition, deadline.key)
        publish({place.name: text.encode()}, place.parent)
        said = f"Brev: {deadline_label(deadline)}."
        return self._event(Happened.LETTER, said, details={"file": self._named(place)})

    def _rehearsal(self) -> RunEvent:
        edition = self.edition
        result = rehearse(
            edition.conference,
            edition.output,
            History(
                last=last_build(self.found),
                rehearsal=read_mark(edition.output / REHEARSAL),
                newest=newest_mark(self.found),
            ),
            machine=self.machine,
            today=self.today,
        )
        # The mark last: with it, the rehearsal has been.
        publish({"rehearsal.md": result.markdown().encode(), REHEARSAL: result.mark()}, edition.output)
        said = "Generalprøve: det går godt." if result.good else "Generalprøve: pakken kan ikke laves, som det er nu."
        return self._event(Happened.REHEARSED, said, good=result.good, details={"rehearsal": result.as_data()})

    def _package(self, action: Action, state: EditionState) -> RunEvent:
        stage = action.stage
        assert stage
        place = stage_place(self.edition, stage)
        report, version = build_version(
            self.edition.conference,
            place,
            BuildOptions(
                stage=stage,
                keep_going=self.found.series.run.missing_bilag is MissingBilag.PLADSHOLDER,
                revised=interrupted_revision(place) or self.today,
            ),
            progress=self.progress,
        )
        # On this day it is sent out: from now on its bilag keep their numbers.
        mark_sent(report, self.today)
        mark = {"date": self.today.isoformat(), "inputs": state.inputs[stage], "version": version.number}
        publish({BUILT: (json.dumps(mark, indent=2) + "\n").encode()}, place)
        blanks = [problem.where for problem in unfilled(self.edition.conference, (stage,))]
        details = {
            "version": version.number,
            "file": self._named(version.folder / f"{report.stem}.pdf"),
            "sha256": report.sha256,
            "pages": report.pages,
            "complete": report.complete,
            "unfilled": blanks,
        }
        name = "Referatet" if stage is Stage.REFERAT else "Informationspakken"
        if not version.fresh:
            return self._event(Happened.UNCHANGED, f"{name} er den samme som før.", details=details)
        again = " igen" if action.again else ""
        gaps = "" if report.complete else " Der mangler bilag; siderne i deres sted siger hvilke."
        if blanks:
            gaps += f" Der står stadig noget fra en tom udgave: {join(blanks)}."
        said = f"{name} er bygget{again}: {counted(report.pages, 'side', 'sider')}.{gaps}"
        return self._event(Happened.BUILT, said, good=report.complete and not blanks, details=details)

    def _event(
        self, happened: Happened, text: str, *, good: bool = True, details: dict[str, object] | None = None
    ) -> RunEvent:
        return RunEvent(
            happened=happened, today=self.today, edition=self.edition.name, text=text, good=good, details=details or {}
        )

    def _failed(self, what: str, error: StyringsdialogError) -> RunEvent:
        return RunEvent(
            happened=Happened.FAILED,
            today=self.today,
            edition=self.edition.name,
            text=f"Det lykkedes ikke: {what}. Det prøves igen næste nat.",
            good=False,
            problems=error.problems,
        )

    def _dated(self, event: RunEvent, action: Action) -> RunEvent:
        """Give ``event`` with when it was due; what comes after its day says so."""
        late = max(0, (self.today - action.due).days)
        text = f"{event.text} Det skulle være sket {day(action.due)} og er indhentet nu." if late else event.text
        return attrs.evolve(event, what=action.key, due=action.due, late=late, text=text)

    def _named(self, path: Path) -> str:
        """Give ``path`` as seen from the series."""
        return path.absolute().relative_to(self.found.folder.absolute()).as_posix()


_NAMES = {Work.LETTER: "et brev", Work.REHEARSAL: "generalprøven", Work.PACKAGE: "en pakke"}
