"""Dates, times and periods as Danish minutes write them.

Patterns are spelled out (CLDR date field symbols): Babel's named formats give seconds and the
zone's name instead of «kl.», and its intervals drop dates. Times are wall-clock times.
"""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date, format_time

from styringsdialog.danish.lists import span
from styringsdialog.danish.numbers import LOCALE


def day(date: dt.date) -> str:
    """Return «16. maj 2030»."""
    return format_date(date, "d. MMMM y", locale=LOCALE)


def long_date(date: dt.date) -> str:
    """Return «torsdag den 16. maj 2030»."""
    return format_date(date, "EEEE 'den' d. MMMM y", locale=LOCALE)


def month(date: dt.date) -> str:
    """Return the month of ``date`` and its year: «maj 2031» (CLDR, skeleton yMMMM)."""
    return format_date(date, "MMMM y", locale=LOCALE)


def time_of_day(time: dt.time) -> str:
    """Return «9.00»: hours without a leading zero, and a period, as on a programme line."""
    # Only hours and minutes go in: Babel would move an aware time to another zone.
    return format_time(dt.time(time.hour, time.minute), "H.mm", locale=LOCALE)


def period(start: dt.datetime, end: dt.datetime) -> str:
    """Return when something begins and ends, with the second date only when it is another day.

    «torsdag den 16. maj 2030 kl. 15.00–18.00», «torsdag den 16. maj 2030 kl. 15.00 – fredag
    den 17. maj 2030 kl. 12.00», and the beginning alone when both are the same minute.

    Raises:
        ValueError: ``end`` is before ``start``.
    """
    if end < start:
        raise ValueError(f"a period cannot end ({end}) before it begins ({start})")
    first, last = _moment(start), _moment(end)
    if first == last:
        return first
    if start.date() == end.date():
        return f"{long_date(start.date())} kl. {span(time_of_day(start.time()), time_of_day(end.time()))}"
    return span(first, last)


def _moment(moment: dt.datetime) -> str:
    return f"{long_date(moment.date())} kl. {time_of_day(moment.time())}"
