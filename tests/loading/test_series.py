"""``series.toml``: what it may say, and what is said of what it may not."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.errors import EditionError
from styringsdialog.loading.series import load_series
from styringsdialog.loading.starter import series_files
from styringsdialog.model.fields import written_fields
from styringsdialog.model.series import (
    Deadlines,
    Event,
    EventKind,
    MissingBilag,
    MonthDay,
    Offset,
    Runs,
    Season,
    Series,
    Unit,
    Weekday,
)


def load(folder: Path, text: str) -> Series:
    (folder / "series.toml").write_text(text, encoding="utf-8")
    return load_series(folder)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(EditionError) as caught:
        load(folder, text)
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]


def test_a_title_is_enough(tmp_path: Path) -> None:
    assert load(tmp_path, 'title = "Serien"') == Series(title="Serien")  # type: ignore[arg-type]  # a Line is a str


def test_every_key_is_read(tmp_path: Path) -> None:
    series = load(
        tmp_path,
        """
        title = "Serien"
        every_years = 3
        weekdays = ["mandag"]
        search_weeks = 2
        [deadlines]
        save_the_date = "1 måned før"
        reminders = []
        referat = "2 uger efter"
        [run]
        rehearsals = 0
        missing_bilag = "vent"
        [[seasons]]
        title = "Årsregnskab"
        first = "12-20"
        last = "01-10"
        [[events]]
        title = "Uge 7"
        first = 2030-02-11
        last = 2030-02-17
        kind = "lukkedag"
        """,
    )
    assert (series.every_years, series.weekdays, series.search_weeks) == (3, (Weekday.MANDAG,), 2)
    assert series.deadlines.save_the_date == Offset(1, Unit.MONTHS)
    assert series.deadlines.reminders == ()
    assert series.deadlines.referat == Offset(2, Unit.WEEKS, after=True)
    assert series.deadlines.bilag == Deadlines().bilag
    assert series.run == Runs(rehearsals=0, missing_bilag=MissingBilag.VENT)
    assert [series.seasons[0].holds(dt.date(2030, *day)) for day in ((12, 31), (1, 10), (1, 11))] == [True, True, False]
    assert series.closed == {dt.date(2030, 2, day) for day in range(11, 18)}


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """
        every_years = 0
        weekdays = ["søndag"]
        wekdays = 1
        [deadlines]
        bilag = "15 arbejdsdage efter"
        referat = "snart"
        [run]
        rehearsals = -1
        [[seasons]]
        title = "x"
        first = "02-30"
        last = "03-01"
        [[events]]
        title = "x"
        first = 2030-02-11
        last = 2030-02-01
        """,
    )
    places = [line.partition(": ")[2].partition(":")[0] for line in found]
    assert sorted(places) == sorted(
        [
            "title",
            "weekdays[0]",
            "wekdays",
            "every_years",
            "deadlines.bilag",
            "deadlines.referat",
            "run.rehearsals",
            "seasons[0].first",
            "events[0].last",
        ]
    )
    assert all(line.startswith("series.toml: ") for line in found)


@pytest.mark.parametrize("text", ["", "title", 'title = ""', "title = 1", "title = 'a'\nweekdays = []"])
def test_what_is_no_series_is_named(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_folder_without_one_is_no_series(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=re.escape("holds no series.toml")):
        load_series(tmp_path)


@given(st.builds(Offset, st.integers(0, 9999), st.sampled_from(Unit), st.booleans()))
def test_a_distance_is_read_as_it_is_written(offset: Offset) -> None:
    assert Offset.parse(str(offset)) == offset


@pytest.mark.parametrize("text", ["", "15", "15 arbejdsdage", "-15 arbejdsdage før", "1,5 uger før", "99999 dage før"])
def test_what_is_no_distance_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no such distance"):
        Offset.parse(text)


@given(st.dates())
def test_a_day_of_the_year_is_read_as_it_is_written(date: dt.date) -> None:
    day = MonthDay(date.month, date.day)
    if (date.month, date.day) == (2, 29):  # not every year has it
        with pytest.raises(ValueError, match="no such day"):
            MonthDay.parse(str(day))
        return
    assert MonthDay.parse(str(day)) == day


def test_a_blank_series_loads_as_the_defaults_and_with_every_key_in_use(tmp_path: Path) -> None:
    text = series_files()["series.toml"]
    series = load(tmp_path, text)
    assert series == Series(title=series.title)
    used = load(tmp_path, re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE))
    assert used.events[0].kind is EventKind.SKOLEFERIE
    assert (used.deadlines, used.run, used.seasons, used.weekdays) == (
        series.deadlines,
        series.run,
        series.seasons,
        series.weekdays,
    )


def test_a_blank_series_shows_every_key_with_its_explanation() -> None:
    text = series_files()["series.toml"]
    for kind in (Series, Deadlines, Runs, Season, Event):
        for field in written_fields(kind).values():
            assert f"# {field.doc}\n" in text
