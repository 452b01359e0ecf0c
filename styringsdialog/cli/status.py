"""The command ``status``: who has handed in and who is late; of a series, its dates and what is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from styringsdialog.cli.options import JSON, TODAY

__all__ = ["status"]

# Imports what it needs when it runs, as in ``main``.


@click.command()
@click.argument("edition", type=click.Path(path_type=Path), metavar="EDITION|SERIES")
@TODAY
@click.option("--mail", is_flag=True, help="Print e-mails in Danish to those who owe something, to be pasted.")
@click.option("--due", is_flag=True, help="Of a series: print what is due; the exit code is 10 when something is.")
@click.option("--ics", is_flag=True, help="Of a series: print the deadlines as a calendar file.")
@JSON
@click.pass_context
def status(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context, edition: Path, *, today: dt.datetime | None, mail: bool, due: bool, ics: bool, as_json: bool
) -> None:
    """Tell who has handed in, whose bilag failed, and who is awaited; of a series, its deadlines and the next date.

    A series is a folder with a series.toml and its editions.
    """
    from styringsdialog.loading.edition import load_conference  # noqa: PLC0415 - see above
    from styringsdialog.loading.series import is_series  # noqa: PLC0415 - see above

    ctx.meta["json"] = as_json
    date = (today or dt.datetime.now()).date()  # noqa: DTZ005 - the date where the user sits
    if is_series(edition):
        from styringsdialog.cli.series import series_status  # noqa: PLC0415 - see above

        if mail:
            raise click.UsageError("--mail is for an edition: name its folder")
        ctx.exit(series_status(edition, today=date, due=due, ics=ics, as_json=as_json))
    if due or ics:
        raise click.UsageError(f"--due and --ics are for a series, and {edition} holds no series.toml")
    from styringsdialog.cli.deliveries import show_deliveries  # noqa: PLC0415 - see above

    show_deliveries(load_conference(edition), today=date, as_json=as_json, mail=mail)
