"""The command ``run``: what a scheduler starts every night."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from styringsdialog.cli.language import language
from styringsdialog.cli.output import print_problems, progress, say
from styringsdialog.cli.speaking import TODAY, argument, command, option
from styringsdialog.errors import GAPS_EXIT_CODE, Fault, StyringsdialogError
from styringsdialog.messages.message import message
from styringsdialog.messages.showing import shown_data

if TYPE_CHECKING:
    from styringsdialog.series.events import RunEvent

__all__ = ["run"]

# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-run"))
@argument("series", type=click.Path(path_type=Path), metavar=message("cli.value-series"))
@TODAY
@option("--json", "as_json", is_flag=True, help=message("cli.option-run-json"))
@click.pass_context
def run(ctx: click.Context, series: Path, *, today: dt.datetime | None, as_json: bool) -> None:
    """Do what is due in SERIES."""
    from styringsdialog.cli.rehearsal import this_machine  # noqa: PLC0415 - see above
    from styringsdialog.series.events import Happened  # noqa: PLC0415 - see above
    from styringsdialog.series.running import run_series  # noqa: PLC0415 - see above

    date = (today or dt.datetime.now()).date()  # noqa: DTZ005 - the date where the user sits
    codes: set[int] = set()
    with progress(wanted=not as_json) as show:
        for event in _with_failure(run_series(series, date, machine=this_machine(), progress=show), date):
            if as_json:
                # One object on each line, as each thing is done: a log is read while the night goes on.
                say(json.dumps(shown_data(event.as_data()), ensure_ascii=False))
            else:
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
    from styringsdialog.series.events import Happened, RunEvent  # noqa: PLC0415 - see above

    try:
        yield from events
    except StyringsdialogError as error:
        messages = (message("series.run-not-begun"),)
        yield RunEvent(happened=Happened.FAILED, today=today, messages=messages, good=False, problems=error.problems)
