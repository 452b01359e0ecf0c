"""An edition's contributors, a rehearsal of it, and its series on the command line: who is late, and what is due."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from styringsdialog.cli.output import language, print_bytes, print_json, print_problems, progress, say, table, words
from styringsdialog.deliveries import Delivery, DeliveryStatus, deliveries
from styringsdialog.errors import DUE_EXIT_CODE, Fault, message_data
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language, Message, message, text_of
from styringsdialog.model.conference import Conference
from styringsdialog.series.dates import Candidate
from styringsdialog.series.decisions import Action
from styringsdialog.series.editions import OUTPUT, Edition, read_series, series_around
from styringsdialog.series.ics import calendar_file
from styringsdialog.series.rehearsal import History, Machine, rehearse
from styringsdialog.series.state import (
    REHEARSAL,
    due_now,
    keep_calendar,
    last_build,
    last_calendar,
    newest_mark,
    read_mark,
)
from styringsdialog.series.telling import action_message, deadline_label, reason_message, reminders, status_lines

_LATE = frozenset({DeliveryStatus.AWAITED, DeliveryStatus.FAILED})
_STATUS = {
    DeliveryStatus.DELIVERED: message("cli.status-delivered"),
    DeliveryStatus.EMPTY: message("cli.status-empty"),
    DeliveryStatus.FAILED: message("cli.status-failed"),
    DeliveryStatus.AWAITED: message("cli.status-awaited"),
}
_HEADINGS = (
    message("cli.heading-contributor"),
    message("cli.heading-status"),
    message("cli.heading-deadline"),
    message("cli.heading-days"),
    message("cli.heading-bilag"),
)


def show_deliveries(
    conference: Conference, *, today: dt.date, as_json: bool, mail: bool, store: Path | None = None
) -> None:
    """Print how far each contributor is on ``today``: as a table, as JSON, or as e-mails in Danish."""
    with progress(wanted=not as_json) as show, tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
        delivered = deliveries(conference, Path(work), today=today, progress=show, store=store)
    text = reminders(conference, delivered)
    if as_json:
        print_json(
            {
                "ok": True,
                "exit_code": 0,
                "complete": not any(delivery.status in _LATE for delivery in delivered),
                "today": today.isoformat(),
                "contributors": [delivery.as_data() for delivery in delivered],
                **({"mail": text} if mail else {}),
            }
        )
        return
    if mail and text:
        say(text)
    elif mail:
        say(text_of(message("series.nobody-owes-anything"), language()).sentence)
    else:
        for line in table([[words(heading) for heading in _HEADINGS], *map(_row, delivered)]):
            say(line)
        # A bilag that is awaited is no error: the table says it.
        failed = [delivery for delivery in delivered if delivery.status is DeliveryStatus.FAILED]
        print_problems([problem for delivery in failed for problem in delivery.problems])


def _row(delivery: Delivery) -> list[str]:
    deadline = delivery.contributor.deadline
    return [
        delivery.contributor.name,
        words(_STATUS[delivery.status]),
        words(message("cli.deadline", date=deadline.isoformat())) if deadline else "",
        words(days) if (days := _days_left(delivery)) else "",
        ", ".join(delivery.titles),
    ]


def _days_left(delivery: Delivery) -> Message | None:
    """Return the days that are left, where somebody still has something to do."""
    if delivery.days_left is None or delivery.status not in _LATE:
        return None
    if delivery.days_left < 0:
        return message("cli.days-late", days=-delivery.days_left)
    return message("cli.days-left", days=delivery.days_left) if delivery.days_left else message("cli.today")


def this_machine(store: Path | None = None) -> Machine:
    """Return what is known of the machine that this runs on."""
    # Monotonic, because the clock may be set while something is measured.
    return Machine(soffice=shutil.which("soffice"), stopwatch=time.monotonic, store=store)


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
    exit_code = DUE_EXIT_CODE if due and actions else int(Fault.EDITION) if series.broken else 0
    if as_json:
        print_json(
            {
                "ok": not series.broken,
                "exit_code": exit_code,
                "series": str(series.series.title),
                "today": today.isoformat(),
                "editions": [_edition_as_data(edition) for edition in series.editions],
                "candidates": [_candidate_as_data(candidate) for candidate in series.proposals()],
                "broken": {name: [problem.as_data() for problem in problems] for name, problems in series.broken},
                "due": [_action_as_data(action) for action in actions],
            }
        )
    elif due:
        for action in actions:
            say(words(action_message(action)))
    else:
        for line in status_lines(series, today, language()):
            say(line)
        print_problems([problem for _, problems in series.broken for problem in problems])
    return exit_code


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
