"""Rows of a table that came as text: CSV (RFC 4180), and as Excel writes it in Danish."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

import attrs

# As likely as they are in Danish, where the comma stands in numbers.
_DELIMITERS: Final = (";", "\t", ",")


@attrs.define
class BrokenRowError(Exception):
    """A row cannot be divided into cells, with the line on which it begins: a quotation mark is never closed."""

    line: int


def delimited_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row in which something stands, with the line on which it begins, from 1.

    The delimiter is the semicolon, the tab or the comma with which most rows are as long as the first, or the one in
    Excel's line ``sep=;``.

    Raises:
        BrokenRowError: A row cannot be divided into cells.
    """
    text, skipped, stated = _without_sep_line(text)
    try:
        yield from ((line + skipped, cells) for line, cells in _rows(text, stated or _delimiter(text)) if any(cells))
    except BrokenRowError as error:
        raise BrokenRowError(error.line + skipped) from error


def _without_sep_line(text: str) -> tuple[str, int, str]:
    """Return ``text`` without the line that names the delimiter to Excel, the number of lines left out, and that."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip(" ")) == len("sep=;"):
        return rest, 1, first[len("sep=")]
    return text, 0, ""


def _delimiter(text: str) -> str:
    def fitting(delimiter: str) -> int:
        try:
            widths = [len(cells) for _, cells in _rows(text, delimiter) if any(cells)]
        except BrokenRowError:
            return 0
        return sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0

    # Of equals ``max`` takes the first, which is the likeliest.
    return max(_DELIMITERS, key=fitting)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Return each row with the line on which it begins.

    Raises:
        BrokenRowError: A row cannot be divided into cells.
    """
    # Strict, or a quotation mark that is never closed would take the rest of the file into one cell. No newline
    # translation, because line ends within quotation marks belong to the cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            # A row may go over several lines, so rows are not counted.
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenRowError(line) from error
