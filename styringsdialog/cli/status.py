"""The command ``status``: who has handed in and who is late; of a series, its dates and what is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from styringsdialog.cli.misuse import Misuse
from styringsdialog.cli.speaking import EDITION_OR_SERIES, JSON, TODAY, command, option
from styringsdialog.messages.message import message

__all__ = ["status"]

# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-status"))
@EDITION_OR_SERIES
@TODAY
@option("--mail", is_flag=True, help=message("cli.option-mail"))
@option("--due", is_flag=True, help=message("cli.option-due"))
@option("--ics", is_flag=True, help=message("cli.option-ics"))
@JSON
@click.pass_context
def status(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context, edition: Path, *, today: dt.datetime | None, mail: bool, due: bool, ics: bool, as_json: bool
) -> None:
    """Tell who has handed in, whose bilag failed, and who is awaited; of a series, its deadlines and the next date."""
    from styringsdialog.loading.edition import load_conference  # noqa: PLC0415 - see above
    from styringsdialog.loading.series import is_series  # noqa: PLC0415 - see above

    ctx.meta["json"] = as_json
    date = (today or dt.datetime.now()).date()  # noqa: DTZ005 - the date where the user sits
    if is_series(edition):
        from styringsdialog.cli.series import series_status  # noqa: PLC0415 - see above

        if mail:
            raise Misuse(message("cli.mail-is-for-an-edition"))
        ctx.exit(series_status(edition, today=date, due=due, ics=ics, as_json=as_json))
    if due or ics:
        raise Misuse(message("cli.due-is-for-a-series", folder=str(edition)))
    from styringsdialog.cli.deliveries import show_deliveries  # noqa: PLC0415 - see above

    show_deliveries(load_conference(edition), today=date, as_json=as_json, mail=mail)
