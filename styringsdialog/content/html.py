"""The HTML vocabulary of all generated text, as blocks.

Elements: ``h1``–``h4 p ul ol li dl dt dd table caption thead tbody tr th td figure img
figcaption section aside``, and within text ``a strong em br span``. Attributes:

- ``id`` on headings and sections: a key that ``href="#key"`` leads to;
- ``class`` on ``p`` (a ``ParagraphRole``), ``section`` (a ``SectionRole``) and ``table`` (a ``TableRole``,
  or ``key-figures``: numbers that are drawn as a chart too, with ``data-unit`` and ``data-source``);
- ``lang`` on headings, ``p``, ``section`` and ``span``;
- ``href`` on ``a``; ``src`` and ``alt`` on ``img``, both required;
- ``colspan``, ``rowspan``, ``align`` (``left`` or ``right``) on ``td`` and ``th``, ``scope`` on ``th``;
- ``data-at`` on everything: where it was written, put there by ``markdown`` and ``templating``.

All else is a problem, and nothing is mended. Text directly in ``li td th dd aside section`` is
a paragraph. What says nothing (an empty ``p``, ``ul``, ``section``) is left out; what
must say something (a heading, ``li``, ``table``, a link that leads out) is then a problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from styringsdialog.content.attributes import Attributes
from styringsdialog.content.grid import check_grid
from styringsdialog.content.images import ImageError, Images
from styringsdialog.content.key_figures import KeyFiguresError, key_figures_in
from styringsdialog.content.links import INSIDE, LinkError, read_href
from styringsdialog.content.markup import Element, Node, Words, parse_markup, problem_at
from styringsdialog.content.spaces import SPACE, collapsed, collapsed_text, solid
from styringsdialog.content.vocabulary import CHILDREN, FLOW, HEADINGS, INLINE, LOOSE, is_inline, known
from styringsdialog.errors import ContentError, Problem
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

__all__ = ["parse_html"]

_KEY_FIGURES: Final = "key-figures"

_ALT_HINT: Final = 'say what it shows: alt="…", in Markdown ![…](file)'


def parse_html(markup: str, *, source: str, scope: str = "", images: Images) -> Blocks:
    """Give the blocks that ``markup`` says.

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
    reader = _Reader(scope, images)
    blocks = reader.read(nodes)
    if problems or reader.problems:
        raise ContentError((*problems, *reader.problems))
    return blocks


class _Reader:
    """Reads elements as blocks, and keeps what is wrong; after a problem it reads on."""

    def __init__(self, scope: str, images: Images) -> None:
        self.problems: list[Problem] = []
        self._scope = scope
        self._images = images
        self._attributes = Attributes(scope, self._problem)

    def _problem(self, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(problem_at(place, message, hint))

    def read(self, nodes: Sequence[Node]) -> Blocks:
        """Give what a whole text says."""
        return self.blocks(known(nodes, "", self._problem), "")

    # ------------------------------------------------------------------------ blocks

    def blocks(self, nodes: Sequence[Node], parent: str) -> Blocks:
        """Give what stands in an element named ``parent``."""
        found: list[Block] = []
        loose: list[Node] = []
        for node in nodes:
            if isinstance(node, Words) or is_inline(node):
                loose.append(node)
                continue
            found += self._loose(loose, parent)
            loose = []
            if node.name not in CHILDREN[parent]:
                self._misplaced(node, parent)
            found += self._block(node)
        return (*found, *self._loose(loose, parent))

    def _loose(self, nodes: Sequence[Node], parent: str) -> Blocks:
        standing = solid(nodes)
        if not standing:
            return ()
        if parent not in LOOSE:
            inside = f"directly in <{parent}>" if parent else "outside every element"
            self._problem(standing[0].place, f"text stands {inside}", "write it in <p>" if not parent else "")
        return self._paragraph(nodes, standing[0].place)

    def _misplaced(self, node: Element, parent: str) -> None:
        inside = f"in <{parent}>" if parent else "outside every element"
        homes = [f"<{name}>" for name, children in CHILDREN.items() if name and node.name in children]
        hint = f"it stands in {' or '.join(homes)}" if node.name not in FLOW | HEADINGS else ""
        self._problem(node.place, f"<{node.name}> cannot stand {inside}", hint)

    def _block(self, node: Element) -> Blocks:
        place = node.place
        match node.name:
            case "h1" | "h2" | "h3" | "h4":
                return self._heading(node)
            case "p":
                role = self._attributes.role(node, ParagraphRole)
                return self._paragraph(node.children, place, role, self._attributes.lang(node))
            case "ul" | "ol":
                items = tuple(self._item(child) for child in self._only(node))
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
        content = self._inlines(node.children, node)
        if not content:
            self._problem(node.place, f"<{node.name}> is a heading without words")
        return (Heading(level=int(node.name[1]), content=_said(content, lang), anchor=anchor, place=node.place),)

    def _paragraph(
        self, nodes: Sequence[Node], place: Place, role: ParagraphRole = ParagraphRole.PLAIN, lang: str = ""
    ) -> Blocks:
        match solid(nodes):
            case [Element(name="img") as image]:
                if role or lang:
                    self._problem(place, "a paragraph that is a picture has neither class nor lang")
                return self._image(image)
        content = self._inlines(nodes, Element("p", {}, (), place))
        return (Paragraph(content=_said(content, lang), role=role, place=place),) if content else ()

    def _item(self, node: Element) -> ListItem:
        content = self.blocks(node.children, "li")
        if not content:
            self._problem(node.place, "<li> is an item without content", "leave it out")
        return ListItem(content=content)

    def _definitions(self, node: Element) -> Blocks:
        items: list[Definition] = []
        term: tuple[Inlines, Place] | None = None
        for child in self._only(node):
            if child.name == "dt":
                if term is not None:
                    self._problem(term[1], "<dt> is not followed by <dd>", "every term has its explanation")
                content = self._inlines(child.children, child)
                if not content:
                    self._problem(child.place, "<dt> is a term without words")
                term = content, child.place
                continue
            said = self.blocks(child.children, "dd")
            if term is not None:
                items.append(Definition(term=term[0], content=said))
            elif items:
                items[-1] = Definition(term=items[-1].term, content=(*items[-1].content, *said))
            else:
                self._problem(child.place, "<dd> stands before every <dt>")
            term = None
        if term is not None:
            self._problem(term[1], "<dt> is not followed by <dd>", "every term has its explanation")
        return (Definitions(items=tuple(items), place=node.place),) if items else ()

    def _figure(self, node: Element) -> Blocks:
        parts = self._only(node)
        if [part.name for part in parts] not in (["img"], ["img", "figcaption"]):
            self._problem(node.place, "<figure> is one <img>, and after it one <figcaption> or none")
        images = [part for part in parts if part.name == "img"]
        captions = [self._inlines(part.children, part) for part in parts if part.name == "figcaption"]
        figures = [figure for image in images for figure in self._image(image, captions[0] if captions else ())]
        return tuple(figures)

    def _image(self, image: Element, caption: Inlines = ()) -> Blocks:
        alt = collapsed_text(image.attributes.get("alt", "")).strip()
        if not alt:
            self._problem(image.place, "the picture has no alternative text", _ALT_HINT)
        if "src" not in image.attributes:
            self._problem(image.place, "<img> has no src")
            return ()
        try:
            path = self._images.find(image.attributes["src"])
        except ImageError as error:
            self._problem(image.place, error.message, error.hint)
            return ()
        return (Figure(path=str(path), alt=alt, caption=caption, place=image.place),)

    def _section(self, node: Element) -> Blocks:
        anchor, role, lang = (
            self._attributes.anchor(node),
            self._attributes.role(node, SectionRole),
            self._attributes.lang(node),
        )
        content = self.blocks(node.children, "section")
        if not content and anchor:
            self._problem(node.place, "<section> has an id, but no content")
        return (Section(content=content, role=role, anchor=anchor, lang=lang, place=node.place),) if content else ()

    def _only(self, node: Element) -> list[Element]:
        """Give the children of ``node`` that may stand there, and tell of the others."""
        found = []
        for child in node.children:
            if isinstance(child, Element) and child.name in CHILDREN[node.name]:
                found.append(child)
            elif isinstance(child, Words):
                if child.text.strip(SPACE):
                    self._problem(child.place, f"text stands directly in <{node.name}>")
            else:
                self._misplaced(child, node.name)
                self.blocks((child,), "section")
        return found

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
        if not re.fullmatch(r"c?h?(b|r*)", order):
            hint = "one <caption> or none, one <thead> or none, and one <tbody> or the rows themselves"
            self._problem(node.place, "the parts of <table> are not in their order", hint)
        groups = [[(self._row(row), row.place) for row in rows] for rows in (head, body)]
        if not body:
            self._problem(node.place, "<table> has no rows", "leave it out where there is nothing to show")
        check_grid(groups, self._problem)
        rows, others = ([row for row, _ in group] for group in groups)
        numbers = node.attributes.get("class") == _KEY_FIGURES
        for name in () if numbers else ("data-unit", "data-source"):
            if name in node.attributes:
                hint = f'class="{_KEY_FIGURES}"'
                self._problem(node.place, f"<table> has {name}, but is no table of key figures", hint)
        role = TableRole.PLAIN if numbers else self._attributes.role(node, TableRole)
        table = Table(caption=caption, head=tuple(rows), body=tuple(others), role=role, place=node.place)
        if not numbers:
            return (table,)
        try:
            unit, source = (
                collapsed_text(node.attributes.get(name, "")).strip() for name in ("data-unit", "data-source")
            )
            return (key_figures_in(table, unit=unit, source=source),)
        except KeyFiguresError as error:
            for message, hint in error.told:
                self._problem(node.place, message, hint)
            return ()

    def _row(self, node: Element) -> Row:
        return Row(cells=tuple(self._cell(child) for child in self._only(node)))

    def _cell(self, node: Element) -> Cell:
        scope = node.attributes.get("scope", "")
        if scope not in {"", "col", "row"}:
            self._problem(node.place, f"the scope '{scope}' is neither col nor row")
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
        found: list[Inline] = []
        for node in nodes:
            if isinstance(node, Words):
                if text := texts.get(id(node)):
                    found.append(Text(text))
                continue
            if node.name not in INLINE:
                self._misplaced(node, parent.name)
                self._block(node)
                continue
            if node.name == "a" and within_link:
                self._problem(node.place, "<a> stands in another <a>")
            content = self._inline(node.children, texts, node, within_link=within_link or node.name == "a")
            match node.name:
                case "br":
                    found.append(LineBreak())
                case "img":
                    self._problem(node.place, "a picture stands in text", "give it a paragraph of its own")
                    self._image(node)
                case "a":
                    found += self._link(node, content)
                case "span" if "lang" not in node.attributes:
                    self._problem(node.place, "<span> says nothing", "it only gives a language: lang")
                case _ if content:
                    found.append(self._wrapped(node, content))
        return tuple(found)

    def _wrapped(self, node: Element, content: Inlines) -> Inline:
        match node.name:
            case "strong":
                return Strong(content)
            case "em":
                return Emphasis(content)
            case _:
                return Language(self._attributes.lang(node), content)

    def _link(self, node: Element, content: Inlines) -> Inlines:
        written = node.attributes.get("href")
        if written is None:
            self._problem(node.place, "<a> has no href")
            return content
        try:
            target, capital = read_href(written, self._scope)
        except LinkError as error:
            self._problem(node.place, error.message, error.hint)
            return content
        if target.startswith(tuple(f"{scheme}:" for scheme in INSIDE)):
            # <bilag:vibo> in Markdown prints its own address: that is, what the plan fills in.
            filled = not content or plain_text(content) == written
            return (Link(target, () if filled else content, capital=capital and filled),)
        if not content:
            self._problem(node.place, f"the link to {target} has no words", "write what it leads to")
        return (Link(target, content),)


def _said(content: Inlines, lang: str) -> Inlines:
    return (Language(lang, content),) if lang and content else content
