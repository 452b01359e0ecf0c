"""The elements and attributes that generated text may have, and what to write instead of others that people try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from styringsdialog.content.markup import Element, Node, Tell, Words
from styringsdialog.content.spaces import WRAPPERS, is_blank
from styringsdialog.messages.message import Message, message

__all__ = ["CHILDREN", "FLOW", "HEADINGS", "INLINE", "LOOSE", "is_inline", "known"]

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
FLOW: Final = frozenset({"p", "ul", "ol", "dl", "table", "figure", "aside"})
INLINE: Final = WRAPPERS | {"br", "img"}

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
"""Blocks that may stand directly in an element; the empty name is the text as a whole."""

LOOSE: Final = frozenset({"section", "aside", "li", "dd", "td", "th"})
"""Elements in which text stands as a paragraph without saying so."""

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
"""What to write for elements that people try."""

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
                what = message("content.unknown-attribute", element=node.name, attribute=name, instead=instead)
                tell(node.place, what)
        attributes = {name: value for name, value in node.attributes.items() if name in allowed}
        kept.append(Element(node.name, attributes, children, node.place))
    return tuple(kept)
