"""The command ``check``: would a build go well, now, on the day, and in the years to come?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from styringsdialog.cli.misuse import Misuse
from styringsdialog.cli.options import EDITION_OR_SERIES, JSON, TODAY
from styringsdialog.cli.output import print_json, print_notes, progress, tell
from styringsdialog.cli.speaking import command, option
from styringsdialog.messages.message import message
from styringsdialog.model.conference import Stage

__all__ = ["check"]

# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-check"))
@EDITION_OR_SERIES
@option("--rehearse", is_flag=True, help=message("cli.option-rehearse"))
@click.option(
    "--years", type=click.IntRange(1, 200), help="Of a series: walk the nights of so many years, and tell the editions."
)
@TODAY
@JSON
@click.pass_context
def check(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context, edition: Path, *, rehearse: bool, years: int | None, today: dt.datetime | None, as_json: bool
) -> None:
    """Try everything a build does, at every stage, and leave nothing behind."""
    ctx.meta["json"] = as_json
    date = (today or dt.datetime.now()).date()  # noqa: DTZ005 - the date where the user sits
    if years is not None:
        from styringsdialog.cli.years import check_years  # noqa: PLC0415 - see above

        if rehearse:
            raise Misuse(message("cli.rehearse-or-years"))
        ctx.exit(check_years(edition, today=date, years=years, as_json=as_json))
    if rehearse:
        from styringsdialog.cli.rehearsal import check_by_rehearsal  # noqa: PLC0415 - see above

        ctx.exit(check_by_rehearsal(edition, today=date, as_json=as_json))
    _check(edition, as_json=as_json)


def _check(edition: Path, *, as_json: bool) -> None:
    from styringsdialog.loading import load_conference, unfilled  # noqa: PLC0415 - see above
    from styringsdialog.pipeline import check_conference  # noqa: PLC0415 - see above

    conference = load_conference(edition)
    notes = unfilled(conference, tuple(Stage))
    print_notes(notes)
    with progress(wanted=not as_json) as show:
        reports = check_conference(conference, progress=show)
    large = tuple(dict.fromkeys(note for report in reports for note in report.large))
    print_notes(large)
    if as_json:
        stages = [report.as_data() for report in reports]
        as_data = [*(note.as_data() for note in notes), *(note.as_data() for note in large)]
        print_json({"ok": True, "exit_code": 0, "notes": as_data, "stages": stages})
        return
    for report in reports:
        size = message("cli.size", pages=report.pages, bilag=len(report.bilag))
        tell("cli.stage-is-good", stage=report.stage.value, size=size)
