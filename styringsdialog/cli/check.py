"""The command ``check``: would a build go well, now and on the day?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from styringsdialog.cli.output import print_json, print_notes, progress, tell
from styringsdialog.cli.speaking import EDITION, JSON, TODAY, command, option
from styringsdialog.errors import Problem, Remark
from styringsdialog.messages.message import message
from styringsdialog.model.conference import Stage

__all__ = ["check"]

# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-check"))
@EDITION
@option("--rehearse", is_flag=True, help=message("cli.option-rehearse"))
@TODAY
@JSON
@click.pass_context
def check(ctx: click.Context, edition: Path, *, rehearse: bool, today: dt.datetime | None, as_json: bool) -> None:
    """Try everything a build does, at every stage, and leave nothing behind."""
    ctx.meta["json"] = as_json
    if rehearse:
        from styringsdialog.cli.rehearsal import check_by_rehearsal  # noqa: PLC0415 - see above

        date = (today or dt.datetime.now()).date()  # noqa: DTZ005 - the date where the user sits
        ctx.exit(check_by_rehearsal(edition, today=date, as_json=as_json))
    _check(edition, as_json=as_json)


def _check(edition: Path, *, as_json: bool) -> None:
    from styringsdialog.isolate.running import unguarded  # noqa: PLC0415 - see above
    from styringsdialog.loading.edition import load_conference  # noqa: PLC0415 - see above
    from styringsdialog.loading.starter import unfilled  # noqa: PLC0415 - see above
    from styringsdialog.pipeline import check_conference  # noqa: PLC0415 - see above

    conference = load_conference(edition)
    notes: tuple[Problem | Remark, ...] = (*unguarded(), *unfilled(conference, tuple(Stage)))
    print_notes(notes)
    with progress(wanted=not as_json) as show:
        reports = check_conference(conference, progress=show)
    # Both stages may make the same remark.
    remarks = tuple(dict.fromkeys(note for report in reports for note in report.remarks))
    print_notes(remarks)
    if as_json:
        stages = [report.as_data() for report in reports]
        as_data = [*(note.as_data() for note in notes), *(note.as_data() for note in remarks)]
        print_json({"ok": True, "exit_code": 0, "notes": as_data, "stages": stages})
        return
    for report in reports:
        size = message("cli.size", pages=report.pages, bilag=len(report.bilag))
        tell("cli.stage-is-good", stage=report.stage.value, size=size)
