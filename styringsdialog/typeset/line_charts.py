"""Lines of key figures over the years, each with its name at its end."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Final

from styringsdialog.danish.numbers import decimal_places, number
from styringsdialog.model.blocks import KeyFigures
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import Path
from styringsdialog.typeset.chart_pen import MOST_SERIES, Pen, Point
from styringsdialog.typeset.key_figures import printed_values
from styringsdialog.typeset.ticks import ticks

__all__ = ["are_years", "draw_lines", "spread"]


def are_years(columns: Sequence[str]) -> bool:
    """Tell whether ``columns`` are three years or more in their order."""
    # isdigit alone takes superscripts and the digits of other scripts.
    if len(columns) < 3 or not all(len(name) == 4 and name.isascii() and name.isdigit() for name in columns):
        return False
    return all(int(year) < int(next_year) for year, next_year in itertools.pairwise(columns))


def draw_lines(figures: KeyFigures, left: float, width: float, pen: Pen) -> float:
    """Draw a line for each row over the years and return the height of all."""
    style, names = styles.CHART_WORDS, styles.CHART_NAMES
    rows = [row for row in figures.rows if any(value is not None for value in row.values)]
    known = [value for row in rows for value in row.values if value is not None]
    marks = ticks(min(known), max(known))
    most = max(decimal_places(mark) for mark in marks)
    axis = [number(mark, most) for mark in marks]
    start = left + max(pen.width(words, style) for words in axis) + 2 * styles.STEP
    top, foot = style.leading, style.leading + styles.CHART_DEPTH
    several = len(figures.rows) > 1
    aside = min(max(pen.width(row.label, names) for row in rows), width * styles.CHART_LABELS) if several else 0
    first, last = int(figures.columns[0]), int(figures.columns[-1])
    over = () if several else printed_values(figures)[0]
    # The first and the last year and number reach beyond their points by half their width.
    half = max(pen.width(words, style) for words in (*figures.columns, *over)) / 2
    extent = left + width - start - half - (half + aside + 2 * styles.STEP if several else half)

    def at(year: str, value: float) -> Point:
        part = (value - float(marks[0])) / float(marks[-1] - marks[0])
        return start + half + extent * (int(year) - first) / (last - first), foot - part * styles.CHART_DEPTH

    for mark, words in zip(marks, axis, strict=True):
        _, y = at(figures.columns[0], float(mark))
        pen.rule(start, y, start + extent + 2 * half, y, styles.HAIRLINE if mark else styles.QUIET)
        pen.write(words, style, start - styles.STEP, y - style.leading / 2, part=1)
    _years(figures.columns, [at(year, float(marks[0]))[0] for year in figures.columns], foot, pen)
    ends: list[float] = []
    points: list[Point | None] = []
    for index, row in enumerate(rows):
        pairs = zip(figures.columns, row.values, strict=True)
        points = [None if value is None else at(year, value) for year, value in pairs]
        pen.paths += _line(points, index)
        ends.append(next(y for _, y in filter(None, reversed(points))))
    if several:
        broken = [pen.broken(row.label, names, aside) for row in rows]
        tallest = max(map(len, broken)) * names.leading
        x = start + extent + 2 * half + 2 * styles.STEP
        for lines, y in zip(broken, spread(ends, tallest, top, max(foot, top + tallest * len(rows))), strict=True):
            pen.write(lines, names, x, y - len(lines) * names.leading / 2)
    else:
        _values(over, points, pen)
    # Names that were spread may reach further down than the years.
    depth = max([foot + style.leading + 2 * styles.STEP, *(word.dy + styles.STEP for word in pen.words)])
    if marks[0] <= 0 <= marks[-1]:
        return depth
    # Heights above an axis that begins elsewhere than at zero must not be compared.
    pen.write(f"Aksen begynder ved {axis[0]}.", styles.SMALL, left, depth)
    return depth + styles.SMALL.leading


def _years(columns: Sequence[str], places: Sequence[float], foot: float, pen: Pen) -> None:
    """Write the years under the axis, as many as have room."""
    style = styles.CHART_WORDS
    taken = -math.inf
    for year, x in zip(columns, places, strict=True):
        half = pen.width(year, style) / 2
        # A year without room is left out: the table before the chart names them all.
        if x - half > taken:
            pen.write(year, style, x, foot + 1.5 * styles.STEP, part=0.5)
            taken = x + half + styles.STEP


def _values(printed: Sequence[str], points: Sequence[Point | None], pen: Pen) -> None:
    """Write the numbers of the only line over its points, as many as have room."""
    style = styles.CHART_WORDS
    taken = -math.inf
    for words, point in zip(printed, points, strict=True):
        half = pen.width(words, style) / 2
        if point is not None and point[0] - half > taken:
            pen.write(words, style, point[0], point[1] - style.leading - styles.CHART_MARK, part=0.5)
            taken = point[0] + half + styles.STEP


# Colour alone may tell no line from another (WCAG 2.1, 1.4.1): each has its dash and its mark.
_DASHES: Final = ((), (6.0, 2.5), (1.5, 2.0), (8.0, 2.0, 1.5, 2.0), (3.0, 1.5), (10.0, 3.0))


def _line(points: Sequence[Point | None], look: int) -> Iterator[Path]:
    """Return one line in the look of its row, broken where a number is missing, with a mark at each number."""
    colour = styles.ACCENT if look % 2 == 0 else styles.INK
    for there, stretch in itertools.groupby(points, lambda point: point is not None):
        known = tuple(point for point in stretch if point is not None)
        if there and len(known) > 1:
            yield Path(points=known, stroke=colour, width=styles.CHART_LINE, dash=_DASHES[look % MOST_SERIES])
    for point in points:
        if point is not None:
            yield Path(points=_mark(point, look), fill=colour if look < 3 else styles.PAPER, stroke=colour)


def _mark(point: Point, look: int) -> tuple[Point, ...]:
    """Return the corners of a mark round ``point``: nearly a circle, a square or a triangle, by turns."""
    corners, turn = ((16, 0.0), (4, 0.5), (3, 0.5))[look % 3]
    size = styles.CHART_MARK * (1 if corners > 4 else 1.25)
    x, y = point
    angles = [math.tau * (index + turn) / corners + math.pi / 2 * (corners == 3) for index in range(corners)]
    # Rounded, because the last bit of cos and sin may differ between C libraries, and the file's bytes with it.
    return tuple((round(x + size * math.cos(angle), 3), round(y + size * math.sin(angle), 3)) for angle in angles)


def spread(desired: Sequence[float], apart: float, low: float, high: float) -> tuple[float, ...]:
    """Return places near those ``desired``, in their order, at least ``apart`` from each other, from ``low`` on.

    They end before ``high`` where there is room for all of them.
    """
    order = sorted(range(len(desired)), key=lambda index: desired[index])
    places: list[float] = []
    for index in order:
        places.append(max(desired[index], places[-1] + apart if places else low))
    # What was pushed over the end is pushed back, and pushes its neighbours in turn.
    end = high
    for position in range(len(places) - 1, -1, -1):
        places[position] = max(min(places[position], end), low + position * apart)
        end = places[position] - apart
    in_order = [0.0] * len(desired)
    for index, place in zip(order, places, strict=True):
        in_order[index] = place
    return tuple(in_order)
