"""A series on the command line: its dates, its deadlines, and what is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from styringsdialog.cli.output import print_bytes, print_json, print_problems, say
from styringsdialog.errors import DUE_EXIT_CODE, Fault
from styringsdialog.series.dates import Candidate
from styringsdialog.series.decisions import Action
from styringsdialog.series.editions import Edition, SeriesFolder, read_series
from styringsdialog.series.ics import calendar_file
from styringsdialog.series.state import due_now
from styringsdialog.series.telling import status_lines
from styringsdialog.series.words import action_text, deadline_label, reason_text

__all__ = ["series_status"]


def series_status(folder: Path, *, today: dt.date, due: bool, ics: bool, as_json: bool) -> int:
    """Print how a series stands on ``today``, and give the exit code.

    That is 10 when ``due`` is asked and something is, else 2 when an edition cannot be read.
    """
    found = read_series(folder)
    if ics:
        # As bytes: the lines of a calendar file end in CR LF (RFC 5545, section 3.1).
        print_bytes(calendar_file(found.series.title, found.editions))
        return 0
    actions = due_now(found, today)
    broken = int(Fault.EDITION) if found.broken else 0
    exit_code = DUE_EXIT_CODE if due and actions else broken
    if as_json:
        data = series_as_data(found, today=today)
        data["due"] = [_action_as_data(action) for action in actions]
        print_json({"ok": not found.broken, "exit_code": exit_code, **data})
    elif due:
        for action in actions:
            say(action_text(action))
    else:
        for line in status_lines(found, today):
            say(line)
        print_problems([problem for _, problems in found.broken for problem in problems])
    return exit_code


def series_as_data(found: SeriesFolder, *, today: dt.date) -> dict[str, Any]:
    """Give the same for ``--json``."""
    return {
        "series": str(found.series.title),
        "today": today.isoformat(),
        "editions": [_edition_as_data(edition) for edition in found.editions],
        "candidates": [_candidate_as_data(one) for one in found.proposals()],
        "broken": {name: [problem.as_data() for problem in problems] for name, problems in found.broken},
    }


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
