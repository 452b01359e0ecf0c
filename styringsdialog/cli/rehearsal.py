"""``check --rehearse``: a rehearsal in Danish, or as data."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path

from styringsdialog.cli.output import language, print_json, progress, say
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import message
from styringsdialog.series.editions import OUTPUT, read_series, series_around
from styringsdialog.series.rehearsal import History, Machine, rehearse
from styringsdialog.series.state import REHEARSAL, last_build, newest_mark, read_mark


def this_machine() -> Machine:
    """Return what is known of the machine that this runs on."""
    # Monotonic, because the clock may be set while something is measured.
    return Machine(soffice=shutil.which("soffice"), stopwatch=time.monotonic)


def check_by_rehearsal(edition: Path, *, today: dt.date, as_json: bool) -> int:
    """Rehearse ``edition``, print what came of it, and return the exit code.

    In a series, the outcome is held against its last package and the last rehearsal.
    """
    conference = load_conference(edition)
    folder = series_around(edition)
    series = read_series(folder) if folder else None
    # Outside of a series nothing is kept, but the disk of the edition is looked at.
    output = folder / OUTPUT / edition.absolute().name if folder else edition
    with progress(wanted=not as_json) as show:
        show(message("cli.rehearsing"))
        result = rehearse(
            conference,
            output,
            History(
                last=last_build(series) if series else None,
                rehearsal=read_mark(output / REHEARSAL),
                newest=newest_mark(series) if series else None,
            ),
            machine=this_machine(),
            today=today,
        )
    if as_json:
        print_json({"ok": result.good, "exit_code": result.exit_code, "today": today.isoformat(), **result.as_data()})
    else:
        for line in result.lines(language()):
            say(line)
    return result.exit_code
