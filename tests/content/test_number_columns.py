from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.content.number_columns import Column, Notation, read_columns
from styringsdialog.danish.numbers import number

NBSP = "\N{NO-BREAK SPACE}"


def column(*cells: str, name: str = "Beløb", likely: Notation = Notation.DANISH) -> Column:
    (found,) = read_columns([name], [(cell,) for cell in cells], likely=likely)
    return found


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (("1234", "5", "12345678"), ("1.234", "5", "12.345.678")),
        (("1.234,5", "1,25"), ("1.234,50", "1,25")),
        (("1,234.5", "1.25"), ("1.234,50", "1,25")),
        (("-5", "\N{MINUS SIGN}6", "\N{EN DASH}7", "+8"), ("-5", "-6", "-7", "+8")),
        (("12,5 %", "7%", f"100{NBSP}%"), (f"12,5{NBSP}%", f"7,0{NBSP}%", f"100,0{NBSP}%")),
        (("1234 kr.", "kr. 5", "Kr 6", "kr. -7"), (f"1.234{NBSP}kr.", f"5{NBSP}kr.", f"6{NBSP}kr.", f"-7{NBSP}kr.")),
        ((f"1{NBSP}234{NBSP}567", "1 000"), ("1.234.567", "1.000")),
        (("12", "", "-", "n/a", ".."), ("12", "", "-", "n/a", "..")),
    ],
)
def test_quantities_are_printed_in_danish_and_stand_to_the_right(
    written: tuple[str, ...], printed: tuple[str, ...]
) -> None:
    assert column(*written) == Column(printed, quantities=True)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Afdeling", ("1", "2 A")),
        ("Beløb", ("1,5", "1.5")),
        ("Beløb", ("12.34.5", "1")),
        ("Beløb", ("1,2,3",)),
        ("Beløb", ("1e5",)),
        ("Beløb", ("5-",)),
        ("Beløb", ("kr. 5 kr.",)),
        ("Beløb", ("0045", "1234567")),
        ("Bygget", ("1972", "2019")),
        ("Byggeår", ("772", "2019")),
        ("Årstal", ("2019", "2031")),
        ("Postnr.", ("2630", "800")),
        ("kommunekode", ("169", "1084")),
        ("Afd. nr.", ("5", "1205")),
        ("Virksomhed", ("12345678", "87654321")),
        ("Nøgle", ("1234567890", "5")),
        ("Uge", ("7", "12")),
        ("Dato", ("1.2.2030", "12.12.2030")),
        ("Tom", ("", "-")),
    ],
)
def test_what_names_something_or_is_no_number_is_left_as_it_was_written(name: str, cells: tuple[str, ...]) -> None:
    assert column(*cells, name=name) == Column(cells)


@pytest.mark.parametrize("name", ["Antal år", "Antal boliger", "Husleje", "Udgift i kr.", "Areal (m²)"])
def test_a_heading_that_counts_makes_numbers_of_what_could_be_years(name: str) -> None:
    assert column("1950", "2010", name=name) == Column(("1.950", "2.010"), quantities=True)


def test_a_number_that_could_be_written_either_way_is_read_as_the_others_of_its_table_are() -> None:
    def second(first: str, *, likely: Notation = Notation.DANISH) -> str:
        return read_columns(["a", "b"], [(first, "1.234")], likely=likely)[1].cells[0]

    assert second("7,5") == "1.234"
    assert second("7.5") == "1,234"
    assert second("tekst") == "1.234"
    assert second("tekst", likely=Notation.ENGLISH) == "1,234"


def test_in_a_table_of_both_ways_what_could_be_either_is_left_as_it_was_written() -> None:
    rows = [("7,5", "7.5", "1.234", "1234")]
    found = read_columns(["a", "b", "c", "d"], rows, likely=Notation.DANISH)
    assert [one.cells for one in found] == [("7,5",), ("7,5",), ("1.234",), ("1.234",)]
    assert [one.quantities for one in found] == [True, True, False, True]


numbers = st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False), min_size=1, max_size=20)


@given(numbers, st.sampled_from(["", ","]), st.sampled_from(["", " %", " kr."]))
def test_whatever_a_program_writes_is_printed_with_the_value_it_has(
    values: list[Decimal],
    grouped: str,
    unit: str,
) -> None:
    # Python's way is the English one; the Danish is the same with its marks exchanged.
    english = [f"{value:{grouped}.3f}{unit}" for value in values]
    danish = [text.translate(str.maketrans(",.", ".,")).replace("kr,", "kr.") for text in english]
    wanted = tuple(number(value, 3) + unit.replace(" ", NBSP) for value in values)
    assert column(*english, likely=Notation.ENGLISH).cells == wanted
    assert column(*danish).cells == wanted


@given(st.lists(st.integers(-(10**8), 10**8).filter(lambda one: len(str(abs(one))) not in {4, 8}), min_size=1))
def test_whole_numbers_keep_their_value(values: list[int]) -> None:
    found = column(*map(str, values))
    assert [int(cell.replace(".", "")) for cell in found.cells] == values


@given(st.lists(st.text(max_size=12), min_size=1), st.sampled_from(Notation))
def test_no_cell_ever_gains_or_loses_a_digit_but_zeros_at_its_end(cells: list[str], likely: Notation) -> None:
    found = column(*cells, likely=likely)
    assert len(found.cells) == len(cells)
    for before, after in zip(cells, found.cells, strict=True):
        digits = ["".join(char for char in text if char.isdecimal()) for text in (before, after)]
        assert digits[0] == digits[1] or [one.strip("0") for one in digits] == [digits[0].strip("0")] * 2
