"""How far each contributor is, as a table, as JSON, or as letters."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from styringsdialog.cli.output import language, print_json, print_problems, progress, say, table, words
from styringsdialog.deliveries import Delivery, DeliveryStatus, deliveries
from styringsdialog.messages.message import Message, message, text_of
from styringsdialog.model.conference import Conference
from styringsdialog.series.telling import reminders

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


def show_deliveries(conference: Conference, *, today: dt.date, as_json: bool, mail: bool) -> None:
    """Print how far each contributor is on ``today``: as a table, as JSON, or as e-mails in Danish."""
    with progress(wanted=not as_json) as show, tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
        delivered = deliveries(conference, Path(work), today=today, progress=show)
    text = reminders(conference, delivered)
    if as_json:
        letters = {"mail": text} if mail else {}
        missing = any(delivery.status in _LATE for delivery in delivered)
        print_json(
            {
                "ok": True,
                "exit_code": 0,
                "complete": not missing,
                "today": today.isoformat(),
                "contributors": [delivery.as_data() for delivery in delivered],
                **letters,
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
        deadline.isoformat() if deadline else "",
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
