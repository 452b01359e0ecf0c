"""Key figures written as a table: ``<table class="key-figures">`` with numbers as Danish writes them."""

from __future__ import annotations

from collections.abc import Iterator

from styringsdialog.content.number_columns import Notation, read_quantity, says_nothing
from styringsdialog.danish.numbers import MISSING
from styringsdialog.model.blocks import Cell, KeyFigureRow, KeyFigures, Paragraph, Table, plain_text

__all__ = ["KeyFiguresError", "key_figures_in"]


class KeyFiguresError(ValueError):
    """A table holds no key figures.

    Attributes:
        told: Message and hint for each thing that is wrong.
    """

    def __init__(self, *told: tuple[str, str]) -> None:
        """Make it of what is told."""
        super().__init__("; ".join(message for message, _ in told))
        self.told = told


def key_figures_in(table: Table, *, unit: str, source: str) -> KeyFigures:
    """Give the key figures that ``table`` holds: its caption is the title, its heading row the columns.

    Args:
        table: Of cells that cover one row and one column each.
        unit: Of all its numbers.
        source: Of all its numbers.

    Raises:
        KeyFiguresError: With everything that is wrong.
    """
    wrong: list[tuple[str, str]] = []
    title = plain_text(table.caption).strip()
    if not title:
        wrong.append(("the key figures have no <caption>", "say what they are about"))
    if any(cell.colspan > 1 or cell.rowspan > 1 for row in (*table.head, *table.body) for cell in row.cells):
        wrong.append(("a cell of key figures covers several rows or columns", "give each number a cell of its own"))
    if len(table.head) != 1 or len(table.head[0].cells) < 2:
        hint = "in <thead> one row: an empty cell, and the name of each column"
        raise KeyFiguresError(*wrong, ("the key figures have no heading row", hint))
    columns = tuple(_words(cell) for cell in table.head[0].cells[1:])
    rows = []
    for row in (row for row in table.body if row.cells):
        label, *numbers = map(_words, row.cells)
        values: list[float | None] = []
        for words in numbers:
            quantity = read_quantity(words, Notation.DANISH)
            if quantity is not None and not quantity.unit:
                values.append(float(quantity.value))
            elif words == MISSING or says_nothing(words):
                values.append(None)
            else:
                hint = "write it as 1.234,5; its unit in data-unit; nothing where it is missing"
                wrong.append((f"'{words}' is no number as Danish writes it", hint))
        rows.append(KeyFigureRow(label=label, values=tuple(values)))
    if not all((*columns, *(row.label for row in rows))):
        wrong.append(("a row or a column of the key figures has no name", "say what its numbers are"))
    if len(set(columns)) < len(columns):
        wrong.append(("two columns of the key figures have the same name", "give each a name of its own"))
    if wrong:
        raise KeyFiguresError(*wrong)
    return KeyFigures(title=title, unit=unit, columns=columns, rows=tuple(rows), source=source, place=table.place)


def _words(cell: Cell) -> str:
    return " ".join(" ".join(_paragraphs(cell)).split())


def _paragraphs(cell: Cell) -> Iterator[str]:
    for block in cell.content:
        if isinstance(block, Paragraph):
            yield plain_text(block.content)
