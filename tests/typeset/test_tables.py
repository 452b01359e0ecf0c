"""Columns share the measure, and rows reach the next page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pdf import page_texts

from styringsdialog.errors import ContentError
from styringsdialog.model.blocks import Cell, Paragraph, Row, Table, Text
from styringsdialog.model.structure import Element
from styringsdialog.typeset.render import typeset
from styringsdialog.typeset.styles import COLUMN_GAP
from styringsdialog.typeset.tables import Extent, column_widths

widths = st.floats(min_value=0, max_value=900)
extents = st.builds(lambda least, more: Extent(least, least + more), widths, widths)


def cell(text: str, *, header: bool = False, rowspan: int = 1, colspan: int = 1) -> Cell:
    content = (Paragraph(content=(Text(text),)),)
    return Cell(content=content, header=header, scope="col" * header, rowspan=rowspan, colspan=colspan)


def printed(table: Table, folder: Path) -> list[str]:
    return page_texts(typeset((table,), title="Prøve", path=folder / "part.pdf").path)


@given(columns=st.lists(extents, min_size=1, max_size=7), width=st.floats(min_value=200, max_value=600))
def test_columns_and_their_gaps_never_exceed_the_measure(columns: list[Extent], width: float) -> None:
    found = column_widths(columns, [], width, stretch=[True] * len(columns))
    assert sum(found) + COLUMN_GAP * (len(columns) - 1) <= width + 1e-6
    assert all(each >= 0 for each in found)


@given(columns=st.lists(extents, min_size=1, max_size=7), width=st.floats(min_value=200, max_value=600))
def test_no_word_is_divided_where_all_words_fit(columns: list[Extent], width: float) -> None:
    gaps = COLUMN_GAP * (len(columns) - 1)
    found = column_widths(columns, [], width, stretch=[True] * len(columns))
    if sum(column.least for column in columns) + gaps <= width:
        assert all(each >= column.least - 1e-6 for each, column in zip(found, columns, strict=True))


@given(extent=extents, columns=st.lists(extents, min_size=2, max_size=4))
def test_a_cell_over_several_columns_has_room_for_its_words(extent: Extent, columns: list[Extent]) -> None:
    roomy = 20_000.0
    found = column_widths(columns, [(0, len(columns), extent)], roomy, stretch=[False] * len(columns))
    assert sum(found) + COLUMN_GAP * (len(columns) - 1) >= extent.least - 1e-6


def test_a_narrow_table_stays_narrow_and_a_wide_one_fills_the_measure() -> None:
    narrow = column_widths([Extent(20, 30), Extent(20, 30)], [], 450, stretch=[True, True])
    wide = column_widths([Extent(20, 200), Extent(20, 100)], [], 450, stretch=[True, False])
    assert narrow == [30, 30]
    assert sum(wide) + COLUMN_GAP == pytest.approx(450)
    assert wide[1] == 100, "what is left goes to text, so that numbers stay near what they count"


def test_a_row_taller_than_a_page_goes_on_under_the_same_heading(tmp_path: Path) -> None:
    text = " ".join(f"ord{number}" for number in range(1500))
    head = Row(cells=(cell("Emne", header=True), cell("Tekst", header=True)))
    pages = printed(Table(head=(head,), body=(Row(cells=(cell("Biodiversitet"), cell(text))),)), tmp_path)
    assert len(pages) > 1
    assert all("Emne" in page for page in pages)
    assert all("fortsættes" in page for page in pages[:-1])
    assert " ".join(pages).split().count("ord1499") == 1
    assert " ".join(pages).split().count("Biodiversitet") == 1


def test_rows_that_share_a_cell_stay_together(tmp_path: Path) -> None:
    groups = [
        (
            Row(cells=(cell(f"Område-{number}", rowspan=3), cell(f"første-{number}"))),
            Row(cells=(cell(f"anden-{number}"),)),
            Row(cells=(cell(f"tredje-{number}"),)),
        )
        for number in range(25)
    ]
    pages = printed(Table(body=tuple(row for group in groups for row in group)), tmp_path)
    assert len(pages) > 1
    for number in range(25):
        holding = {
            index
            for index, page in enumerate(pages)
            for word in ("Område", "første", "anden", "tredje")
            if f"{word}-{number}" in page.split()
        }
        assert len(holding) == 1


def test_a_heading_that_fills_the_page_is_said_once(tmp_path: Path) -> None:
    long = "meget at sige i en overskrift " * 120
    body = tuple(Row(cells=(cell(f"række-{number}"),)) for number in range(80))
    head = (Row(cells=(cell(f"Indledning {long}", header=True),)),)
    pages = printed(Table(head=head, body=body), tmp_path)
    assert sum("Indledning" in page for page in pages) == 1
    assert "række-79" in pages[-1].split()


def test_a_heading_that_fills_much_of_the_page_is_read_aloud_before_the_body(tmp_path: Path) -> None:
    high = Cell(content=tuple(Paragraph(content=(Text(f"Hoved {n}"),)) for n in range(20)), header=True, scope="col")
    table = Table(head=(Row(cells=(high, high)),), body=(Row(cells=(cell("a"), cell("b"))),))
    pages = typeset((table,), title="Prøve", path=tmp_path / "part.pdf")
    assert pages.structure is not None
    (element,) = [node for node in pages.structure.walk() if node.role == "Table"]
    rows = [row for row in element.kids if isinstance(row, Element)]
    roles = [[kid.role for kid in row.kids if isinstance(kid, Element)] for row in rows]
    assert roles == [["TH", "TH"], ["TD", "TD"]]


def test_spans_that_reach_outside_the_table_are_cut_off(tmp_path: Path) -> None:
    body = (Row(cells=(cell("A", rowspan=9), cell("B", colspan=2))), Row(cells=(cell("C"), cell("D"))))
    (page,) = printed(Table(body=body), tmp_path)
    assert page.split() == ["A", "B", "C", "D"]


def test_a_table_with_more_columns_than_the_page_holds_is_refused_with_a_reason(tmp_path: Path) -> None:
    body = (Row(cells=tuple(cell("Beboerdemokrati") for _ in range(60))),)
    with pytest.raises(ContentError, match="a column too narrow to print"):
        printed(Table(body=body), tmp_path)


@pytest.mark.parametrize("columns", [6, 12, 14])
def test_a_table_of_many_columns_is_set_smaller_before_a_number_is_divided(columns: int, tmp_path: Path) -> None:
    texts = [f"{number}.123" for number in range(11, 11 + columns)]
    (page,) = printed(Table(body=(Row(cells=tuple(cell(text) for text in texts)),)), tmp_path)
    assert page.split() == texts


def test_a_table_of_many_columns_keeps_its_short_words_whole(tmp_path: Path) -> None:
    texts = [f"Nr{number}" for number in range(14)]
    (page,) = printed(Table(body=(Row(cells=tuple(cell(text) for text in texts)),)), tmp_path)
    assert page.split() == texts
