"""An edition's deadlines as a calendar file (RFC 5545) that any calendar program takes in."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import Final

import icalendar

from styringsdialog.danish.identifiers import slug
from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language
from styringsdialog.series.deadlines import Deadline, Milestone
from styringsdialog.series.editions import Edition
from styringsdialog.series.telling import deadline_label

__all__ = ["calendar_file"]

_ZONE: Final = "Europe/Copenhagen"

# Directive 2000/84/EC: from the last Sunday of March to that of October, both at 1.00 UTC. What the
# library writes of itself begins an hour late, and lists years one by one.
_SUMMER_TIME: Final = f"""\
BEGIN:VTIMEZONE
TZID:{_ZONE}
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar_file(title: str, editions: Iterable[Edition]) -> bytes:
    """Return the calendar of a series called ``title``: each deadline a day, each conference its hours.

    An event is known by edition and deadline (UID, section 3.8.4.7), so a calendar program moves
    what it has when a date is changed, and a calendar made again is the same to the byte.
    """
    name = slug(title) or "styringsdialog"
    # With a UID (RFC 7986, 5.3), because icalendar makes one by chance otherwise.
    calendar = icalendar.Calendar.new(name=title, prodid="-//styringsdialog//frister//DA", uid=name)
    # A TZID asks for its VTIMEZONE in the same file (RFC 5545, 3.2.19).
    calendar.add_component(icalendar.Timezone.from_ical(_SUMMER_TIME))
    for edition in editions:
        for deadline in edition.deadlines:
            calendar.add_component(_event(name, edition, deadline))
    written: bytes = calendar.to_ical()
    return written


def _event(series: str, edition: Edition, deadline: Deadline) -> icalendar.Event:
    conference = edition.conference
    start: dt.date
    end: dt.date
    if deadline.milestone is Milestone.CONFERENCE:
        zone = zoneinfo.ZoneInfo(_ZONE)
        # The model's times are wall-clock times at the place, whose zone they get here.
        start, end = (moment.replace(tzinfo=zone) for moment in (conference.start, conference.end))
        summary = str(conference.title)
    else:
        # The end of a whole day is the next one (section 3.6.1).
        start, end = deadline.date, deadline.date + dt.timedelta(days=1)
        # Calendars are for those who are invited: Danish, as everything that they get.
        summary = f"{text_of(deadline_label(deadline), Language.DANISH).what}: {conference.title}"
    return icalendar.Event.new(
        uid=f"{slug(edition.name) or 'udgave'}-{deadline.key}@{series}",
        # DTSTAMP has to be there (RFC 5545, 3.6.1), and icalendar takes the clock's time without it.
        stamp=_stamp(edition),
        start=start,
        end=end,
        summary=summary,
        location=str(conference.place) if deadline.milestone is Milestone.CONFERENCE else None,
        # A deadline takes nobody's time: it does not show as busy.
        transparency=icalendar.TRANSP.OPAQUE if isinstance(start, dt.datetime) else icalendar.TRANSP.TRANSPARENT,
    )


def _stamp(edition: Edition) -> dt.datetime:
    """Return when the event was last changed, as the edition states it; never the clock's time."""
    stated = edition.conference.updated or edition.first
    return dt.datetime.combine(stated, dt.time(), dt.UTC)
