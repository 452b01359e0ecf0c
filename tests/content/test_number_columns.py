from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.content.number_columns import Column, is_number, read_columns
from styringsdialog.danish.numbers import number
from styringsdialog.model.bilag import ColumnKind

NBSP = "\N{NO-BREAK SPACE}"
NOTHING_SAID: Mapping[str, ColumnKind] = MappingProxyType({})


def column(*cells: str, name: str = "Beløb", kinds: Mapping[str, ColumnKind] = NOTHING_SAID) -> Column:
    (found,) = read_columns([name], [(cell,) for cell in cells], kinds)
    return found


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (("1234", "5", "12345678"), ("1.234", "5", "12.345.678")),
        (("1.234,5", "1,25"), ("1.234,5", "1,25")),
        (("1,234.5", "1.25"), ("1.234,5", "1,25")),
        (("-5", "\N{MINUS SIGN}6", "\N{EN DASH}7", "+8"), ("−5", "−6", "−7", "+8")),
        (("12,5 %", "7%", f"100{NBSP}%"), (f"12,5{NBSP}%", f"7{NBSP}%", f"100{NBSP}%")),
        (("1234 kr.", "kr. 5", "Kr 6", "kr. -7"), (f"1.234{NBSP}kr.", f"5{NBSP}kr.", f"6{NBSP}kr.", f"−7{NBSP}kr.")),
        ((f"1{NBSP}234{NBSP}567", "1 000"), ("1.234.567", "1.000")),
        (("12", "", "-", "n/a", ".."), ("12", "", "-", "n/a", "..")),
    ],
)
def test_quantities_are_printed_in_danish_with_their_own_decimals_and_stand_to_the_right(
    written: tuple[str, ...], printed: tuple[str, ...]
) -> None:
    assert column(*written) == Column(printed, numeric=True, quantities=True)


@pytest.mark.parametrize(
    "name",
    ["Antal år", "Boligantal", "Husleje", "Udgift i kr.", "Areal (m²)", "Leje pr. m2", "t.kr.", "Andel, %", "I alt"],
)
def test_a_heading_that_counts_makes_quantities_of_numbers(name: str) -> None:
    assert column("1950", "12500", name=name).cells == ("1.950", "12.500")


@pytest.mark.parametrize(
    "name",
    ["Konto", "Lejemål", "Lejer", "Leje nr.", "Priskode", "Udgiftskonto", "Beløb, konto nr.", "Prisgruppe", "2030", ""],
)
def test_a_heading_that_names_things_or_says_nothing_makes_none(name: str) -> None:
    assert column("1950", "12500", name=name) == Column(("1950", "12500"), numeric=True)


@pytest.mark.parametrize(
    "cells",
    [
        ("9.15", "15.00"),
        ("12.5", "1.12"),
        ("1.1", "1.10", "1.9"),
        ("101.1", "115"),
        ("6.110", "12500"),
        ("31200", "31201"),
        ("100234567", "100234999"),
        ("12345678", "23456789"),
        ("12 345 678", "43591000"),
        ("0.125", "12.125", "1234.5"),
        ("2029", "2031"),
        ("0045", "1234567"),
        ("1,5", "2"),
        # A CVR number is grouped so too.
        ("12.345.678", "85300"),
    ],
)
def test_numbers_that_nothing_calls_quantities_are_printed_as_they_were_written(cells: tuple[str, ...]) -> None:
    assert column(*cells, name="Nr").cells == column(*cells, name="Post").cells == cells


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (("1.250,50", "12500"), ("1.250,50", "12.500")),
        (("1,250.50", "12500"), ("1.250,50", "12.500")),
        (("12500 kr.", "300"), (f"12.500{NBSP}kr.", "300")),
    ],
)
def test_a_unit_or_thousands_that_are_certainly_grouped_make_quantities_of_their_column(
    written: tuple[str, ...], printed: tuple[str, ...]
) -> None:
    assert column(*written, name="Post") == Column(printed, numeric=True, quantities=True)


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "2 A"),
        ("1,5", "1.5"),
        ("12.34.5", "1"),
        ("1,2,3",),
        ("1,2E+05", "125000"),
        ("5-",),
        ("kr. 5 kr.",),
        ("0045", "1234567"),
        ("1.2.2030", "12.12.2030"),
        ("", "-"),
    ],
)
def test_a_column_that_is_not_all_numbers_is_printed_as_it_was_written(cells: tuple[str, ...]) -> None:
    assert column(*cells) == Column(cells)


def test_who_hands_the_table_in_has_the_last_word() -> None:
    assert column("1250", "12.500", name="Sag", kinds={"Sag": ColumnKind.NUMBER}).cells == ("1.250", "12.500")
    assert column("1250.5", name="Sag", kinds={"Sag": ColumnKind.NUMBER}).cells == ("1.250,5",)
    assert column("1250", "12500", kinds={"Beløb": ColumnKind.TEXT}) == Column(("1250", "12500"))
    assert column("0045", "7", kinds={"Beløb": ColumnKind.NUMBER}) == Column(("0045", "7"))


def test_what_may_stand_in_a_column_of_numbers() -> None:
    assert all(map(is_number, ["1.250", "1,5", "1,250.5", "12 %", "", "-"]))
    assert not any(map(is_number, ["0045", "ukendt", "1.2.2030"]))


def test_a_number_that_could_be_written_either_way_is_read_as_the_others_of_its_table_are() -> None:
    def second(first: str, written: str) -> str:
        return read_columns(["Beløb", "Antal"], [(first, written)], NOTHING_SAID)[1].cells[0]

    assert second("7,5", "1.234") == second("tekst", "1.234") == "1.234"
    assert second("7.5", "1,234") == "1.234"
    assert second("tekst", "1,234") == "1,234"


def test_a_mark_that_may_be_danish_is_left_as_it_is_beside_english_numbers() -> None:
    rows = [("12.5%", "1.250"), ("7%", "12500")]
    assert read_columns(["Andel", "Antal"], rows, NOTHING_SAID)[1].cells == ("1.250", "12.500")


def test_in_a_table_of_both_ways_what_could_be_either_is_left_as_it_was_written() -> None:
    rows = [("7,5", "7.5", "1.234", "1234")]
    found = read_columns(["Antal a", "Antal b", "Antal c", "Antal d"], rows, NOTHING_SAID)
    assert [column.cells for column in found] == [("7,5",), ("7,5",), ("1.234",), ("1.234",)]


numbers = st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False), min_size=1, max_size=20)


@given(numbers, st.sampled_from(["", ","]), st.sampled_from(["", " %", " kr."]))
def test_whatever_a_program_writes_as_quantities_is_printed_with_the_value_it_has(
    values: list[Decimal], grouped: str, unit: str
) -> None:
    # Python's way is the English one; the Danish is the same with its marks exchanged.
    english = [f"{value:{grouped}.3f}{unit}" for value in values]
    danish = [text.translate(str.maketrans(",.", ".,")).replace("kr,", "kr.") for text in english]
    wanted = tuple(number(value, 3) + unit.replace(" ", NBSP) for value in values)
    assert column(*danish).cells == wanted
    # «1.234» alone could be either.
    assert column(*english, "1234.5").cells[:-1] == wanted


@given(st.lists(st.integers(-(10**8), 10**8), min_size=1))
def test_whole_quantities_keep_their_value(values: list[int]) -> None:
    assert [int(cell.replace(".", "").replace("−", "-")) for cell in column(*map(str, values)).cells] == values


cells = st.text(max_size=12) | st.from_regex(r"[-+]?(0|[1-9][0-9]{0,7})([.,][0-9]{1,3}){0,2}", fullmatch=True)


@given(st.lists(cells, min_size=1))
def test_no_cell_of_any_column_ever_gains_or_loses_a_digit(written: list[str]) -> None:
    def digits(cell: str) -> str:
        return "".join(char for char in cell if char.isdecimal())

    assert list(map(digits, column(*written).cells)) == list(map(digits, written))


account = st.from_regex(r"[1-9][0-9]{0,8}([.,:/-][0-9]{1,3})?", fullmatch=True).filter(lambda cell: "," not in cell)


@given(st.lists(st.lists(account, min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_column_that_nothing_calls_a_quantity_is_printed_as_it_was_written(rows: list[list[str]]) -> None:
    found = read_columns(["Konto", "Kl.", "Punkt"], rows, NOTHING_SAID)
    assert [list(row) for row in zip(*(column.cells for column in found), strict=True)] == rows
