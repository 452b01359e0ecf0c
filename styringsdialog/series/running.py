"""Do what is due in a series, one thing after the other; what fails does not stop the rest, and is due again.

One run at a time: the folder of the series is locked.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import itertools
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import attrs

from styringsdialog.danish.dates import day
from styringsdialog.deliveries import deliveries
from styringsdialog.errors import OutputError, Problem, StyringsdialogError, message_data
from styringsdialog.loading.starter import unfilled
from styringsdialog.messages.message import Language, Message, Where, message, system_reason, text_of
from styringsdialog.messages.showing import shown_lines
from styringsdialog.model.options import BuildOptions
from styringsdialog.model.series import MissingBilag
from styringsdialog.pipeline import Progress, build_version
from styringsdialog.publish import opened_folder, output_errors, publish
from styringsdialog.series.dates import candidates
from styringsdialog.series.decisions import ASKING, INVITING, Action, EditionState, Milestone, Work, due_actions
from styringsdialog.series.editions import OUTPUT, Edition, SeriesFolder, read_series
from styringsdialog.series.ics import calendar_file
from styringsdialog.series.mails import mail_drafts, notice, send
from styringsdialog.series.rehearsal import History, Machine, rehearse
from styringsdialog.series.state import (
    BUILT,
    REHEARSAL,
    interrupted_revision,
    last_build,
    last_calendar,
    letter_path,
    newest_mark,
    read_mark,
    stage_place,
    state_of,
)
from styringsdialog.series.telling import PACKAGES, deadline_label, letter, reminders
from styringsdialog.versions.shelf import locked, mark_sent


class Happened(enum.StrEnum):
    """What it was."""

    LETTER = "letter"
    REHEARSED = "rehearsed"
    BUILT = "built"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    BROKEN = "broken"
    CLOCK = "clock"
    BUSY = "busy"
    NOTHING = "nothing"
    NOTICE = "notice"


@attrs.frozen(kw_only=True)
class RunEvent:
    """One thing that happened.

    Attributes:
        today: The day that the run takes for today.
        messages: What happened, in order, without the edition's name.
        late: Days after the day on which it should have been.
        good: Whether nobody needs to look at it.
        details: Plain data for a log.
    """

    happened: Happened
    today: dt.date
    messages: tuple[Message, ...]
    edition: str = ""
    what: str = ""
    due: dt.date | None = None
    late: int = 0
    good: bool = True
    problems: tuple[Problem, ...] = ()
    # Read-only, because all events share the default.
    details: Mapping[str, object] = MappingProxyType({})

    def text(self, language: Language) -> str:
        """Return what happened in ``language``, sentence after sentence."""
        return " ".join(text_of(what, language).sentence for what in self.messages)

    def as_data(self) -> dict[str, object]:
        """Return the event as plain data for one line of JSON; ``text`` is in Danish."""
        return {
            "event": self.happened.value,
            "today": self.today.isoformat(),
            "edition": self.edition or None,
            "what": self.what or None,
            "due": self.due.isoformat() if self.due else None,
            "late_days": self.late,
            "good": self.good,
            "text": self.text(Language.DANISH),
            "messages": [message_data(what) for what in self.messages],
            **self.details,
            "problems": [problem.as_data() for problem in self.problems],
        }


@contextlib.contextmanager
def alone_with(folder: Path) -> Iterator[bool]:
    """Return whether no other process is at work on the series in ``folder``, and keep others out meanwhile.

    The lock (``flock``) is on the folder itself: nothing is written for it, and nothing is left of it.

    Raises:
        OutputError: The folder cannot be opened.
    """
    with contextlib.ExitStack() as stack:
        with output_errors(folder, lambda reason: message("series.folder-unreadable", reason=reason)):
            handle = stack.enter_context(opened_folder(folder, os.O_RDONLY))
        # Some network drives have no locks: better to run than never to.
        yield locked(handle, wait=False) is not False


NoticeMode = Literal["send", "keep", "only"]


def run_series(
    folder: Path, today: dt.date, *, machine: Machine, progress: Progress, notice: NoticeMode = "send"
) -> Iterator[RunEvent]:
    """Do what is due on ``today``, and return each thing as it is done.

    Args:
        folder: Of the series.
        today: The day that is taken for today.
        machine: Where it is done.
        progress: Is told what is being done.
        notice: Whether what a person must do is mailed, only kept, or only what earlier runs have kept is mailed.

    Raises:
        EditionError: ``series.toml`` is wrong; what is wrong with an edition is an event.
        OutputError: The folder cannot be read.
    """
    with alone_with(folder) as alone:
        if not alone:
            yield RunEvent(happened=Happened.BUSY, today=today, messages=(message("series.busy"),))
            return
        series = read_series(folder)
        nights = (_Night(series, edition, today, machine, progress).events() for edition in series.editions)
        broken = (
            RunEvent(
                happened=Happened.BROKEN,
                today=today,
                edition=name,
                messages=(message("series.edition-unreadable"),),
                good=False,
                problems=problems,
            )
            for name, problems in series.broken
        )
        quiet = True
        # The clock first, because with a wrong one all that follows may be wrong.
        done = itertools.chain(_clock(series, today), broken, *nights) if notice != "only" else ()
        for event in itertools.chain(done, _mailed(series, today, machine) if notice != "keep" else ()):
            quiet = False
            _keep(series, event)
            yield event
        if quiet:
            yield RunEvent(happened=Happened.NOTHING, today=today, messages=(message("series.nothing-to-do"),))


def _clock(series: SeriesFolder, today: dt.date) -> Iterator[RunEvent]:
    if (newest := newest_mark(series)) and newest > today:
        yield RunEvent(
            happened=Happened.CLOCK,
            today=today,
            messages=(message("series.clock-went-back", today=today.isoformat(), newest=newest.isoformat()),),
            good=False,
        )


# What a person must do and was not told yet; in a folder, so that a process can be shown it alone.
_NOTICE: Final = "notice/notice.txt"


def _keep(series: SeriesFolder, event: RunEvent) -> None:
    """Keep what ``event`` asks of a person, at once: a night may be cut off before its end."""
    wanted = not event.good or any(text_of(what, Language.DANISH).hint for what in event.messages)
    if event.happened is Happened.NOTICE or not wanted or not series.series.notify.to:
        return
    problems = (f"{wrong.place.text(Language.DANISH)}: {wrong.text(Language.DANISH).line}" for wrong in event.problems)
    told = shown_lines("\n  ".join([event.text(Language.DANISH), *problems]))
    when = f"{event.edition} ({day(event.today)})" if event.edition else day(event.today)
    place = series.folder / OUTPUT / _NOTICE
    # What cannot be kept stops no work; it is in the log, as all is.
    with contextlib.suppress(OSError, OutputError):
        before = place.read_bytes() if place.exists() else b""
        publish({_NOTICE: before + f"- {when}: {told}\n".encode()}, series.folder / OUTPUT, private=lambda _: True)


def _mailed(series: SeriesFolder, today: dt.date, machine: Machine) -> Iterator[RunEvent]:
    """Mail what was kept; what cannot be mailed is kept on."""
    place = series.folder / OUTPUT / _NOTICE
    notify = series.series.notify
    try:
        with output_errors(place):
            if not notify.to or not place.exists():
                return
            written = dt.datetime.fromtimestamp(place.stat().st_mtime, dt.UTC)
            mail = notice(series.series.title, place.read_text("utf-8", "replace"), notify, written)
            send(mail, notify, series.folder / notify.password_file, machine.sendmail)
            place.unlink()
        yield RunEvent(happened=Happened.NOTICE, today=today, messages=(message("series.notice-sent", to=notify.to),))
    except StyringsdialogError as error:
        yield RunEvent(
            happened=Happened.NOTICE,
            today=today,
            messages=(message("series.failed", work=message("series.work-notice")), message("series.tried-again")),
            good=False,
            problems=error.problems,
        )


@attrs.frozen
class _Night:
    """One night's work on one edition."""

    series: SeriesFolder
    edition: Edition
    today: dt.date
    machine: Machine
    progress: Progress

    def events(self) -> Iterator[RunEvent]:
        """Do what is due, and return what came of it."""
        try:
            state = state_of(self.series, self.edition, self.today)
        except StyringsdialogError as error:
            yield self._failed(message("series.work-reading"), error)
            return
        for action in due_actions(state, self.today, self.series.series.run):
            self.progress(message("series.working", edition=self.edition.name, what=action.key))
            try:
                event = self._done(action, state)
            except StyringsdialogError as error:
                event = self._failed(_NAMES[action.work], error)
            # Errors of the disk that no module below has made a message of.
            except OSError as error:
                where = error.filename or self.edition.output
                what = message("series.cannot-be-written", reason=system_reason(error))
                event = self._failed(_NAMES[action.work], OutputError.at(Where(file=str(where)), what))
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
        if deadline.milestone in ASKING:
            # Asked anew and not remembered: what is owed is what a build would find missing tonight.
            with tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
                conference = self.edition.conference
                now = deliveries(
                    conference, Path(work), today=self.today, progress=self.progress, store=self.machine.store
                )
                owed = reminders(conference, now)
        known = [edition.first for edition in self.series.editions]
        text = letter(self.edition, deadline, reminders=owed, proposed=candidates(self.series.series, known))
        place = letter_path(self.edition, deadline.key)
        calendar = b""
        if deadline.milestone in INVITING:
            meeting = tuple(day for day in self.edition.deadlines if day.milestone is Milestone.CONFERENCE)
            before = last_calendar(self.series.folder)
            invited = attrs.evolve(self.edition, deadlines=meeting)
            calendar = calendar_file(self.series.series.title, [invited], before, self.today)
        drafts = {
            f"{place.stem}{f'-{number}' if number > 1 else ''}.eml": draft
            for number, draft in enumerate(mail_drafts(text, calendar), 1)
        }
        # The text last: it is what says that the letter was written (``state_of``).
        files = {f"{place.parent.name}/{name}": file for name, file in {**drafts, place.name: text.encode()}.items()}
        # Letters name those who owe something, and why.
        publish(files, place.parent.parent, private=files.__contains__)
        label, file = deadline_label(deadline), self._named(place)
        written = (
            message("series.letter-written", label=label, file=file)
            if drafts
            else message("series.nobody-to-remind", label=label)
            if deadline.milestone in ASKING
            else message("series.note-written", label=label, file=file)
        )
        return self._event(Happened.LETTER, (written,), details={"file": file})

    def _rehearsal(self) -> RunEvent:
        edition = self.edition
        result = rehearse(
            edition.conference,
            edition.output,
            History(
                last=last_build(self.series),
                rehearsal=read_mark(edition.output / REHEARSAL),
                newest=newest_mark(self.series),
            ),
            machine=self.machine,
            today=self.today,
        )
        # The mark last: with it, the rehearsal has been.
        files = {"rehearsal.md": result.markdown().encode(), REHEARSAL: result.mark()}
        publish(files, edition.output, private=files.__contains__)
        verdict = (
            message("series.rehearsed")
            if result.good
            else message("series.rehearsed-in-vain", file=self._named(edition.output / "rehearsal.md"))
        )
        return self._event(Happened.REHEARSED, (verdict,), good=result.good, details={"rehearsal": result.as_data()})

    def _package(self, action: Action, state: EditionState) -> RunEvent:
        stage = action.stage
        assert stage
        place = stage_place(self.edition, stage)
        report, version = build_version(
            self.edition.conference,
            place,
            BuildOptions(
                stage=stage,
                keep_going=self.series.series.run.missing_bilag is MissingBilag.PLADSHOLDER,
                revised=interrupted_revision(place) or self.today,
            ),
            progress=self.progress,
            store=self.machine.store,
        )
        # On this day it is sent out: from now on its bilag keep their numbers.
        mark_sent(report, self.today)
        mark = {"date": self.today.isoformat(), "inputs": state.inputs[stage], "version": version.number}
        # The mark last: a night that ends before it is made again with the same bytes (``interrupted_revision``).
        publish({BUILT: (json.dumps(mark, indent=2) + "\n").encode()}, place)
        blanks = [problem.where for problem in unfilled(self.edition.conference, (stage,))]
        file = self._named(version.folder / f"{report.stem}.pdf")
        details = {
            "version": version.number,
            "file": file,
            "sha256": report.sha256,
            "pages": report.pages,
            "complete": report.complete,
            "unfilled": blanks,
        }
        if not version.fresh:
            return self._event(
                Happened.UNCHANGED, (message("series.unchanged", package=PACKAGES[stage]),), details=details
            )
        messages = [
            message("series.built-again", package=PACKAGES[stage], pages=report.pages, file=file)
            if action.again
            else message("series.built", package=PACKAGES[stage], pages=report.pages, file=file)
        ]
        if not report.complete:
            messages.append(message("series.built-with-gaps"))
        if blanks:
            messages.append(message("series.built-with-blanks", places=blanks))
        return self._event(Happened.BUILT, messages, good=report.complete and not blanks, details=details)

    def _event(
        self,
        happened: Happened,
        messages: Sequence[Message],
        *,
        good: bool = True,
        details: dict[str, object] | None = None,
    ) -> RunEvent:
        return RunEvent(
            happened=happened,
            today=self.today,
            edition=self.edition.name,
            messages=tuple(messages),
            good=good,
            details=details or {},
        )

    def _failed(self, work: Message, error: StyringsdialogError) -> RunEvent:
        return RunEvent(
            happened=Happened.FAILED,
            today=self.today,
            edition=self.edition.name,
            messages=(message("series.failed", work=work), message("series.tried-again")),
            good=False,
            problems=error.problems,
        )

    def _dated(self, event: RunEvent, action: Action) -> RunEvent:
        """Return ``event`` with when it was due; what comes after its day says so."""
        late = max(0, (self.today - action.due).days)
        caught_up = (message("series.caught-up", due=action.due.isoformat()),) if late else ()
        return attrs.evolve(event, what=action.key, due=action.due, late=late, messages=(*event.messages, *caught_up))

    def _named(self, path: Path) -> str:
        """Return ``path`` as seen from the series."""
        return path.absolute().relative_to(self.series.folder.absolute()).as_posix()


_NAMES = {
    Work.LETTER: message("series.work-letter"),
    Work.REHEARSAL: message("series.work-rehearsal"),
    Work.PACKAGE: message("series.work-package"),
}
