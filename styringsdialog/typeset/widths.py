"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from styringsdialog.typeset import styles

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
