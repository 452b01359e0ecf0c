"""Tables: how wide columns are, where cells stand, and how rows reach the next page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs

from styringsdialog.model.blocks import Align, Blocks, Cell, Row, Table, TableRole, Text
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import Box, Rule, Thing, Vertical, as_artifact, joined, stack
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.text import Flow, Surroundings, TextSetter

# A table whose lines fill less than this of the measure is left as narrow as it is.
_FILL: Final = 0.55


@attrs.frozen
class Extent:
    """The narrowest width without a divided word, and the widest that is of use."""

    least: float = 0
    most: float = 0

    @classmethod
    def widest(cls, extents: Iterable[Extent]) -> Extent:
        """Return the extent of contents that stand beneath each other."""
        stacked = list(extents)
        return cls(max((each.least for each in stacked), default=0), max((each.most for each in stacked), default=0))

    @classmethod
    def beside(cls, extents: Iterable[Extent], gap: float = styles.COLUMN_GAP) -> Extent:
        """Return the extent of columns that stand beside each other with ``gap`` between them."""
        columns = list(extents)
        gaps = gap * (len(columns) - 1)
        return cls(sum(each.least for each in columns) + gaps, sum(each.most for each in columns) + gaps)

    def further_in(self, indent: float) -> Extent:
        """Return the extent of the same contents, indented."""
        return Extent(self.least + indent, self.most + indent)


def column_widths(
    extents: Sequence[Extent],
    spans: Sequence[tuple[int, int, Extent]],
    width: float,
    *,
    stretch: Sequence[bool],
    gap: float = styles.COLUMN_GAP,
) -> list[float]:
    """Return the widths of columns, which with the gaps between them never exceed ``width``.

    Where there is room, every column is as wide as its widest line, and those that ``stretch``
    share what is left when the table fills most of the measure anyway. Where there is not, the widest
    columns give way first, each down to its longest word, and where even those do not fit, further.

    Args:
        extents: Of the cells in one column.
        spans: First column, columns and extent of cells over several.
        width: Of the table at most.
        stretch: Which columns take what is left: not those that hold numbers alone.
        gap: Between columns.
    """
    extents = list(extents)
    # Spans over few columns first: what they add to a column counts for wider spans too.
    for column, columns, extent in sorted(spans, key=lambda span: (span[1], span[0])):
        covered = extents[column : column + columns]
        whole = Extent.beside(covered, gap)
        share = Extent(max(extent.least - whole.least, 0) / columns, max(extent.most - whole.most, 0) / columns)
        extents[column : column + columns] = [
            Extent(each.least + share.least, max(each.most + share.most, each.least + share.least)) for each in covered
        ]
    room = width - gap * (len(extents) - 1)
    least, most = sum(each.least for each in extents), sum(each.most for each in extents)
    if most <= room:
        widths = [each.most for each in extents]
        # Numbers are compared down their column: wider columns would only move a row's numbers apart.
        if most < _FILL * room or not any(stretch):
            return widths
        base = sum(each.most for each, wide in zip(extents, stretch, strict=True) if wide) or 1
        return [
            each.most + ((room - most) * each.most / base if wide else 0)
            for each, wide in zip(extents, stretch, strict=True)
        ]
    # The gaps alone may be wider than the table: then ``room`` is below zero.
    return _filled(extents, room) if least <= room else _level([each.least for each in extents], max(room, 1))


def _filled(extents: Sequence[Extent], room: float) -> list[float]:
    """Return widths between least and most that fill ``room``: one level, as near as each can come to it."""
    low, high = 0.0, max(each.most for each in extents)
    # Forty halvings bring the error far below what a printer shows.
    for _ in range(40):
        level = (low + high) / 2
        if sum(min(max(level, each.least), each.most) for each in extents) > room:
            high = level
        else:
            low = level
    # ``low`` and not ``high``, because the sum at ``low`` never exceeds ``room``.
    return [min(max(low, each.least), each.most) for each in extents]


def _level(widths: Sequence[float], room: float) -> list[float]:
    """Return ``widths`` with the largest cut down to one level, so that they fill ``room``."""
    left = room
    order = sorted(range(len(widths)), key=lambda column: widths[column])
    levelled = [0.0] * len(widths)
    for done, column in enumerate(order):
        levelled[column] = min(widths[column], left / (len(widths) - done))
        left -= levelled[column]
    return levelled


@attrs.frozen
class Cells:
    """Sets the contents of cells; a table knows only their places.

    Attributes:
        text: Sets their words.
        flow: Sets their blocks.
        measure: Returns the widths between which blocks can stand.
        surroundings: Of the table.
    """

    text: TextSetter
    flow: Flow
    measure: Callable[[Blocks, Surroundings], Extent]
    surroundings: Surroundings

    def extent(self, cell: Cell) -> Extent:
        """Return the widths between which the cell's contents can stand."""
        return self.measure(cell.content, self._within(cell, 0, 0, self.surroundings.node))

    def boxes(self, cell: Cell, left: float, width: float, node: Node) -> Vertical:
        """Return the cell's contents in a column."""
        return self.flow(cell.content, self._within(cell, left, width, node))

    def small(self, words: str, left: float, width: float) -> Box:
        """Return a line in the small style at the end of a column."""
        surroundings = attrs.evolve(self.surroundings, left=left, width=width, align=Align.END)
        lines = self.text.lines((Text(words),), styles.SMALL, surroundings.node, surroundings)
        return joined(*stack(self.text.boxes(lines[:1], styles.SMALL, surroundings)))

    def _within(self, cell: Cell, left: float, width: float, node: Node) -> Surroundings:
        return attrs.evolve(
            self.surroundings,
            left=left,
            width=width,
            node=node,
            align=cell.align,
            strong=cell.header and cell.scope != "row",
            # Columns are as wide as whole words need (``widths``).
            hyphenate=False,
            # A list in a cell begins with the first level's bullet again.
            depth=0,
            tables=self.surroundings.tables + 1,
            inner=True,
        )


@attrs.frozen
class _Placed:
    """A cell in the grid."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int


def set_table(table: Table, node: Node, cells: Cells) -> Vertical:
    """Return ``table``, whose element is ``node``, as boxes, one for each row or group of rows joined by a cell.

    A box that begins a page brings the heading rows with it, unless they would fill much of the
    page; a row is divided only when it is taller than a page.
    """
    columns, cells = _columns(table, cells)
    if not columns:
        return []
    left, right, page = columns[0].left, columns[-1].left + columns[-1].width, cells.surroundings.page
    # Before the body: the structure tree is read aloud in the order in which its elements are made.
    head = _set_rows(table.head, columns, node, cells, low=True)
    groups = _set_rows(table.body, columns, node, cells)
    suspend = as_artifact(cells.small(styles.CONTINUED, left, right - left))
    heading = None
    if sum(group.height for group in head) > page / 3:
        groups = [*head, *groups]
    elif head:
        heading = _heading(table, head, left, right)
    # The heading is read aloud once: rows tagged again on every page would be new rows of the table.
    resume = (as_artifact(heading),) if heading else ()
    depth = page - suspend.height - sum(box.height for box in resume)
    tall = any(group.lines > 1 for group in groups)
    hairline = Rule(left=left, width=right - left, dy=0, height=styles.THIN, colour=styles.HAIRLINE)
    ruled = table.role is not TableRole.OPEN
    material: Vertical = [attrs.evolve(heading, keep=True)] if heading else []
    for number, group in enumerate(groups):
        chunks = group.chunks(depth)
        # Rows of one line each are told apart without a rule.
        if number and tall and ruled:
            chunks[0] = _with(chunks[0], hairline)
        if number == len(groups) - 1 and ruled:
            chunks[-1] = _with(chunks[-1], attrs.evolve(hairline, dy=chunks[-1].height))
        for part, chunk in enumerate(chunks):
            # The first row is kept with the heading, where a page can hold both.
            goes_on = heading is not None or number or part
            material.append(attrs.evolve(chunk, suspend=suspend, resume=resume) if goes_on else chunk)
    return material


# -------------------------------------------------------------------------------- the grid


def _grid(rows: Sequence[Row]) -> list[_Placed]:
    """Return each cell with its row and column, as in HTML: a cell takes the first column left free."""
    taken: set[tuple[int, int]] = set()
    grid = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            # HTML cuts a cell off at the last row of its group too, whatever it asks for.
            deep = min(max(cell.rowspan, 1), len(rows) - number)
            wide = max(cell.colspan, 1)
            taken |= {(number + down, column + along) for down in range(deep) for along in range(wide)}
            grid.append(_Placed(cell, number, column, deep, wide))
            column += wide
    return grid


# ----------------------------------------------------------------------------- the columns


@attrs.frozen
class _Column:
    left: float
    width: float


def _columns(table: Table, cells: Cells) -> tuple[list[_Column], Cells]:
    """Return the columns, and who sets cells in them: smaller and nearer each other where words would be divided."""
    head, body = _grid(table.head), _grid(table.body)
    count = max((placed.column + placed.columns for placed in (*head, *body)), default=0)
    if not count:
        return [], cells
    gap, width = styles.COLUMN_GAP, cells.surroundings.width
    extents, spans = _extents((*head, *body), count, cells)
    if Extent.beside(extents).least > width:
        # Two halves of a number beneath each other read as two numbers.
        gap, cells = styles.TIGHT_GAP, attrs.evolve(cells, surroundings=attrs.evolve(cells.surroundings, compact=True))
        extents, spans = _extents((*head, *body), count, cells)
    # By the cells of one column alone: one over several says nothing of each.
    numeric = [
        all(placed.cell.align is Align.END for placed in body if placed.column == column and placed.columns == 1)
        for column in range(count)
    ]
    widths = column_widths(extents, spans, width, stretch=[not number for number in numeric], gap=gap)
    columns = []
    at = cells.surroundings.left
    for each in widths:
        columns.append(_Column(at, each))
        at += each + gap
    return columns, cells


# First column, columns and extent of a cell over several.
_Span = tuple[int, int, Extent]


def _extents(grid: Iterable[_Placed], count: int, cells: Cells) -> tuple[list[Extent], list[_Span]]:
    """Return the extent of each column, and of the cells over several."""
    extents = [Extent()] * count
    spans: list[_Span] = []
    for placed in grid:
        extent = cells.extent(placed.cell)
        if placed.columns == 1:
            extents[placed.column] = Extent.widest((extents[placed.column], extent))
        else:
            spans.append((placed.column, placed.columns, extent))
    return extents, spans


# -------------------------------------------------------------------------------- the rows


@attrs.frozen
class _Group:
    """Rows that no page break parts.

    Attributes:
        atoms: What cannot be divided, each with its distance from the top.
        lines: In its tallest cell.
    """

    atoms: tuple[tuple[float, Box], ...]
    height: float
    lines: int

    def chunks(self, depth: float) -> list[Box]:
        """Return the rows as one box, or as several no taller than ``depth`` where they are taller."""
        boxes = []
        atoms, height = list(self.atoms), self.height
        while height > depth:
            # At least the first of them, however tall, because otherwise nothing would ever be placed.
            reach = max(depth - styles.CELL_PAD, min((dy + box.height for dy, box in atoms), default=0))
            fitting = [(dy, box) for dy, box in atoms if dy + box.height <= reach]
            if not (later := [(dy, box) for dy, box in atoms if dy + box.height > reach]):
                break
            boxes.append(joined(fitting, max(dy + box.height for dy, box in fitting) + styles.CELL_PAD))
            start = min(dy for dy, _ in later) - styles.CELL_PAD
            atoms = [(dy - start, box) for dy, box in later]
            height -= start
        return [*boxes, joined(atoms, height)]


def _set_rows(
    rows: Sequence[Row], columns: Sequence[_Column], node: Node, cells: Cells, *, low: bool = False
) -> list[_Group]:
    """Return ``rows`` as groups; ``low`` puts cells at the bottom of their row, as in a heading."""
    grid = _grid(rows)
    # Rows and cells stand in the tree without words too: a cell left out would move all those after it.
    row_nodes = [Node("TR", node, empty=True) for _ in rows]
    pads = 2 * styles.CELL_PAD
    heights = [styles.BODY.leading + pads] * len(rows)
    contents = []
    for placed in grid:
        cell = placed.cell
        first, last = columns[placed.column], columns[placed.column + placed.columns - 1]
        # Without a Scope it cannot be told which cells a TH is the heading of (ISO 14289-1, 7.5).
        role, scope = ("TH", _SCOPES.get(cell.scope, "Column" if low else "Row")) if cell.header else ("TD", "")
        cell_node = Node(
            role,
            row_nodes[placed.row],
            empty=True,
            Scope=scope,
            # 0 leaves the attribute out: 1 is its default (ISO 32000-1, table 349).
            ColSpan=placed.columns if placed.columns > 1 else 0,
            RowSpan=placed.rows if placed.rows > 1 else 0,
        )
        atoms, height = stack(cells.boxes(cell, first.left, last.left + last.width - first.left, cell_node))
        contents.append((placed, atoms, height))
    for row, cells_missing in enumerate(_missing(grid, len(rows), len(columns))):
        # A row that says less than the others is as wide as they are (ISO 14289-1, 7.5).
        for _ in range(cells_missing):
            Node("TD", row_nodes[row], empty=True)
    # Cells over fewer rows first, so that those over more only add what is then still missing.
    for placed, _, height in sorted(contents, key=lambda content: content[0].rows):
        covered = slice(placed.row, placed.row + placed.rows)
        heights[placed.row + placed.rows - 1] += max(height + pads - sum(heights[covered]), 0)
    groups = []
    for start, end in _joined_rows(grid, len(rows)):
        atoms_here: list[tuple[float, Box]] = []
        lines = 0
        for placed, atoms, height in contents:
            if start <= placed.row < end:
                top = sum(heights[start : placed.row]) + styles.CELL_PAD
                if low:
                    top += sum(heights[placed.row : placed.row + placed.rows]) - pads - height
                atoms_here += [(top + dy, box) for dy, box in atoms]
                lines = max(lines, len(atoms))
        groups.append(_Group(tuple(atoms_here), sum(heights[start:end]), lines))
    return groups


def _missing(grid: Sequence[_Placed], rows: int, columns: int) -> list[int]:
    """Return for each row the number of columns that no cell covers."""
    covered = [0] * rows
    for placed in grid:
        for row in range(placed.row, placed.row + placed.rows):
            covered[row] += placed.columns
    return [max(columns - each, 0) for each in covered]


_SCOPES = {"col": "Column", "row": "Row"}


def _joined_rows(grid: Sequence[_Placed], count: int) -> list[tuple[int, int]]:
    """Return the stretches of rows out of which no cell reaches."""
    stretches = []
    start = 0
    for row in range(count):
        if not any(placed.row <= row < placed.row + placed.rows - 1 for placed in grid):
            stretches.append((start, row + 1))
            start = row + 1
    return stretches


def _heading(table: Table, head: Sequence[_Group], left: float, right: float) -> Box:
    box = joined(*stack([joined(group.atoms, group.height) for group in head]))
    if table.role is TableRole.OPEN:
        return box
    rule = Rule(left=left, width=right - left, dy=box.height - styles.RULE, height=styles.RULE, colour=styles.INK)
    return attrs.evolve(_with(box, rule), height=box.height + styles.STEP / 2)


def _with(box: Box, rule: Thing) -> Box:
    return attrs.evolve(box, things=(*box.things, rule))
