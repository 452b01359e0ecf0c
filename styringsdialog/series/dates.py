"""When the next conference could be: several days, each with what speaks for it and against it."""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from styringsdialog.danish.calendar import (
    add_months,
    closing_days,
    council_election,
    is_election_year,
    is_working_day,
)
from styringsdialog.model.series import EventKind, Series, Weekday
from styringsdialog.series.decisions import Milestone, deadlines_of


class ReasonKind(enum.Enum):
    """Why a day is good or bad, and how much it counts: for it when positive, against it when negative."""

    RHYTHM = ("rhythm", 12)
    PARITY = ("parity", 6)
    WEEKDAY = ("weekday", 8)
    SAME_WEEKDAY = ("same weekday", 2)
    FREE = ("free", 2)
    OFF_RHYTHM = ("off rhythm", -2)
    OTHER_WEEKDAY = ("other weekday", -8)
    # More than all that can speak for a day together.
    WEEKEND = ("weekend", -100)
    CLOSED = ("closed", -100)
    BRIDGE = ("bridge", -15)
    NEXT_TO_CLOSED = ("next to closed", -4)
    AUTUMN_HOLIDAY = ("autumn holiday", -20)
    SCHOOL_HOLIDAY = ("school holiday", -20)
    EVENT = ("event", -12)
    SEASON = ("season", -10)
    ELECTION = ("election", -12)
    NEW_COUNCIL = ("new council", -10)
    DEADLINE_IN_HOLIDAY = ("deadline in holiday", -3)

    @property
    def weight(self) -> int:
        """Return how much it counts."""
        return self.value[1]


@attrs.frozen(kw_only=True)
class Reason:
    """One thing that speaks for or against a day.

    Attributes:
        title: What it is called: a holiday, an event.
        date: The other day that it is about.
        number: Of weeks or years.
        milestone: The deadline that it is about.
    """

    kind: ReasonKind
    title: str = ""
    date: dt.date | None = None
    number: int = 0
    milestone: Milestone | None = None

    @property
    def weight(self) -> int:
        """Return how much it counts; the farther from the rhythm, the more."""
        return self.kind.weight * (self.number if self.kind is ReasonKind.OFF_RHYTHM else 1)


@attrs.frozen
class Candidate:
    """A day on which the conference could be."""

    date: dt.date
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """Return the sum of what the reasons count."""
        return sum(reason.weight for reason in self.reasons)

    @property
    def pro(self) -> tuple[Reason, ...]:
        """Return what speaks for it."""
        return tuple(reason for reason in self.reasons if reason.weight > 0)

    @property
    def contra(self) -> tuple[Reason, ...]:
        """Return what speaks against it."""
        return tuple(reason for reason in self.reasons if reason.weight < 0)


def candidates(series: Series, held: Sequence[dt.date], *, count: int = 5) -> tuple[Candidate, ...]:
    """Return the ``count`` best days for the conference after those ``held``, the best first.

    Looked for around the day that is ``every_years`` years after the last one and, when that one
    broke the rhythm of those before it, around the day that takes it up again. Days that are not
    preferred and closed days only come when nothing else is left.

    Raises:
        ValueError: None was held yet: there is nothing to count from.
    """
    if not held:
        raise ValueError("the next conference is counted from the last one, and there is none")
    anchors = _anchors(series, held)
    # Each anchor has its share, or the one that takes the rhythm up again would never be seen.
    share = -(-count // len(anchors))
    nearby = [day for anchor in anchors for day in _best_around(series, held, anchor)[:share]]
    return tuple(sorted({day.date: day for day in nearby}.values(), key=_rank)[:count])


def _best_around(series: Series, held: Sequence[dt.date], anchor: dt.date) -> list[Candidate]:
    """Return the days around ``anchor`` that come into question, the best first."""
    reach = 7 * series.search_weeks
    around = (anchor + dt.timedelta(days=days) for days in range(-reach, reach + 1))
    working = [day for day in around if is_working_day(day, series.closed)]
    preferred = [day for day in working if Weekday.of(day) in series.weekdays]
    return sorted((candidate(series, held, day) for day in preferred or working), key=_rank)


def _rank(day: Candidate) -> tuple[int, dt.date]:
    # Of days with equal scores the earlier comes first, so that the order is always the same.
    return (-day.score, day.date)


def candidate(series: Series, held: Sequence[dt.date], day: dt.date) -> Candidate:
    """Return ``day`` with what speaks for it and against it."""
    reasons = [*_rhythm(series, held, day), *_weekday(series, held, day), *_obstacles(series, day)]
    if not any(reason.weight < 0 for reason in reasons):
        reasons.append(Reason(kind=ReasonKind.FREE))
    return Candidate(day, tuple(reasons))


def _anchors(series: Series, held: Sequence[dt.date]) -> tuple[dt.date, ...]:
    """Return the days around which to look: after the last one, and in the usual rhythm when that is another year."""
    last = max(held)
    usual = _usual_remainder(series, held)
    years = [last.year + series.every_years]
    if usual is not None and last.year % series.every_years != usual:
        years += [
            year for year in range(last.year + 1, last.year + series.every_years) if year % series.every_years == usual
        ]
    return tuple(_usual_day(series, held, year) for year in years)


def _usual_day(series: Series, held: Sequence[dt.date], year: int) -> dt.date:
    """Return the last one's weekday in the usual week of ``year``.

    Weeks (ISO 8601), because a date moves through the weekdays, and whoever keeps to the nearest
    weekday comes two days earlier each time. The usual week is the middle one of the last three,
    unless the last was moved far away from it, which was meant.
    """
    recent = sorted(held)[-3:]
    last = recent[-1].isocalendar()
    week = sorted(day.isocalendar().week for day in recent)[(len(recent) - 1) // 2]
    if abs(week - last.week) > series.search_weeks:
        week = last.week
    # ISO 8601 gives few years a week 53, and fromisocalendar refuses it in the others.
    return dt.date.fromisocalendar(year, min(week, 52), last.weekday)


def _usual_remainder(series: Series, held: Sequence[dt.date]) -> int | None:
    """Return in which years most were held, as remainders of ``every_years``; nothing while there is no «most»."""
    if series.every_years == 1 or len(held) < 2:
        return None
    (remainder, most), *others = Counter(day.year % series.every_years for day in held).most_common()
    return remainder if not others or others[0][1] < most else None


def _rhythm(series: Series, held: Sequence[dt.date], day: dt.date) -> Iterator[Reason]:
    if not held:
        return
    last = max(held)
    anchor = _usual_day(series, held, last.year + series.every_years)
    weeks = abs(_monday(day) - _monday(anchor)).days // 7
    if abs((day - add_months(last, 12 * series.every_years)).days) <= 7 * (series.search_weeks + 1):
        yield Reason(kind=ReasonKind.RHYTHM, date=last, number=series.every_years)
    if weeks:
        yield Reason(kind=ReasonKind.OFF_RHYTHM, date=anchor, number=weeks)
    if _usual_remainder(series, held) == day.year % series.every_years:
        yield Reason(kind=ReasonKind.PARITY, number=day.year)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _weekday(series: Series, held: Sequence[dt.date], day: dt.date) -> Iterator[Reason]:
    if (weekday := Weekday.of(day)) is None:
        yield Reason(kind=ReasonKind.WEEKEND)
    elif weekday in series.weekdays:
        yield Reason(kind=ReasonKind.WEEKDAY, title=weekday.value)
        if held and max(held).weekday() == day.weekday():
            yield Reason(kind=ReasonKind.SAME_WEEKDAY)
    else:
        yield Reason(kind=ReasonKind.OTHER_WEEKDAY, title=weekday.value)


# Deadlines on which others must be there.
_NEEDING_OTHERS: Final = frozenset({Milestone.BILAG, Milestone.DISPATCH, Milestone.REFERAT})


def _obstacles(series: Series, day: dt.date) -> Iterator[Reason]:
    yield from _closed(series, day)
    yield from _absent(series, day)
    yield from (Reason(kind=ReasonKind.SEASON, title=season.title) for season in series.seasons if season.holds(day))
    yield from _council(day)
    yield from (
        Reason(
            kind=ReasonKind.DEADLINE_IN_HOLIDAY, title=reason.title, date=deadline.date, milestone=deadline.milestone
        )
        for deadline in deadlines_of(series, day, day)
        if deadline.milestone in _NEEDING_OTHERS
        for reason in _absent(series, deadline.date)
        if reason.kind in {ReasonKind.AUTUMN_HOLIDAY, ReasonKind.SCHOOL_HOLIDAY}
    )


def _closed(series: Series, day: dt.date) -> Iterator[Reason]:
    if not (name := closing_days(day.year).get(day, "")):
        lukkedage = (event for event in series.events if event.kind is EventKind.LUKKEDAG and event.holds(day))
        name = next((str(event.title) for event in lukkedage), "")
    if name:
        yield Reason(kind=ReasonKind.CLOSED, title=name)
        # A closed day is closed, whatever lies beside it.
        return
    # A weekend, which ``_weekday`` reports.
    if not is_working_day(day, series.closed):
        return
    before, after = (not is_working_day(day + dt.timedelta(days=n), series.closed) for n in (-1, 1))
    if before and after:
        # Between two closed days many people take the day off.
        yield Reason(kind=ReasonKind.BRIDGE)
        return
    for n in (-1, 1):
        beside = day + dt.timedelta(days=n)
        if name := closing_days(beside.year).get(beside, ""):
            yield Reason(kind=ReasonKind.NEXT_TO_CLOSED, title=name, date=beside)


def _absent(series: Series, day: dt.date) -> Iterator[Reason]:
    """Return why people are away on ``day``."""
    holiday = False
    for event in series.events:
        if event.kind is not EventKind.LUKKEDAG and event.holds(day):
            school = event.kind is EventKind.SKOLEFERIE
            holiday |= school
            yield Reason(kind=ReasonKind.SCHOOL_HOLIDAY if school else ReasonKind.EVENT, title=event.title)
    # The schools' autumn holiday is week 42 all over the country; the user's own table goes before it.
    if not holiday and day.isocalendar().week == 42:
        yield Reason(kind=ReasonKind.AUTUMN_HOLIDAY)


def _council(day: dt.date) -> Iterator[Reason]:
    """Return whether the council is being elected or new: from October of the election's year until March."""
    if is_election_year(day.year) and day.month >= 10:
        yield Reason(kind=ReasonKind.ELECTION, date=council_election(day.year))
    elif is_election_year(day.year - 1) and day.month <= 2:
        yield Reason(kind=ReasonKind.NEW_COUNCIL, date=council_election(day.year - 1))
