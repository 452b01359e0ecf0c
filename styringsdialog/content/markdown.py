"""Markdown as blocks: CommonMark with tables, as elements of the vocabulary that ``html`` reads.

What only Markdown can have wrong is told here, in its own terms: its author has written no elements.

Beyond CommonMark:

- ``<bilag:vibo>`` and ``[](tema:key)`` are references, and print what they lead to;
- ``## Title {#key}`` gives a heading the id ``key``, which ``[…](#key)`` leads to;
- a paragraph that begins with ``Tabel: ``, directly before a table, is its caption;
- a picture alone in a paragraph, ``![what it shows](file.png "caption")``, is a figure;
- a quotation (``>``) is an aside;
- a numbered list prints the numbers that were written, and a line that begins with a date is no item;
- an address that begins with ``https://``, ``http://`` or ``www.`` is a link;
- short lines beneath each other stay lines, and so does one that begins with a number or date.

HTML is printed as the characters it is. An indented paragraph is a paragraph. Code, rules,
footnotes, headings below the fourth level, centred columns and front matter are problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile, zip_longest
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from styringsdialog.content.html import read_nodes
from styringsdialog.content.links import Images, bare_addresses
from styringsdialog.content.markup import (
    MAX_DEPTH,
    MAX_SIZE,
    MOST_SHOWN,
    Element,
    Node,
    Words,
    checked,
    controls,
    problem_at,
    without_controls,
)
from styringsdialog.errors import ContentError, Problem
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.showing import shortened
from styringsdialog.model.blocks import Blocks, Place

# CommonMark's parser drops what is nested deeper than this.
NESTING: Final = 100

_MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
# «1. maj», «1. sept.», «1. 5. 2030» at the beginning of a line.
_DATE: Final = re.compile(
    rf"[0-9]{{1,2}}\.[ \t]+(?:(?:{_MONTHS})(?![\w-])|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\."
    r"|[0-9]{1,2}\.[ \t]*[0-9]{2,4}\b)"
)

# «2*3*4»: asterisks between letters or digits only; in «*be*tone» one begins a word.
_PRODUCT: Final = re.compile(r"(?<!\S)(?:[^\s*<>\[\]\\`]*[^\W_]\*+(?=[^\W_]))+[^\s*<>\[\]\\`]*(?!\S)")
# An address with spaces, and no words in brackets.
_SPACED: Final = re.compile(
    r"\]\((?=\S*(?:[:/#]|\.\w)\S*\s|[^()]{0,300}\s[^()]{0,300}\.\w{2,4}\))(?P<link>[^()<>\"']*\s[^()<>\"']*)\)"
    r"|(?<!\()<(?P<bare>https?://[^<>]*\s[^<>]*)>"
)

# Lines of a signature or an address are shorter; those of prose that was broken by hand are seldom all so.
_SHORT: Final = 40
_NUMBERED: Final = re.compile(r"(?:[0-9]{1,9}|[a-zæøå])[.)]\s")
_ENDED: Final = re.compile(r"[.:;!?]$")
# A line that ends like a sentence that goes on, and the beginning of the next; «tlf. 12» begins another.
_GOES_ON: Final = re.compile(
    r"\b(?:og|eller|i|på|at|af|til|for|med|den|det|de|en|et|er|som|der|om|fra|ved|har|vi|kan|skal|vil|blev|bliver)\n"
    r"|(?:(?:^|\s)[^\W_A-ZÆØÅ]\S*|[,;–-])\n[a-zæøåéü]+(?![\w@.:/)-]|\s*[0-9+])"
)


class Commonmark(MarkdownIt):
    """CommonMark that leaves addresses as they are written: ``html`` judges them."""

    def __init__(self) -> None:
        """Begin with tables, and without code."""
        super().__init__("commonmark", {"html": False, "maxNesting": NESTING})
        # Four spaces in minutes are an indented paragraph, not a program.
        self.enable("table").disable("code")
        # ``at`` replaces a rule's options too: without ``alt`` a list could no longer begin after a line of text.
        self.block.ruler.at("list", _list_without_dates, {"alt": ["paragraph", "reference", "blockquote"]})
        # Before the inline rules, which take away the asterisks and give up an address at its first space.
        self.core.ruler.before("inline", "escape", _escape)

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - markdown-it's name and signature
        """Let every address through."""
        # ``links.read_href`` judges addresses and says why; markdown-it would print the brackets as text.
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Return ``url`` without percent-encoding it."""
        # Encoded where the link is made: messages show an address as it was written.
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Return the words of ``<link>`` as they are written."""
        return link


def _list_without_dates(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - called so
    """Take in a list, but leave a line that begins with a date to the paragraph that it is."""
    return not _DATE.match(state.src, state.bMarks[line] + state.tShift[line]) and list_block(state, line, end, silent)


def _escape(state: StateCore) -> None:
    """Escape asterisks that stand for no emphasis, and addresses that CommonMark would take for text."""
    for token in state.tokens:
        if token.type == "inline":
            content = _PRODUCT.sub(lambda word: word[0].replace("*", r"\*"), token.content)
            token.content = _SPACED.sub(_bracketed, content)


def _bracketed(match: re.Match[str]) -> str:
    # CommonMark, 6.3: between pointed brackets a destination may have spaces.
    address = " ".join((match["link"] or match["bare"]).split())
    return f"](<{address}>)" if match["link"] else f"[{address}](<{address}>)"


def lines_kept(paragraph: str) -> Iterator[bool]:
    """Return for each line of ``paragraph`` but the last whether a new line begins after it on the page too.

    It does where all lines are short and none goes on, as in a signature; and before a line that begins with a
    number or date, after one that has ended or in a paragraph that began so.
    """
    lines = [line.strip(" \t\\*_") for line in paragraph.split("\n")]
    pairs = [(line, following, _GOES_ON.search(f"{line}\n{following}")) for line, following in pairwise(lines)]
    are_short = max(map(len, lines)) < _SHORT and not any(goes_on for *_, goes_on in pairs)
    for line, following, goes_on in pairs:
        begins = _NUMBERED.match(following) and (_NUMBERED.match(lines[0]) or _ENDED.search(line)) and not goes_on
        yield are_short or bool(begins)


_FOOTNOTE: Final = re.compile(r"(?<!\\)\[\^[^\]\s]+\]")
_CAPTION: Final = "Tabel: "
# Headings of CommonMark that a package does not have, and what they are read as once that was told.
_TOO_DEEP: Final = {"h5": "h4", "h6": "h4"}
_HEADING_ID: Final = re.compile(r"(?P<words>.*?)\s*\{#(?P<id>[^{}]*)\}\s*", re.DOTALL)


def parse_markdown(text: str, *, source: str, scope: str = "", images: Images) -> Blocks:
    """Return the blocks in ``text``; the rest as in ``parse_html``.

    Raises:
        ContentError: With everything that is wrong with it.
    """
    if len(text) > MAX_SIZE:
        raise ContentError((problem_at(Place(source), message("content.too-long", size=len(text), most=MAX_SIZE)),))
    # markdown-it notes here what addresses are defined at the end of a text, and which are defined twice.
    env: dict[str, Any] = {}
    builder = _Builder(source)
    try:
        tokens = Commonmark().parse(without_controls(text), env)
        # Before a tree is built of the tokens, which takes recursion.
        if deep := _too_deep(tokens):
            raise ContentError((problem_at(Place(source, deep), message("content.nested-too-deeply")),))
        nodes = tuple(builder.blocks(SyntaxTreeNode(tokens).children))
    except RecursionError:
        raise ContentError((problem_at(Place(source), message("content.nested-too-deeply")),)) from None
    problems = (
        *(
            problem_at(Place(source, number), message("content.control-character", character=name))
            for number, line in enumerate(text.split("\n"), 1)
            for name in controls(line)
        ),
        # CommonMark does not know them, and would print them as they are written.
        *(
            problem_at(Place(source, number), message("content.footnote", footnote=match.group()))
            for number, line in enumerate(text.splitlines(), 1)
            if (match := _FOOTNOTE.search(line))
        ),
        *_unused(tokens, env, source),
        *_excess_cells(tokens, text, source),
        *builder.problems,
    )
    return read_nodes(nodes, problems, scope=scope, images=images)


# ----------------------------------------------------------------- what would be lost


def _too_deep(tokens: Sequence[Token]) -> int:
    """Return the line of the first paragraph that is nested deeper than pages can show; 0 where there is none."""
    return next(
        (
            token.map[0] + 1
            for token in tokens
            if token.map and token.level + max((child.level for child in token.children or ()), default=0) >= MAX_DEPTH
        ),
        0,
    )


def _unused(tokens: Sequence[Token], env: dict[str, Any], source: str) -> Iterator[Problem]:
    """Tell of lines that CommonMark takes for addresses of links, and that no link uses."""
    used = {
        child.attrs.get("href", child.attrs.get("src"))
        for token in tokens
        for child in token.children or ()
        if child.type in {"link_open", "image"}
    }
    # CommonMark (4.7) prints nothing of a definition, so one that nobody uses would vanish.
    yield from (
        problem_at(Place(source, definition["map"][0] + 1), message("content.unused-address", label=label.lower()))
        for label, definition in env.get("references", {}).items()
        if definition["href"] not in used
    )
    yield from (
        problem_at(
            Place(source, definition["map"][0] + 1),
            message("content.second-address", label=definition["label"].lower()),
        )
        for definition in env.get("duplicate_refs", ())
    )


def _excess_cells(tokens: Sequence[Token], text: str, source: str) -> Iterator[Problem]:
    """Tell of rows with more cells than the head of their table, which GitHub's rules would drop."""
    lines = text.split("\n")
    columns, in_body = 0, False
    for index, token in enumerate(tokens):
        if token.type == "thead_open":
            head = takewhile(lambda inner: inner.type != "thead_close", tokens[index:])
            columns = sum(inner.type == "th_open" for inner in head)
            in_body = False
        elif token.type == "tbody_open":
            in_body = True
        elif token.type == "tr_open" and in_body and token.map:
            row = re.sub(r"^[\s>]*\|?|\|?\s*$", "", lines[token.map[0]])
            cells = len(re.findall(r"(?<!\\)\|", row)) + 1
            # GitHub's tables (4.10) drop cells that have no heading.
            if cells > columns:
                yield problem_at(
                    Place(source, token.map[0] + 1), message("content.excess-cells", cells=cells, columns=columns)
                )


# ------------------------------------------------------------------------------ elements


class _Builder:
    """Builds elements from syntax nodes, each with its line, and collects what cannot be printed."""

    def __init__(self, source: str) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._line = 1
        # Lines that end on the page where they end in the text.
        self._kept: set[int] = set()

    @property
    def _place(self) -> Place:
        return Place(self._source, self._line)

    def _tell(self, what: Message) -> None:
        self.problems.append(problem_at(self._place, what))

    def _element(self, name: str, children: Iterable[Node] = (), **attributes: str) -> Element:
        # The place first: building the children moves the line on.
        place = self._place
        return Element(name, attributes, tuple(_joined(children)), place)

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Node]:
        """Return the elements of ``nodes``, which stand under each other."""
        caption: tuple[Element, ...] = ()
        for node, following in zip_longest(nodes, nodes[1:]):
            if node.map:
                self._line = node.map[0] + 1
            if following is not None and following.type == "table" and _is_caption(node):
                first, *others = self._inline(node.children[0].children)
                assert isinstance(first, Words)
                caption = (self._element("caption", (Words(first.text.removeprefix(_CAPTION), first.place), *others)),)
                continue
            yield from self._block(node, caption)
            caption = ()

    def _block(self, node: SyntaxTreeNode, caption: tuple[Element, ...]) -> Iterator[Node]:
        match node.type:
            case "paragraph":
                yield from self._paragraph(node)
            case "heading":
                yield self._heading(node)
            case "blockquote":
                yield self._element("aside", self.blocks(node.children))
            case "hr":
                self._tell(message("content.rule", mark=node.markup[0] * 3))
            case "fence":
                self._tell(message("content.code-block", mark=node.markup))
                # Read on, so that what it stands in is not told of as empty.
                yield self._element("p", self._words(node.content))
            case "table":
                yield self._element("table", (*caption, *self.blocks(node.children)))
            case "th" | "td":
                yield self._cell(node)
            case _:
                # The number before an item of a numbered list, as it was written.
                number = {"value": node.info + node.markup} if node.type == "list_item" and node.info else {}
                yield self._element(node.tag, self.blocks(node.children), **number)

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[Node]:
        content = node.children[0].children
        self._kept.update(line for line, kept in enumerate(lines_kept(node.children[0].content), self._line) if kept)
        solid = [inline for inline in content if inline.type != "text" or inline.content.strip()]
        if [inline.type for inline in solid] == ["image"]:
            yield self._figure(solid[0])
        elif node.hidden:
            # In a list without blank lines: the text stands in the item itself.
            yield from self._inline(content)
        else:
            yield self._element("p", self._inline(content))

    def _heading(self, node: SyntaxTreeNode) -> Element:
        mark = node.markup if node.markup.startswith("#") else node.markup * 3
        if node.tag in _TOO_DEEP:
            self._tell(message("content.low-heading", mark=mark))
        place = self._place
        content = tuple(_joined(self._inline(node.children[0].children)))
        # Told in Markdown's terms; as a paragraph it is not told of once more as a misplaced element.
        if node.parent is not None and node.parent.type == "list_item":
            self._tell(message("content.heading-in-list", mark=mark))
            return Element("p", {}, content, place)
        last = content[-1] if content else None
        # Joined above, because markdown-it parts words at escapes and character references.
        match = _HEADING_ID.fullmatch(last.text) if isinstance(last, Words) else None
        if last is None or match is None:
            return Element(_TOO_DEEP.get(node.tag, node.tag), {}, content, place)
        words = Words(match["words"], last.place)
        return Element(_TOO_DEEP.get(node.tag, node.tag), {"id": match["id"]}, (*content[:-1], words), place)

    def _cell(self, node: SyntaxTreeNode) -> Element:
        # markdown-it says alignments in CSS.
        align = str(node.attrs.get("style", "")).removeprefix("text-align:")
        if align == "center" and node.type == "th":
            self._tell(message("content.centred-column", mark=":-:"))
        attributes = {"align": align} if align in {"left", "right"} else {}
        return self._element(node.tag, self._inline(node.children[0].children), **attributes)

    def _figure(self, image: SyntaxTreeNode) -> Element:
        title = str(image.attrs.get("title", ""))
        caption = (self._element("figcaption", self._words(title)),) if title else ()
        return self._element("figure", (self._image(image), *caption))

    def _image(self, image: SyntaxTreeNode) -> Element:
        alt = self._checked(_alternative(image.children))
        if not alt.strip():
            self._tell(message("content.undescribed-picture"))
        # Told of already: any text keeps it from being told again.
        return self._element("img", src=self._checked(str(image.attrs["src"])), alt=alt if alt.strip() else "…")

    def _inline(self, nodes: Sequence[SyntaxTreeNode], *, in_link: bool = False) -> Iterator[Node]:
        for node in nodes:
            match node.type:
                case "text":
                    for words, href in ((node.content, ""),) if in_link else bare_addresses(node.content):
                        yield from (self._element("a", self._words(words), href=href),) if href else self._words(words)
                case "softbreak" if self._line not in self._kept:
                    yield from self._words("\n")
                    self._line += 1
                case "softbreak" | "hardbreak":
                    yield self._element("br")
                    self._line += 1
                case "code_inline":
                    self._tell(message("content.code", mark=node.markup, code=shortened(node.content, MOST_SHOWN)))
                    yield from self._words(node.content)
                case "image":
                    yield self._image(node)
                    self._line += node.content.count("\n")
                case "link":
                    if title := node.attrs.get("title"):
                        self._tell(message("content.link-title", title=shortened(str(title), MOST_SHOWN)))
                    href = self._checked(str(node.attrs["href"]))
                    yield self._element("a", self._inline(node.children, in_link=True), href=href)
                case _:
                    yield self._element(node.tag, self._inline(node.children, in_link=in_link))

    def _words(self, text: str) -> Iterator[Words]:
        yield Words(self._checked(text), self._place)

    def _checked(self, text: str) -> str:
        # References such as ``&#x2028;`` stand for characters that no text may hold.
        return checked(text, self._tell)


def _joined(nodes: Iterable[Node]) -> Iterator[Node]:
    """Return ``nodes`` with words that stand beside each other as one."""
    for are_words, group in groupby(nodes, lambda node: isinstance(node, Words)):
        if are_words:
            words = [node for node in group if isinstance(node, Words)]
            yield Words("".join(part.text for part in words), words[0].place)
        else:
            yield from group


def _is_caption(node: SyntaxTreeNode) -> bool:
    content = node.children[0].children if node.type == "paragraph" else []
    return bool(content) and content[0].type == "text" and content[0].content.startswith(_CAPTION)


def _alternative(nodes: Sequence[SyntaxTreeNode]) -> str:
    """Return a picture's alternative text without its mark-up."""
    # CommonMark, 6.4: what a picture shows is the plain text of what stands in its brackets.
    breaks = {"softbreak", "hardbreak"}
    return "".join(" " if node.type in breaks else _alternative(node.children) or node.content for node in nodes)
