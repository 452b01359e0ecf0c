"""The command ``init``: a blank edition, or the next one of a series."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import click

from styringsdialog.cli.output import language, say, tell
from styringsdialog.cli.speaking import DATE, PATH, Misuse, argument, command, option
from styringsdialog.errors import OutputError
from styringsdialog.messages.message import Message, Where, message, system_reason

# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-init"))
@argument("folder", type=click.Path(path_type=Path), metavar=message("cli.value-folder"))
@option("--from", "previous", type=click.Path(path_type=Path), metavar=PATH, help=message("cli.option-from"))
@option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar=DATE, help=message("cli.option-date"))
@option("--series", is_flag=True, help=message("cli.option-series"))
def init(folder: Path, *, previous: Path | None, date: dt.datetime | None, series: bool) -> None:
    """Make FOLDER a blank edition, with Danish comments that say what to fill in."""
    from styringsdialog.loading.starter import series_files, starter_files  # noqa: PLC0415 - see above
    from styringsdialog.model.scalars import Line  # noqa: PLC0415 - see above
    from styringsdialog.model.series import Series  # noqa: PLC0415 - see above
    from styringsdialog.series.dates import candidates  # noqa: PLC0415 - see above

    if (date and previous is None) or (series and previous):
        raise Misuse(message("cli.init-options"))
    if previous is not None:
        _next_edition(folder, previous, date.date() if date else None)
        return
    if series:
        fill(folder, series_files())
        tell("cli.series-made", folder=str(folder), edition=shlex.quote(str(folder / "2030")))
        return
    # Half a year ahead, as far as the first deadline lies before the conference; as if one was held two years before.
    around = dt.datetime.now() + dt.timedelta(weeks=26)  # noqa: DTZ005 - the date where the user sits
    (day, *_) = candidates(Series(title=Line("Styringsdialogkonference")), [around.date() - dt.timedelta(weeks=104)])
    fill(folder, starter_files(dt.datetime.combine(day.date, dt.time(15))))
    tell("cli.edition-made", folder=str(folder), quoted=shlex.quote(str(folder)))


def _next_edition(folder: Path, previous: Path, date: dt.date | None) -> None:
    """Write the edition after ``previous``, and say in Danish what is left to do."""
    from styringsdialog.loading.reading import on_disk  # noqa: PLC0415 - see above
    from styringsdialog.loading.series import HANDING_IN, load_conference  # noqa: PLC0415 - see above
    from styringsdialog.loading.starter import schema_file  # noqa: PLC0415 - see above
    from styringsdialog.model.scalars import Line  # noqa: PLC0415 - see above
    from styringsdialog.model.series import Series  # noqa: PLC0415 - see above
    from styringsdialog.series.dates import candidate, candidates  # noqa: PLC0415 - see above
    from styringsdialog.series.editions import read_series, series_around  # noqa: PLC0415 - see above
    from styringsdialog.series.opening import open_edition, opening_lines  # noqa: PLC0415 - see above

    conference = load_conference(previous)
    series_folder = series_around(folder) or series_around(previous)
    known = read_series(series_folder) if series_folder else None
    series = known.series if known else Series(title=Line(conference.title))
    # What is planned after the previous edition does not count: the user names what to begin from.
    day = conference.start.date()
    held = sorted({day, *(edition.first for edition in known.editions if edition.first < day)} if known else {day})
    proposed = candidates(series, held)
    chosen = candidate(series, held, date) if date else proposed[0]
    opening = open_edition(conference, series, chosen)
    # A plugin of an organisation's own may read all that is in its folder.
    plain = [contributor for contributor in conference.contributors if contributor.plugin == "folder"]
    places = {str(contributor.settings.get("path", f"bilag/{contributor.id}")) for contributor in plain}
    note = {f"{place}/{HANDING_IN}": "Læg bilagene i denne mappe.\n" for place in opening.folders if place in places}
    copies = {name: on_disk(conference.folder, name) for name in opening.copies}
    fill(folder, {**opening.files, **note, **schema_file()}, opening.folders, copies)
    others = [other for other in proposed if other.date != chosen.date]
    for line in opening_lines(str(folder), opening.checklist, chosen, others, language()):
        say(line)


def fill(
    folder: Path,
    files: Mapping[str, str | bytes],
    folders: Iterable[str] = (),
    copies: Mapping[str, Path] = MappingProxyType({}),
    *,
    taken: Message = message("cli.folder-not-empty"),  # noqa: B008 - frozen
) -> None:
    """Write ``files`` and ``copies`` of others into ``folder``; where that holds anything already, tell ``taken``.

    Raises:
        OutputError: It holds something, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Nothing that somebody has written is ever written over.
        if any(folder.iterdir()):
            raise OutputError.at(Where(file=str(folder)), taken)
        for inner in (*(folder / name for name in folders), *((folder / name).parent for name in (*files, *copies))):
            inner.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
            # A script that cannot be executed is not started by its name.
            if isinstance(text, str) and text.startswith("#!"):
                (folder / name).chmod(0o755)
        for name, source in copies.items():
            shutil.copyfile(source, folder / name)
    except OSError as error:
        reason = system_reason(error)
        raise OutputError.at(Where(file=str(folder)), message("cli.cannot-be-written", reason=reason)) from error
