"""What charts are drawn with: shapes, and words set like all others on the page.

reportlab's own charts look their fonts up in a registry that all of the process shares.
"""

from __future__ import annotations

import math
from typing import Final, Protocol

from styringsdialog.model.colour import Colour
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import Path, SetLine
from styringsdialog.typeset.lines import Line
from styringsdialog.typeset.styles import TextStyle

__all__ = ["MOST_SERIES", "Pen", "Point", "Words"]

MOST_SERIES: Final = 6
"""Rows that can be told apart by pattern, mark and dash."""

Point = tuple[float, float]


class Words(Protocol):
    """Sets the words of a chart; a chart knows only where they stand."""

    def __call__(self, text: str, style: TextStyle, width: float) -> tuple[Line, ...]:
        """Return ``text`` as lines no wider than ``width`` points."""


class Pen:
    """Collects what is drawn."""

    def __init__(self, words: Words) -> None:
        """Begin with nothing drawn."""
        self._set = words
        self.paths: list[Path] = []
        self.words: list[SetLine] = []

    def broken(self, text: str, style: TextStyle, width: float = math.inf) -> tuple[Line, ...]:
        """Return ``text`` as lines no wider than ``width`` points."""
        return self._set(text, style, width)

    def width(self, text: str, style: TextStyle) -> float:
        """Return the width of ``text`` on one line."""
        return max((line.width for line in self.broken(text, style)), default=0)

    def write(self, text: str | tuple[Line, ...], style: TextStyle, x: float, top: float, *, part: float = 0) -> None:
        """Write at ``x``, which is the start, the middle (``part`` 0.5) or the end (1) of each line."""
        for index, line in enumerate(self.broken(text, style) if isinstance(text, str) else text):
            dy = top + index * style.leading + style.drop
            self.words.append(SetLine(line=line, left=x - line.width * part, dy=dy))

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: Colour = styles.HAIRLINE) -> None:
        """Draw a thin line between two points."""
        self.paths.append(Path(points=((x, y), (to_x, to_y)), stroke=colour, width=styles.THIN))
