"""Structure types of a file's own that stand for nothing: what each comes closest to (ISO 14289-1, 7.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from styringsdialog.tags.roles import STANDARD, Roles
from styringsdialog.tags.tree import Node, TagTree

__all__ = ["settle_types"]

_NEWER: Mapping[str, str] = {
    "/Aside": "/Div",
    "/DocumentFragment": "/Div",
    "/Em": "/Span",
    "/FENote": "/Note",
    "/Strong": "/Span",
    "/Sub": "/Span",
    "/Title": "/P",
}
"""Types that PDF 2.0 added (ISO 32000-2, 14.8.4) and a package, which is PDF 1.7, must explain."""

_GROUPS = frozenset({"/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/LBody", "/TH", "/TD"})
_TEXT = frozenset({"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Lbl"})
_INLINE = frozenset({"/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link", "/Annot"})


def settle_types(tree: TagTree, roles: Roles) -> None:
    """Let each type that stands for no standard one stand for what all its elements can be taken as.

    Within text that is a ``Span``; among blocks a ``P`` where an element has content of its own, and a
    ``Div`` where it has elements. Where they differ, or nothing of this fits, it is a ``NonStruct``:
    it then means nothing by itself, and what is in it keeps its meaning.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for node in tree.walk():
        if node.role not in STANDARD and not roles.mapped(node.role):
            wanted[node.role].add(_nearest(node, roles))
    for role, found in wanted.items():
        roles.let(role, found.pop() if len(found) == 1 else "/NonStruct")


def _nearest(node: Node, roles: Roles) -> str:
    if "/NS" in node.said:
        found = roles.standard(node)
        found = _NEWER.get(found, found)
        if found in STANDARD:
            return found
    inside = [roles.standard(kid) for kid in node.kids if isinstance(kid, Node)]
    own = len(inside) < len(node.kids)
    only_text = all(role in _INLINE or not role for role in inside)
    around = _around(node, roles)
    if around in _TEXT | _INLINE:
        return "/Span" if only_text else "/NonStruct"
    if around in _GROUPS:
        return "/Div" if not own else "/P" if only_text else "/NonStruct"
    return "/NonStruct"


def _around(node: Node, roles: Roles) -> str:
    """Give what the next element around ``node`` that means something is; the bilag's own when there is none."""
    parent = node.parent
    while parent is not None:
        role = roles.standard(parent)
        if role and role != "/NonStruct":
            return role
        parent = parent.parent
    return "/Sect"
