"""Days for the next conference: several, never without reasons, and never a day that cannot be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.editions import run
from support.series import series_with

from styringsdialog.danish.calendar import is_working_day
from styringsdialog.messages.message import Language, is_known
from styringsdialog.model.scalars import Line
from styringsdialog.model.series import Event, EventKind, Series, Weekday
from styringsdialog.series.dates import ReasonKind, candidate, candidates
from styringsdialog.series.telling import candidate_lines, reason_message

SERIES = Series(title=Line("Serien"))
HELD = st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2110, 12, 31)), min_size=1, max_size=6)


def against(day: dt.date, series: Series = SERIES, held: tuple[dt.date, ...] = ()) -> set[ReasonKind]:
    return {reason.kind for reason in candidate(series, held, day).contra}


@given(HELD)
def test_several_days_are_proposed_each_with_reasons_and_all_of_them_open(held: list[dt.date]) -> None:
    found = candidates(SERIES, held)
    assert 2 <= len(found) <= 5
    assert len({one.date for one in found}) == len(found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert is_working_day(one.date)
        assert Weekday.of(one.date) in SERIES.weekdays
        assert one.pro
        assert one.date > max(held)
        assert all(is_known(reason_message(reason)) for reason in one.reasons)


@given(HELD)
def test_the_best_day_is_the_last_ones_weekday_in_its_week_unless_something_is_in_the_way(held: list[dt.date]) -> None:
    best = candidates(SERIES, held)[0]
    assert ReasonKind.CLOSED not in {reason.kind for reason in best.contra}
    assert ReasonKind.SAME_WEEKDAY in {reason.kind for reason in best.pro} or best.date.weekday() != max(held).weekday()


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (dt.date(2030, 5, 30), ReasonKind.CLOSED),  # Kristi himmelfartsdag
        (dt.date(2030, 5, 31), ReasonKind.BRIDGE),  # the Friday after it
        (dt.date(2030, 6, 5), ReasonKind.CLOSED),  # Grundlovsdag
        (dt.date(2030, 6, 4), ReasonKind.NEXT_TO_CLOSED),
        (dt.date(2030, 6, 8), ReasonKind.WEEKEND),
        (dt.date(2030, 10, 15), ReasonKind.AUTUMN_HOLIDAY),
        (dt.date(2030, 9, 17), ReasonKind.SEASON),  # the budget
        (dt.date(2029, 10, 30), ReasonKind.ELECTION),
        (dt.date(2029, 12, 6), ReasonKind.ELECTION),
        (dt.date(2030, 2, 21), ReasonKind.NEW_COUNCIL),
        (dt.date(2030, 5, 17), ReasonKind.OTHER_WEEKDAY),  # a Friday
        (dt.date(2030, 10, 24), ReasonKind.DEADLINE_IN_HOLIDAY),  # is dispatched in week 42
    ],
)
def test_what_speaks_against_a_day_is_said(day: dt.date, kind: ReasonKind) -> None:
    assert kind in against(day)


def test_a_day_with_nothing_in_the_way_says_so() -> None:
    one = candidate(SERIES, [dt.date(2028, 5, 18)], dt.date(2030, 5, 16))
    assert not one.contra
    assert "ingen kendte helligdage, ferier, valg eller møder i vejen" in candidate_lines([one], Language.DANISH)[-1]


def test_the_users_own_table_counts_and_says_its_words() -> None:
    event = Event(title=Line("Topmøde"), first=dt.date(2030, 5, 14), last=dt.date(2030, 5, 16))
    series = attrs.evolve(SERIES, events=(event,))
    held = [dt.date(2028, 5, 18)]
    assert candidates(SERIES, held)[0].date == dt.date(2030, 5, 16)
    assert candidates(series, held)[0].date not in {dt.date(2030, 5, day) for day in (14, 15, 16)}
    lines = "\n".join(candidate_lines([candidate(series, held, dt.date(2030, 5, 16))], Language.DANISH))
    assert "- falder sammen med: Topmøde" in lines
    ferie = attrs.evolve(series, events=(attrs.evolve(event, kind=EventKind.SKOLEFERIE),))
    assert ReasonKind.SCHOOL_HOLIDAY in against(dt.date(2030, 5, 16), ferie)
    lukket = attrs.evolve(series, events=(attrs.evolve(event, kind=EventKind.LUKKEDAG),))
    assert ReasonKind.CLOSED in against(dt.date(2030, 5, 16), lukket)
    assert dt.date(2030, 5, 16) not in {one.date for one in candidates(lukket, held)}


def test_after_a_year_that_was_skipped_both_rhythms_are_proposed() -> None:
    # 2020 fell out, 2021 was held instead: people may go on from there, or back to even years.
    held = [dt.date(2016, 5, 19), dt.date(2018, 5, 17), dt.date(2021, 5, 20)]
    assert {one.date.year for one in candidates(SERIES, held)} == {2022, 2023}


def test_a_conference_that_was_moved_to_another_season_stays_there() -> None:
    held = [dt.date(2024, 5, 16), dt.date(2026, 5, 21), dt.date(2028, 11, 2)]
    assert {one.date.month for one in candidates(SERIES, held)} <= {10, 11, 12}


def test_in_fifty_years_the_best_day_stays_in_its_season() -> None:
    held = [dt.date(2026, 5, 28)]
    for _ in range(25):
        held.append(candidates(SERIES, held)[0].date)
    weeks = {day.isocalendar().week for day in held}
    assert weeks <= {21, 22, 23}
    assert {day.weekday() for day in held} <= {1, 2, 3}


def test_without_a_last_one_there_is_nothing_to_count_from() -> None:
    with pytest.raises(ValueError, match="there is none"):
        candidates(SERIES, [])


def test_status_proposes_days_with_reasons_in_danish_and_as_data(tmp_path: Path) -> None:
    series = series_with(tmp_path, "2030-05-16")
    said = run("status", series, "--today", "2030-06-20", "--lang", "da").stdout
    assert "1. torsdag den 13. maj 2032" in said
    assert "+ cirka 2\N{NO-BREAK SPACE}år efter den seneste, den 16. maj 2030" in said
    data = json.loads(run("status", series, "--today", "2030-06-20", "--json").stdout)
    assert len(data["candidates"]) == 5
    assert all(one["for"] for one in data["candidates"])
