"""Whether the cells of a table fill a rectangle."""

from __future__ import annotations

from collections.abc import Sequence

from styringsdialog.content.markup import Tell
from styringsdialog.messages.message import message
from styringsdialog.model.blocks import Place, Row

__all__ = ["check_grid"]


def check_grid(groups: Sequence[Sequence[tuple[Row, Place]]], tell: Tell) -> None:
    """Tell of rows that cover other columns than the first row does, and of cells that overlap."""
    width = -1
    for group in groups:
        # By column: how many rows, from this one on, a cell from above still covers.
        taken: dict[int, int] = {}
        for index, (row, place) in enumerate(group):
            below = {column: rows - 1 for column, rows in taken.items() if rows > 1}
            covered = set(taken)
            column = 0
            for cell in row.cells:
                while column in covered:
                    column += 1
                columns = range(column, column + cell.colspan)
                if covered.intersection(columns):
                    tell(place, message("content.cells-meet"))
                if index + cell.rowspan > len(group):
                    tell(place, message("content.cell-below-table", rows=cell.rowspan))
                covered.update(columns)
                below.update(dict.fromkeys(columns, cell.rowspan - 1) if cell.rowspan > 1 else {})
                column += cell.colspan
            taken = below
            if width < 0:
                width = len(covered)
            elif len(covered) != width or max(covered, default=-1) != width - 1:
                tell(place, message("content.uneven-row", columns=len(covered), first=width))
            if not row.cells:
                tell(place, message("content.empty-row"))
