"""Bars of key figures: each with its name before it and its number after it, from nothing on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from styringsdialog.model.blocks import KeyFigures
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import Path
from styringsdialog.typeset.chart_pen import MOST_SERIES, Pen, Point
from styringsdialog.typeset.key_figures import printed_values

__all__ = ["draw_bars"]


@attrs.frozen
class _Entry:
    """One number with what it is called."""

    label: str
    value: float | None
    printed: str


@attrs.frozen
class _Group:
    """Numbers that belong together, under a name of their own where there are several groups."""

    label: str
    entries: tuple[_Entry, ...]


def draw_bars(figures: KeyFigures, left: float, width: float, pen: Pen) -> float:
    """Draw a bar for each number of ``figures`` and return the height of all."""
    return _bars(_groups(figures), left, width, pen)


def _groups(figures: KeyFigures) -> tuple[_Group, ...]:
    """Return the numbers as they stand beneath each other: groups are made of rows or columns, whichever are more."""
    printed = printed_values(figures)
    grid = [
        [
            _Entry(column, value, words)
            for column, value, words in zip(figures.columns, row.values, words_of_row, strict=True)
        ]
        for row, words_of_row in zip(figures.rows, printed, strict=True)
    ]
    labels = [row.label for row in figures.rows]
    if len(labels) == 1:
        return (_Group("", tuple(grid[0])),)
    if len(figures.columns) == 1:
        return (_Group("", tuple(attrs.evolve(row[0], label=label) for label, row in zip(labels, grid, strict=True))),)
    # The bars of a group are told apart by their pattern, and there are no more than MOST_SERIES of those.
    if len(labels) <= MOST_SERIES and len(labels) <= len(figures.columns):
        return tuple(
            _Group(
                column,
                tuple(attrs.evolve(row[index], label=label) for label, row in zip(labels, grid, strict=True)),
            )
            for index, column in enumerate(figures.columns)
        )
    return tuple(_Group(label, tuple(row)) for label, row in zip(labels, grid, strict=True))


def _bars(groups: Sequence[_Group], left: float, width: float, pen: Pen) -> float:
    """Draw ``groups`` of bars beneath each other and return the height of all."""
    entries = [entry for group in groups for entry in group.entries]
    known = [entry.value for entry in entries if entry.value is not None]
    # From zero, whatever the numbers are: the lengths of two bars can be compared only then.
    low, high = min(0.0, *known), max(0.0, *known)
    style = styles.CHART_WORDS
    beside = min(max(pen.width(entry.label, style) for entry in entries), width * styles.CHART_LABELS)
    room = max(pen.width(entry.printed, style) for entry in entries) + styles.STEP
    start = left + beside + 2 * styles.STEP
    # A number below zero is written to the left of its bar.
    extent = left + width - start - room - (room if low < 0 else 0)
    # ``is_drawn`` asks for a number that is not zero, so that ``high`` is never ``low``.
    zero = start + (room if low < 0 else 0) + extent * -low / (high - low)
    scale = extent / (high - low)
    y = 0.0
    for group in groups:
        if group.label:
            lines = pen.broken(group.label, styles.CHART_NAMES, width)
            y += 2 * styles.STEP if y else 0
            pen.write(lines, styles.CHART_NAMES, left, y)
            y += len(lines) * styles.CHART_NAMES.leading
        top = y
        for index, entry in enumerate(group.entries):
            lines = pen.broken(entry.label, style, beside)
            deep = max(len(lines) * style.leading, styles.CHART_BAR) + styles.CHART_GAP
            pen.write(lines, style, left, y + (deep - len(lines) * style.leading) / 2)
            middle = y + deep / 2
            # What is missing has no bar, but its words stand where one would begin.
            end = zero + (entry.value or 0) * scale
            pen.paths += _bar(zero, end, middle, index if len(groups) > 1 else 0)
            over = end >= zero
            x = end + styles.STEP if over else end - styles.STEP
            pen.write(entry.printed, style, x, middle - style.leading / 2, part=0 if over else 1)
            y += deep
        pen.rule(zero, top, zero, y, styles.QUIET)
    return y


def _bar(start: float, end: float, middle: float, look: int) -> Iterator[Path]:
    """Return a bar, filled by its place in the group: solid, hatched, pale, pale and hatched, white, dark."""
    # The outline of a bar without length would be seen as a small number.
    if start == end:
        return
    x, to_x = min(start, end), max(start, end)
    y, to_y = middle - styles.CHART_BAR / 2, middle + styles.CHART_BAR / 2
    corners = ((x, y), (to_x, y), (to_x, to_y), (x, to_y))
    # Patterns and not colours tell bars apart (WCAG 2.1, 1.4.1), on paper without colours too.
    fill = (styles.ACCENT, styles.PAPER, styles.PALE, styles.PALE, styles.PAPER, styles.INK)[look % MOST_SERIES]
    edge = styles.INK if fill == styles.INK else styles.ACCENT
    yield Path(points=corners, fill=fill, stroke=edge, width=styles.THIN)
    if look % MOST_SERIES in {1, 3}:
        for points in _hatching(x, y, to_x, to_y):
            yield Path(points=points, stroke=styles.ACCENT, width=styles.THIN)


def _hatching(x: float, y: float, to_x: float, to_y: float) -> Iterator[tuple[Point, Point]]:
    """Return slanting lines within a rectangle."""
    depth = to_y - y
    offset = x - depth + styles.CHART_HATCH
    while offset < to_x:
        # The line from (offset, to_y) up to (offset + depth, y), cut off at both sides.
        begin, end = max(offset, x), min(offset + depth, to_x)
        if begin < end:
            yield (begin, to_y - (begin - offset)), (end, to_y - (end - offset))
        offset += styles.CHART_HATCH
