"""The days around a conference, counted from it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterator

import attrs

from styringsdialog.danish.calendar import add_months, add_working_days, working_day_from
from styringsdialog.model.offset import Offset, Unit
from styringsdialog.model.series import Series

__all__ = ["Deadline", "Milestone", "day_at", "deadlines_of"]


class Milestone(enum.StrEnum):
    """What falls on a day, named as its key in ``series.toml``."""

    SAVE_THE_DATE = "save_the_date"
    INVITATION = "invitation"
    REGISTRATION = "registration"
    REMINDER = "reminder"
    BILAG = "bilag"
    DISPATCH = "dispatch"
    CONFERENCE = "conference"
    REFERAT = "referat"
    FOLLOW_UP = "follow_up"
    NEXT_EDITION = "next_edition"


@attrs.frozen(kw_only=True)
class Deadline:
    """One day.

    Attributes:
        number: From 1, where there are several of the milestone; else 0.
    """

    milestone: Milestone
    date: dt.date
    number: int = 0

    @property
    def key(self) -> str:
        """Return its name among all of an edition: ``reminder-2``."""
        return f"{self.milestone.value}-{self.number}" if self.number else self.milestone.value


def deadlines_of(series: Series, first: dt.date, last: dt.date) -> tuple[Deadline, ...]:
    """Return every deadline of a conference from ``first`` to ``last``, in order of time.

    Raises:
        OverflowError: One of them lies outside the years 1 to 9999.
    """
    return tuple(
        sorted(
            _deadlines(series, first, last),
            # Those of one day stand in the order in which they come, and not by their names.
            key=lambda deadline: (deadline.date, tuple(Milestone).index(deadline.milestone)),
        )
    )


def _deadlines(series: Series, first: dt.date, last: dt.date) -> Iterator[Deadline]:
    yield Deadline(milestone=Milestone.CONFERENCE, date=first)
    rules = series.deadlines
    # By their days and not as series.toml has them: the number is part of the key that names the letter.
    reminders = sorted(day_at(offset, first, last, series.closed) for offset in rules.reminders)
    for number, date in enumerate(reminders, start=1):
        yield Deadline(milestone=Milestone.REMINDER, date=date, number=number)
    # The others are attributes of ``Deadlines``, by the same names.
    for milestone in Milestone:
        if milestone not in {Milestone.CONFERENCE, Milestone.REMINDER}:
            offset: Offset = getattr(rules, milestone.value)
            yield Deadline(milestone=milestone, date=day_at(offset, first, last, series.closed))


def day_at(offset: Offset, first: dt.date, last: dt.date, closed: Collection[dt.date]) -> dt.date:
    """Return the working day that is ``offset`` before ``first`` or after ``last``.

    What is not counted in working days and falls on a closed day is moved away from the
    conference, never towards it.
    """
    anchor, step = (last, 1) if offset.after else (first, -1)
    amount = offset.amount * step
    match offset.unit:
        case Unit.WORKING_DAYS:
            return add_working_days(anchor, amount, closed)
        case Unit.MONTHS:
            date = add_months(anchor, amount)
        case Unit.WEEKS:
            date = anchor + dt.timedelta(weeks=amount)
        case Unit.DAYS:
            date = anchor + dt.timedelta(days=amount)
    return working_day_from(date, step, closed)
