from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.content.tables import parse_csv
from styringsdialog.errors import ContentError
from styringsdialog.model.bilag import ColumnKind
from styringsdialog.model.blocks import Align, Cell, Paragraph, Table, plain_text

BASIC = "Afdeling;Boliger;Leje\nNord;1200;1.234,5\nSyd;80;950\n"


def table(text: str) -> Table:
    (found,) = parse_csv(text, source="vibo/tal.csv")
    assert isinstance(found, Table)
    return found


def said(cell: Cell) -> str:
    return " / ".join(plain_text(block.content) for block in cell.content if isinstance(block, Paragraph))


def read(text: str) -> list[list[str]]:
    found = table(text)
    return [[said(cell) for cell in row.cells] for row in (*found.head, *found.body)]


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ContentError) as caught:
        table(text)
    return [(problem.where, problem.message) for problem in caught.value.problems]


def test_the_first_row_heads_the_columns_and_the_first_column_the_rows() -> None:
    found = table(BASIC)
    assert [(cell.header, cell.scope) for cell in found.head[0].cells] == [(True, "col")] * 3
    assert [[cell.scope for cell in row.cells] for row in found.body] == [["row", "", ""]] * 2
    assert all(cell.header == bool(cell.scope) for row in found.body for cell in row.cells)


def test_numbers_stand_to_the_right_and_are_danish_where_the_heading_counts() -> None:
    found = table(BASIC)
    for row in (*found.head, *found.body):
        assert [cell.align for cell in row.cells] == [Align.START, Align.END, Align.END]
    assert read(BASIC)[1:] == [["Nord", "1200", "1.234,5"], ["Syd", "80", "950"]]
    assert read(BASIC.replace("Boliger", "Antal boliger"))[1] == ["Nord", "1.200", "1.234,5"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = delimiter.join(("Navn", "By")) + "\n" + delimiter.join(("A; B" if delimiter == "," else "A, B", "C")) + "\n"
    if delimiter == "\t":
        assert read(text) == [["Navn", "By"], ["A, B", "C"]]
    else:
        quoted = text.replace("A, B", '"A, B"').replace("A; B", '"A; B"')
        assert read(quoted)[1][1] == "C"


def test_a_comma_in_numbers_parts_nothing() -> None:
    assert read("Navn;Kr.;Pct.\nA;1,5;2,5\nB;3,5;4,5\n")[1] == ["A", "1,5", "2,5"]
    assert read("Kr., ialt;Antal, stk.\n1,5;2,5\n")[0] == ["Kr., ialt", "Antal, stk."]


def test_excels_line_about_the_delimiter_is_no_row_and_counts_as_a_line() -> None:
    assert read("sep=;\nNavn;By\nA;B\n") == [["Navn", "By"], ["A", "B"]]
    assert problems("sep=;\nNavn;By\nA;B;C\n")[0][0] == "vibo/tal.csv, line 3"


def test_quotation_marks_hold_delimiters_line_ends_and_quotation_marks() -> None:
    assert read('Navn;Note\n"A; ""B""";"to\nlinjer"\n')[1] == ['A; "B"', "to linjer"]


def test_empty_rows_and_cells_without_a_column_are_nothing() -> None:
    assert read("Navn;By;;\n\nA;B;;\n;;;\nC;D;;\n") == [["Navn", "By"], ["A", "B"], ["C", "D"]]


def test_a_column_without_a_name_in_each_row_names_no_row() -> None:
    assert [cell.scope for cell in table("Navn;By\nA;B\n;C\n").body[0].cells] == ["", ""]
    assert [cell.scope for cell in table("Beløb;By\n5;B\n6;C\n").body[0].cells] == ["", ""]


def test_the_corner_may_be_blank_and_is_then_no_heading() -> None:
    assert [cell.header for cell in table(";2030;2031\nNord;1;2\n").head[0].cells] == [False, True, True]


def test_rows_of_another_length_are_all_told_with_their_lines() -> None:
    text = 'A;B;C\n1;2\n1;2;3\n"x\ny";2;3;4\n1\n'
    assert problems(text) == [
        ("vibo/tal.csv, line 2", "this row has 2 cells, and the heading has 3"),
        ("vibo/tal.csv, line 4", "this row has 4 cells, and the heading has 3"),
        ("vibo/tal.csv, line 6", "this row has 1 cell, and the heading has 3"),
    ]
    many = problems("A;B\n" + "1;2;3\n" * 30)
    assert (len(many), many[-1][1]) == (21, "has 10 more rows of another length than the heading")


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("\n;;\n", "", "holds no table"),
        ("A;B\n", "", "has a heading and no rows"),
        (
            "Nøgletal 2030;;\nA;B;C\n1;2;3\n",
            ", line 1",
            "the first row is not the columns' names but a title: «Nøgletal 2030»",
        ),
        ("A;;C\n1;2;3\n", ", line 1", "column 2 has no heading"),
        ('A;B\n1;2\n"x;3\n4;5\n', ", line 3", "a quotation mark in this row has no other end"),
        ('A;B\n"x"y;3\n', ", line 2", "a quotation mark in this row has no other end"),
        (";".join("abcdefghijklmnopq") + "\n" + ";".join("1" * 17) + "\n", "", "has 17 columns, and 16 are the most"),
        ("A;B\n" + "1;2\n" * 6001, "", "has 12002 cells, and 12000 are the most"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(text: str, where: str, message: str) -> None:
    assert problems(text) == [(f"vibo/tal.csv{where}", message)]


def test_a_column_that_names_the_rows_stands_to_the_left_also_where_it_holds_numbers() -> None:
    found = table("Konto;Leje\n101.1;5\n115;6\n")
    assert [(cell.scope, cell.align) for cell in found.body[0].cells] == [("row", Align.START), ("", Align.END)]


def test_what_is_said_of_columns_holds_and_has_to_be_true() -> None:
    def told(columns: dict[str, ColumnKind]) -> list[str]:
        with pytest.raises(ContentError) as caught:
            parse_csv("Navn;Sag\nA;1250\nB;ukendt\n", source="t.csv", columns=columns)
        return [f"{problem.where}: {problem.message}" for problem in caught.value.problems]

    (block,) = parse_csv("Navn;Sag\nA;1250\n", source="t.csv", columns={"Sag": ColumnKind.NUMBER})
    assert isinstance(block, Table)
    assert said(block.body[0].cells[1]) == "1.250"
    assert told({"Sager": ColumnKind.TEXT}) == [
        "t.csv, line 1: columns in bilag.toml names the column «Sager», and the table has: Navn, Sag"
    ]
    assert told({"Sag": ColumnKind.NUMBER}) == [
        "t.csv, line 3: columns in bilag.toml says that «Sag» holds numbers, and here is «ukendt»"
    ]


cells = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=8).map(
    lambda text: f"x{text.strip()}"
)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=2, max_size=8), st.sampled_from(";\t,"))
def test_whatever_a_program_writes_comes_back_cell_by_cell(rows: list[list[str]], delimiter: str) -> None:
    def written(cell: str) -> str:
        return f'"{cell.replace(chr(34), chr(34) * 2)}"'

    text = "\n".join(delimiter.join(map(written, row)) for row in rows)
    assert read(text) == rows


numerals = st.from_regex(r"[-+]?[0-9]{1,9}([.,:/-][0-9]{1,3})?", fullmatch=True)


@given(st.lists(st.lists(numerals, min_size=3, max_size=3), min_size=1, max_size=8))
def test_text_to_table_to_text_changes_nothing_that_is_not_called_a_quantity(rows: list[list[str]]) -> None:
    head = ["Konto", "Kl.", "Punkt"]
    text = "\n".join(";".join(row) for row in (head, *rows))
    assert read(text) == [head, *rows]


@given(st.text(max_size=200))
def test_no_text_is_anything_but_a_table_or_told(text: str) -> None:
    with contextlib.suppress(ContentError):
        table(text)
