"""What the commands about a series print, in Danish, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from styringsdialog.danish.dates import long_date
from styringsdialog.series.dates import Candidate
from styringsdialog.series.editions import SHORT_NOTICE, SeriesFolder, days_of_notice
from styringsdialog.series.opening import CHECKLIST
from styringsdialog.series.words import candidate_lines, deadline_lines

__all__ = ["opening_lines", "status_lines"]


def status_lines(found: SeriesFolder, today: dt.date) -> Iterator[str]:
    """Give the editions that are not over, with their deadlines, and days for the next one."""
    yield str(found.series.title)
    for edition in found.editions:
        if edition.deadlines[-1].date >= today:
            yield ""
            yield f"{edition.name}: {edition.conference.title}, {long_date(edition.first)}"
            yield from deadline_lines(edition.deadlines, today)
            if days_of_notice(edition) < SHORT_NOTICE:
                yield f"  Pakken sendes ud mindre end {SHORT_NOTICE} hverdage før: deltagerne kan ikke nå at læse den."
    yield ""
    if not found.editions:
        yield "Der er ingen udgaver endnu. styringsdialog init laver den første."
        return
    yield "Forslag til den næste dato, det bedste først:"
    yield from candidate_lines(found.proposals())


def opening_lines(
    folder: str, checklist: Sequence[str], chosen: Candidate, others: Sequence[Candidate]
) -> Iterator[str]:
    """Give what is said of an edition that was opened in ``folder``: what is left to do, its day, and other days."""
    yield f"{folder}: den næste udgave, {long_date(chosen.date)}"
    yield ""
    yield f"Det skal et menneske se på (står også i {CHECKLIST}):"
    for line in checklist:
        yield f"- {line}"
    yield ""
    yield "Datoen, og de andre, der kunne vælges:"
    yield from candidate_lines([chosen, *others])
