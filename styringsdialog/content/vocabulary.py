"""The elements and attributes that generated text may have, what they say, and what to write instead of others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import attrs

from styringsdialog.content.links import LinkError, full_target
from styringsdialog.content.markup import Element, Node, Tell, Words
from styringsdialog.content.spaces import WRAPPERS, is_blank
from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import Align, ParagraphRole, Place, SectionRole, TableRole

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
FLOW: Final = frozenset({"p", "ul", "ol", "dl", "table", "figure", "aside"})
INLINE: Final = WRAPPERS | {"br", "img"}

# Blocks that may stand directly in an element; the empty name is the text as a whole.
CHILDREN: Final[Mapping[str, frozenset[str]]] = {
    "": FLOW | HEADINGS | {"section"},
    "section": FLOW | HEADINGS | {"section"},
    "aside": FLOW | HEADINGS,
    "li": FLOW,
    "dd": FLOW,
    "td": FLOW - {"table", "aside"},
    "th": FLOW - {"table", "aside"},
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "thead", "tbody", "tr"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "figure": frozenset({"img", "figcaption"}),
}

_CELL: Final = frozenset({"colspan", "rowspan", "align"})
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(HEADINGS, frozenset({"id", "lang"})),
    "p": frozenset({"class", "lang"}),
    "li": frozenset({"value"}),
    "section": frozenset({"id", "class", "lang"}),
    "table": frozenset({"class", "data-unit", "data-source"}),
    "span": frozenset({"lang"}),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "td": _CELL,
    "th": _CELL | {"scope"},
}

_VOCABULARY: Final = frozenset().union(*CHILDREN.values(), INLINE)

# What to write for elements that people try.
_INSTEAD: Final[Mapping[str, Message]] = {
    **dict.fromkeys(("b", "u", "mark"), message("content.instead-strong-or-em")),
    "i": message("content.instead-em"),
    **dict.fromkeys(("h5", "h6"), message("content.instead-h4")),
    **dict.fromkeys(("div", "article", "main", "header", "footer", "nav"), message("content.instead-section")),
    "blockquote": message("content.instead-aside"),
    "hr": message("content.instead-heading"),
    **dict.fromkeys(("code", "pre", "kbd", "samp", "sup", "sub", "small", "font"), message("content.instead-text")),
    **dict.fromkeys(("script", "style", "iframe", "object", "embed"), message("content.nothing-runs")),
}

_INSTEAD_ATTRIBUTE: Final[Mapping[str, Message]] = {
    **dict.fromkeys(("style", "class", "width", "height"), message("content.design-elsewhere")),
    "title": message("content.instead-caption"),
    "start": message("content.instead-value"),
    "scope": message("content.instead-th"),
}


def is_inline(node: Node) -> bool:
    """Tell whether ``node`` stands within a line."""
    return isinstance(node, Words) or node.name in INLINE


def known(nodes: Sequence[Node], parent: str, tell: Tell) -> tuple[Node, ...]:
    """Return ``nodes`` with the elements and attributes of the vocabulary alone; others are told.

    The children of an unknown element take its place: in a paragraph where ``parent`` needs
    one, so that its text is no second problem.
    """
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, Words):
            kept.append(node)
            continue
        if node.name not in _VOCABULARY:
            instead = _INSTEAD.get(node.name, "")
            tell(node.place, message("content.unknown-element", element=node.name, instead=instead))
            children = known(node.children, parent, tell)
            is_text = all(map(is_inline, children)) and not is_blank(children)
            kept += (Element("p", {}, children, node.place),) if parent in CHILDREN and is_text else children
            continue
        children = known(node.children, node.name, tell)
        allowed = _ATTRIBUTES.get(node.name, frozenset())
        for name in node.attributes:
            if name not in allowed:
                instead = _INSTEAD_ATTRIBUTE.get(name, "")
                tell(
                    node.place, message("content.unknown-attribute", element=node.name, attribute=name, instead=instead)
                )
        attributes = {name: value for name, value in node.attributes.items() if name in allowed}
        kept.append(Element(node.name, attributes, children, node.place))
    return tuple(kept)


Role = TypeVar("Role", ParagraphRole, SectionRole, TableRole)

# The usual part of RFC 5646, 2.1: no extensions, no private use. Whether there is such a language is not asked.
_LANG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Bounded, because ``check_grid`` counts columns one by one.
_SPAN: Final = re.compile(r"[1-9][0-9]{0,2}")
# Nine digits, as many as CommonMark (5.2) lets the number of an item have.
_NUMBER: Final = re.compile(r"[0-9]{1,9}[.)]?")
_ALIGNS: Final = {"left": Align.START, "right": Align.END}


@attrs.frozen
class Attributes:
    """Reads the attributes of one text; a value that cannot be meant is told, and read as the default.

    What its ids make has ``scope`` before it.
    """

    _scope: str
    _tell: Tell
    _anchors: dict[str, Place] = attrs.field(factory=dict, init=False)

    def role(self, node: Element, roles: type[Role]) -> Role:
        """Return the role that ``class`` names; the plain one where there is none."""
        if (written := node.attributes.get("class", "")) in set(roles):
            return roles(written)
        known = ", ".join(role.value for role in roles if role.value)
        self._tell(node.place, message("content.unknown-class", element=node.name, name=written, known=known))
        return roles("")

    def lang(self, node: Element) -> str:
        """Return the language that ``lang`` names, empty where there is none (BCP 47)."""
        lang = node.attributes.get("lang", "")
        if "lang" in node.attributes and not _LANG.fullmatch(lang):
            self._tell(node.place, message("content.no-language", lang=lang))
            return ""
        return lang

    def anchor(self, node: Element) -> str:
        """Return the whole target that ``id`` makes, empty where there is none; each may be used once."""
        if (written := node.attributes.get("id")) is None:
            return ""
        try:
            anchor = full_target(written, self._scope)
        except LinkError as error:
            self._tell(node.place, error.what)
            return ""
        if first := self._anchors.get(anchor):
            self._tell(node.place, message("content.second-key", id=written, file=first.file, line=str(first.line)))
        self._anchors.setdefault(anchor, node.place)
        return anchor

    def label(self, node: Element) -> str:
        """Return what stands before an item of a numbered list, empty where its number follows from the others."""
        written = node.attributes.get("value", "")
        if "value" in node.attributes and not _NUMBER.fullmatch(written):
            self._tell(node.place, message("content.no-item-number", written=written))
            return ""
        # HTML's ``value`` is a bare number; of Markdown the mark behind it comes along.
        return f"{written}." if written.isdecimal() else written

    def span(self, node: Element, name: str) -> int:
        """Return the number of columns or rows in the attribute ``name``."""
        written = node.attributes.get(name, "1")
        if not _SPAN.fullmatch(written):
            self._tell(node.place, message("content.no-span", attribute=name, written=written))
            return 1
        return int(written)

    def align(self, node: Element) -> Align:
        """Return the alignment of a cell."""
        if (written := node.attributes.get("align", "left")) not in _ALIGNS:
            self._tell(node.place, message("content.no-alignment", written=written))
        return _ALIGNS.get(written, Align.START)
