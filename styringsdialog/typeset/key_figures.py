"""Key figures as a table: which way round it stands, and what heads it."""

from __future__ import annotations

from typing import Final

from styringsdialog.danish.key_figures import heading, printed_values
from styringsdialog.model.blocks import Align, Blocks, Cell, KeyFigures, Paragraph, Row, Table, Text

__all__ = ["as_table"]

_WIDEST: Final = 6
"""Columns of numbers beside each other; more stand beneath each other."""


def as_table(figures: KeyFigures) -> Table:
    """Give ``figures`` as a table with a heading row and column, turned where it would be too wide."""
    across, down = figures.columns, tuple(row.label for row in figures.rows)
    grid = printed_values(figures)
    if len(across) > _WIDEST >= len(down) or len(across) > len(down) * 2 + _WIDEST:
        across, down, grid = down, across, tuple(zip(*grid, strict=True))
    head = Row(cells=(Cell(content=()), *(_heads(words, "col", Align.END) for words in across)))
    body = tuple(
        Row(cells=(_heads(label, "row"), *(Cell(content=_said(words), align=Align.END) for words in values)))
        for label, values in zip(down, grid, strict=True)
    )
    return Table(caption=(Text(heading(figures)),), head=(head,), body=body, place=figures.place)


def _heads(words: str, scope: str, align: Align = Align.START) -> Cell:
    return Cell(content=_said(words), header=True, scope=scope, align=align)


def _said(words: str) -> Blocks:
    return (Paragraph(content=(Text(words),)),)
