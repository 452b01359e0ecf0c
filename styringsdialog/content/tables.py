"""A table that came as text (CSV, RFC 4180, and as Excel writes it in Danish) as a block."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from styringsdialog.content.markup import MAX_SIZE, problem_at
from styringsdialog.content.number_columns import Column, Notation, read_columns
from styringsdialog.errors import ContentError, Problem
from styringsdialog.model.blocks import Align, Blocks, Cell, Inline, LineBreak, Paragraph, Place, Row, Table, Text

__all__ = ["parse_csv"]

_DELIMITERS: Final = (";", "\t", ",")
"""As likely as they are in Danish, where the comma stands in numbers."""

_MOST_CELLS: Final = 12_000
"""Some two hundred pages; what one contributor may hand in has a limit as well, which this keeps from being met."""
_MOST_COLUMNS: Final = 16
"""More do not stand beside each other on a page that is read."""
_MOST_PROBLEMS: Final = 20


@attrs.frozen
class _Record:
    """A row and the line on which it begins, from 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        """Give how many cells there are up to the last that says something."""
        return max((place for place, cell in enumerate(self.cells, 1) if cell), default=0)


def parse_csv(text: str, *, source: str) -> Blocks:
    """Give the table that ``text`` says, its first row the heading, its numbers in Danish.

    Cells are parted by the semicolon, the tab or the comma with which most rows are as long as the first, or by what
    Excel's line ``sep=;`` says. Empty cells at the end of a row, and rows of empty cells, are nothing.

    Raises:
        ContentError: Rows of different lengths, headings that are missing, quotation marks without an end, or more
            than pages can hold; each with its line.
    """
    if len(text) > MAX_SIZE:
        message = f"the table is {len(text)} characters, and {MAX_SIZE} is the most"
        raise ContentError((problem_at(Place(source), message, "divide it"),))
    text, skipped, told = _without_sep_line(text)
    delimiter = told or _delimiter(text)
    records = list(_records(text, delimiter, source, skipped))
    if not records:
        raise ContentError.at(source, "holds no table", "its first row is to name the columns")
    head, *body = records
    problems = list(_problems(head, body, source))
    if problems:
        raise ContentError(problems)
    rows = [_filled(record, head.width) for record in body]
    likely = Notation.ENGLISH if delimiter == "," else Notation.DANISH
    columns = read_columns(head.cells[: head.width], rows, likely=likely)
    return (_table(head, [record.line for record in body], columns, source),)


def _without_sep_line(text: str) -> tuple[str, int, str]:
    """Give ``text`` without the line that tells Excel the delimiter, how many lines that was, and what it says."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip(" ")) == len("sep=;"):
        return rest, 1, first[len("sep=")]
    return text, 0, ""


def _delimiter(text: str) -> str:
    def fitting(delimiter: str) -> int:
        try:
            widths = [len(cells) for _, cells in _rows(text, delimiter) if any(cells)]
        except _BrokenRowError:
            return 0
        return sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0

    return max(_DELIMITERS, key=fitting)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its first line.

    Raises:
        _BrokenRowError: When it comes to a row that cannot be divided.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise _BrokenRowError(line, str(error)) from None


class _BrokenRowError(Exception):
    """A row cannot be divided into cells."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _records(text: str, delimiter: str, source: str, skipped: int) -> Iterator[_Record]:
    try:
        for line, cells in _rows(text, delimiter):
            if any(cells):
                yield _Record(line + skipped, tuple(cells))
    except _BrokenRowError as error:
        place = Place(source, error.line + skipped)
        hint = 'a cell in quotation marks begins and ends with one, and each one in it is written twice: ""'
        raise ContentError([problem_at(place, "a quotation mark in this row has no other end", hint)]) from None


def _problems(head: _Record, body: Sequence[_Record], source: str) -> Iterator[Problem]:
    """Give what keeps ``body`` from being a table under ``head``."""
    columns = max(record.width for record in (head, *body))
    if not body:
        yield problem_at(Place(source), "has a heading and no rows", "hand it in when there is something in it")
    if columns > _MOST_COLUMNS:
        hint = "leave columns out, or hand it in as a PDF on a wide page"
        yield problem_at(Place(source), f"has {columns} columns, and {_MOST_COLUMNS} are the most", hint)
        return
    if (cells := columns * len(body)) > _MOST_CELLS:
        hint = "hand in a summary, or divide it"
        yield problem_at(Place(source), f"has {cells} cells, and {_MOST_CELLS} are the most", hint)
    if head.width == 1 < columns:
        hint = "delete what stands above the columns' names"
        yield problem_at(Place(source, head.line), "the first row does not name the columns: it has one cell", hint)
        return
    for number, name in enumerate(head.cells[: head.width], 1):
        # What stands above the names of the rows may be blank.
        if not name and number > 1:
            yield problem_at(Place(source, head.line), f"column {number} has no heading", "name every column")
    ragged = [record for record in body if record.width > head.width or len(record.cells) < head.width]
    for record in ragged[:_MOST_PROBLEMS]:
        found = record.width if record.width > head.width else len(record.cells)
        message = f"this row has {found} {'cell' if found == 1 else 'cells'}, and the heading has {head.width}"
        yield problem_at(Place(source, record.line), message, "put cells that hold the delimiter in quotation marks")
    if (left := len(ragged) - _MOST_PROBLEMS) > 0:
        yield problem_at(Place(source), f"has {left} more rows of another length than the heading")


def _filled(record: _Record, width: int) -> tuple[str, ...]:
    return record.cells[:width]


def _table(head: _Record, lines: Sequence[int], columns: Sequence[Column], source: str) -> Table:
    # The first column names the rows when it says something in each of them and is no quantity.
    named = len(columns) > 1 and not columns[0].quantities and all(columns[0].cells)
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
    content: list[Inline] = []
    for line in text.split("\n"):
        content += [LineBreak(), Text(line)] if content else [Text(line)]
    return Cell(
        content=(Paragraph(content=tuple(content), place=place),) if text else (),
        header=bool(scope),
        scope=scope,
        align=Align.END if column.quantities else Align.START,
    )
