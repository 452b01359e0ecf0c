"""A series on the command line: its dates, its deadlines, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from styringsdialog.cli.output import print_bytes, print_json, print_problems, say
from styringsdialog.danish.dates import long_date
from styringsdialog.errors import DUE_EXIT_CODE
from styringsdialog.series.dates import Candidate, candidates
from styringsdialog.series.decisions import Action
from styringsdialog.series.editions import Edition, SeriesFolder, read_series
from styringsdialog.series.ics import calendar_file
from styringsdialog.series.state import due_now
from styringsdialog.series.words import action_text, candidate_lines, deadline_label, deadline_lines, reason_text

__all__ = ["series_status"]


def series_status(folder: Path, *, today: dt.date, due: bool, ics: bool, as_json: bool) -> int:
    """Print how a series stands on ``today``, and give the exit code: 10 when ``due`` is asked and something is."""
    found = read_series(folder)
    if ics:
        # As bytes: the lines of a calendar file end in CR LF (RFC 5545, section 3.1).
        print_bytes(calendar_file(found.series.title, found.editions))
        return 0
    actions = due_now(found, today)
    exit_code = DUE_EXIT_CODE if due and actions else 0
    if as_json:
        data = series_as_data(found, today=today)
        data["due"] = [_action_as_data(action) for action in actions]
        print_json({"ok": not found.broken, "exit_code": exit_code, **data})
    elif due:
        for action in actions:
            say(action_text(action))
    else:
        show_series(found, today=today)
    return exit_code


def show_series(found: SeriesFolder, *, today: dt.date) -> None:
    """Print in Danish the editions that are not over, with their deadlines, and days for the next one."""
    say(str(found.series.title))
    for edition in _current(found, today):
        say("")
        say(f"{edition.name}: {edition.conference.title}, {long_date(edition.first)}")
        for line in deadline_lines(edition.deadlines, today):
            say(line)
    proposed = proposals(found)
    if proposed:
        say("")
        say("Forslag til den næste dato, det bedste først:")
        for line in candidate_lines(proposed):
            say(line)
    if not found.editions:
        say("")
        say("Der er ingen udgaver endnu. styringsdialog init laver den første.")
    print_problems([problem for _, problems in found.broken for problem in problems])


def series_as_data(found: SeriesFolder, *, today: dt.date) -> dict[str, Any]:
    """Give the same for ``--json``."""
    return {
        "series": str(found.series.title),
        "today": today.isoformat(),
        "editions": [_edition_as_data(edition) for edition in found.editions],
        "candidates": [_candidate_as_data(one) for one in proposals(found)],
        "broken": {name: [problem.as_data() for problem in problems] for name, problems in found.broken},
    }


def proposals(found: SeriesFolder) -> tuple[Candidate, ...]:
    """Give days for the conference after the last edition there is; nothing while there is none."""
    known = [edition.first for edition in found.editions]
    return candidates(found.series, known) if known else ()


def _current(found: SeriesFolder, today: dt.date) -> Sequence[Edition]:
    return [edition for edition in found.editions if edition.deadlines[-1].date >= today]


def _edition_as_data(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.name,
        "title": str(edition.conference.title),
        "start": edition.conference.start.isoformat(),
        "deadlines": [
            {"key": one.key, "date": one.date.isoformat(), "label": deadline_label(one)} for one in edition.deadlines
        ],
    }


def _candidate_as_data(one: Candidate) -> dict[str, Any]:
    return {
        "date": one.date.isoformat(),
        "score": one.score,
        "for": [reason_text(reason) for reason in one.pro],
        "against": [reason_text(reason) for reason in one.contra],
    }


def _action_as_data(action: Action) -> dict[str, Any]:
    return {
        "edition": action.edition,
        "work": action.work.value,
        "what": action.key,
        "due": action.due.isoformat(),
        "again": action.again,
        "text": action_text(action),
    }
