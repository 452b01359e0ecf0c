"""``check SERIES --years``: the nights of years to come, with a moved clock and nothing built."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from styringsdialog.cli.output import print_json, say
from styringsdialog.danish.calendar import add_months
from styringsdialog.danish.dates import long_date
from styringsdialog.errors import EditionError
from styringsdialog.series.dates import candidate
from styringsdialog.series.deadlines import deadlines_of
from styringsdialog.series.decisions import Work
from styringsdialog.series.editions import read_series
from styringsdialog.series.simulation import nights, simulate
from styringsdialog.series.words import candidate_lines, deadline_lines

__all__ = ["check_years"]


def check_years(folder: Path, *, today: dt.date, years: int, as_json: bool) -> int:
    """Walk every night of ``years`` from ``today``, print the editions that come of it, and give the exit code.

    Each next edition is on the best of the days that are proposed, opened when it is due.

    Raises:
        EditionError: The series has no edition to count from.
    """
    found = read_series(folder)
    if not found.editions:
        raise EditionError.at(str(folder), "holds no edition to count from", "styringsdialog init makes one")
    planned = found.planned(today) or found.editions[-1:]
    held = [one.first for one in found.editions if one.first < planned[0].first]
    until = add_months(today, 12 * years)
    states, happenings = simulate(found.series, planned[0].first, nights(today, until), held=held)
    made = Counter((one.action.edition, one.action.key) for one in happenings if one.action.work is Work.PACKAGE)
    editions = []
    for state in states:
        one = candidate(found.series, held, state.first)
        held.append(state.first)
        editions.append((state, one, {stage: count for (name, stage), count in made.items() if name == state.name}))
    if as_json:
        print_json(
            {
                "ok": True,
                "exit_code": 0,
                "from": today.isoformat(),
                "until": until.isoformat(),
                "editions": [
                    {
                        "edition": state.name,
                        "date": state.first.isoformat(),
                        "deadlines": {one.key: one.date.isoformat() for one in state.deadlines},
                        "reasons": [line.strip() for line in candidate_lines([proposed])[1:]],
                        "packages": packages,
                    }
                    for state, proposed, packages in editions
                ],
            }
        )
        return 0
    for state, proposed, packages in editions:
        say(f"{state.name}: {long_date(state.first)}")
        for line in (
            *candidate_lines([proposed])[1:],
            *deadline_lines(deadlines_of(found.series, state.first, state.last), today),
        ):
            say(line)
        counts = ", ".join(f"{stage} {count}" for stage, count in sorted(packages.items()))
        say(f"  Pakker: {counts or 'ingen endnu'}")
        say("")
    return 0
