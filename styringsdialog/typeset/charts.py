"""Charts of key figures: bars, or lines where the columns are years.

Every mark has its words beside it, so that nobody has to tell colours apart.
"""

from __future__ import annotations

from typing import Final

from styringsdialog.model.blocks import KeyFigures
from styringsdialog.typeset.bar_charts import draw_bars
from styringsdialog.typeset.boxes import Drawing
from styringsdialog.typeset.chart_pen import MOST_SERIES, Pen, Words
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.line_charts import are_years, draw_lines

__all__ = ["is_drawn", "set_chart"]

_MOST_MARKS: Final = 48
"""What can still be looked at; more is a table alone."""
# In a narrower column, names and numbers would leave hardly any room for what is drawn.
_LEAST_WIDTH: Final = 240.0


def is_drawn(figures: KeyFigures, width: float) -> bool:
    """Tell whether there is anything to see in a chart of ``figures`` in a column of ``width`` points."""
    known = [value for row in figures.rows for value in row.values if value is not None]
    few = min(len(figures.rows), len(figures.columns)) <= MOST_SERIES
    return (
        width >= _LEAST_WIDTH
        and len(known) > 1
        # Where all numbers are zero, no bar has a length and no line a height.
        and any(known)
        and few
        and len(figures.rows) * len(figures.columns) <= _MOST_MARKS
    )


def set_chart(figures: KeyFigures, *, left: float, width: float, node: Node, words: Words) -> Drawing:
    """Return the chart of ``figures``, which ``is_drawn``, in a column of ``width`` points that begins at ``left``."""
    pen = Pen(words)
    # Lines are told apart by their look, and there are no more than MOST_SERIES looks.
    if are_years(figures.columns) and len(figures.rows) <= MOST_SERIES:
        height = draw_lines(figures, left, width, pen)
    else:
        height = draw_bars(figures, left, width, pen)
    return Drawing(
        paths=tuple(pen.paths),
        words=tuple(pen.words),
        left=left,
        dy=0,
        width=width,
        height=height,
        node=node,
    )
