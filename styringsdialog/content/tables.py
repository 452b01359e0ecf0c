"""A table that came as text (CSV, RFC 4180, and as Excel writes it in Danish) as a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import attrs

from styringsdialog.content.markup import MAX_SIZE, problem_at
from styringsdialog.content.number_columns import Column, is_number, read_columns
from styringsdialog.errors import ContentError, Problem
from styringsdialog.loading.delimited import BrokenRowError, delimited_rows
from styringsdialog.messages.message import message
from styringsdialog.model.bilag import ColumnKind
from styringsdialog.model.blocks import Align, Blocks, Cell, LineBreak, Paragraph, Place, Row, Table, Text

# Some two hundred pages; what one contributor may hand in has a limit as well, which this keeps from being met.
_MOST_CELLS: Final = 12_000
# More do not stand beside each other on a page that is read.
_MOST_COLUMNS: Final = 16
_MOST_PROBLEMS: Final = 20


@attrs.frozen
class _Record:
    """A row and the line on which it begins, from 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        """Return the number of cells up to the last that is not empty."""
        return max((place for place, cell in enumerate(self.cells, 1) if cell), default=0)


def parse_csv(text: str, *, source: str, columns: Mapping[str, ColumnKind] = MappingProxyType({})) -> Blocks:
    """Return the table in ``text``, its first row the heading, its quantities in Danish.

    The delimiter is the semicolon, the tab or the comma with which most rows are as long as the first, or the one in
    Excel's line ``sep=;``. Empty cells at the end of a row, and rows of empty cells, are nothing. ``columns`` says what
    some of them hold, by heading.

    Raises:
        ContentError: Rows of different lengths, headings that are missing, quotation marks without an end, more
            than pages can hold, or another table than ``columns`` speaks of; each with its line.
    """
    # Before anything else: to find the delimiter the text is read three times.
    if len(text) > MAX_SIZE:
        raise ContentError(
            (problem_at(Place(source), message("content.table-too-long", size=len(text), most=MAX_SIZE)),)
        )
    try:
        records = [_Record(line, tuple(cells)) for line, cells in delimited_rows(text)]
    except BrokenRowError as error:
        raise ContentError([problem_at(Place(source, error.line), message("content.open-quotation"))]) from None
    if not records:
        raise ContentError((problem_at(Place(source), message("content.no-table")),))
    head, *body = records
    problems = [*_problems(head, body, source)] or [*_unfit(columns, head, body, source)]
    if problems:
        raise ContentError(problems)
    rows = [record.cells[: head.width] for record in body]
    return (
        _table(head, [record.line for record in body], read_columns(head.cells[: head.width], rows, columns), source),
    )


def _problems(head: _Record, body: Sequence[_Record], source: str) -> Iterator[Problem]:
    """Return what keeps ``body`` from being a table under ``head``."""
    columns = max(record.width for record in (head, *body))
    if not body:
        yield problem_at(Place(source), message("content.no-rows"))
    if columns > _MOST_COLUMNS:
        yield problem_at(Place(source), message("content.too-many-columns", columns=columns, most=_MOST_COLUMNS))
        return
    if (cells := columns * len(body)) > _MOST_CELLS:
        yield problem_at(Place(source), message("content.too-many-cells", cells=cells, most=_MOST_CELLS))
    # Alone, because under a title all rows are ragged.
    if head.width == 1 < columns:
        title = next(filter(None, head.cells))
        yield problem_at(Place(source, head.line), message("content.title-above-table", title=title))
        return
    # What stands above the names of the rows may be blank.
    yield from (
        problem_at(Place(source, head.line), message("content.nameless-column", column=number))
        for number, name in enumerate(head.cells[1 : head.width], 2)
        if not name
    )
    ragged = [record for record in body if record.width > head.width or len(record.cells) < head.width]
    # Where the delimiter is the wrong one every row is ragged, and twenty messages tell that as well.
    for record in ragged[:_MOST_PROBLEMS]:
        count = record.width if record.width > head.width else len(record.cells)
        yield problem_at(Place(source, record.line), message("content.ragged-row", cells=count, columns=head.width))
    if (left := len(ragged) - _MOST_PROBLEMS) > 0:
        yield problem_at(Place(source), message("content.more-ragged-rows", rows=left))


def _unfit(columns: Mapping[str, ColumnKind], head: _Record, body: Sequence[_Record], source: str) -> Iterator[Problem]:
    """Return what ``columns`` says that is not true of ``body``."""
    for name, kind in columns.items():
        if name not in head.cells[: head.width]:
            names = ", ".join(filter(None, head.cells))
            yield problem_at(Place(source, head.line), message("content.no-such-column", column=name, columns=names))
        elif kind == ColumnKind.NUMBER:
            place = head.cells.index(name)
            yield from (
                problem_at(
                    Place(source, record.line),
                    message("content.no-number-in-column", column=name, written=record.cells[place]),
                )
                for record in [record for record in body if not is_number(record.cells[place])][:_MOST_PROBLEMS]
            )


def _table(head: _Record, lines: Sequence[int], columns: Sequence[Column], source: str) -> Table:
    # The first column names the rows when it says something in each of them and holds no quantities.
    named = len(columns) > 1 and not columns[0].quantities and all(columns[0].cells)
    if named:
        columns = (attrs.evolve(columns[0], numeric=False), *columns[1:])
    heading = Row(
        cells=tuple(
            _cell(name, column, Place(source, head.line), scope="col" if name else "")
            for name, column in zip(head.cells, columns, strict=False)
        )
    )
    body = tuple(
        Row(
            cells=tuple(
                _cell(column.cells[row], column, Place(source, line), scope="row" if named and not place else "")
                for place, column in enumerate(columns)
            )
        )
        for row, line in enumerate(lines)
    )
    return Table(head=(heading,), body=body, place=Place(source, head.line))


def _cell(text: str, column: Column, place: Place, *, scope: str) -> Cell:
    content = [part for line in text.split("\n") for part in (LineBreak(), Text(line))]
    return Cell(
        # No break before the first line.
        content=(Paragraph(content=tuple(content[1:]), place=place),) if text else (),
        # ISO 14289-1, 7.5: a header cell says by its scope what it heads.
        header=bool(scope),
        scope=scope,
        align=Align.END if column.numeric else Align.START,
    )
