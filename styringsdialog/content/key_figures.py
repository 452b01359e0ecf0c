"""Key figures written as a table: ``<table class="key-figures">`` with numbers as Danish writes them."""

from __future__ import annotations

from styringsdialog.content.markup import Tell
from styringsdialog.content.number_columns import Notation, read_quantity, says_nothing
from styringsdialog.danish.numbers import MISSING
from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import Cell, KeyFigureRow, KeyFigures, Paragraph, Table, plain_text


def key_figures_in(table: Table, *, unit: str, source: str, tell: Tell) -> KeyFigures | None:
    """Return the key figures in ``table``: its caption is the title, its heading row the columns.

    Args:
        table: Of cells that cover one row and one column each.
        unit: Of all its numbers.
        source: Of all its numbers.
        tell: Takes everything that is wrong; the answer is then ``None``.
    """
    wrong: list[Message] = []
    if not (title := plain_text(table.caption).strip()):
        wrong.append(message("content.key-figures-without-caption"))
    if any(cell.colspan > 1 or cell.rowspan > 1 for row in (*table.head, *table.body) for cell in row.cells):
        wrong.append(message("content.key-figures-span"))
    has_head = len(table.head) == 1 and len(table.head[0].cells) > 1
    if not has_head:
        wrong.append(message("content.key-figures-without-head"))
    columns = tuple(_words(cell) for cell in table.head[0].cells[1:]) if has_head else ()
    rows = []
    for row in (row for row in table.body if row.cells and has_head):
        label, *numbers = map(_words, row.cells)
        values: list[float | None] = []
        for words in numbers:
            quantity = read_quantity(words, Notation.DANISH)
            # The unit is said once for all of them, in ``data-unit``.
            if quantity is not None and not quantity.unit:
                values.append(float(quantity.value))
            elif words == MISSING or says_nothing(words):
                values.append(None)
            else:
                wrong.append(message("content.no-number", written=words))
        rows.append(KeyFigureRow(label=label, values=tuple(values)))
    if not all((*columns, *(row.label for row in rows))):
        wrong.append(message("content.nameless-key-figures"))
    # The series of a chart are told apart by name.
    if len(set(columns)) < len(columns):
        wrong.append(message("content.same-columns"))
    for what in wrong:
        tell(table.place, what)
    if wrong:
        return None
    return KeyFigures(title=title, unit=unit, columns=columns, rows=tuple(rows), source=source, place=table.place)


def _words(cell: Cell) -> str:
    paragraphs = (plain_text(block.content) for block in cell.content if isinstance(block, Paragraph))
    return " ".join(" ".join(paragraphs).split())
