"""Key figures in words, and as a table: which way round it stands, and what heads it."""

from __future__ import annotations

from typing import Final

from styringsdialog.danish.numbers import MISSING, decimal_places, number
from styringsdialog.model.blocks import Align, Blocks, Cell, KeyFigures, Paragraph, Row, Table, Text
from styringsdialog.model.scalars import WrittenFloat

# Columns of numbers beside each other; more stand beneath each other.
_WIDEST: Final = 6


def heading(figures: KeyFigures) -> str:
    """Return their title and unit: «Almene boliger (antal)»."""
    return f"{figures.title} ({figures.unit})" if figures.unit else figures.title


def printed_values(figures: KeyFigures) -> tuple[tuple[str, ...], ...]:
    """Return the numbers row by row as Danish prints them, all with as many decimals as the number with most."""
    known = [value for row in figures.rows for value in row.values if value is not None]
    written = [value.decimals if isinstance(value, WrittenFloat) else decimal_places(value) for value in known]
    most = max((figures.decimals, *written))
    return tuple(
        tuple(MISSING if value is None else number(value, most) for value in row.values) for row in figures.rows
    )


def described(figures: KeyFigures) -> str:
    """Return the alternative text of a chart: its title, and every number in it."""
    rows = [
        f"{row.label}: {', '.join(f'{column} {value}' for column, value in zip(figures.columns, values, strict=True))}"
        for row, values in zip(figures.rows, printed_values(figures), strict=True)
    ]
    return f"Diagram: {heading(figures)}. {'; '.join(rows)}."


def as_table(figures: KeyFigures) -> Table:
    """Return ``figures`` as a table with a heading row and column, turned where it would be too wide."""
    across, down = figures.columns, tuple(row.label for row in figures.rows)
    grid = printed_values(figures)
    if len(across) > _WIDEST >= len(down) or len(across) > len(down) * 2 + _WIDEST:
        across, down, grid = down, across, tuple(zip(*grid, strict=True))
    # The corner heads neither the rows nor the columns, and so is no TH.
    head = Row(cells=(Cell(content=()), *(_heads(words, "col", Align.END) for words in across)))
    body = tuple(
        Row(cells=(_heads(label, "row"), *(Cell(content=_paragraph(words), align=Align.END) for words in values)))
        for label, values in zip(down, grid, strict=True)
    )
    return Table(caption=(Text(heading(figures)),), head=(head,), body=body, place=figures.place)


def _heads(words: str, scope: str, align: Align = Align.START) -> Cell:
    return Cell(content=_paragraph(words), header=True, scope=scope, align=align)


def _paragraph(words: str) -> Blocks:
    return (Paragraph(content=(Text(words),)),)
