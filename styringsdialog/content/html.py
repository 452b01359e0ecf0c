"""The HTML vocabulary of all generated text, as blocks.

Elements: ``h1``–``h4 p ul ol li dl dt dd table caption thead tbody tr th td figure img
figcaption section aside``, and within text ``a strong em br span``. Attributes:

- ``id`` on headings and sections: a key that ``href="#key"`` leads to;
- ``class`` on ``p`` (a ``ParagraphRole``), ``section`` (a ``SectionRole``) and ``table`` (a ``TableRole``,
  or ``key-figures``: numbers that are drawn as a chart too, with ``data-unit`` and ``data-source``);
- ``lang`` on headings, ``p``, ``section`` and ``span``;
- ``value`` on ``li``: the number of an item, which the next ones go on from;
- ``href`` on ``a``; ``src`` and ``alt`` on ``img``, both required;
- ``colspan``, ``rowspan``, ``align`` (``left`` or ``right``) on ``td`` and ``th``, ``scope`` on ``th``;
- ``data-at`` on everything: where it was written, put there by ``TemplatePlaces``.

All else is a problem, and nothing is mended. Text directly in ``li td th dd aside section`` is
a paragraph. An empty ``p``, ``ul`` or ``section`` is left out; an empty heading, ``li``, ``table`` or link to the
outside is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from styringsdialog.content.key_figures import key_figures_in
from styringsdialog.content.links import INSIDE, Images, LinkError, read_href
from styringsdialog.content.markup import Element, Node, Tell, Words, parse_markup, problem_at
from styringsdialog.content.spaces import SPACE, collapsed, collapsed_text, solid
from styringsdialog.content.vocabulary import CHILDREN, FLOW, HEADINGS, INLINE, Attributes, is_inline, known
from styringsdialog.errors import ContentError, MessageError, Problem
from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import (
    Aside,
    Block,
    Blocks,
    Cell,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    Language,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    ParagraphRole,
    Place,
    Row,
    Section,
    SectionRole,
    Strong,
    Table,
    TableRole,
    Text,
    plain_text,
)


def check_grid(groups: Sequence[Sequence[tuple[Row, Place]]], tell: Tell) -> None:
    """Tell of rows that cover other columns than the first row does, and of cells that overlap."""
    width = -1
    for group in groups:
        # By column: how many rows, from this one on, a cell from above still covers.
        taken: dict[int, int] = {}
        for index, (row, place) in enumerate(group):
            below = {column: rows - 1 for column, rows in taken.items() if rows > 1}
            covered = set(taken)
            column = 0
            for cell in row.cells:
                while column in covered:
                    column += 1
                columns = range(column, column + cell.colspan)
                if covered.intersection(columns):
                    tell(place, message("content.cells-meet"))
                # Head and body are grids of their own: HTML cuts a cell off where its group ends (4.9.12.1).
                if index + cell.rowspan > len(group):
                    tell(place, message("content.cell-below-table", rows=cell.rowspan))
                covered.update(columns)
                below.update(dict.fromkeys(columns, cell.rowspan - 1) if cell.rowspan > 1 else {})
                column += cell.colspan
            taken = below
            if width < 0:
                width = len(covered)
            elif len(covered) != width or max(covered, default=-1) != width - 1:
                tell(place, message("content.uneven-row", columns=len(covered), first=width))
            if not row.cells:
                tell(place, message("content.empty-row"))


_KEY_FIGURES: Final = "key-figures"


def parse_html(markup: str, *, source: str, scope: str = "", images: Images) -> Blocks:
    """Return the blocks that ``markup`` holds.

    Args:
        markup: In the vocabulary above. Spaces are collapsed as in HTML, no-break spaces kept,
            and the text becomes NFC.
        source: What the text is called in messages, where no ``data-at`` says better.
        scope: What stands before its ids: ``vibo/`` makes ``id="tal"`` the target
            ``punkt:vibo/tal``. Only without one may an id be a whole target.
        images: Where its pictures may come from.

    Raises:
        ContentError: With everything that is wrong with it.
    """
    nodes, problems = parse_markup(markup, source)
    return read_nodes(nodes, problems, scope=scope, images=images)


def read_nodes(nodes: Sequence[Node], problems: Sequence[Problem], *, scope: str, images: Images) -> Blocks:
    """Return the blocks that ``nodes`` hold; the rest as in ``parse_html``.

    Args:
        nodes: In the vocabulary above.
        problems: What is known already to be wrong with the text.
        scope: As in ``parse_html``.
        images: As in ``parse_html``.

    Raises:
        ContentError: With ``problems`` and everything else that is wrong.
    """
    reader = _Reader(scope, images)
    blocks = reader.blocks(known(nodes, "", reader.tell), "")
    if problems or reader.problems:
        raise ContentError((*problems, *reader.problems))
    return blocks


class _Reader:
    """Reads elements as blocks, and collects problems; after one it reads on."""

    def __init__(self, scope: str, images: Images) -> None:
        self.problems: list[Problem] = []
        self._scope = scope
        self._images = images
        self._attributes = Attributes(scope, self.tell)

    def tell(self, place: Place, what: Message) -> None:
        self.problems.append(problem_at(place, what))

    # ------------------------------------------------------------------------ blocks

    def blocks(self, nodes: Sequence[Node], parent: str) -> Blocks:
        """Return the blocks in an element named ``parent``."""
        blocks: list[Block] = []
        loose: list[Node] = []
        for node in nodes:
            if isinstance(node, Words) or is_inline(node):
                loose.append(node)
                continue
            blocks += self._loose(loose, parent)
            loose = []
            if node.name not in CHILDREN[parent]:
                self._misplaced(node, parent)
            blocks += self._block(node)
        return (*blocks, *self._loose(loose, parent))

    def _loose(self, nodes: Sequence[Node], parent: str) -> Blocks:
        if not (standing := solid(nodes)):
            return ()
        if not parent:
            self.tell(standing[0].place, message("content.text-outside"))
        return self._paragraph(nodes, standing[0].place)

    def _misplaced(self, node: Element, parent: str) -> None:
        homes = " / ".join(f"<{name}>" for name, children in CHILDREN.items() if name and node.name in children)
        if not parent:
            what = message("content.part-outside", element=node.name, homes=homes)
        elif node.name in FLOW | HEADINGS:
            what = message("content.misplaced", element=node.name, parent=parent)
        else:
            what = message("content.misplaced-part", element=node.name, parent=parent, homes=homes)
        self.tell(node.place, what)

    def _block(self, node: Element) -> Blocks:
        place = node.place
        match node.name:
            case "h1" | "h2" | "h3" | "h4":
                return self._heading(node)
            case "p":
                role = self._attributes.role(node, ParagraphRole)
                return self._paragraph(node.children, place, role, self._attributes.lang(node))
            case "ul" | "ol":
                items = tuple(self._items(node))
                return (List(items=items, ordered=node.name == "ol", place=place),) if items else ()
            case "dl":
                return self._definitions(node)
            case "table":
                return self._table(node)
            case "figure":
                return self._figure(node)
            case "section":
                return self._section(node)
            case "aside":
                content = self.blocks(node.children, "aside")
                return (Aside(content=content, place=place),) if content else ()
            case _:
                # A part of something else, without it: told of already, but read for its own problems.
                return self.blocks(node.children, "section")

    def _heading(self, node: Element) -> Blocks:
        anchor, lang = self._attributes.anchor(node), self._attributes.lang(node)
        if not (content := self._inlines(node.children, node)):
            self.tell(node.place, message("content.empty-heading"))
        return (Heading(level=int(node.name[1]), content=_in_language(content, lang), anchor=anchor, place=node.place),)

    def _paragraph(
        self, nodes: Sequence[Node], place: Place, role: ParagraphRole = ParagraphRole.PLAIN, lang: str = ""
    ) -> Blocks:
        match solid(nodes):
            # A picture is a block of the model and never stands in a line.
            case [Element(name="img") as image]:
                if role or lang:
                    self.tell(place, message("content.picture-paragraph"))
                return self._image(image)
        content = self._inlines(nodes, Element("p", {}, (), place))
        return (Paragraph(content=_in_language(content, lang), role=role, place=place),) if content else ()

    def _items(self, node: Element) -> Iterator[ListItem]:
        last = 0
        for child in self._only(node):
            if not (content := self.blocks(child.children, "li")):
                self.tell(child.place, message("content.empty-item"))
            following = f"{last + 1}."
            label = self._attributes.label(child) or following
            last = int(label[:-1])
            # A number that follows is left out: the list counts those itself (``List.numbers``).
            yield ListItem(content=content, label="" if label == following else label)

    def _definitions(self, node: Element) -> Blocks:
        items: list[Definition] = []
        term: tuple[Inlines, Place] | None = None
        for child in self._only(node):
            if child.name == "dt":
                if term is not None:
                    self.tell(term[1], message("content.term-alone"))
                if not (content := self._inlines(child.children, child)):
                    self.tell(child.place, message("content.empty-term"))
                term = content, child.place
                continue
            explanation = self.blocks(child.children, "dd")
            if term is not None:
                items.append(Definition(term=term[0], content=explanation))
            elif items:
                # HTML lets a term have several explanations, the model has one of many blocks.
                items[-1] = Definition(term=items[-1].term, content=(*items[-1].content, *explanation))
            else:
                self.tell(child.place, message("content.explanation-alone"))
            term = None
        if term is not None:
            self.tell(term[1], message("content.term-alone"))
        return (Definitions(items=tuple(items), place=node.place),) if items else ()

    def _figure(self, node: Element) -> Blocks:
        parts = self._only(node)
        if [part.name for part in parts] not in (["img"], ["img", "figcaption"]):
            self.tell(node.place, message("content.figure-parts"))
        images = [part for part in parts if part.name == "img"]
        captions = [self._inlines(part.children, part) for part in parts if part.name == "figcaption"]
        return tuple(figure for image in images for figure in self._image(image, captions[0] if captions else ()))

    def _image(self, image: Element, caption: Inlines = ()) -> Blocks:
        if not (alt := collapsed_text(image.attributes.get("alt", "")).strip()):
            self.tell(image.place, message("content.no-alt"))
        if "src" not in image.attributes:
            self.tell(image.place, message("content.no-src"))
            return ()
        try:
            path = self._images.find(image.attributes["src"])
        except MessageError as error:
            self.tell(image.place, error.what)
            return ()
        return (Figure(path=str(path), alt=alt, caption=caption, place=image.place),)

    def _section(self, node: Element) -> Blocks:
        anchor, role, lang = (
            self._attributes.anchor(node),
            self._attributes.role(node, SectionRole),
            self._attributes.lang(node),
        )
        if not (content := self.blocks(node.children, "section")) and anchor:
            self.tell(node.place, message("content.empty-section"))
        return (Section(content=content, role=role, anchor=anchor, lang=lang, place=node.place),) if content else ()

    def _only(self, node: Element) -> list[Element]:
        """Return the children of ``node`` that may stand there, and tell of the others."""
        allowed = []
        for child in node.children:
            if isinstance(child, Element) and child.name in CHILDREN[node.name]:
                allowed.append(child)
            elif isinstance(child, Words):
                if child.text.strip(SPACE):
                    self.tell(child.place, message("content.loose-text", parent=node.name))
            else:
                self._misplaced(child, node.name)
                # As above: its own problems are told together with its place.
                self.blocks((child,), "section")
        return allowed

    # ------------------------------------------------------------------------ tables

    def _table(self, node: Element) -> Blocks:
        caption: Inlines = ()
        head: list[Element] = []
        body: list[Element] = []
        order = ""
        for part in self._only(node):
            order += {"caption": "c", "thead": "h", "tbody": "b", "tr": "r"}[part.name]
            match part.name:
                case "caption":
                    caption = self._inlines(part.children, part)
                case "thead":
                    head += self._only(part)
                case "tbody":
                    body += self._only(part)
                case _:
                    body.append(part)
        # HTML, 4.9.1, but with one body at most: the model has no more.
        if not re.fullmatch(r"c?h?(b|r*)", order):
            self.tell(node.place, message("content.table-order"))
        groups = [
            [(Row(cells=tuple(map(self._cell, self._only(row)))), row.place) for row in rows] for rows in (head, body)
        ]
        if not body:
            self.tell(node.place, message("content.empty-table"))
        check_grid(groups, self.tell)
        rows, others = ([row for row, _ in group] for group in groups)
        numbers = node.attributes.get("class") == _KEY_FIGURES
        for name in () if numbers else ("data-unit", "data-source"):
            if name in node.attributes:
                self.tell(node.place, message("content.no-key-figures", attribute=name, name=_KEY_FIGURES))
        # ``key-figures`` is another kind of block and no role, so asking for one would tell of an unknown class.
        role = TableRole.PLAIN if numbers else self._attributes.role(node, TableRole)
        table = Table(caption=caption, head=tuple(rows), body=tuple(others), role=role, place=node.place)
        if not numbers:
            return (table,)
        unit, source = (collapsed_text(node.attributes.get(name, "")).strip() for name in ("data-unit", "data-source"))
        figures = key_figures_in(table, unit=unit, source=source, tell=self.tell)
        return (figures,) if figures else ()

    def _cell(self, node: Element) -> Cell:
        if (scope := node.attributes.get("scope", "")) not in {"", "col", "row"}:
            self.tell(node.place, message("content.no-scope", written=scope))
        return Cell(
            content=self.blocks(node.children, node.name),
            header=node.name == "th",
            scope=scope,
            colspan=self._attributes.span(node, "colspan"),
            rowspan=self._attributes.span(node, "rowspan"),
            align=self._attributes.align(node),
        )

    # ------------------------------------------------------------------------ inline

    def _inlines(self, nodes: Sequence[Node], parent: Element) -> Inlines:
        return self._inline(nodes, collapsed(nodes), parent, within_link=False)

    def _inline(
        self, nodes: Sequence[Node], texts: Mapping[int, str], parent: Element, *, within_link: bool
    ) -> Inlines:
        inlines: list[Inline] = []
        for node in nodes:
            if isinstance(node, Words):
                # By identity: the same words may stand in two places, and keep their spaces in one.
                if text := texts.get(id(node)):
                    inlines.append(Text(text))
                continue
            if node.name not in INLINE:
                self._misplaced(node, parent.name)
                # Read all the same, for what is wrong within it.
                self._block(node)
                continue
            if node.name == "a" and within_link:
                self.tell(node.place, message("content.link-in-link"))
            content = self._inline(node.children, texts, node, within_link=within_link or node.name == "a")
            match node.name:
                case "br":
                    inlines.append(LineBreak())
                case "img":
                    self.tell(node.place, message("content.picture-in-text"))
                    self._image(node)
                case "a":
                    inlines += self._link(node, content)
                case "span" if "lang" not in node.attributes:
                    self.tell(node.place, message("content.silent-span"))
                case "strong" if content:
                    inlines.append(Strong(content))
                case "em" if content:
                    inlines.append(Emphasis(content))
                case _ if content:
                    inlines.append(Language(self._attributes.lang(node), content))
        return tuple(inlines)

    def _link(self, node: Element, content: Inlines) -> Inlines:
        if (written := node.attributes.get("href")) is None:
            self.tell(node.place, message("content.no-href"))
            return content
        try:
            target, capital = read_href(written, self._scope)
        except LinkError as error:
            self.tell(node.place, error.what)
            return content
        if target.startswith(tuple(f"{scheme}:" for scheme in INSIDE)):
            # The words of <bilag:vibo> in Markdown are its address: like no words, they become what the plan fills in.
            wordless = not content or plain_text(content) == written
            return (Link(target, () if wordless else content, capital=capital and wordless),)
        if not content:
            self.tell(node.place, message("content.silent-link", target=target))
        return (Link(target, content),)


def _in_language(content: Inlines, lang: str) -> Inlines:
    return (Language(lang, content),) if lang and content else content
