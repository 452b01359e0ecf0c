"""A series folder: its ``series.toml``, and a folder for each edition."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from styringsdialog.errors import EditionError, Problem
from styringsdialog.loading.series import is_series, load_conference, load_series
from styringsdialog.messages.message import Where, message
from styringsdialog.model.conference import Conference
from styringsdialog.model.places import FILE
from styringsdialog.model.series import Series
from styringsdialog.publish import output_errors
from styringsdialog.series.dates import Candidate, candidates
from styringsdialog.series.decisions import Deadline, deadlines_of

# The folder in that of the series in which everything is put that the program makes.
OUTPUT = "packages"


@attrs.frozen(kw_only=True)
class Edition:
    """One edition of a series.

    Attributes:
        name: Its folder's name, which is unique in the series.
        output: The folder for what is made of it.
    """

    name: str
    folder: Path
    output: Path
    conference: Conference
    deadlines: tuple[Deadline, ...]

    @property
    def first(self) -> dt.date:
        """Return the day on which the conference begins."""
        return self.conference.start.date()

    @property
    def last(self) -> dt.date:
        """Return the day on which it ends."""
        return self.conference.end.date()


@attrs.frozen(kw_only=True)
class SeriesFolder:
    """A series with the editions that could be loaded, in order of time.

    Attributes:
        broken: By folder name, what keeps the others from being loaded.
    """

    folder: Path
    series: Series
    editions: tuple[Edition, ...] = ()
    broken: tuple[tuple[str, tuple[Problem, ...]], ...] = ()

    def proposals(self) -> tuple[Candidate, ...]:
        """Return days for the conference after the last edition there is; nothing while there is none."""
        known = [edition.first for edition in self.editions]
        return candidates(self.series, known) if known else ()


def read_series(folder: Path) -> SeriesFolder:
    """Return the series in ``folder`` with its editions; one that cannot be loaded does not stop the others.

    Raises:
        EditionError: ``series.toml`` itself is wrong.
        OutputError: The folder cannot be read.
    """
    series = load_series(folder)
    editions = []
    broken = []
    with output_errors(folder, lambda reason: message("series.folder-unreadable", reason=reason)):
        # Sorted, because iterdir gives names in the order of the file system.
        places = sorted(path for path in folder.iterdir() if (path / FILE).is_file())
    for place in places:
        try:
            editions.append(_edition(series, folder, place))
        except EditionError as error:
            broken.append((place.name, tuple(_in_edition(place.name, problem) for problem in error.problems)))
    # The name decides between two of one day, so that the order is the same everywhere.
    editions.sort(key=lambda edition: (edition.first, edition.name))
    return SeriesFolder(folder=folder, series=series, editions=tuple(editions), broken=tuple(broken))


def series_around(edition: Path) -> Path | None:
    """Return the folder of the series that the folder ``edition`` is in, or would be; nothing when there is none."""
    # Made absolute, because the parent of «.» is «.» itself.
    parent = edition.absolute().parent
    return parent if is_series(parent) else None


def _edition(series: Series, folder: Path, place: Path) -> Edition:
    conference = load_conference(place)
    first, last = conference.start.date(), conference.end.date()
    try:
        days = deadlines_of(series, first, last)
    except OverflowError:
        raise EditionError.at(
            Where(file=FILE, path="start"), message("series.deadlines-outside-the-calendar")
        ) from None
    return Edition(
        name=place.name, folder=place, output=folder / OUTPUT / place.name, conference=conference, deadlines=days
    )


def _in_edition(name: str, problem: Problem) -> Problem:
    """Return ``problem`` with its place as seen from the series."""
    place = problem.place
    inside = attrs.evolve(place, file=f"{name}/{place.file}") if place.file else None
    return Problem(problem.fault, inside or attrs.evolve(place, path=f"{name}/{place.path}"), problem.what)
