"""The command ``init``: a blank edition, or the next one of a series."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import click

from styringsdialog.cli.output import say
from styringsdialog.errors import OutputError

__all__ = ["init"]

# Imports what it needs when it runs, as in ``main``.


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "previous",
    type=click.Path(path_type=Path),
    help="Begin with what comes every time in the edition PREVIOUS, and list what must be filled in.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --from: the day of the conference.  [default: the best of the days that status proposes]",
)
@click.option("--series", is_flag=True, help="Make FOLDER a series instead, for editions in folders of their own.")
def init(folder: Path, *, previous: Path | None, date: dt.datetime | None, series: bool) -> None:
    """Make FOLDER a blank edition, with Danish comments that say what to fill in."""
    from styringsdialog.loading.starter import series_files, starter_files  # noqa: PLC0415 - see above

    if (date and previous is None) or (series and previous):
        raise click.UsageError("--date needs --from, and --series goes with neither")
    if previous is not None:
        _next_edition(folder, previous, date.date() if date else None)
        return
    if series:
        _write(folder, series_files())
        say(f"{folder}: fill in series.toml, then: styringsdialog init {shlex.quote(str(folder / '2030'))}")
        return
    start = dt.datetime.now() + dt.timedelta(days=182)  # noqa: DTZ005 - wall-clock time at the place
    _write(folder, starter_files(start.replace(hour=15, minute=0, second=0, microsecond=0)))
    say(f"{folder}: fill in conference.toml, then: styringsdialog build {shlex.quote(str(folder))}")


def _next_edition(folder: Path, previous: Path, date: dt.date | None) -> None:
    """Write the edition after ``previous``, and say in Danish what is left to do."""
    from styringsdialog.loading.edition import load_conference  # noqa: PLC0415 - see above
    from styringsdialog.model.series import Series  # noqa: PLC0415 - see above
    from styringsdialog.model.values import Line  # noqa: PLC0415 - see above
    from styringsdialog.series.dates import candidate, candidates  # noqa: PLC0415 - see above
    from styringsdialog.series.editions import read_series, series_around  # noqa: PLC0415 - see above
    from styringsdialog.series.opening import open_edition  # noqa: PLC0415 - see above
    from styringsdialog.series.telling import opening_lines  # noqa: PLC0415 - see above

    conference = load_conference(previous)
    around = series_around(folder) or series_around(previous)
    found = read_series(around) if around else None
    series = found.series if found else Series(title=Line(conference.title))
    # What is planned after the previous edition does not count: the user names what to begin from.
    day = conference.start.date()
    held = sorted({day, *(one.first for one in found.editions if one.first < day)} if found else {day})
    proposed = candidates(series, held)
    chosen = candidate(series, held, date) if date else proposed[0]
    opening = open_edition(conference, series, chosen)
    _write(folder, opening.files, opening.folders, {name: conference.folder / name for name in opening.copies})
    others = [one for one in proposed if one.date != chosen.date]
    for line in opening_lines(str(folder), opening.checklist, chosen, others):
        say(line)


def _write(
    folder: Path,
    files: Mapping[str, str],
    folders: Iterable[str] = (),
    copies: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """Write ``files`` and ``copies`` of others into ``folder``, which may not hold anything yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            message = "is not empty, and nothing in it was changed"
            raise OutputError.at(str(folder), message, "name a folder that is empty or not there yet")
        for name in folders:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name, source in copies.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise OutputError.at(str(folder), message, "choose another folder") from error
