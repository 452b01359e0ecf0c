"""Structure types: the standard ones, and what a file's own stand for (ISO 32000-1, 14.7.3 and 14.8.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pikepdf

from styringsdialog.pdf.objects import dictionary
from styringsdialog.tags.tree import Node, TagTree

_GROUPING = {"/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index"}
_TEXT = {"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody"}
_TABLE = {"/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot"}
_INLINE = {"/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link", "/Annot"}
_RUBY = {"/Ruby", "/RB", "/RT", "/RP", "/Warichu", "/WT", "/WP"}
_OTHER = {"/NonStruct", "/Private", "/Figure", "/Formula", "/Form"}

# Of PDF 1.7.
STANDARD = frozenset(_GROUPING | _TEXT | _TABLE | _INLINE | _RUBY | _OTHER)

_STANDARD_SPACES = frozenset({b"http://iso.org/pdf/ssn", b"http://iso.org/pdf2/ssn"})
# Types that stand for types: more is a circle.
_STEPS = 64

# Types that PDF 2.0 added (ISO 32000-2, 14.8.4) and a package, which is PDF 1.7, must explain.
_NEWER: Mapping[str, str] = {
    "/Aside": "/Div",
    "/DocumentFragment": "/Div",
    "/Em": "/Span",
    "/FENote": "/Note",
    "/Strong": "/Span",
    "/Sub": "/Span",
    "/Title": "/P",
}

_HOLDS_BLOCKS = frozenset(
    {"/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/LBody", "/TH", "/TD"}
)
_HOLDS_TEXT = frozenset({"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Lbl"})


class Roles:
    """What the structure types of one file stand for.

    Attributes:
        own: The file's own types that were asked for, and what each stands for; empty for nothing.
    """

    def __init__(self, role_map: object) -> None:
        """Read ``role_map``, a RoleMap or whatever stands in its place.

        What it says of standard types does not count: a file must not give them another
        meaning (ISO 14289-1, 7.1), and each reader would take it differently.
        """
        self._map = {name: str(role) for name, role in dictionary(role_map).items() if isinstance(role, pikepdf.Name)}
        self.own: dict[str, str] = {}

    def standard(self, node: Node) -> str:
        """Return the standard type of ``node``; empty when it has none."""
        space = node.entries.get("/NS")
        return self.mapped(node.role) if space is None else _in_space(node.role, space)

    def mapped(self, role: str) -> str:
        """Return the standard type that ``role`` stands for outside all namespaces; empty when there is none."""
        # A file may not give a standard type another meaning (ISO 14289-1, 7.1).
        if role in STANDARD:
            return role
        if (known := self.own.get(role)) is None:
            known = role
            for _ in range(_STEPS):
                known = self._map.get(known, "")
                if known in STANDARD:
                    break
            else:
                known = ""
            self.own[role] = known
        return known


def closed_up(level: int, open_levels: list[int]) -> int:
    """Return the level at which a heading of ``level`` stands where none is skipped, and note it in ``open_levels``."""
    while open_levels and open_levels[-1] >= level:
        open_levels.pop()
    open_levels.append(level)
    return len(open_levels)


def heading_level(role: str) -> int | None:
    """Return 1 to 6 for ``/H1`` to ``/H6``."""
    return int(role[2]) if len(role) == 3 and role[:2] == "/H" and role[2] in "123456" else None


def _in_space(role: str, space: object) -> str:
    """Return the standard type that ``role`` stands for in a namespace (ISO 32000-2, 14.7.4)."""
    for _ in range(_STEPS):
        if not isinstance(space, pikepdf.Dictionary):
            return role if role in STANDARD else ""
        name = space.get("/NS")
        if isinstance(name, pikepdf.String) and bytes(name) in _STANDARD_SPACES:
            return role
        target = dictionary(space.get("/RoleMapNS")).get(role)
        if isinstance(target, pikepdf.Name):
            role, space = str(target), None
        elif isinstance(target, pikepdf.Array) and len(target) == 2 and isinstance(target[0], pikepdf.Name):
            role, space = str(target[0]), target[1]
        else:
            return ""
    return ""


def settle_types(tree: TagTree, roles: Roles) -> None:
    """Let each type that stands for no standard one stand for what all its elements can be taken as.

    Within text that is a ``Span``; among blocks a ``P`` where an element has content of its own, and a
    ``Div`` where it has elements. Where they differ, or nothing of this fits, it is a ``NonStruct``:
    it then means nothing by itself, and what is in it keeps its meaning.
    """
    candidates: dict[str, set[str]] = defaultdict(set)
    for node in tree.walk():
        if node.role not in STANDARD and not roles.mapped(node.role):
            candidates[node.role].add(_nearest(node, roles))
    # In a second pass: a type that is explained changes what its neighbours come closest to.
    for role, standards in candidates.items():
        roles.own[role] = standards.pop() if len(standards) == 1 else "/NonStruct"


def _nearest(node: Node, roles: Roles) -> str:
    # A type that PDF 2.0 has says itself what it is, and only needs its name in PDF 1.7.
    if "/NS" in node.entries:
        role = roles.standard(node)
        role = _NEWER.get(role, role)
        if role in STANDARD:
            return role
    inside = [roles.standard(kid) for kid in node.kids if isinstance(kid, Node)]
    own = len(inside) < len(node.kids)
    only_text = all(role in _INLINE or not role for role in inside)
    # ISO 32000-1, table 333: a NonStruct is passed over, and its kids count as its parent's. Topmost elements hang
    # from the bilag's Part, which holds blocks.
    meaning = (role for role in map(roles.standard, node.around) if role not in {"", "/NonStruct"})
    if (parent_role := next(meaning, "/Sect")) in _HOLDS_TEXT | _INLINE:
        return "/Span" if only_text else "/NonStruct"
    if parent_role in _HOLDS_BLOCKS:
        return "/Div" if not own else "/P" if only_text else "/NonStruct"
    return "/NonStruct"
