"""Blocks become vertical material: what each kind of block looks like in the flow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from styringsdialog.messages.message import message
from styringsdialog.model.blocks import (
    Align,
    Aside,
    Block,
    Blocks,
    Contents,
    Definition,
    Definitions,
    Figure,
    Heading,
    Inlines,
    KeyFigures,
    List,
    ListItem,
    Paragraph,
    ParagraphRole,
    Section,
    SectionRole,
    Table,
    Text,
)
from styringsdialog.model.colour import Colour
from styringsdialog.pictures.picture import Picture, PictureError
from styringsdialog.pictures.reading import Fit, read_picture
from styringsdialog.typeset import styles
from styringsdialog.typeset.boxes import (
    Bar,
    Box,
    PlacedPicture,
    Rule,
    SetLine,
    Space,
    Spot,
    Vertical,
    as_artifact,
    joined,
    stack,
)
from styringsdialog.typeset.charts import as_table, described, heading, is_drawn, set_chart
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.inlines import runs
from styringsdialog.typeset.lines import Line, break_lines, natural_width, widest_word
from styringsdialog.typeset.pages import cover, divider, set_contents
from styringsdialog.typeset.styles import PAGE, TextStyle
from styringsdialog.typeset.tables import Cells, Extent, set_table
from styringsdialog.typeset.text import Surroundings, TextSetter, trimmed, with_spot


@attrs.define(eq=False)
class Setter(TextSetter):
    """Sets the blocks of one part."""

    _pictures: dict[str, Picture | None] = attrs.field(factory=dict, init=False)

    def blocks(self, content: Blocks, surroundings: Surroundings) -> Vertical:
        """Return ``content`` as boxes and the space between them."""
        flow: Vertical = []
        for number, block in enumerate(content):
            material = self._block(block, surroundings)
            # In a cell or an item, a speaker stands close under the talk, without the space of a paragraph.
            if surroundings.inner and number and _belongs(content[number - 1], block):
                flow, material = _kept(trimmed(flow)), trimmed(material)
            flow += material
        return flow

    def _block(self, block: Block, surroundings: Surroundings) -> Vertical:
        surroundings = surroundings.at(block.place)
        match block:
            case Heading():
                return self._heading(block, surroundings)
            case Paragraph():
                return self.paragraph(block.content, _paragraph(block.role, surroundings), surroundings)
            case List():
                return self._list(block, surroundings)
            case Definitions():
                return self._definitions(block, surroundings)
            case Table():
                return self._table(block, surroundings)
            case Figure():
                return self._figure(block, surroundings)
            case KeyFigures():
                return self._key_figures(block, surroundings)
            case Section():
                return self._section(block, surroundings)
            case Aside():
                return self._beside_bar(block.content, surroundings, "Note", _ASIDE_BAR)
            case Contents():
                return set_contents(block, self, surroundings)

    def _heading(self, heading: Heading, surroundings: Surroundings) -> Vertical:
        style = styles.HEADINGS[heading.level]
        boxes = self.heading(heading, style, surroundings)
        # The rule is as wide as the page's text, and so has no place in a column or a cell.
        if boxes and heading.level == 1 and not surroundings.inner:
            boxes[0] = _under_rule(boxes[0], surroundings)
        return [Space(style.before), *boxes, Space(style.after)] if boxes else []

    # ------------------------------------------------------------------------------ lists

    def _list(self, block: List, surroundings: Surroundings) -> Vertical:
        numbering = "Decimal" if block.ordered else ("Disc", "Circle")[min(surroundings.depth, 1)]
        node = Node("L", surroundings.node, ListNumbering=numbering)
        bullet = styles.BULLETS[min(surroundings.depth, len(styles.BULLETS) - 1)]
        labels = block.numbers if block.ordered else (bullet,) * len(block.items)
        material: Vertical = []
        indent = styles.LIST_INDENT
        if block.ordered and labels:
            # Any number may be the widest: «10.» needs more room than «9.», and people may count down.
            widest = max(natural_width(runs((Text(label),), styles.BODY, node)) for label in labels)
            indent = max(indent, widest + styles.STEP)
        for label, item in zip(labels, block.items, strict=True):
            material += self._item(label, item, indent, node, surroundings)
        return [*material, Space(styles.BODY.after)] if material else []

    def _item(self, label: str, item: ListItem, indent: float, list_node: Node, surroundings: Surroundings) -> Vertical:
        node = Node("LI", list_node)
        lines = self.lines((Text(label),), styles.BODY, Node("Lbl", node), surroundings)
        inner = attrs.evolve(surroundings.within(indent, Node("LBody", node)), depth=surroundings.depth + 1)
        content = trimmed(self.blocks(item.content, inner))
        # Items of one paragraph stand close together, longer ones as far apart as paragraphs.
        gap = styles.LIST_GAP if len(item.content) == 1 else styles.BODY.after
        return [*_labelled(lines, surroundings.left, content), Space(gap)]

    def _definitions(self, block: Definitions, surroundings: Surroundings) -> Vertical:
        # ListNumbering stays None, its default, because the labels are words (ISO 32000-1, table 347).
        node = Node("L", surroundings.node)
        widest = max((natural_width(runs(item.term, styles.TERM, node)) for item in block.items), default=0)
        beside = widest <= min(styles.TERM_COLUMN, surroundings.width / 3)
        indent = widest + styles.TERM_GAP if beside else styles.LIST_INDENT
        gap = Space(styles.DEFINITION_GAP)
        items = (self._definition(item, indent, node, surroundings, beside=beside) for item in block.items)
        return [part for item in items for part in (*item, gap)]

    def _definition(
        self, item: Definition, indent: float, list_node: Node, surroundings: Surroundings, *, beside: bool
    ) -> Vertical:
        node = Node("LI", list_node)
        term = self.lines(item.term, styles.TERM, Node("Lbl", node), surroundings)
        content = trimmed(self.blocks(item.content, surroundings.within(indent, Node("LBody", node))))
        # ``_labelled`` sets one line: a longer term stands above its content.
        if beside and len(term) <= 1:
            return _labelled(term, surroundings.left, content)
        return [*(attrs.evolve(box, keep=True) for box in self.boxes(term, styles.TERM, surroundings)), *content]

    # ----------------------------------------------------------------------------- tables

    def _table(self, block: Table, surroundings: Surroundings) -> Vertical:
        node = Node("Table", surroundings.node)
        # Rows join the table when they are made, not when they are drawn; a caption that waited would be read after
        # them.
        caption = self.paragraph(
            block.caption, styles.TERM, attrs.evolve(surroundings, node=node), role="Caption", ahead=True
        )
        rows = set_table(block, node, Cells(self, self.blocks, self.extent, surroundings))
        space = Space(styles.TABLE_SPACE)
        return [space, *_all_kept(caption), Space(styles.CAPTION_GAP if caption else 0), *rows, space]

    def extent(self, content: Blocks, surroundings: Surroundings) -> Extent:
        """Return the widths between which ``content`` has neither divided words nor much empty room."""
        return Extent.widest(self._block_extent(block, surroundings.at(block.place)) for block in content)

    def _block_extent(self, block: Block, surroundings: Surroundings) -> Extent:
        match block:
            case Paragraph(content=content, role=role):
                return self._inline_extent(content, _paragraph(role, surroundings), surroundings)
            case Heading(content=content, level=level):
                return self._inline_extent(content, styles.HEADINGS[level], surroundings)
            case List(items=items):
                inner = Extent.widest(self.extent(item.content, surroundings) for item in items)
                return inner.further_in(styles.LIST_INDENT)
            case Definitions(items=definitions):
                inner = Extent.widest(self.extent(item.content, surroundings) for item in definitions)
                terms = Extent.widest(self._inline_extent(item.term, styles.TERM, surroundings) for item in definitions)
                return Extent.widest((inner.further_in(styles.LIST_INDENT), terms))
            case Section(content=inner_blocks) | Aside(content=inner_blocks):
                return self.extent(inner_blocks, surroundings).further_in(styles.ASIDE_INDENT)
            case Figure():
                picture = self._picture(block, surroundings)
                natural = picture.width * 72 / styles.IMAGE_DPI if picture else 0
                # A picture may be made small in a narrow column, while a word would be divided.
                return Extent(min(natural, styles.TERM_COLUMN), natural)
            case Table(head=head, body=body):
                rows = [
                    Extent.beside(self.extent(cell.content, surroundings) for cell in row.cells)
                    for row in (*head, *body)
                ]
                return Extent.widest(rows)
            case KeyFigures():
                return self._block_extent(as_table(block), surroundings)
            case Contents():
                return Extent(PAGE.measure / 2, PAGE.measure)

    def _inline_extent(self, content: Inlines, style: TextStyle, surroundings: Surroundings) -> Extent:
        content_runs = self.runs(content, style, surroundings.node, surroundings)
        return Extent(widest_word(content_runs), natural_width(content_runs))

    # ---------------------------------------------------------------------------- figures

    def _figure(self, block: Figure, surroundings: Surroundings) -> Vertical:
        if (picture := self._picture(block, surroundings)) is None:
            return []
        # In the narrowest column of a table a picture would be too small to be seen, or its width below zero.
        if surroundings.width < styles.LIST_INDENT:
            self.problem(surroundings, message("typeset.narrow-picture"))
            return []
        node = Node("Figure", surroundings.node, Alt=block.alt)
        caption = trimmed(
            self.paragraph(block.caption, styles.SMALL, attrs.evolve(surroundings, node=node), role="Caption")
        )
        _, beneath = stack(caption)
        gap = styles.CAPTION_GAP if caption else 0
        # Less two lines of the largest heading, so that one can stand on the same page.
        room = surroundings.tallest or surroundings.page - beneath - gap - styles.HEADINGS[1].leading * 2
        scale = min(72 / styles.IMAGE_DPI, surroundings.width / picture.width, room / picture.height)
        width, height = picture.width * scale, picture.height * scale
        left = surroundings.left + (surroundings.width - width if surroundings.align is Align.END else 0)
        placed = PlacedPicture(picture=picture, left=left, dy=0, width=width, height=height, node=node)
        box = Box(height=height, things=(placed,), keep=bool(caption))
        space = Space(styles.TABLE_SPACE)
        return [space, box, Space(gap), *caption, space]

    def _picture(self, block: Figure, surroundings: Surroundings) -> Picture | None:
        # Read once, since a cell is measured before it is set; what cannot be read is told once too.
        if block.path not in self._pictures:
            try:
                self._pictures[block.path] = read_picture(Path(block.path), FRAME)
            except PictureError as error:
                self._pictures[block.path] = None
                self.problem(surroundings, message("pictures.in-text", name=Path(block.path).name, reason=error.what))
        return self._pictures[block.path]

    def _key_figures(self, block: KeyFigures, surroundings: Surroundings) -> Vertical:
        # Always as a table as well: a chart is one Figure, in which nobody moves from number to number.
        table = self._table(as_table(block), surroundings)
        drawn = is_drawn(block, surroundings.width)
        source = (Text(f"Kilde: {block.source}"),) if block.source else ()
        if not drawn:
            return [*table, *self.paragraph(source, styles.SMALL, surroundings)]
        node = Node("Figure", surroundings.node, Alt=described(block))

        def words(text: str, style: TextStyle, width: float) -> tuple[Line, ...]:
            # The words of a chart are broken at the width of its own column, and nowhere else.
            return break_lines(self.runs((Text(text),), style, node, surroundings), width, hyphenate=style.hyphenate)

        # What is not drawn leaves no element, so that a chart may be made and then left out.
        chart = set_chart(block, left=surroundings.left, width=surroundings.width, node=node, words=words)
        figure = Box(height=chart.height, things=(chart,), keep=True)
        # The table's caption is the title of both, where they stand on one page.
        together = stack([*table, figure])[1] < PAGE.depth * _CHART_SHARE
        title = () if together else (Text(f"{heading(block)}. " if source else heading(block)),)
        caption = trimmed(
            self.paragraph((*title, *source), styles.SMALL, attrs.evolve(surroundings, node=node), role="Caption")
        )
        # No page can hold the chart with its caption; the table says the same.
        if stack([figure, Space(styles.CAPTION_GAP), *caption])[1] > PAGE.depth:
            return [*table, *self.paragraph(source, styles.SMALL, surroundings)]
        kept = _all_kept(table) if together else table
        return [*kept, figure, Space(styles.CAPTION_GAP), *caption, Space(styles.TABLE_SPACE)]

    # --------------------------------------------------------------------------- sections

    def _section(self, block: Section, surroundings: Surroundings) -> Vertical:
        node = Node("Sect", surroundings.node, Lang=block.lang)
        surroundings = attrs.evolve(surroundings, node=node, lang=block.lang or surroundings.lang)
        match block.role:
            # Within another block no page can begin: it is set as any section.
            case SectionRole.COVER if not surroundings.inner:
                material = cover(block.content, self, self.blocks, surroundings)
            case SectionRole.DIVIDER if not surroundings.inner:
                material = divider(block.content, self, self.blocks, surroundings)
            case SectionRole.NOTICE:
                material = self._beside_bar(block.content, surroundings, "Div", _NOTICE_BAR)
            case SectionRole.COLUMNS:
                material = self._columns(block.content, surroundings)
            case _:
                material = self.blocks(block.content, surroundings)
        return with_spot(material, Spot(target=block.anchor)) if block.anchor else material

    def _columns(self, content: Blocks, surroundings: Surroundings) -> Vertical:
        """Return blocks in pairs beside each other, or beneath each other where too many lines would be broken.

        A block too tall to stand on a page with others is set in the whole width, and may be divided between pages.
        """
        width = (surroundings.width - styles.COLUMN_GAP) / 2
        wide_blocks = sum(self.extent((block,), surroundings).least > width for block in content)
        # A word that is divided only in a column speaks against columns, but a few of them do not.
        if wide_blocks > len(content) * styles.TURNING_SHARE:
            return self.blocks(content, surroundings)
        material_in_rows: Vertical = []
        waiting = content
        while waiting:
            row: list[tuple[float, Box]] = []
            height = 0.0
            for left in (surroundings.left, surroundings.left + width + styles.COLUMN_GAP):
                column = attrs.evolve(surroundings, left=left, width=width, inner=True)
                atoms, depth = stack(trimmed(self.blocks(waiting[:1], column)))
                if depth > PAGE.depth / 2:
                    if not row:
                        wide_material = trimmed(self.blocks(waiting[:1], surroundings))
                        material_in_rows += [Space(styles.BLOCK_SPACE), *_headed_again(wide_material)]
                        waiting = waiting[1:]
                    break
                row += atoms
                height = max(depth, height)
                waiting = waiting[1:]
            if row:
                material_in_rows += [Space(styles.BLOCK_SPACE), joined(row, height)]
        return [*material_in_rows, Space(styles.BLOCK_SPACE)] if material_in_rows else []

    def _beside_bar(
        self, content: Blocks, surroundings: Surroundings, role: str, look: tuple[float, Colour]
    ) -> Vertical:
        bar = Bar(surroundings.left, *look)
        inner = trimmed(self.blocks(content, surroundings.within(styles.ASIDE_INDENT, Node(role, surroundings.node))))
        if not inner:
            return []
        barred = (attrs.evolve(item, bars=(*item.bars, bar)) if isinstance(item, Box) else item for item in inner)
        return [Space(styles.BLOCK_SPACE), *barred, Space(styles.BLOCK_SPACE)]


# Of a page, which a table and its chart may fill to be kept on one: a heading and a source stand there too.
_CHART_SHARE = 0.85

# No picture in a text is printed larger than this.
FRAME = Fit(PAGE.measure, PAGE.depth)


def _kept(material: Vertical) -> Vertical:
    """Return ``material`` so that what follows stays on the page of its last line."""
    return [*material[:-1], *_all_kept(material[-1:])]


def _all_kept(material: Vertical) -> Vertical:
    """Return ``material`` so that it and what follows stay on one page."""
    return [attrs.evolve(item, keep=True) if isinstance(item, Box) else item for item in material]


def _headed_again(material: Vertical) -> Vertical:
    """Return ``material`` so that a page which begins within it begins with its first line again, as an artifact."""
    boxes = [item for item in material if isinstance(item, Box)]
    # A block that does not begin with a heading has no line that says what follows.
    if not boxes or not boxes[0].keep:
        return material
    resume = (attrs.evolve(as_artifact(boxes[0]), keep=True),)
    return [
        attrs.evolve(item, resume=resume) if isinstance(item, Box) and item is not boxes[0] else item
        for item in material
    ]


def _belongs(before: Block, block: Block) -> bool:
    """Tell whether ``block`` is a muted paragraph beneath the paragraph that it explains: a speaker under a talk."""
    return isinstance(before, Paragraph) and isinstance(block, Paragraph) and block.role is ParagraphRole.MUTED


# Width and colour.
_ASIDE_BAR = (styles.ASIDE_BAR, styles.HAIRLINE)
_NOTICE_BAR = (styles.NOTICE_BAR, styles.ACCENT)

_PARAGRAPHS = {
    ParagraphRole.PLAIN: styles.BODY,
    ParagraphRole.LEAD: styles.LEAD,
    ParagraphRole.MUTED: styles.MUTED,
    ParagraphRole.LABEL: styles.LABEL,
    ParagraphRole.NUMERAL: styles.NUMERAL,
}


def _paragraph(role: ParagraphRole, surroundings: Surroundings) -> TextStyle:
    return styles.compact(_PARAGRAPHS[role]) if surroundings.compact else _PARAGRAPHS[role]


def _under_rule(box: Box, surroundings: Surroundings) -> Box:
    gap = styles.HEADING_RULE + styles.HEADING_RULE_GAP
    rule = Rule(
        left=surroundings.left, width=surroundings.width, dy=0, height=styles.HEADING_RULE, colour=styles.ACCENT
    )
    inner = joined([(gap, box)], box.height + gap)
    return attrs.evolve(inner, things=(rule, *inner.things), keep=box.keep)


def _labelled(label: Sequence[Line], left: float, content: Vertical) -> Vertical:
    """Return ``content`` with ``label`` on the first baseline of its first box."""
    style = styles.BODY
    if not label:
        return content
    if not content or not isinstance(content[0], Box):
        box = Box(height=style.leading, things=(SetLine(line=label[0], left=left, dy=style.drop),))
        return [attrs.evolve(box, keep=bool(content)), *content]
    first = content[0]
    # A first line in larger type, such as a heading, has its baseline further down than a label.
    baseline = next((thing.dy for thing in first.things if isinstance(thing, SetLine)), style.drop)
    return [attrs.evolve(first, things=(SetLine(line=label[0], left=left, dy=baseline), *first.things)), *content[1:]]
