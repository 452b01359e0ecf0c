"""``check SERIES --years``: the nights of years to come, with a moved clock and nothing built."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from styringsdialog.cli.output import print_json, print_problems, say
from styringsdialog.danish.calendar import add_months
from styringsdialog.danish.dates import long_date
from styringsdialog.errors import EditionError, Fault, Problem
from styringsdialog.messages.message import Language
from styringsdialog.model.conference import Stage
from styringsdialog.series.dates import candidate
from styringsdialog.series.decisions import Work, is_over
from styringsdialog.series.editions import read_series
from styringsdialog.series.simulation import nights, simulate
from styringsdialog.series.telling import candidate_lines, deadline_lines

__all__ = ["check_years"]


def check_years(folder: Path, *, today: dt.date, years: int, as_json: bool) -> int:
    """Walk every night of ``years`` from ``today``, print the editions that come of it, and give the exit code.

    Each next edition is on the best of the days that are proposed, opened when it is due. An edition
    that is over and had not one package of each stage is a requirement that is not met.

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
    short = []
    for state in states:
        one = candidate(found.series, held, state.first)
        held.append(state.first)
        packages = {stage: count for (name, stage), count in made.items() if name == state.name}
        editions.append((state, one, packages))
        if is_over(state, until) and packages != {stage.value: 1 for stage in Stage}:
            short.append(state.name)
    exit_code = int(Fault.REQUIREMENT) if short else 0
    if as_json:
        print_json(
            {
                "ok": not short,
                "exit_code": exit_code,
                "from": today.isoformat(),
                "until": until.isoformat(),
                "editions": [
                    {
                        "edition": state.name,
                        "date": state.first.isoformat(),
                        "deadlines": {one.key: one.date.isoformat() for one in state.deadlines},
                        "reasons": [line.strip() for line in candidate_lines([proposed], Language.DANISH)[1:]],
                        "packages": packages,
                    }
                    for state, proposed, packages in editions
                ],
            }
        )
        return exit_code
    for name in short:
        where, message = f"{folder}: {name}", "would not get exactly one package of each stage"
        print_problems([Problem(Fault.REQUIREMENT, where, message, "look at the deadlines in series.toml")])
    for state, proposed, packages in editions:
        counts = ", ".join(f"{stage} {count}" for stage, count in sorted(packages.items()))
        for line in (
            long_date(proposed.date),
            *candidate_lines([proposed], Language.DANISH)[1:],
            *deadline_lines(state.deadlines, today, Language.DANISH),
            f"  Pakker: {counts or 'ingen endnu'}",
            "",
        ):
            say(line)
    return exit_code
