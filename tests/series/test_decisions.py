"""What is due is decided by what was done and the day: half a century of nights, with the machine off now and then."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series.simulation import Happening, Punctual, nights, simulate

from styringsdialog.model.conference import Stage
from styringsdialog.model.scalars import Line
from styringsdialog.model.series import Runs, Series
from styringsdialog.series.decisions import EditionState, Milestone, Work, date_of, deadlines_of, due_actions

SERIES = Series(title=Line("Serien"))
FIRST = dt.date(2026, 5, 28)
DAY = dt.date(2030, 5, 16)


def state(day: dt.date = DAY, **changes: Any) -> EditionState:
    fresh = EditionState(name=str(day.year), first=day, last=day, deadlines=deadlines_of(SERIES, day, day))
    return attrs.evolve(fresh, inputs={Stage.INFORMATIONSPAKKE: "a"}, **changes)


def due(state: EditionState, day: str, runs: Runs = SERIES.run) -> list[str]:
    return [action.key for action in due_actions(state, dt.date.fromisoformat(day), runs)]


def packages(happenings: Iterable[Happening]) -> Counter[tuple[str, Stage | None]]:
    return Counter((one.action.edition, one.action.stage) for one in happenings if one.action.work is Work.PACKAGE)


def assert_one_of_each(states: Sequence[EditionState], happenings: Sequence[Happening], until: dt.date) -> None:
    made = packages(happenings)
    assert set(made.values()) <= {1}
    for one in states:
        for stage, milestone in ((Stage.INFORMATIONSPAKKE, Milestone.DISPATCH), (Stage.REFERAT, Milestone.REFERAT)):
            if date_of(one.deadlines, milestone) + dt.timedelta(days=31) <= until:
                assert made[one.name, stage] == 1, f"{one.name} {stage}"
    letters = Counter((one.action.edition, one.action.key) for one in happenings if one.action.work is Work.LETTER)
    assert set(letters.values()) <= {1}


outages = st.lists(
    st.tuples(st.dates(dt.date(2025, 11, 1), dt.date(2075, 11, 1)), st.integers(1, 30)), min_size=10, max_size=250
)


@pytest.mark.long
@settings(max_examples=8, deadline=None)
@given(outages)
def test_in_fifty_years_with_outages_every_edition_gets_one_package_per_stage(
    off: list[tuple[dt.date, int]],
) -> None:
    # Outages that touch each other make a longer one than is promised; a night between them is on.
    dark: set[dt.date] = set()
    for start, days in sorted(off):
        run = {start + dt.timedelta(days=n) for n in range(days)}
        if not (run | {start - dt.timedelta(days=1), start + dt.timedelta(days=days)}) & dark:
            dark |= run
    until = dt.date(2075, 11, 1)
    on = [night for night in nights(dt.date(2025, 11, 1), until) if night not in dark]
    states, happenings = simulate(SERIES, FIRST, on)
    assert len(states) == 26
    assert_one_of_each(states, happenings, until)


def test_with_every_night_everything_happens_on_its_day() -> None:
    states, happenings = simulate(SERIES, FIRST, nights(dt.date(2025, 11, 1), dt.date(2035, 11, 1)))
    assert {one.late for one in happenings} == {0}
    assert_one_of_each(states, happenings, dt.date(2035, 11, 1))
    made = [one for one in happenings if one.action.work is Work.REHEARSAL]
    months = Counter((one.action.edition, one.today.year, one.today.month) for one in made)
    assert set(months.values()) == {1}


def test_nights_of_the_clock_on_the_wall_twice_or_never_make_no_difference() -> None:
    # At half past two, which in March is not there and in October comes twice; hours are counted in UTC.
    zone = zoneinfo.ZoneInfo("Europe/Copenhagen")
    begin = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    hours = (begin + dt.timedelta(hours=n) for n in range(24 * 365 * 4))
    on = [moment.date() for moment in (hour.astimezone(zone) for hour in hours) if moment.hour == 2]
    assert len(set(on)) < len(on)
    assert set(nights(on[0], on[-1])) - set(on)
    states, happenings = simulate(SERIES, dt.date(2028, 3, 30), on)
    assert_one_of_each(states, happenings, on[-1])


def test_a_clock_that_goes_back_makes_nothing_again() -> None:
    on = list(nights(dt.date(2025, 11, 1), dt.date(2031, 1, 1)))
    broken = [*on[:1500], *on[:1500], *on[1200:], *on[-400:]]
    whole, first = simulate(SERIES, FIRST, on)
    states, again = simulate(SERIES, FIRST, broken)
    assert [one.first for one in states] == [one.first for one in whole]
    assert packages(again) == packages(first)


@given(st.dates(dt.date(2029, 1, 1), dt.date(2031, 12, 31)))
def test_what_was_done_is_not_due_again(today: dt.date) -> None:
    # But for the edition that people open in between.
    twice, once = (simulate(SERIES, DAY, [today] * times)[1] for times in (2, 1))
    assert [one for one in twice if one.action.edition == "2030"] == list(once)


def test_a_leap_day_is_a_day_like_others() -> None:
    day = dt.date(2028, 2, 29)
    states, happenings = simulate(SERIES, day, nights(dt.date(2027, 6, 1), dt.date(2032, 12, 31)))
    assert states[0].first == day
    assert states[1].first.year == 2030
    assert_one_of_each(states, happenings, dt.date(2032, 12, 31))


def test_after_an_outage_only_the_newest_of_the_reminders_is_written() -> None:
    told = frozenset({"save_the_date", "invitation"})
    assert due(state(letters=told), "2030-04-15", Runs(rehearsals=0)) == ["reminder-1"]
    assert due(state(letters=told), "2030-04-26", Runs(rehearsals=0)) == ["registration", "bilag"]


def test_a_late_bilag_means_a_new_package_until_the_conference_and_not_after_it() -> None:
    sent = state(packages={Stage.INFORMATIONSPAKKE: "before"}, letters=frozenset(one.key for one in state().deadlines))
    runs = Runs(rehearsals=0)
    assert due(sent, "2030-05-15", runs) == ["informationspakke"]
    assert due(sent, "2030-05-16", runs) == ["informationspakke"]
    assert due(sent, "2030-05-17", runs) == []
    (action,) = due_actions(sent, dt.date(2030, 5, 15), runs)
    assert (action.again, action.due) == (True, dt.date(2030, 5, 15))


class Late(Punctual):
    """People who hand in a bilag between dispatch and conference, and write the referat a month late."""

    def inputs(self, state: EditionState, today: dt.date) -> dict[Stage, str]:
        given = {Stage.INFORMATIONSPAKKE: "with all" if today >= state.first - dt.timedelta(days=2) else "with a gap"}
        return {**given, Stage.REFERAT: "x"} if today > state.last + dt.timedelta(days=45) else given


def test_a_late_bilag_makes_one_more_package_and_a_late_referat_is_asked_for_once_and_then_built() -> None:
    _, happenings = simulate(SERIES, DAY, nights(dt.date(2029, 11, 1), dt.date(2030, 12, 31)), people=Late())
    mine = [one for one in happenings if one.action.edition == "2030"]
    assert [(one.today.isoformat(), one.action.again) for one in mine if one.action.key == "informationspakke"] == [
        ("2030-05-07", False),
        ("2030-05-14", True),
    ]
    referat = [(one.today.isoformat(), one.action.work) for one in mine if one.action.key == "referat"]
    assert referat == [("2030-05-31", Work.LETTER), ("2030-07-01", Work.PACKAGE)]


def test_nothing_is_made_of_editions_that_are_older_than_the_series() -> None:
    old = state(dt.date(2024, 5, 16), succeeded=True)
    assert due(old, "2030-05-16") == []


def test_a_rehearsal_comes_each_month_and_not_in_the_night_of_a_package() -> None:
    seen = state(letters=frozenset(one.key for one in state().deadlines))
    assert due(seen, "2029-11-20") == ["rehearsal"]
    rehearsed = attrs.evolve(seen, rehearsed=dt.date(2029, 11, 20))
    assert due(rehearsed, "2029-11-30") == []
    assert due(rehearsed, "2029-12-01") == ["rehearsal"]
    assert due(rehearsed, "2029-12-01", Runs(rehearsals=2)) == []
    assert due(rehearsed, "2029-10-01") == []
    assert due(rehearsed, "2030-05-07") == ["informationspakke"]
