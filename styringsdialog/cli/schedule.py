"""The command ``schedule``: files that make a machine run a series every night."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import shutil
import sys
from pathlib import Path

import click

from styringsdialog.cli.output import print_bytes, say
from styringsdialog.cli.speaking import PATH, Misuse, argument, command, option
from styringsdialog.errors import EditionError
from styringsdialog.messages.message import Where, message

# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-schedule"))
@argument("series", type=click.Path(path_type=Path), default=Path(), metavar=message("cli.value-series"))
@option("--systemd", "kind", flag_value="systemd", help=message("cli.option-systemd"))
@option("--cron", "kind", flag_value="cron", help=message("cli.option-cron"))
@option("--at", type=click.DateTime(["%H:%M"]), metavar=message("cli.value-clock"), help=message("cli.option-at"))
@option("--user", default="", metavar=message("cli.value-name"), help=message("cli.option-user"))
@option("--mail", default="", metavar=message("cli.value-address"), help=message("cli.option-schedule-mail"))
@option("-o", "--output", type=click.Path(path_type=Path), metavar=PATH, help=message("cli.option-schedule-output"))
def schedule(  # noqa: PLR0913 - click hands each option over by name
    series: Path, *, kind: str | None, at: dt.datetime | None, user: str, mail: str, output: Path | None
) -> None:
    """Print what makes this machine do each night what is due in SERIES, ready to be installed."""
    from styringsdialog.loading.series import is_series  # noqa: PLC0415 - see above
    from styringsdialog.publish import publish  # noqa: PLC0415 - see above
    from styringsdialog.schedule import (  # noqa: PLC0415 - see above
        NightlyJob,
        crontab,
        quiet_time,
        systemd_units,
    )
    from styringsdialog.series.editions import read_series  # noqa: PLC0415 - see above

    if kind is None:
        raise Misuse(message("cli.what-starts-it"))
    if not is_series(series):
        raise EditionError.at(Where(file=str(series)), message("cli.no-series"))
    # Absolute, because a scheduler starts in another folder.
    folder = series.resolve()
    known = read_series(folder)
    job = NightlyJob(
        series=folder,
        command=_own_command(),
        # A scheduler's own PATH is short, and LibreOffice would not be found by it.
        path=os.environ.get("PATH", os.defpath),
        user=user or getpass.getuser(),
        mail=mail,
        time=at.time() if at else quiet_time(folder),
        notify=known.series.notify,
        network=any(who.network for edition in known.editions for who in edition.conference.contributors),
    )
    files = systemd_units(job) if kind == "systemd" else {f"{job.name}.cron": crontab(job)}
    if output is not None:
        for path in publish({name: text.encode() for name, text in files.items()}, output):
            say(str(path))
        return
    for name, text in files.items():
        if len(files) > 1:
            say(f"# {name}")
        print_bytes(text)
        if len(files) > 1:
            say("")


def _own_command() -> tuple[str, ...]:
    """Return what starts this very program, wherever it is started from: its script, or its Python."""
    # A script of this name, or the package's own file, which is what ``python -m`` puts there.
    if (script := shutil.which(sys.argv[0])) and Path(script).stem == "styringsdialog":
        return (str(Path(script).absolute()),)
    return (sys.executable, "-m", "styringsdialog")
