"""Pages of their own design: the cover, the divider before a bilag, and the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from styringsdialog.messages.message import message
from styringsdialog.model.blocks import (
    Align,
    Block,
    Blocks,
    Contents,
    ContentsEntry,
    Heading,
    Inlines,
    Link,
    Paragraph,
    ParagraphRole,
    Text,
    plain_text,
)
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import (
    Area,
    Box,
    Fill,
    Leader,
    NewPage,
    Rule,
    SetLine,
    Space,
    Thing,
    Vertical,
    joined,
    moved,
    stack,
)
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.inlines import printed, runs
from styringsdialog.typeset.lines import break_lines, widest_word
from styringsdialog.typeset.paging import PLAIN_PAGE
from styringsdialog.typeset.styles import PAGE, TextStyle
from styringsdialog.typeset.text import Flow, Surroundings, TextSetter


def cover(content: Blocks, text: TextSetter, flow: Flow, surroundings: Surroundings) -> Vertical:
    """Return a cover.

    What stands before the first heading is the host (labels and logos, at the top) and the
    stage (in the field of accent, over the title); what stands after it follows beneath the
    field, remarks in the second voice at the foot.
    """
    title_at = next((at for at, block in enumerate(content) if isinstance(block, Heading)), 0)
    before, title, after = content[:title_at], content[title_at : title_at + 1], content[title_at + 1 :]
    if not title or not isinstance(title[0], Heading):
        title, after = (), content
    surroundings = attrs.evolve(surroundings, hyphenate=False)
    field_surroundings = attrs.evolve(surroundings, strong=False)
    logo_surroundings = attrs.evolve(
        surroundings, width=min(styles.COVER_LOGO_WIDTH, surroundings.width), tallest=styles.COVER_LOGO_HEIGHT
    )
    head: Vertical = []
    stage: Vertical = []
    for block in before:
        if isinstance(block, Paragraph) and block.role is not ParagraphRole.LABEL:
            stage += text.paragraph(block.content, styles.COVER_STAGE, field_surroundings.at(block.place))
        elif isinstance(block, Paragraph):
            head += text.paragraph(block.content, styles.COVER_HOST, surroundings.at(block.place))
        else:
            head += flow((block,), logo_surroundings)
    titles = [item for block in title for item in _title(block, styles.COVER_TITLE, text, field_surroundings)]
    top = joined(*stack(head))
    stage_box, title_box = joined(*stack(stage)), joined(*stack(titles))
    field_top = max(styles.COVER_FIELD_TOP, PAGE.top + top.height + 2 * styles.COVER_FIELD_PAD)
    pad = styles.COVER_FIELD_PAD
    if field_top + stage_box.height + title_box.height + 3 * pad > PAGE.height - styles.COVER_BOTTOM:
        text.problem(surroundings, message("typeset.full-cover"))
    field = max(styles.COVER_FIELD, stage_box.height + title_box.height + 3 * pad)
    things: tuple[Thing, ...] = (
        *moved(top.things, PAGE.top),
        Rule(left=0, width=PAGE.width, dy=field_top, height=field, colour=styles.ACCENT),
        *moved(stage_box.things, field_top + pad),
        *moved(title_box.things, field_top + field - pad - title_box.height),
    )
    foot_at = next((at for at in range(len(after), 0, -1) if not _is_muted(after[at - 1])), 0)
    lead = _restyled(after[:foot_at], {ParagraphRole.LEAD: styles.COVER_LEAD}, text, flow, surroundings)
    foot = flow(after[foot_at:], surroundings)
    page = NewPage(top=field_top + field + pad, bottom=styles.COVER_BOTTOM, things=things)
    # Ends the page: what follows begins one in the plain frame.
    return [page, *lead, *((Fill(), *foot) if foot else ()), PLAIN_PAGE]


def divider(content: Blocks, text: TextSetter, flow: Flow, surroundings: Surroundings) -> Vertical:
    """Return a divider: its number very large, its title, and the words about the bilag.

    A last paragraph that is a link alone, the way back, stands at the foot.
    """
    surroundings = attrs.evolve(surroundings, hyphenate=False)
    own = {ParagraphRole.LABEL: styles.DIVIDER_LABEL, ParagraphRole.NUMERAL: styles.DIVIDER_NUMERAL}
    main, foot = (content[:-1], content[-1:]) if content and _is_link(content[-1]) else (content, ())
    page = NewPage(top=styles.DIVIDER_TOP, bottom=PAGE.bottom)
    flowing = _restyled(main, own, text, flow, surroundings)
    return [page, *flowing, *((Fill(), *flow(foot, surroundings)) if foot else ()), PLAIN_PAGE]


def _restyled(
    content: Iterable[Block],
    own: dict[ParagraphRole, TextStyle],
    text: TextSetter,
    flow: Flow,
    surroundings: Surroundings,
) -> Vertical:
    """Return ``content`` in the flow, but for the paragraphs with a style in ``own`` and first-level headings."""
    material: Vertical = []
    for block in content:
        if isinstance(block, Paragraph) and block.role in own:
            style = own[block.role]
            if block.role is ParagraphRole.NUMERAL:
                style = _fitting(block.content, style, _NUMERAL_SIZES, 1, surroundings)
            material += text.paragraph(block.content, style, surroundings.at(block.place))
        elif isinstance(block, Heading) and block.level == 1:
            material += _title(block, styles.DIVIDER_TITLE, text, surroundings)
        else:
            material += flow((block,), surroundings)
    return material


_NUMERAL_SIZES = (132.0, 96.0, 72.0, 48.0, 36.0)


def _title(block: Block, style: TextStyle, text: TextSetter, surroundings: Surroundings) -> Vertical:
    """Return the heading of a page of its own: smaller rather than on more than three lines."""
    assert isinstance(block, Heading)
    surroundings = surroundings.at(block.place)
    sizes = tuple(size for size in styles.TITLE_SIZES if size <= style.size)
    style = _fitting(block.content, style, sizes, styles.TITLE_LINES, surroundings)
    # Lines of nearly one length, because one short word alone beneath a large title looks like a mistake.
    boxes = text.heading(block, style, _balanced(block.content, style, surroundings))
    return [Space(style.before), *boxes, Space(style.after)] if boxes else []


def _fitting(
    content: Inlines, style: TextStyle, sizes: Sequence[float], lines: int, surroundings: Surroundings
) -> TextStyle:
    """Return ``style`` at the first of ``sizes`` where ``content`` takes no more than ``lines``; else at the last."""
    ratio = style.leading / style.size
    for size in sizes:
        style = attrs.evolve(style, size=size, leading=round(size * ratio, 1))
        content_runs = runs(content, style, surroundings.node)
        fits = len(break_lines(content_runs, surroundings.width, hyphenate=False)) <= lines
        if fits and widest_word(content_runs) <= surroundings.width:
            break
    return style


def _balanced(content: Inlines, style: TextStyle, surroundings: Surroundings) -> Surroundings:
    """Return ``surroundings`` with the narrowest column in which ``content`` takes no more lines than it must."""
    content_runs = runs(content, style, surroundings.node)
    count = len(break_lines(content_runs, surroundings.width, hyphenate=False))
    width = surroundings.width
    while count > 1 and width - styles.STEP >= widest_word(content_runs):
        if len(break_lines(content_runs, width - styles.STEP, hyphenate=False)) > count:
            break
        width -= styles.STEP
    return attrs.evolve(surroundings, width=width)


def _is_muted(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is ParagraphRole.MUTED


def _is_link(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.content) == 1 and isinstance(block.content[0], Link)


# Lines at the end of the contents that stand on one page.
_TOGETHER: Final = 6


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
