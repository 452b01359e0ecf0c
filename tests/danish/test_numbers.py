"""Numbers are written with Danish marks and rounded half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.danish.numbers import byte_size, kroner, number, percent


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1234, "1.234"),
        (1234.5, "1.234,5"),
        (Decimal("1234.50"), "1.234,5"),
        (-1234567, "−1.234.567"),
        (1e-7, "0,0000001"),
        (Decimal("1E+5"), "100.000"),
    ],
)
def test_a_number_has_the_digits_it_has(value: float | Decimal, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (0.145, 2, "0,15"),
        (1.005, 2, "1,01"),
        (1234, 2, "1.234,00"),
        (999.95, 1, "1.000,0"),
        (-0.4, 0, "0"),
    ],
)
def test_rounding_is_half_up_on_the_number_as_people_see_it(value: float, decimals: int, written: str) -> None:
    assert number(value, decimals) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40), st.integers(0, 6))
def test_what_is_written_is_the_rounded_number(value: Decimal, decimals: int) -> None:
    written = Decimal(number(value, decimals).replace(".", "").replace(",", ".").replace("−", "-"))
    assert abs(written - value) * 2 <= Decimal(1).scaleb(-decimals)


def test_long_numbers_keep_all_their_digits() -> None:
    assert number(10**40 + 1).replace(".", "") == "1" + "0" * 39 + "1"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="no number"):
        number(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234, "1.234\N{NO-BREAK SPACE}kr."),
        (1234.5, "1.234,50\N{NO-BREAK SPACE}kr."),
        (Decimal("0.005"), "0,01\N{NO-BREAK SPACE}kr."),
        (1999.996, "2.000\N{NO-BREAK SPACE}kr."),
    ],
)
def test_oere_are_written_only_where_there_are_any(value: float | Decimal, written: str) -> None:
    assert kroner(value) == written


@pytest.mark.parametrize(
    ("share", "decimals", "written"),
    [(0.125, 0, "13"), (0.125, 1, "12,5"), (0.145, 0, "15"), (1, 0, "100"), (Decimal("-0.005"), 0, "−1")],
)
def test_a_share_is_rounded_half_up_too(share: float | Decimal, decimals: int, written: str) -> None:
    assert percent(share, decimals) == f"{written}\N{NO-BREAK SPACE}%"


@given(st.decimals(0, 1, places=6))
def test_a_percentage_is_a_hundred_shares(share: Decimal) -> None:
    rounded = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    assert percent(share, 1) == f"{number(rounded, 1)}\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (45_500, "46 kB"),
        (999_499, "999 kB"),
        (999_500, "1,0 MB"),
        (3_210_000, "3,2 MB"),
        (999_949_999, "999,9 MB"),
        (999_950_000, "1,0 GB"),
        (2 * 10**15, "2.000,0 TB"),
    ],
)
def test_a_size_takes_the_unit_that_keeps_it_below_a_thousand(size: int, written: str) -> None:
    assert byte_size(size) == written.replace(" ", "\N{NO-BREAK SPACE}")


def test_no_size_is_negative() -> None:
    with pytest.raises(ValueError, match="-1 bytes"):
        byte_size(-1)
