"""Key figures in words: each number as it is printed, and all of them for those who cannot see the chart."""

from __future__ import annotations

from styringsdialog.danish.numbers import decimal_places, number
from styringsdialog.model.blocks import KeyFigures

__all__ = ["MISSING", "described", "heading", "printed_values"]

MISSING = "ikke oplyst"
"""What stands where there is no number."""


def heading(figures: KeyFigures) -> str:
    """Give what they are and in what they are counted: «Almene boliger (antal)»."""
    return f"{figures.title} ({figures.unit})" if figures.unit else figures.title


def printed_values(figures: KeyFigures) -> tuple[tuple[str, ...], ...]:
    """Give the numbers row by row as Danish prints them, all with as many decimals as the one that has most."""
    known = [value for row in figures.rows for value in row.values if value is not None]
    most = max(map(decimal_places, known), default=0)
    return tuple(
        tuple(MISSING if value is None else number(value, most) for value in row.values) for row in figures.rows
    )


def described(figures: KeyFigures) -> str:
    """Give the alternative text of a chart: what it shows, and every number in it."""
    rows = [
        f"{row.label}: {', '.join(f'{column} {value}' for column, value in zip(figures.columns, values, strict=True))}"
        for row, values in zip(figures.rows, printed_values(figures), strict=True)
    ]
    return f"Diagram: {heading(figures)}. {'; '.join(rows)}."
