"""A series on the command line: its dates, its deadlines, and what is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from styringsdialog.cli.output import language, print_bytes, print_json, print_problems, say, words
from styringsdialog.errors import DUE_EXIT_CODE, Fault, message_data
from styringsdialog.messages.message import Language, Message, text_of
from styringsdialog.series.dates import Candidate
from styringsdialog.series.decisions import Action
from styringsdialog.series.editions import Edition, SeriesFolder, read_series
from styringsdialog.series.ics import calendar_file
from styringsdialog.series.state import due_now, keep_calendar, last_calendar
from styringsdialog.series.telling import action_message, deadline_label, reason_message, status_lines


def series_status(folder: Path, *, today: dt.date, due: bool, ics: bool, as_json: bool) -> int:
    """Print how a series stands on ``today``, and return the exit code.

    That is 10 when ``due`` is asked and something is, else 2 when an edition cannot be read.
    """
    series = read_series(folder)
    if ics:
        calendar = calendar_file(series.series.title, series.editions, last_calendar(folder), today)
        keep_calendar(folder, calendar)
        # As bytes: the lines of a calendar file end in CR LF (RFC 5545, section 3.1).
        print_bytes(calendar)
        return 0
    actions = due_now(series, today)
    broken = int(Fault.EDITION) if series.broken else 0
    exit_code = DUE_EXIT_CODE if due and actions else broken
    if as_json:
        data = series_as_data(series, today=today)
        data["due"] = [_action_as_data(action) for action in actions]
        print_json({"ok": not series.broken, "exit_code": exit_code, **data})
    elif due:
        for action in actions:
            say(words(action_message(action)))
    else:
        for line in status_lines(series, today, language()):
            say(line)
        print_problems([problem for _, problems in series.broken for problem in problems])
    return exit_code


def series_as_data(series: SeriesFolder, *, today: dt.date) -> dict[str, Any]:
    """Return the same for ``--json``."""
    return {
        "series": str(series.series.title),
        "today": today.isoformat(),
        "editions": [_edition_as_data(edition) for edition in series.editions],
        "candidates": [_candidate_as_data(candidate) for candidate in series.proposals()],
        "broken": {name: [problem.as_data() for problem in problems] for name, problems in series.broken},
    }


def _edition_as_data(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.name,
        "title": str(edition.conference.title),
        "start": edition.conference.start.isoformat(),
        "deadlines": [
            {
                "key": deadline.key,
                "date": deadline.date.isoformat(),
                "label": _danish(deadline_label(deadline)),
                **message_data(deadline_label(deadline)),
            }
            for deadline in edition.deadlines
        ],
    }


def _candidate_as_data(candidate: Candidate) -> dict[str, Any]:
    pro, contra = map(reason_message, candidate.pro), map(reason_message, candidate.contra)
    return {
        "date": candidate.date.isoformat(),
        "score": candidate.score,
        "for": [_danish(reason) for reason in pro],
        "against": [_danish(reason) for reason in contra],
        "reasons": [message_data(reason_message(reason)) for reason in (*candidate.pro, *candidate.contra)],
    }


def _action_as_data(action: Action) -> dict[str, Any]:
    return {
        "edition": action.edition,
        "work": action.work.value,
        "what": action.key,
        "due": action.due.isoformat(),
        "again": action.again,
        "text": _danish(action_message(action)),
        **message_data(action_message(action)),
    }


def _danish(what: Message) -> str:
    return text_of(what, Language.DANISH).what
