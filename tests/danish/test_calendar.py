"""Holidays, working days, months and elections, held against the calendar on the wall."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.danish.calendar import (
    add_months,
    add_working_days,
    closing_days,
    council_election,
    is_election_year,
    is_working_day,
    working_day_from,
    working_days_between,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2120, 12, 31))


@pytest.mark.parametrize(
    ("date", "name"),
    [
        (dt.date(2023, 5, 5), "Store bededag"),
        (dt.date(2026, 5, 14), "Kristi himmelfartsdag"),
        (dt.date(2028, 5, 25), "Kristi himmelfartsdag"),
        (dt.date(2030, 5, 30), "Kristi himmelfartsdag"),
        (dt.date(2030, 6, 5), "Grundlovsdag"),
        (dt.date(2030, 12, 24), "Juleaftensdag"),
        (dt.date(2030, 12, 31), "Nytårsaftensdag"),
        (dt.date(2038, 4, 25), "Påskedag"),  # the latest that Easter can be
    ],
)
def test_offices_are_closed(date: dt.date, name: str) -> None:
    assert closing_days(date.year)[date] == name
    assert not is_working_day(date)


@pytest.mark.parametrize("year", [2024, 2025, 2030])
def test_store_bededag_is_no_more(year: int) -> None:
    assert "Store bededag" not in closing_days(year).values()


@pytest.mark.parametrize(
    "day", [dt.date(2025, 11, 18), dt.date(2029, 11, 20), dt.date(2033, 11, 15), dt.date(2021, 11, 16)]
)
def test_councils_are_elected_on_the_third_tuesday_of_november(day: dt.date) -> None:
    assert council_election(day.year) == day


@given(st.integers(1950, 2200))
def test_an_election_is_a_tuesday_from_the_15th_to_the_21st_of_every_fourth_november(year: int) -> None:
    if not is_election_year(year):
        with pytest.raises(ValueError, match="no council elections"):
            council_election(year)
        return
    day = council_election(year)
    assert (day.weekday(), day.month) == (1, 11)
    assert 15 <= day.day <= 21
    assert year % 4 == 1


def test_an_even_year_never_meets_an_election() -> None:
    assert not any(is_election_year(year) for year in range(2024, 2200, 2))


def test_working_days_pass_over_easter() -> None:
    # Skærtorsdag 18 April 2030 to anden påskedag 22 April.
    assert add_working_days(dt.date(2030, 4, 17), 1) == dt.date(2030, 4, 23)
    assert add_working_days(dt.date(2030, 4, 23), -1) == dt.date(2030, 4, 17)
    assert working_days_between(dt.date(2030, 4, 17), dt.date(2030, 4, 23)) == 1


def test_the_users_own_closing_day_is_no_working_day() -> None:
    friday = dt.date(2030, 5, 31)  # the day after Kristi himmelfartsdag
    assert is_working_day(friday)
    assert not is_working_day(friday, {friday})
    assert add_working_days(dt.date(2030, 5, 29), 1, {friday}) == dt.date(2030, 6, 3)


@given(DAYS, st.integers(-400, 400))
def test_counting_undoes_adding(date: dt.date, days: int) -> None:
    there = add_working_days(date, days)
    assert working_days_between(date, there) == days
    if days:
        assert is_working_day(there)


@given(DAYS, st.sampled_from([1, -1]))
def test_the_next_working_day_is_the_nearest_in_its_direction(date: dt.date, step: int) -> None:
    found = working_day_from(date, step)
    passed = [date + dt.timedelta(days=n * step) for n in range(abs((found - date).days))]
    assert is_working_day(found)
    assert not any(map(is_working_day, passed))
    assert len(passed) < 7  # no Danish holidays are longer


@given(DAYS, st.integers(-600, 600))
def test_a_month_later_is_the_same_day_or_the_months_last(date: dt.date, months: int) -> None:
    there = add_months(date, months)
    assert (there.year * 12 + there.month) - (date.year * 12 + date.month) == months
    assert there.day == date.day or (there.day < date.day and (there + dt.timedelta(days=1)).day == 1)


def test_two_years_after_a_leap_day_is_the_last_of_february() -> None:
    assert add_months(dt.date(2028, 2, 29), 24) == dt.date(2030, 2, 28)


def test_there_is_no_year_ten_thousand() -> None:
    assert add_months(dt.date(9999, 11, 30), 1) == dt.date(9999, 12, 30)
    with pytest.raises(OverflowError):
        add_months(dt.date(9999, 12, 31), 1)
