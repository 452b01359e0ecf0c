"""The table of contents: each entry one box, and all of it one link."""

from __future__ import annotations

from typing import Final

import attrs

from styringsdialog.model.blocks import Align, Contents, ContentsEntry, Text, plain_text
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import Area, Box, Leader, SetLine, Space, Thing, Vertical, joined, moved, stack
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.inlines import printed
from styringsdialog.typeset.styles import TextStyle
from styringsdialog.typeset.text import Surroundings, TextSetter

__all__ = ["set_contents"]

_TOGETHER: Final = 6
"""Lines at the end of the contents that stand on one page."""


def set_contents(block: Contents, text: TextSetter, surroundings: Surroundings) -> Vertical:
    """Return ``block`` as boxes; no page ends between a part of the package and its first line."""
    node = Node("TOC", surroundings.node)
    material: Vertical = []
    for number, entry in enumerate(block.entries):
        style = styles.CONTENTS_PART if entry.level == 1 else styles.CONTENTS_LINE
        after = block.entries[number + 1 : number + 2]
        # Neither a part from what is beneath it, nor the first line from the others; the last page holds a few.
        lonely = number == 0 or number >= len(block.entries) - _TOGETHER
        keep = lonely or any(follows.level > entry.level for follows in after)
        box = _entry(entry, style, text, attrs.evolve(surroundings, node=Node("TOCI", node)))
        material += [Space(style.before), attrs.evolve(box, keep=keep and bool(after))]
    return [*material, Space(styles.BODY.after)] if material else []


def _entry(entry: ContentsEntry, style: TextStyle, text: TextSetter, surroundings: Surroundings) -> Box:
    """Return an entry; its link encloses title, dots, number and note, however many lines they take."""
    # A TOCI holds no Link but a Reference (ISO 32000-1, 14.8.4.2), and the Link stands in that.
    link = Node("Link", Node("Reference", surroundings.node))
    indent = styles.CONTENTS_INDENT * (entry.level - 1)
    left, end = surroundings.left + indent, surroundings.left + surroundings.width
    inner = attrs.evolve(surroundings, left=left, width=end - left - styles.CONTENTS_NUMBER)
    title = text.lines(entry.title, style, link, inner, links=False)
    box = joined(*stack(text.boxes(title, style, inner)))
    height = max(box.height, style.leading)
    things: list[Thing] = [*box.things]
    if entry.page:
        things += _page_number(
            entry.page,
            text,
            attrs.evolve(surroundings, node=link),
            start=left + (title[-1].width if title else 0),
            top=height - style.leading,
        )
    if entry.note:
        note = text.boxes(text.lines((Text(entry.note),), styles.SMALL, link, inner), styles.SMALL, inner)
        below = joined(*stack(note))
        things += moved(below.things, height)
        height += below.height
    words = printed(plain_text(entry.title))
    area = Area(
        target=entry.target,
        # As it should be read aloud, without the dots.
        words=f"{words}, side {entry.page}" if entry.page else words,
        left=left,
        width=end - left,
        dy=0,
        height=height,
        node=link,
    )
    return Box(height=height, things=(*things, area))


def _page_number(page: str, text: TextSetter, surroundings: Surroundings, *, start: float, top: float) -> list[Thing]:
    """Return the number flush right, and the dots that lead to it from ``start``."""
    style = styles.CONTENTS_LINE
    lines = text.lines((Text(page),), style, surroundings.node, surroundings)
    boxes = text.boxes(lines, style, attrs.evolve(surroundings, align=Align.END))
    things: list[Thing] = [thing for box in boxes[:1] for thing in moved(box.things, top)]
    gap = 2 * styles.STEP
    first = min(
        (thing.left for thing in things if isinstance(thing, SetLine)), default=surroundings.left + surroundings.width
    )
    if first - start > 2 * gap + styles.LEADER_PITCH:
        things.append(Leader(left=start + gap, width=first - start - 2 * gap, dy=top + style.drop))
    return things
