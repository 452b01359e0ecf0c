"""The commands ``check``, ``status`` and ``run``: how an edition or a series stands on a day, and what is due then."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from styringsdialog.cli.output import language, print_json, print_notes, print_problems, progress, say, tell
from styringsdialog.cli.speaking import (
    EDITION_OR_FILE,
    EDITION_OR_SERIES,
    JSON,
    TODAY,
    Misuse,
    argument,
    command,
    option,
)
from styringsdialog.cli.store import NO_STORE
from styringsdialog.errors import GAPS_EXIT_CODE, BilagFileError, Fault, Problem, Remark, StyringsdialogError
from styringsdialog.messages.message import Where, message
from styringsdialog.messages.showing import shown_data
from styringsdialog.model.conference import Stage

if TYPE_CHECKING:
    from styringsdialog.series.running import NoticeMode, RunEvent


# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-check"))
@EDITION_OR_FILE
@option("--rehearse", is_flag=True, help=message("cli.option-rehearse"))
@TODAY
@NO_STORE
@JSON
@click.pass_context
def check(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context,
    edition: Path,
    *,
    rehearse: bool,
    today: dt.date,
    kept: Path | None,
    as_json: bool,
) -> None:
    """Try everything a build does, at every stage, and leave nothing behind."""
    if edition.is_file() and edition.name not in {"conference.toml", "bilag.toml"}:
        if rehearse:
            raise Misuse(message("cli.rehearse-is-for-an-edition"))
        _check_file(edition, as_json=as_json)
        return
    if rehearse:
        from styringsdialog.cli.series import check_by_rehearsal  # noqa: PLC0415 - see above

        ctx.exit(check_by_rehearsal(edition, today=today, as_json=as_json))
    _check(edition, kept, as_json=as_json)


def _check_file(file: Path, *, as_json: bool) -> None:
    """Take ``file`` in as the only bilag of a conference that nobody holds, and tell what would become of it."""
    from styringsdialog.pipeline import check_conference  # noqa: PLC0415 - see above
    from styringsdialog.report.note import file_note  # noqa: PLC0415 - see above
    from styringsdialog.workshop.sample import file_conference  # noqa: PLC0415 - see above

    with tempfile.TemporaryDirectory(prefix="styringsdialog-") as folder, progress(wanted=not as_json) as show:
        (report,) = check_conference(file_conference(Path(folder), file), progress=show)
    if not report.bilag:
        raise BilagFileError.at(Where(file=file.name), message("cli.passed-over"))
    if as_json:
        print_json({"ok": True, "exit_code": 0, **report.as_data()})
        return
    tell("cli.file-would-be-taken", name=file.name, pages=report.bilag[0].pages)
    say(file_note(report))


def _check(edition: Path, kept: Path | None, *, as_json: bool) -> None:
    from styringsdialog.isolate.running import unguarded  # noqa: PLC0415 - see above
    from styringsdialog.loading.series import load_conference  # noqa: PLC0415 - see above
    from styringsdialog.loading.starter import unfilled  # noqa: PLC0415 - see above
    from styringsdialog.pipeline import check_conference  # noqa: PLC0415 - see above

    conference = load_conference(edition)
    notes: tuple[Problem | Remark, ...] = (*unguarded(), *unfilled(conference, tuple(Stage)))
    print_notes(notes)
    with progress(wanted=not as_json) as show:
        reports = check_conference(conference, progress=show, store=kept)
    # Both stages may make the same remark.
    remarks = tuple(dict.fromkeys(note for report in reports for note in report.remarks))
    print_notes(remarks)
    if as_json:
        as_data = [*(note.as_data() for note in notes), *(note.as_data() for note in remarks)]
        print_json({"ok": True, "exit_code": 0, "notes": as_data, "stages": [report.as_data() for report in reports]})
        return
    for report in reports:
        size = message("cli.size", pages=report.pages, bilag=len(report.bilag))
        tell("cli.stage-is-good", stage=report.stage.value, size=size)


@command(help=message("cli.help-status"))
@EDITION_OR_SERIES
@TODAY
@option("--mail", is_flag=True, help=message("cli.option-mail"))
@option("--due", is_flag=True, help=message("cli.option-due"))
@option("--ics", is_flag=True, help=message("cli.option-ics"))
@NO_STORE
@JSON
@click.pass_context
def status(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context,
    edition: Path,
    *,
    today: dt.date,
    mail: bool,
    due: bool,
    ics: bool,
    kept: Path | None,
    as_json: bool,
) -> None:
    """Tell who has handed in, whose bilag failed, and who is awaited; of a series, its deadlines and the next date."""
    from styringsdialog.cli.series import series_status, show_deliveries  # noqa: PLC0415 - see above
    from styringsdialog.loading.series import is_series, load_conference  # noqa: PLC0415 - see above

    if is_series(edition):
        if mail:
            raise Misuse(message("cli.mail-is-for-an-edition"))
        ctx.exit(series_status(edition, today=today, due=due, ics=ics, as_json=as_json))
    if due or ics:
        raise Misuse(message("cli.due-is-for-a-series", folder=str(edition)))
    show_deliveries(load_conference(edition), today=today, as_json=as_json, mail=mail, store=kept)


@command(help=message("cli.help-run"))
@argument("series", type=click.Path(path_type=Path), metavar=message("cli.value-series"))
@TODAY
@option("--notice", type=click.Choice(["send", "keep", "only"]), default="send", help=message("cli.option-notice"))
@NO_STORE
@option("--json", "as_json", is_flag=True, help=message("cli.option-run-json"))
@click.pass_context
def run(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context,
    series: Path,
    *,
    today: dt.date,
    notice: NoticeMode,
    kept: Path | None,
    as_json: bool,
) -> None:
    """Do what is due in SERIES."""
    from styringsdialog.cli.series import this_machine  # noqa: PLC0415 - see above
    from styringsdialog.series.running import Happened, run_series  # noqa: PLC0415 - see above

    codes: set[int] = set()
    with progress(wanted=not as_json) as show:
        done = run_series(series, today, machine=this_machine(kept), progress=show, notice=notice)
        for event in _with_failure(done, today):
            if as_json:
                # One object on each line, as each thing is done: a log is read while the night goes on.
                say(json.dumps(shown_data(event.as_data()), ensure_ascii=False))
            elif event.happened is not Happened.NOTHING:
                text = event.text(language())
                say(f"{event.edition}: {text}" if event.edition else text)
                print_problems(event.problems)
            codes |= {int(problem.fault) for problem in event.problems}
            if not event.good and not event.problems:
                # A package with gaps is no problem with a code of its own: it counts as ``build`` counts it.
                codes.add(GAPS_EXIT_CODE if event.happened is Happened.BUILT else int(Fault.REQUIREMENT))
    # The lowest, as of an error with several problems.
    ctx.exit(min(codes, default=0))


def _with_failure(events: Iterator[RunEvent], today: dt.date) -> Iterator[RunEvent]:
    """Return ``events``, and what stops them all as one more: a log has a line for everything."""
    from styringsdialog.series.running import Happened, RunEvent  # noqa: PLC0415 - see above

    try:
        yield from events
    except StyringsdialogError as error:
        messages = (message("series.run-not-begun"),)
        yield RunEvent(happened=Happened.FAILED, today=today, messages=messages, good=False, problems=error.problems)
