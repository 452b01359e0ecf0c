"""How far each contributor is, as a table, as JSON, or as letters."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

from styringsdialog.cli.output import print_json, print_problems, progress, say
from styringsdialog.deliveries import Delivery, DeliveryStatus, deliveries
from styringsdialog.model.conference import Conference
from styringsdialog.series.letters import reminders

__all__ = ["show_deliveries"]

_LATE = frozenset({DeliveryStatus.AWAITED, DeliveryStatus.FAILED})


def show_deliveries(conference: Conference, *, today: dt.date, as_json: bool, mail: bool) -> None:
    """Print how far each contributor is on ``today``: as a table, as JSON, or as e-mails in Danish."""
    with progress(wanted=not as_json) as show, tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
        found = deliveries(conference, Path(work), today=today, progress=show)
    text = reminders(conference, found)
    if as_json:
        letters = {"mail": text} if mail else {}
        missing = any(one.status in _LATE for one in found)
        print_json(
            {
                "ok": True,
                "exit_code": 0,
                "complete": not missing,
                "today": today.isoformat(),
                "contributors": [one.as_data() for one in found],
                **letters,
            }
        )
        return
    if mail:
        say(text or "Der er ikke noget at rykke for.")
        return
    for line in _table(found):
        say(line)
    print_problems([problem for one in found if one.status is DeliveryStatus.FAILED for problem in one.problems])


def _table(found: Sequence[Delivery]) -> list[str]:
    rows = [("contributor", "status", "deadline", "days", "bilag")]
    rows += [
        (
            one.contributor.name,
            one.status.value,
            one.contributor.deadline.isoformat() if one.contributor.deadline else "",
            _days(one),
            ", ".join(one.titles),
        )
        for one in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]


def _days(delivery: Delivery) -> str:
    """Give the days that are left, where somebody still has something to do."""
    if delivery.days_left is None or delivery.status not in _LATE:
        return ""
    if delivery.days_left < 0:
        return f"{-delivery.days_left} late"
    return "today" if delivery.days_left == 0 else f"{delivery.days_left} left"
