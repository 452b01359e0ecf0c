"""Dates and periods read as in municipal minutes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.danish.dates import day, long_date, period, time_of_day


def at(day_of_may: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2030, 5, day_of_may, hour, minute)  # noqa: DTZ001 - wall-clock time at the place


def test_the_long_date_names_the_weekday_in_small_letters() -> None:
    assert long_date(dt.date(2023, 5, 11)) == "torsdag den 11. maj 2023"


def test_the_day_has_no_leading_zero() -> None:
    assert day(dt.date(2030, 6, 1)) == "1. juni 2030"


def test_the_year_is_the_calendar_year_and_not_the_year_of_the_week() -> None:
    assert day(dt.date(2027, 1, 1)) == "1. januar 2027"


def test_months_are_written_out_in_small_letters() -> None:
    written = [day(dt.date(2030, month, 2)).split()[1] for month in range(1, 13)]
    names = "januar februar marts april maj juni juli august september oktober november december"
    assert " ".join(written) == names


@pytest.mark.parametrize(
    ("time", "written"),
    [(dt.time(9), "9.00"), (dt.time(9, 5), "9.05"), (dt.time(15, 30, 59), "15.30"), (dt.time(0), "0.00")],
)
def test_a_time_has_a_period_and_no_leading_zero(time: dt.time, written: str) -> None:
    assert time_of_day(time) == written


def test_a_time_zone_moves_no_time() -> None:
    east = dt.timezone(dt.timedelta(hours=9))
    assert time_of_day(dt.time(15, tzinfo=east)) == "15.00"
    assert period(at(16, 15).replace(tzinfo=east), at(16, 18).replace(tzinfo=east)).endswith("kl. 15.00–18.00")


def test_a_period_within_a_day_gives_the_date_once_and_a_plain_hyphen() -> None:
    assert period(at(16, 15), at(16, 18)) == "torsdag den 16. maj 2030 kl. 15.00–18.00"


def test_a_period_over_days_gives_both_dates() -> None:
    expected = "torsdag den 16. maj 2030 kl. 15.00 – fredag den 17. maj 2030 kl. 12.00"
    assert period(at(16, 15), at(17, 12)) == expected


def test_a_period_without_length_is_its_beginning() -> None:
    assert period(at(16, 15), at(16, 15)) == "torsdag den 16. maj 2030 kl. 15.00"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        period(at(16, 15), at(16, 14))


@given(st.datetimes(), st.datetimes())
def test_a_period_names_both_its_days_and_all_its_times(first: dt.datetime, second: dt.datetime) -> None:
    start, end = sorted((first, second))
    written = period(start, end)
    assert written.startswith(f"{long_date(start)} kl. {time_of_day(start.time())}")
    assert written.endswith(time_of_day(end.time()))
    assert long_date(end) in written
