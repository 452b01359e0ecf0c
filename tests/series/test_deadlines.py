"""The days around a conference, and the calendar file that carries them."""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from support.editions import run
from support.series import TITLE, series_with

from styringsdialog.danish.calendar import add_months, is_working_day, working_days_between
from styringsdialog.messages.message import Language
from styringsdialog.model.scalars import Line
from styringsdialog.model.series import Series
from styringsdialog.series.decisions import Milestone, deadlines_of
from styringsdialog.series.editions import read_series
from styringsdialog.series.ics import calendar_file
from styringsdialog.series.telling import status_lines

SERIES = Series(title=Line(TITLE))
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2120, 12, 31))


def read_back(content: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content)


def test_the_days_around_a_conference_in_may() -> None:
    # Easter is 21 April 2030, so working days reach far back.
    day = dt.date(2030, 5, 16)
    assert {one.key: one.date.isoformat() for one in deadlines_of(SERIES, day, day)} == {
        "save_the_date": "2029-11-16",
        "invitation": "2030-03-21",
        "reminder-1": "2030-04-15",
        "reminder-2": "2030-04-24",
        "registration": "2030-04-25",
        "bilag": "2030-04-25",
        "dispatch": "2030-05-07",
        "conference": "2030-05-16",
        "referat": "2030-05-31",
        "follow_up": "2030-11-18",
        "next_edition": "2031-05-16",
    }


@given(DAYS, st.integers(0, 3))
def test_deadlines_come_in_order_on_working_days_and_on_their_side_of_the_conference(first: dt.date, more: int) -> None:
    last = first + dt.timedelta(days=more)
    found = deadlines_of(SERIES, first, last)
    assert [one.date for one in found] == sorted(one.date for one in found)
    assert len({one.key for one in found}) == len(found)
    days = {one.key: one.date for one in found}
    assert all(is_working_day(date) for key, date in days.items() if key != "conference")
    assert max(days[key] for key in ("save_the_date", "invitation", "registration", "bilag", "dispatch")) < first
    assert min(days[key] for key in ("referat", "follow_up", "next_edition")) > last
    assert working_days_between(days["bilag"], first) - is_working_day(first) in {14, 15}
    assert days["save_the_date"] <= add_months(first, -6)
    assert days["follow_up"] >= add_months(last, 6)


def test_a_second_library_reads_the_calendar_file(tmp_path: Path) -> None:
    done = run("status", series_with(tmp_path, "2030-05-16", "2032-05-13"), "--ics")
    assert done.returncode == 0, done.stderr
    calendar = read_back(done.stdout)
    assert len(calendar.events) == 22
    found = {event.uid: event for event in calendar.events}
    assert len(found) == 22
    bilag = found["2030-bilag@styringsdialogkonferencen-i-proeveby"]
    assert (bilag.dtstart, bilag.dtend) == (dt.date(2030, 4, 25), dt.date(2030, 4, 26))
    assert bilag.summary == "Sidste dag for bilag: Styringsdialogkonference"
    conference = found["2030-conference@styringsdialogkonferencen-i-proeveby"]
    begins = dt.datetime(2030, 5, 16, 15, tzinfo=zoneinfo.ZoneInfo("Europe/Copenhagen"))
    assert isinstance(conference.dtstart, dt.datetime)
    assert conference.dtstart.astimezone(dt.UTC) == begins.astimezone(dt.UTC)
    assert conference.location == "Rådhuset"


def test_the_lines_of_a_calendar_file_end_and_break_as_the_standard_says(tmp_path: Path) -> None:
    # RFC 5545, section 3.1: CR LF, and no line longer than 75 bytes. Read as bytes: text mode changes line ends.
    found = read_series(series_with(tmp_path, "2030-05-16"))
    content = calendar_file(found.series.title, found.editions)
    *lines, last = content.split(b"\r\n")
    assert last == b""
    assert not any(b"\n" in line or len(line) > 75 for line in lines)


def test_a_calendar_file_is_the_same_each_time_and_moves_what_has_moved(tmp_path: Path) -> None:
    before = run("status", series_with(tmp_path, "2030-05-16"), "--ics", "--today", "2030-01-01").stdout
    assert run("status", tmp_path, "--ics", "--today", "2031-01-01").stdout == before
    after = run("status", series_with(tmp_path, "2030-05-23"), "--ics").stdout
    first, second = ({event.uid: event.start for event in read_back(text).events} for text in (before, after))
    assert set(first) == set(second)
    assert all(first[uid] < second[uid] for uid in first)


@pytest.mark.parametrize("night", [dt.date(2030, 3, 31), dt.date(2030, 10, 27)])
def test_summer_time_begins_and_ends_as_the_time_zone_database_has_it(night: dt.date, tmp_path: Path) -> None:
    copenhagen = zoneinfo.ZoneInfo("Europe/Copenhagen")
    for day in (night - dt.timedelta(days=1), night + dt.timedelta(days=1)):
        found = read_series(series_with(tmp_path / day.isoformat(), day.isoformat()))
        calendar = read_back(calendar_file(found.series.title, found.editions).decode())
        (event,) = [one for one in calendar.events if "-conference@" in str(one.uid)]
        assert isinstance(event.dtstart, dt.datetime)
        assert event.dtstart.utcoffset() == dt.datetime(day.year, day.month, day.day, 15, tzinfo=copenhagen).utcoffset()


def test_status_tells_the_deadlines_to_people_and_to_machines(tmp_path: Path) -> None:
    series = series_with(tmp_path, "2030-05-16")
    table = run("status", series, "--today", "2030-04-20", "--lang", "da").stdout
    assert "Sidste dag for bilag torsdag den 25. april 2030 om 5 dage" in " ".join(table.split())
    data = json.loads(run("status", series, "--today", "2030-04-20", "--json").stdout)
    deadlines = data["editions"][0]["deadlines"]
    assert {one["key"] for one in deadlines} >= {milestone.value for milestone in Milestone} - {"reminder"}
    assert [one["date"] for one in deadlines] == sorted(one["date"] for one in deadlines)


def test_a_package_that_comes_too_late_to_be_read_is_told_of(tmp_path: Path) -> None:
    more = '[deadlines]\ndispatch = "3 arbejdsdage før"\n'
    short = series_with(tmp_path / "kort", "2030-05-16", more=more)
    warned = run("status", short, "--today", "2030-01-01", "--lang", "da").stdout
    assert "mindre end 4 hverdage før" in warned
    found = read_series(series_with(tmp_path / "lang", "2030-05-16"))
    assert not [line for line in status_lines(found, dt.date(2030, 1, 1), Language.DANISH) if "mindre end" in line]
