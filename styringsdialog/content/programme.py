"""The programme as it is printed: days, and in each the lines with what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from styringsdialog.danish.dates import long_date, time_of_day
from styringsdialog.danish.lists import span
from styringsdialog.model.conference import Conference
from styringsdialog.model.people import Speaker
from styringsdialog.model.programme import ProgrammeItem, ProgrammeKind, Talk

__all__ = ["ProgrammeDay", "ProgrammeLine", "programme_days", "shown_places"]


@attrs.frozen(kw_only=True)
class ProgrammeLine:
    """One line of the programme.

    Attributes:
        time: «9.00–9.15», or the beginning alone.
        title: The item's own, else its talk's; empty where the kind or the speakers say it.
        bilag: What its talk refers to, as in references but without ``bilag:``.
    """

    time: str
    title: str
    kind: ProgrammeKind
    speakers: tuple[Speaker, ...]
    bilag: str
    place: str


@attrs.frozen(kw_only=True)
class ProgrammeDay:
    """One day of the programme; its ``date`` is printed when there are several."""

    date: str
    lines: tuple[ProgrammeLine, ...]


def programme_days(conference: Conference) -> tuple[ProgrammeDay, ...]:
    """Return the programme day by day, in the order in which it was written."""
    talks = {str(talk.key): talk for theme in conference.themes for talk in theme.talks if talk.key}
    day = conference.start.date()
    days: dict[dt.date, list[ProgrammeLine]] = {}
    for item in conference.programme:
        # Only the first item of a day has to name it.
        day = item.day or day
        days.setdefault(day, []).append(_line(item, talks.get(item.talk)))
    return tuple(ProgrammeDay(date=long_date(date), lines=tuple(lines)) for date, lines in days.items())


def shown_places(days: Sequence[ProgrammeDay]) -> frozenset[str]:
    """Return the places that lines name: they get a column of their own where there are several."""
    return frozenset(line.place for day in days for line in day.lines if line.place)


def _line(item: ProgrammeItem, talk: Talk | None) -> ProgrammeLine:
    kind = item.kind
    # ``ANDET`` is what an item is that says nothing of its kind.
    if talk and kind is ProgrammeKind.ANDET:
        kind = ProgrammeKind.OPLAEG
    return ProgrammeLine(
        time=_time(item.start, item.end),
        title=item.title or (talk.title if talk else ""),
        kind=kind,
        speakers=((*talk.speakers, *item.speakers) if talk else item.speakers),
        bilag=talk.bilag if talk else "",
        place=item.place,
    )


def _time(start: dt.time, end: dt.time | None) -> str:
    return time_of_day(start) if end is None else span(time_of_day(start), time_of_day(end))
