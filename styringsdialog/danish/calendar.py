"""The Danish calendar: days on which a municipality is closed, and days that a council has for other things.

The public holidays are the library ``holidays``'; it knows that store bededag is none from 2024
on. Grundlovsdag, 24 and 31 December are no public holidays, yet offices are closed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

import holidays

_FIRST_ELECTION: Final = 2025
_TERM: Final = 4
_TUESDAY: Final = 1

_NO_DAYS: Final[frozenset[dt.date]] = frozenset()


@functools.cache
def closing_days(year: int) -> Mapping[dt.date, str]:
    """Return the days of ``year`` on which Danish offices are closed, Sundays not counted, each with its name."""
    public = holidays.country_holidays("DK", years=year, language="da")
    # Two on one day stand in one name: «Grundlovsdag; Anden pinsedag» is the first of them.
    named = {date: name.partition("; ")[0] for date, name in public.items()}
    more = {
        dt.date(year, 6, 5): "Grundlovsdag",
        dt.date(year, 12, 24): "Juleaftensdag",
        dt.date(year, 12, 31): "Nytårsaftensdag",
    }
    return MappingProxyType(dict(sorted({**more, **named}.items())))


def council_election(year: int) -> dt.date:
    """Return the day of the council elections of ``year``: the third Tuesday of November, by law.

    Raises:
        ValueError: There are none: they are held in 2025 and every fourth year.
    """
    if not is_election_year(year):
        raise ValueError(f"there are no council elections in {year}")
    first = dt.date(year, 11, 1)
    return first + dt.timedelta(days=(_TUESDAY - first.weekday()) % 7 + 14)


def is_election_year(year: int) -> bool:
    """Tell whether councils are elected in ``year``."""
    return (year - _FIRST_ELECTION) % _TERM == 0


def is_working_day(date: dt.date, closed: Collection[dt.date] = _NO_DAYS) -> bool:
    """Tell whether offices are open: Monday to Friday, no holiday, and not among ``closed``."""
    return date.weekday() < 5 and date not in closed and date not in closing_days(date.year)


def working_day_from(date: dt.date, step: int, closed: Collection[dt.date] = _NO_DAYS) -> dt.date:
    """Return ``date`` or, where it is no working day, the next one after it (``step`` 1) or before it (-1)."""
    while not is_working_day(date, closed):
        date += dt.timedelta(days=step)
    return date


def add_working_days(date: dt.date, days: int, closed: Collection[dt.date] = _NO_DAYS) -> dt.date:
    """Return the working day that is ``days`` working days after ``date``, or before it when negative.

    ``date`` itself is not counted, as in Danish law on time limits; 0 gives ``date``, open or not.
    """
    step = 1 if days > 0 else -1
    for _ in range(abs(days)):
        date = working_day_from(date + dt.timedelta(days=step), step, closed)
    return date


def working_days_between(first: dt.date, last: dt.date, closed: Collection[dt.date] = _NO_DAYS) -> int:
    """Return how many working days there are after ``first`` up to and with ``last``; negative the other way round."""
    if last < first:
        # From the later day backwards, and that one is not counted: what add_working_days undoes.
        return -sum(is_working_day(last + dt.timedelta(days=n), closed) for n in range((first - last).days))
    return sum(is_working_day(first + dt.timedelta(days=n), closed) for n in range(1, (last - first).days + 1))


def add_months(date: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` months later, or earlier; the month's last day where it is shorter.

    Raises:
        OverflowError: The year is not between 1 and 9999.
    """
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError(f"there is no year {year}")
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))
