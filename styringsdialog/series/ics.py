"""An edition's deadlines as a calendar file (RFC 5545) that any calendar program takes in."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Final

import icalendar

from styringsdialog.danish.identifiers import slug
from styringsdialog.messages.message import Language, text_of
from styringsdialog.series.decisions import Deadline, Milestone
from styringsdialog.series.editions import Edition
from styringsdialog.series.telling import deadline_label

_ZONE: Final = "Europe/Copenhagen"
# Of the days that the numbers of versions count: SEQUENCE 0.
_FIRST: Final = dt.date(2000, 1, 1)

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


def calendar_file(title: str, editions: Iterable[Edition], before: bytes = b"", today: dt.date = _FIRST) -> bytes:
    """Return the calendar of a series called ``title``: each deadline a day, each conference its hours.

    An event is known by edition and deadline (UID, section 3.8.4.7), so a calendar program moves
    what it has when a date is changed, and a calendar made again is the same to the byte.

    Args:
        title: Of the series.
        editions: Whose deadlines it holds.
        before: The calendar as it was last told; what cannot be read says nothing.
        today: The day on which what is new or has moved is told.
    """
    name = slug(title) or "styringsdialog"
    # With a UID (RFC 7986, 5.3), because icalendar makes one by chance otherwise.
    calendar = icalendar.Calendar.new(prodid="-//styringsdialog//frister//DA", uid=name)
    for key in ("name", "x-wr-calname"):
        # As text, whose commas are escaped: the library takes the two for something that it does not know.
        calendar.add(key, icalendar.vText(title))
    # A TZID asks for its VTIMEZONE in the same file (RFC 5545, 3.2.19).
    calendar.add_component(icalendar.Timezone.from_ical(_SUMMER_TIME))
    told = {str(event["uid"]): event for event in _events(before)}
    for edition in editions:
        for deadline in edition.deadlines:
            event = _event(name, edition, deadline)
            known = told.get(str(event["uid"]))
            since: dt.date = known.stamp.date() if known and known.stamp else _FIRST
            if known is None or _words(known) != _words(event):
                since = max(today, edition.conference.updated or _FIRST, since + dt.timedelta(days=bool(known)))
            # Both only grow (sections 3.8.7.2 and 3.8.7.4), also where what was told is lost.
            event.add("dtstamp", dt.datetime.combine(since, dt.time(), dt.UTC))
            event.add("sequence", (since - _FIRST).days)
            calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _events(calendar: bytes) -> list[icalendar.Event]:
    try:
        return [event for event in icalendar.Calendar.from_ical(calendar).events if event.stamp and "UID" in event]
    except ValueError:
        return []


def _words(event: icalendar.Event) -> Mapping[str, bytes]:
    """Return what ``event`` says, without when it was said."""
    return {key: value.to_ical() for key, value in event.items() if key not in {"DTSTAMP", "SEQUENCE"}}


def _event(series: str, edition: Edition, deadline: Deadline) -> icalendar.Event:
    conference = edition.conference
    start: dt.date
    end: dt.date
    if deadline.milestone is Milestone.CONFERENCE:
        # The model's times are wall-clock times at the place, whose zone they get here.
        start, end = (moment.replace(tzinfo=zoneinfo.ZoneInfo(_ZONE)) for moment in (conference.start, conference.end))
        summary = str(conference.title)
    else:
        # The end of a whole day is the next one (section 3.6.1).
        start, end = deadline.date, deadline.date + dt.timedelta(days=1)
        # Calendars are for those who are invited: Danish, as everything that they get.
        summary = f"{text_of(deadline_label(deadline), Language.DANISH).what}: {conference.title}"
    event = icalendar.Event.new(
        uid=f"{slug(edition.name) or 'udgave'}-{deadline.key}@{series}",
        start=start,
        end=end,
        summary=summary,
        location=str(conference.place) if deadline.milestone is Milestone.CONFERENCE else None,
        # A deadline takes nobody's time: it does not show as busy.
        transparency=icalendar.TRANSP.OPAQUE if isinstance(start, dt.datetime) else icalendar.TRANSP.TRANSPARENT,
    )
    # The library's own is the clock's.
    del event["dtstamp"]
    return event
