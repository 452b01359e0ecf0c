"""What keeps a tagged file from PDF/UA-1 and can be put right without a change to what one sees.

ISO 14289-1. What only the author can put right, such as a picture without a description, stays.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import pikepdf

from styringsdialog.pdf.content import page_content, values
from styringsdialog.pdf.objects import UNSEEN, ObjGen, dictionary, inherited, listed
from styringsdialog.tags.entries import Entries
from styringsdialog.tags.roles import Roles, closed_up, heading_level
from styringsdialog.tags.tree import Mark, Node, ObjectReference, TagTree

_GROUPS = frozenset({"/Document", "/Part", "/Art", "/Sect", "/Div"})
_LISTS = frozenset({"/L"})


def mend_elements(tree: TagTree, roles: Roles, entries: Entries) -> int:
    """Number headings, put list items into lists, name notes, and return how many headings left levels out."""
    moved = _level_headings(tree, roles)
    # A list, because elements are added on the way.
    for node in list(tree.walk()):
        if (role := roles.standard(node)) == "/Note" and "/ID" not in node.entries:
            # 7.9
            entries.new_identifier(node, b"note")
        elif role not in _LISTS and any(_is_item(kid, roles) for kid in node.kids):
            # 7.2
            node.kids, node.changed = _enlisted(tree, node.kids, node, roles), True
    if any(_is_item(top, roles) for top in tree.tops):
        tree.tops = [top for top in _enlisted(tree, tree.tops, None, roles) if isinstance(top, Node)]
    return moved


def mend_annotations(tree: TagTree, roles: Roles, pages: Sequence[pikepdf.Dictionary]) -> None:
    """Put annotations that are seen into an element of their kind, and say in words where links lead (7.18)."""
    numbers = {page.objgen: number for number, page in enumerate(pages, 1)}
    if not any("/Annots" in page for page in pages):
        return
    owned = referenced_objects(tree)
    ends: dict[ObjGen, Node] | None = None
    for page in pages:
        given: Iterable[Any] = page.get("/Annots", ())
        # An element can only refer to what is an object of its own.
        annotations = [item if item.is_indirect else tree.pdf.make_indirect(item) for item in given]
        if annotations:
            page.Annots = pikepdf.Array(annotations)
        for annotation in annotations:
            subtype = annotation.get("/Subtype")
            # 7.18.1 leaves out what nobody sees. A popup only shows what its annotation says; fields are content now.
            if subtype in {pikepdf.Name.Popup, pikepdf.Name.Widget} or annotation.get("/F", 0) & UNSEEN:
                continue
            role = "/Link" if subtype == pikepdf.Name.Link else "/Annot"
            if (owner := owned.get(annotation.objgen)) is None:
                # Only when it is needed: this walks the whole tree, and most files leave no annotation out.
                ends = ends if ends is not None else page_ends(tree, roles)
                reference = ObjectReference(page, annotation)
                node = ends[page.objgen] = adopt(tree, reference, role, ends.get(page.objgen))
                tree.claim_object(reference, node)
            elif role not in map(roles.standard, (owner[0], *owner[0].around)):
                _wrap(tree, *owner, role)
            # 7.18.5 asks for Contents on every link.
            if role == "/Link" and not str(annotation.get("/Contents", "")):
                annotation.Contents = pikepdf.String(_description(annotation, owner[0] if owner else None, numbers))


# ------------------------------------------------------------------------------ elements


def _level_headings(tree: TagTree, roles: Roles) -> int:
    """Turn ``H`` into ``H1`` to ``H6``, close up levels that are left out, and return how many headings moved (7.4).

    A package has both ways, and a file may use one only (7.4.4). The level of ``H`` is one more than
    the number of elements around it that had a heading before it, and at most one more than
    that of the heading before. Where levels are left out (7.4.2), what is beneath moves up as a whole. A
    file may begin at H2: the bilag's divider, an H1, stands before it.
    """
    moved = 0
    before = 0
    levels = [1]
    headed: set[Node] = set()
    depths: dict[Node, int] = {}
    for node in tree.walk():
        parent = node.parent
        # How many of the elements around the kids of this one have a heading so far.
        depths[node] = (depths[parent] + (parent in headed)) if parent is not None else 0
        role = roles.standard(node)
        level = heading_level(role)
        if role == "/H":
            # PDF 1.7 ends at H6 (ISO 32000-1, table 335).
            level = min(depths[parent] + 1 if parent is not None else 1, before + 1, 6)
            if parent is not None:
                headed.add(parent)
        if level is None:
            continue
        before = closed_up(level, levels)
        if role != f"/H{before}":
            # ``H`` has no level of its own: giving it one is no change that an author has to hear of.
            moved += role != "/H"
            node.role = f"/H{before}"
            # In a namespace the name might be another type; without one it is the standard type.
            node.remove_entry("/NS")
    return moved


def _is_item(kid: object, roles: Roles) -> bool:
    return isinstance(kid, Node) and roles.standard(kid) == "/LI"


def _enlisted(
    tree: TagTree, kids: Sequence[Node | Mark | ObjectReference], parent: Node | None, roles: Roles
) -> list[Node | Mark | ObjectReference]:
    """Return ``kids`` of ``parent`` with each run of list items in the list before it, or in one of its own."""
    listed: list[Node | Mark | ObjectReference] = []
    open_list: Node | None = None
    for kid in kids:
        if not isinstance(kid, Node) or not _is_item(kid, roles):
            open_list = kid if isinstance(kid, Node) and roles.standard(kid) in _LISTS else None
            listed.append(kid)
            continue
        if open_list is None:
            open_list = tree.make("/L", parent)
            listed.append(open_list)
        kid.parent = open_list
        open_list.kids.append(kid)
        open_list.changed = True
    return listed


# --------------------------------------------------------------------------- annotations


def referenced_objects(tree: TagTree) -> dict[ObjGen, tuple[Node, ObjectReference]]:
    """Return what belongs to elements as a whole, by object: the element, and how it names the reference."""
    return {
        kid.target.objgen: (node, kid) for node in tree.walk() for kid in node.kids if isinstance(kid, ObjectReference)
    }


def _wrap(tree: TagTree, node: Node, reference: ObjectReference, role: str) -> None:
    """Put an element around ``reference``, which is among the kids of ``node``."""
    wrapper = tree.make(role, node)
    wrapper.kids.append(reference)
    node.kids[node.kids.index(reference)] = wrapper
    node.changed = True
    tree.objects[reference.target.objgen] = (reference.target, wrapper)


def adopt(tree: TagTree, kid: Mark | ObjectReference, role: str, last: Node | None) -> Node:
    """Return a new element for ``kid``, which no element has, behind ``last``, the last one on its page."""
    node = tree.make(role, None)
    node.kids.append(kid)
    if last is not None:
        insert_beside(tree, node, last)
    else:
        # No element has content on this page, so nothing says where it would be read: at the end.
        node.parent = tree.tops[-1]
        tree.tops[-1].kids.append(node)
        tree.tops[-1].changed = True
    return node


def insert_beside(tree: TagTree, node: Node, beside: Node, *, before: bool = False) -> None:
    """Put ``node``, which is nowhere yet, behind or before ``beside``."""
    node.parent = beside.parent
    siblings = beside.parent.kids if beside.parent is not None else tree.tops
    # From the end, where the one before was put.
    behind = next(count for count, sibling in enumerate(reversed(siblings)) if sibling is beside)
    siblings.insert(len(siblings) - behind - before, node)
    if beside.parent is not None:
        beside.parent.changed = True


def page_ends(tree: TagTree, roles: Roles) -> dict[ObjGen, Node]:
    """Return for each page the last element with content on it that stands in a group."""
    ends = {kid.page.objgen: node for node in tree.walk() for kid in node.kids if isinstance(kid, Mark)}
    return {page: block_of(node, roles) for page, node in ends.items()}


def block_of(node: Node, roles: Roles) -> Node:
    """Return ``node``, or of those around it the one that stands in a group."""
    while node.parent is not None and roles.standard(node.parent) not in _GROUPS:
        node = node.parent
    return node


def _description(annotation: pikepdf.Dictionary, node: Node | None, numbers: Mapping[ObjGen, int]) -> str:
    """Return what a link is, read aloud: what its element says, or where it leads, in Danish."""
    for key in ("/Alt", "/ActualText"):
        text = str(node.entries.get(key, "")) if node is not None else ""
        if text:
            return text
    action = annotation.get("/A", pikepdf.Dictionary())
    if "/URI" in action:
        return f"Link til {urllib.parse.unquote(str(action.URI))}"
    # Intake has made destinations explicit by now: their first item is a page of the file.
    return f"Henvisning til filens side {numbers.get(action.D[0].objgen, 1)}"


# ---------------------------------------------------------------------- unowned content


@attrs.define(eq=False)
class Places:
    """Puts unowned content between the elements whose content is drawn before and after it.

    Its methods are called in the order of the content.

    Attributes:
        with_pictures: Numbers of the pages on which pictures became decoration.
    """

    _tree: TagTree
    _roles: Roles
    with_pictures: list[int] = attrs.field(factory=list, init=False)
    _number: int = attrs.field(default=0, init=False)
    _last: Node | None = attrs.field(default=None, init=False)
    _open: Node | None = attrs.field(default=None, init=False)
    _waiting: list[Node] = attrs.field(factory=list, init=False)

    def turn_to(self, number: int) -> None:
        """Begin the page with ``number``: no paragraph goes on over a page break."""
        self._number = number
        self._open = None

    def owned(self, node: Node) -> None:
        """Note that content of ``node`` comes; what waited for it is put before its block."""
        block = block_of(node, self._roles)
        for waiting in self._waiting:
            insert_beside(self._tree, waiting, block, before=True)
        self._waiting = []
        self._last, self._open = block, None

    def words(self, mark: Mark) -> None:
        """Put unowned text, marked as ``mark`` from now on, into the paragraph that is open, or a new one."""
        if self._open is None:
            self._open = self._placed("/P")
        self._own(self._open, mark)

    def figure(self, mark: Mark, alt: str) -> None:
        """Put a page without words into the tree, with its alternative text."""
        node = self._placed("/Figure")
        node.set_entry("/Alt", pikepdf.String(alt))
        # BBox is required of a figure that stands on one page (ISO 32000-1, table 344); intake wrote the CropBox.
        box = pikepdf.Array(list(mark.page.CropBox))
        node.set_entry("/A", pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=box, Placement=pikepdf.Name.Block))
        self._own(node, mark)

    def pictures(self) -> None:
        """Note that the page shows unowned pictures."""
        if self._number not in self.with_pictures[-1:]:
            self.with_pictures.append(self._number)

    def end(self) -> None:
        """Put what still waits behind everything."""
        self._tree.tops += self._waiting

    def _placed(self, role: str) -> Node:
        node = self._tree.make(role, None)
        if self._last is None:
            self._waiting.append(node)
        else:
            insert_beside(self._tree, node, self._last)
            self._last = node
        return node

    def _own(self, node: Node, mark: Mark) -> None:
        # The page of the first mark, so that others on it are plain numbers and no MCR dictionaries.
        if node.page is None:
            node.page = mark.page
            node.set_entry("/Pg", mark.page)
        node.kids.append(mark)
        self._tree.claim(mark, node)


# ------------------------------------------------------------------------------- fields

# Flags of buttons (ISO 32000-1, table 226).
_RADIO, _PUSH = 1 << 15, 1 << 16
_MARK = re.compile(rb"/MCID\s+(\d{1,9})")


@attrs.frozen(eq=False)
class DrawnField:
    """A field that has become content of ``page``.

    Attributes:
        mark: What its drawing is marked with (MCID); ``None`` when it shows nothing, or the file has no tags.
    """

    widget: pikepdf.Dictionary
    page: pikepdf.Dictionary
    mark: int | None


def free_marks(tree: TagTree, pages: Sequence[pikepdf.Dictionary]) -> Mapping[ObjGen, int]:
    """Return for each page with fields a number above all that its content is marked with."""
    free = {}
    for page in pages:
        if any(annotation.get("/Subtype") == pikepdf.Name.Widget for annotation in page.get("/Annots", ())):
            # Content may have marks that the tree does not know; with the same number they would be the field's.
            # A search and not a parser, because a number that is none of a mark only leaves a gap.
            properties = values(dictionary(page.get("/Resources")).get("/Properties"))
            named: list[Any] = [dictionary(entry).get("/MCID") for entry in properties]
            used = [
                *tree.marks.get(page.objgen, ()),
                *map(int, _MARK.findall(page_content(page).data)),
                *(number for number in named if isinstance(number, int)),
            ]
            free[page.objgen] = max(used, default=-1) + 1
    return free


def mend_fields(tree: TagTree, roles: Roles, fields: Sequence[DrawnField]) -> None:
    """Let what was drawn for a field stand in its place in the tree; where nothing was, its element stays empty."""
    if not fields:
        return
    owned = referenced_objects(tree)
    ends = page_ends(tree, roles)
    for field in fields:
        owner = owned.get(field.widget.objgen) if field.widget.is_indirect else None
        mark = Mark(field.page, field.page, field.mark) if field.mark is not None else None
        if owner is not None:
            node, reference = owner
            # The widget leaves the page: a StructParent key of it would lead to an annotation that is not there.
            del tree.objects[reference.target.objgen]
            index = node.kids.index(reference)
            # In the widget's place among the kids, which is where the field is read.
            node.kids[index : index + 1] = [mark] if mark is not None else []
            node.changed = True
            if roles.standard(node) == "/Form":
                _describe(node, field.widget)
        elif mark is not None:
            node = ends[field.page.objgen] = adopt(tree, mark, "/Form", ends.get(field.page.objgen))
            _describe(node, field.widget)
        if mark is not None:
            tree.claim(mark, node)


def _describe(node: Node, widget: pikepdf.Dictionary) -> None:
    """Say of what kind the field was: without a field, a Form says it itself (ISO 32000-1, 14.8.5.6)."""
    kind, flags, name = inherited(widget, "/FT"), inherited(widget, "/Ff"), inherited(widget, "/TU")
    # ISO 32000-1, table 348: what a field is that has become content. Its key «checked» is small there.
    attributes = pikepdf.Dictionary(O=pikepdf.Name.PrintField, Role=pikepdf.Name.tv)
    if kind == pikepdf.Name.Btn:
        flags = flags if isinstance(flags, int) else 0
        attributes.Role = pikepdf.Name("/pb" if flags & _PUSH else "/rb" if flags & _RADIO else "/cb")
        if not flags & _PUSH:
            attributes.checked = pikepdf.Name(
                "/off" if widget.get("/AS", pikepdf.Name.Off) == pikepdf.Name.Off else "/on"
            )
    if isinstance(name, pikepdf.String):
        attributes.Desc = name
    # Beside what the element has already, each owner's attributes in a dictionary of its own (14.7.5.1).
    others = listed(node.entries.get("/A"))
    node.set_entry("/A", pikepdf.Array([*others, attributes]) if others else attributes)
