"""Key figures in words, as a table, and as a chart: bars, or lines where the columns are years.

Every mark has its words beside it, so that nobody has to tell colours apart. reportlab's own charts look their fonts
up in a registry that all of the process shares.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

import attrs

from styringsdialog.danish.numbers import MISSING, decimal_places, number
from styringsdialog.model.blocks import Align, Blocks, Cell, KeyFigures, Paragraph, Row, Table, Text
from styringsdialog.model.colour import Colour
from styringsdialog.model.scalars import WrittenFloat
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import Drawing, Path, SetLine
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.lines import Line
from styringsdialog.typeset.styles import TextStyle

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


# Rows that can be told apart by pattern, mark and dash.
MOST_SERIES: Final = 6

Point = tuple[float, float]


# Returns a text as lines no wider than so many points; a chart knows only where its words stand.
Words = Callable[[str, TextStyle, float], tuple[Line, ...]]


@attrs.define(eq=False)
class Pen:
    """Collects what is drawn; ``broken`` sets words."""

    broken: Words
    paths: list[Path] = attrs.field(factory=list, init=False)
    words: list[SetLine] = attrs.field(factory=list, init=False)

    def width(self, text: str, style: TextStyle) -> float:
        """Return the width of ``text`` on one line."""
        return max((line.width for line in self.broken(text, style, math.inf)), default=0)

    def write(self, text: str | tuple[Line, ...], style: TextStyle, x: float, top: float, *, part: float = 0) -> None:
        """Write at ``x``, which is the start, the middle (``part`` 0.5) or the end (1) of each line."""
        for index, line in enumerate(self.broken(text, style, math.inf) if isinstance(text, str) else text):
            dy = top + index * style.leading + style.drop
            self.words.append(SetLine(line=line, left=x - line.width * part, dy=dy))

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: Colour = styles.HAIRLINE) -> None:
        """Draw a thin line between two points."""
        self.paths.append(Path(points=((x, y), (to_x, to_y)), stroke=colour, width=styles.THIN))


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


def _groups(figures: KeyFigures) -> tuple[_Group, ...]:
    """Return the numbers as they stand beneath each other: groups are made of rows or columns, whichever are more."""
    grid = [
        [
            _Entry(column, value, words)
            for column, value, words in zip(figures.columns, row.values, words_of_row, strict=True)
        ]
        for row, words_of_row in zip(figures.rows, printed_values(figures), strict=True)
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


def draw_bars(figures: KeyFigures, left: float, width: float, pen: Pen) -> float:
    """Draw a bar for each number of ``figures``, in groups beneath each other, and return the height of all."""
    groups = _groups(figures)
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
    yield Path(points=corners, fill=fill, stroke=styles.INK if fill == styles.INK else styles.ACCENT, width=styles.THIN)
    if look % MOST_SERIES in {1, 3}:
        yield from (
            Path(points=points, stroke=styles.ACCENT, width=styles.THIN) for points in _hatching(x, y, to_x, to_y)
        )


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


# Decimals, because three steps of 0.1 in floats are 0.30000000000000004, which would be printed at the axis.
_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
# Numbers on an axis.
_MOST: Final = 6


def ticks(low: float, high: float) -> tuple[Decimal, ...]:
    """Return two to six round numbers, evenly apart, the first no more than ``low`` and the last no less than ``high``.

    An axis begins at zero, unless all values lie so close to each other that their difference would
    not be seen: within the upper half of the greatest.

    Raises:
        ValueError: ``low`` is more than ``high``.
    """
    if low > high:
        raise ValueError(f"{low} is more than {high}")
    # repr gives the shortest decimal that is the float: Decimal(0.1) has fifty-five digits.
    first, last = Decimal(repr(low)), Decimal(repr(high))
    if not (first > last / 2 > 0 or last < first / 2 < 0):
        first, last = min(first, Decimal(0)), max(last, Decimal(0))
    if first == last:
        # Where all numbers are the same, the axis still needs a length.
        last += abs(last) or 1
    # One power of ten beneath the difference: a smaller step gives more than ten marks, always too many.
    for power in itertools.count((last - first).adjusted() - 1):
        for digit in _STEPS:
            step = digit.scaleb(power)
            start = (first / step).to_integral_value(ROUND_FLOOR)
            if (count := int((last / step).to_integral_value(ROUND_CEILING) - start)) < _MOST:
                return tuple((start + number) * step for number in range(count + 1))
    raise AssertionError("a step as long as the axis is always found")


def are_years(columns: Sequence[str]) -> bool:
    """Tell whether ``columns`` are three years or more in their order."""
    # isdigit alone takes superscripts and the digits of other scripts.
    return (
        len(columns) >= 3
        and all(len(name) == 4 and name.isascii() and name.isdigit() for name in columns)
        and all(int(year) < int(next_year) for year, next_year in itertools.pairwise(columns))
    )


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
    # The table before the chart names all years.
    _write_spaced(((year, (at(year, float(marks[0]))[0], foot + 1.5 * styles.STEP)) for year in figures.columns), pen)
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
        above = (point and (point[0], point[1] - style.leading - styles.CHART_MARK) for point in points)
        _write_spaced(zip(over, above, strict=True), pen)
    # Names that were spread may reach further down than the years.
    depth = max([foot + style.leading + 2 * styles.STEP, *(word.dy + styles.STEP for word in pen.words)])
    if marks[0] <= 0 <= marks[-1]:
        return depth
    # Heights above an axis that begins elsewhere than at zero must not be compared.
    pen.write(f"Aksen begynder ved {axis[0]}.", styles.SMALL, left, depth)
    return depth + styles.SMALL.leading


def _write_spaced(labels: Iterable[tuple[str, Point | None]], pen: Pen) -> None:
    """Write as many of ``labels`` as have room, each around the middle of its line's top, where it has one."""
    style = styles.CHART_WORDS
    taken = -math.inf
    for words, top in labels:
        half = pen.width(words, style) / 2
        if top is not None and top[0] - half > taken:
            pen.write(words, style, *top, part=0.5)
            taken = top[0] + half + styles.STEP


# Colour alone may tell no line from another (WCAG 2.1, 1.4.1): each has its dash and its mark.
_DASHES: Final = ((), (6.0, 2.5), (1.5, 2.0), (8.0, 2.0, 1.5, 2.0), (3.0, 1.5), (10.0, 3.0))


def _line(points: Sequence[Point | None], look: int) -> Iterator[Path]:
    """Return one line in the look of its row, broken where a number is missing, with a mark at each number."""
    colour = styles.ACCENT if look % 2 == 0 else styles.INK
    for there, stretch in itertools.groupby(points, lambda point: point is not None):
        known = tuple(point for point in stretch if point is not None)
        if there and len(known) > 1:
            yield Path(points=known, stroke=colour, width=styles.CHART_LINE, dash=_DASHES[look % MOST_SERIES])
    yield from (
        Path(points=_mark(point, look), fill=colour if look < 3 else styles.PAPER, stroke=colour)
        for point in points
        if point is not None
    )


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
    return tuple(place for _, place in sorted(zip(order, places, strict=True)))


# What can still be looked at; more is a table alone.
_MOST_MARKS: Final = 48
# In a narrower column, names and numbers would leave hardly any room for what is drawn.
_LEAST_WIDTH: Final = 240.0


def is_drawn(figures: KeyFigures, width: float) -> bool:
    """Tell whether there is anything to see in a chart of ``figures`` in a column of ``width`` points."""
    known = [value for row in figures.rows for value in row.values if value is not None]
    return (
        width >= _LEAST_WIDTH
        and len(known) > 1
        # Where all numbers are zero, no bar has a length and no line a height.
        and any(known)
        and min(len(figures.rows), len(figures.columns)) <= MOST_SERIES
        and len(figures.rows) * len(figures.columns) <= _MOST_MARKS
    )


def set_chart(figures: KeyFigures, *, left: float, width: float, node: Node, words: Words) -> Drawing:
    """Return the chart of ``figures``, which ``is_drawn``, in a column of ``width`` points that begins at ``left``."""
    pen = Pen(words)
    # Lines are told apart by their look, and there are no more than MOST_SERIES looks.
    as_lines = are_years(figures.columns) and len(figures.rows) <= MOST_SERIES
    height = (draw_lines if as_lines else draw_bars)(figures, left, width, pen)
    return Drawing(
        paths=tuple(pen.paths),
        words=tuple(pen.words),
        left=left,
        dy=0,
        width=width,
        height=height,
        node=node,
    )
