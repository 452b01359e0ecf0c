"""The command ``status``: who has handed in, and who is late."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from styringsdialog.cli.options import EDITION, JSON

__all__ = ["status"]

# Imports what it needs when it runs, as in ``main``.


@click.command()
@EDITION
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="Count days from this date.  [default: the date of the clock]"
)
@click.option("--mail", is_flag=True, help="Print e-mails in Danish to those who owe something, to be pasted.")
@JSON
@click.pass_context
def status(ctx: click.Context, edition: Path, *, today: dt.datetime | None, mail: bool, as_json: bool) -> None:
    """Tell which contributors have handed in, whose bilag failed, and who is awaited."""
    from styringsdialog.cli.deliveries import show_deliveries  # noqa: PLC0415 - see above
    from styringsdialog.loading import load_conference  # noqa: PLC0415 - see above

    ctx.meta["json"] = as_json
    date = (today or dt.datetime.now()).date()  # noqa: DTZ005 - the date where the user sits
    show_deliveries(load_conference(edition), today=date, as_json=as_json, mail=mail)
