"""One dash for every span, with spaces only where its ends have some."""

from __future__ import annotations

import datetime as dt

import pytest

from styringsdialog.danish.dates import period
from styringsdialog.danish.lists import span


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("9.00", "14.30", "9.00–14.30"),
        ("5", "8", "5–8"),
        ("2028", "2030", "2028–2030"),
        ("30. maj", "2. juni", "30. maj – 2. juni"),
        ("30.", "2. juni", "30. – 2. juni"),
    ],
)
def test_a_span_has_an_en_dash(first: str, last: str, expected: str) -> None:
    assert span(first, last) == expected


def test_a_period_is_a_span() -> None:
    start = dt.datetime(2030, 5, 16, 15)  # noqa: DTZ001 - wall-clock time at the place
    assert span("15.00", "18.00") in period(start, start.replace(hour=18))
