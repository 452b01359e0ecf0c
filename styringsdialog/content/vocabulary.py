"""The elements and attributes that generated text may have, and what to write instead of others that people try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from styringsdialog.content.markup import Element, Node, Tell, Words
from styringsdialog.content.spaces import WRAPPERS, is_blank

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

_CELL: Final = frozenset({"colspan", "rowspan", "align", "style"})
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(HEADINGS, frozenset({"id", "lang"})),
    "p": frozenset({"class", "lang"}),
    "section": frozenset({"id", "class", "lang"}),
    "table": frozenset({"class", "data-unit", "data-source"}),
    "span": frozenset({"lang"}),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "td": _CELL,
    "th": _CELL | {"scope"},
}

_VOCABULARY: Final = frozenset().union(*CHILDREN.values(), INLINE)

_INSTEAD: Final[Mapping[str, str]] = {
    **dict.fromkeys(("b", "u", "mark"), "write <strong> or <em>"),
    "i": "write <em>",
    **dict.fromkeys(("h5", "h6"), "headings go to <h4>"),
    **dict.fromkeys(("div", "article", "main", "header", "footer", "nav"), "write <section>"),
    "blockquote": "write <aside>",
    "hr": "rules are not printed: begin a new heading instead",
    **dict.fromkeys(("code", "pre", "kbd", "samp"), "write it as plain text"),
    **dict.fromkeys(("script", "style", "iframe", "object", "embed"), "nothing in a package runs or is fetched"),
    **dict.fromkeys(("sup", "sub", "small", "font"), "write it as plain text"),
}
"""What to write for elements that people try."""

_INSTEAD_ATTRIBUTE: Final[Mapping[str, str]] = {
    "title": "write it in the text; for a picture, in <figcaption>",
    "style": "how things look stands in the program",
    "class": "how things look stands in the program",
    "start": "numbered lists begin with 1",
    "width": "how things look stands in the program",
    "height": "how things look stands in the program",
    "scope": "a heading cell is <th>",
}


def is_inline(node: Node) -> bool:
    """Tell whether ``node`` stands within a line."""
    return isinstance(node, Words) or node.name in INLINE


def known(nodes: Sequence[Node], parent: str, tell: Tell) -> tuple[Node, ...]:
    """Give ``nodes`` with only what the vocabulary has.

    What stands in another element takes its place: in a paragraph where ``parent`` wants
    one, so that its text is no second problem.
    """
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Words):
            found.append(node)
            continue
        if node.name not in _VOCABULARY:
            tell(node.place, f"<{node.name}> is no element of ours", _INSTEAD.get(node.name, ""))
            children = known(node.children, parent, tell)
            is_text = all(map(is_inline, children)) and not is_blank(children)
            found += (Element("p", {}, children, node.place),) if parent in CHILDREN and is_text else children
            continue
        children = known(node.children, node.name, tell)
        allowed = _ATTRIBUTES.get(node.name, frozenset())
        for name in node.attributes:
            if name not in allowed:
                hint = _INSTEAD_ATTRIBUTE.get(name, "")
                tell(node.place, f"<{node.name}> has no attribute {name}", hint)
        attributes = {name: value for name, value in node.attributes.items() if name in allowed}
        found.append(Element(node.name, attributes, children, node.place))
    return tuple(found)
