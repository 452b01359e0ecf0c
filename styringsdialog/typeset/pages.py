"""Pages of their own design: the cover, and the divider before a bilag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from styringsdialog.messages.message import message
from styringsdialog.model.blocks import NOWHERE, Block, Blocks, Heading, Inlines, Link, Paragraph, ParagraphRole
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import Fill, NewPage, Rule, Space, Thing, Vertical, joined, moved, stack
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.inlines import runs
from styringsdialog.typeset.lines import break_lines, widest_word
from styringsdialog.typeset.paging import PLAIN_PAGE
from styringsdialog.typeset.styles import PAGE, TextStyle
from styringsdialog.typeset.text import Surroundings, TextSetter, heading_spots

__all__ = ["cover", "divider"]

Flow = Callable[[Blocks, Surroundings], Vertical]
"""Sets blocks as they stand in running text."""


def cover(content: Blocks, text: TextSetter, flow: Flow, around: Surroundings) -> Vertical:
    """Give a cover.

    What stands before the first heading is the host (labels and logos, at the top) and the
    stage (in the field of accent, over the title); what stands after it follows beneath the
    field, remarks in the second voice at the foot.
    """
    title_at = next((at for at, block in enumerate(content) if isinstance(block, Heading)), 0)
    before, title, after = content[:title_at], content[title_at : title_at + 1], content[title_at + 1 :]
    if not title or not isinstance(title[0], Heading):
        title, after = (), content
    around = attrs.evolve(around, hyphenate=False)
    field_around = attrs.evolve(around, strong=False)
    logo_around = attrs.evolve(
        around, width=min(styles.COVER_LOGO_WIDTH, around.width), tallest=styles.COVER_LOGO_HEIGHT
    )
    head: Vertical = []
    stage: Vertical = []
    for block in before:
        if isinstance(block, Paragraph) and block.role is not ParagraphRole.LABEL:
            stage += text.paragraph(block.content, styles.COVER_STAGE, _at(block, field_around))
        elif isinstance(block, Paragraph):
            head += text.paragraph(block.content, styles.COVER_HOST, _at(block, around))
        else:
            head += flow((block,), logo_around)
    titles = [item for block in title for item in _title(block, styles.COVER_TITLE, text, field_around)]
    top = joined(*stack(head))
    stage_box, title_box = joined(*stack(stage)), joined(*stack(titles))
    field_top = max(styles.COVER_FIELD_TOP, PAGE.top + top.height + 2 * styles.COVER_FIELD_PAD)
    pad = styles.COVER_FIELD_PAD
    if field_top + stage_box.height + title_box.height + 3 * pad > PAGE.height - styles.COVER_BOTTOM:
        text.problem(around, message("typeset.full-cover"))
    field = max(styles.COVER_FIELD, stage_box.height + title_box.height + 3 * pad)
    things: tuple[Thing, ...] = (
        *moved(top.things, PAGE.top),
        Rule(left=0, width=PAGE.width, dy=field_top, height=field, colour=styles.ACCENT),
        *moved(stage_box.things, field_top + pad),
        *moved(title_box.things, field_top + field - pad - title_box.height),
    )
    foot_at = next((at for at in range(len(after), 0, -1) if not _is_muted(after[at - 1])), 0)
    lead = _restyled(after[:foot_at], {ParagraphRole.LEAD: styles.COVER_LEAD}, text, flow, around)
    foot = flow(after[foot_at:], around)
    page = NewPage(top=field_top + field + pad, bottom=styles.COVER_BOTTOM, things=things)
    return [page, *lead, *((Fill(), *foot) if foot else ()), PLAIN_PAGE]


def divider(content: Blocks, text: TextSetter, flow: Flow, around: Surroundings) -> Vertical:
    """Give a divider: its number very large, its title, and what is to be said of the bilag.

    A last paragraph that is a link alone, the way back, stands at the foot.
    """
    around = attrs.evolve(around, hyphenate=False)
    own = {ParagraphRole.LABEL: styles.DIVIDER_LABEL, ParagraphRole.NUMERAL: styles.DIVIDER_NUMERAL}
    has_foot = bool(content) and _is_link(content[-1])
    main, foot = (content[:-1], content[-1:]) if has_foot else (content, ())
    page = NewPage(top=styles.DIVIDER_TOP, bottom=PAGE.bottom)
    found = _restyled(main, own, text, flow, around)
    return [page, *found, *((Fill(), *flow(foot, around)) if foot else ()), PLAIN_PAGE]


def _restyled(
    content: Iterable[Block],
    own: dict[ParagraphRole, TextStyle],
    text: TextSetter,
    flow: Flow,
    around: Surroundings,
) -> Vertical:
    """Give ``content`` in the flow, but for the paragraphs with a style in ``own`` and first-level headings."""
    found: Vertical = []
    for block in content:
        if isinstance(block, Paragraph) and block.role in own:
            style = own[block.role]
            if block.role is ParagraphRole.NUMERAL:
                style = _fitting(block.content, style, _NUMERAL_SIZES, 1, around)
            found += text.paragraph(block.content, style, _at(block, around))
        elif isinstance(block, Heading) and block.level == 1:
            found += _title(block, styles.DIVIDER_TITLE, text, around)
        else:
            found += flow((block,), around)
    return found


_NUMERAL_SIZES = (132.0, 96.0, 72.0, 48.0, 36.0)


def _title(block: Block, style: TextStyle, text: TextSetter, around: Surroundings) -> Vertical:
    """Give the heading of a page of its own: smaller rather than over more than three lines."""
    assert isinstance(block, Heading)
    around = _at(block, around)
    sizes = tuple(size for size in styles.TITLE_SIZES if size <= style.size)
    style = _fitting(block.content, style, sizes, styles.TITLE_LINES, around)
    around = _balanced(block.content, style, around)
    node = Node(f"H{block.level}", around.node)
    boxes = text.boxes(text.lines(block.content, style, node, around), style, around)
    if not boxes:
        return []
    first = attrs.evolve(boxes[0], things=(*heading_spots(block), *boxes[0].things))
    kept = [attrs.evolve(box, keep=True) for box in (first, *boxes[1:])]
    return [Space(style.before), *kept, Space(style.after)]


def _fitting(content: Inlines, style: TextStyle, sizes: Sequence[float], lines: int, around: Surroundings) -> TextStyle:
    """Give ``style`` at the first of ``sizes`` where ``content`` takes no more than ``lines``; else at the last."""
    ratio = style.leading / style.size
    for size in sizes:
        style = attrs.evolve(style, size=size, leading=round(size * ratio, 1))
        found = runs(content, style, around.node)
        fits = len(break_lines(found, around.width, hyphenate=False)) <= lines
        if fits and widest_word(found) <= around.width:
            break
    return style


def _balanced(content: Inlines, style: TextStyle, around: Surroundings) -> Surroundings:
    """Give ``around`` with the narrowest column in which ``content`` takes no more lines than it must."""
    found = runs(content, style, around.node)
    count = len(break_lines(found, around.width, hyphenate=False))
    width = around.width
    while count > 1 and width - styles.STEP >= widest_word(found):
        if len(break_lines(found, width - styles.STEP, hyphenate=False)) > count:
            break
        width -= styles.STEP
    return attrs.evolve(around, width=width)


def _at(block: Heading | Paragraph, around: Surroundings) -> Surroundings:
    return around if block.place == NOWHERE else attrs.evolve(around, place=block.place)


def _is_muted(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is ParagraphRole.MUTED


def _is_link(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.content) == 1 and isinstance(block.content[0], Link)
