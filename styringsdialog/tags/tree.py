"""Other people's structure trees as values: read once, by a walk that nothing in a file can lead astray.

ISO 32000-1, 14.7. What the file says twice (P, ParentTree, IDTree, keys on pages) is not read:
it is written anew from the walk.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

import attrs
import pikepdf

from styringsdialog.errors import MessageError
from styringsdialog.messages.message import message
from styringsdialog.pdf.objects import ObjGen, listed

# Elements within each other. qpdf copies a tree by recursion, and somewhere above 50,000 the process dies;
# the deepest tree seen that somebody had made in earnest was 17 deep.
DEEPEST = 10_000

# Elements in one file.
MOST = 1_000_000

# The table of owners has a place for every number up to the largest; a file has this many to waste.
_SPARE_MARKS = 1_000_000


@attrs.frozen(eq=False)
class Mark:
    """Marked content: its number in the content of ``holder``, a page or a form drawn on it."""

    page: pikepdf.Dictionary
    holder: pikepdf.Object
    mcid: int


@attrs.frozen(eq=False)
class ObjectReference:
    """An annotation, or a picture or form, that belongs to an element as a whole."""

    page: pikepdf.Dictionary
    target: pikepdf.Object


@attrs.define(eq=False)
class Node:
    """A structure element.

    Attributes:
        element: Indirect.
        entries: Of the element, by key; a change is made in both.
        page: Where content is that does not say it itself.
        changed: Whether ``kids`` are no longer what the element says.
        cut: Whether content is gone that was not in the file.
    """

    element: pikepdf.Dictionary
    entries: dict[str, Any]
    page: pikepdf.Dictionary | None
    parent: Node | None
    kids: list[Node | Mark | ObjectReference] = attrs.field(factory=list)
    changed: bool = False
    cut: bool = False

    @property
    def role(self) -> str:
        """Return the structure type, with its slash."""
        return str(self.entries["/S"])

    @role.setter
    def role(self, role: str) -> None:
        self.set_entry("/S", pikepdf.Name(role))

    @property
    def around(self) -> Iterator[Node]:
        """Return the elements that it stands in, the innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def set_entry(self, key: str, value: Any) -> None:
        """Set an entry of the element."""
        self.entries[key] = self.element[key] = value

    def remove_entry(self, key: str) -> None:
        """Remove an entry of the element."""
        if self.entries.pop(key, None) is not None:
            del self.element[key]


@attrs.define(eq=False)
class TagTree:
    """The structure tree of a file, and whose each piece of content is.

    Attributes:
        root: The StructTreeRoot as it was found.
        marks: By holder, the owner of each number.
        holders: Pages and forms in the order in which the walk met them.
        objects: By object, the owner.
        gaps: Whether content is missing that elements tell of.
        cut: Elements that went with content which is not in the file.
    """

    pdf: pikepdf.Pdf
    root: pikepdf.Dictionary
    tops: list[Node] = attrs.field(factory=list)
    marks: dict[ObjGen, dict[int, Node]] = attrs.field(factory=dict)
    holders: dict[ObjGen, pikepdf.Object] = attrs.field(factory=dict)
    objects: dict[ObjGen, tuple[pikepdf.Object, Node]] = attrs.field(factory=dict)
    gaps: bool = False
    cut: int = 0

    def walk(self) -> Iterator[Node]:
        """Return all elements in the order in which they are read."""
        waiting = self.tops[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [kid for kid in reversed(node.kids) if isinstance(kid, Node)]

    def make(self, role: str, parent: Node | None) -> Node:
        """Return a new element, which its parent does not have among its kids yet."""
        name = pikepdf.Name(role)
        element = self.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=name))
        return Node(element, {"/S": name}, None, parent, changed=True)

    def claim(self, mark: Mark, owner: Node) -> bool:
        """Let ``owner`` have ``mark``; tell whether nobody had it."""
        key = mark.holder.objgen
        owners = self.marks.setdefault(key, {})
        self.holders.setdefault(key, mark.holder)
        if mark.mcid in owners:
            return False
        owners[mark.mcid] = owner
        return True

    def claim_object(self, reference: ObjectReference, owner: Node) -> bool:
        """Let ``owner`` have ``reference``; tell whether nobody had it."""
        if reference.target.objgen in self.objects:
            return False
        self.objects[reference.target.objgen] = (reference.target, owner)
        return True

    def prune(self, drawn: Container[ObjGen]) -> None:
        """Take out what no page has ``drawn``, and elements that it left, or content which is not in the file."""
        for node in self.walk():
            for kid in [kid for kid in node.kids if not isinstance(kid, Node)]:
                shown = kid.holder if isinstance(kid, Mark) else kid.target
                if isinstance(shown, pikepdf.Stream) and shown.objgen not in drawn:
                    node.kids.remove(kid)
                    self.gaps = node.cut = node.changed = True
                    self.marks.pop(shown.objgen, None)
                    self.objects.pop(shown.objgen, None)
        if not self.gaps:
            return
        gone: set[Node | Mark | ObjectReference] = set()
        # Kids before their parents: one that is left out may leave its parent empty.
        for node in reversed(list(self.walk())):
            if not node.cut:
                continue
            node.kids = [kid for kid in node.kids if kid not in gone]
            node.changed = True
            if not node.kids:
                gone.add(node)
                if node.parent is not None:
                    node.parent.cut = True
        self.tops = [top for top in self.tops if top not in gone]
        self.cut += len(gone)


def read_tree(pdf: pikepdf.Pdf, root: pikepdf.Dictionary, pages: Sequence[pikepdf.Dictionary]) -> TagTree:
    """Return the structure tree ``root`` of ``pdf``.

    An element, or content, that is reached again stays where it was reached first; content on no
    page of the file, and annotations that are on none, are left out.

    Raises:
        MessageError: It is deeper or larger than can be carried; the message goes on after «because».
    """
    return _Reader(TagTree(pdf, root), pages).read()


class _Reader:
    """Reads one tree; what is beneath an element waits until the element stands in its place."""

    def __init__(self, tree: TagTree, pages: Sequence[pikepdf.Dictionary]) -> None:
        self._tree = tree
        self._pages = {page.objgen: page for page in pages}
        # An annotation's own P is optional (ISO 32000-1, table 164) and may be wrong; what lists it, is its page.
        self._annotations = {
            annotation.objgen: page
            for page in pages
            for annotation in page.get("/Annots", ())
            if annotation.is_indirect
        }
        self._seen: set[ObjGen] = {tree.root.objgen}
        self._count = 0

    def read(self) -> TagTree:
        tree = self._tree
        root = Node(tree.root, {}, None, None)
        waiting = [(node, 1) for node in reversed(self._read_kids(tree.root.get("/K"), root))]
        while waiting:
            node, depth = waiting.pop()
            if depth > DEEPEST:
                raise MessageError(message("intake.tags-too-deep"))
            waiting += [(kid, depth + 1) for kid in reversed(self._read_kids(node.entries.pop("/K", None), node))]
        # The root owns elements only, and is none.
        tree.tops = [kid if isinstance(kid, Node) else self._enclosed(kid) for kid in root.kids]
        for top in tree.tops:
            top.parent = None
        # In a pass of its own: above, content that follows a kid is met before the content of that kid.
        self._settle()
        if sum(max(owners) + 1 for owners in tree.marks.values()) > _SPARE_MARKS + 64 * self._count:
            raise MessageError(message("intake.tags-misnumbered"))
        return tree

    def _read_kids(self, kids: object, parent: Node) -> list[Node]:
        """Add its kids to ``parent``, and return those that are elements."""
        # A list of kids may be an object of its own, and a circle may lead through it alone.
        if isinstance(kids, pikepdf.Array) and kids.is_indirect and not self._is_first(kids):
            return []
        for value in listed(kids):
            if (kid := self._kid(value, parent)) is None:
                parent.changed = True
            else:
                parent.kids.append(kid)
        return [kid for kid in parent.kids if isinstance(kid, Node)]

    def _settle(self) -> None:
        """Let content belong to the first element that refers to it, in reading order."""
        tree = self._tree
        waiting: list[tuple[Node | Mark | ObjectReference, Node | None]] = [(top, None) for top in reversed(tree.tops)]
        while waiting:
            kid, owner = waiting.pop()
            if isinstance(kid, Node):
                waiting += [(inner, kid) for inner in reversed(kid.kids)]
                continue
            assert owner is not None, "content that has no element was enclosed in one"
            if not (tree.claim(kid, owner) if isinstance(kid, Mark) else tree.claim_object(kid, owner)):
                owner.kids.remove(kid)
                owner.changed = True

    def _kid(self, value: object, parent: Node) -> Node | Mark | ObjectReference | None:
        # pikepdf gives booleans of PDF as Python's, which are integers.
        if isinstance(value, int) and not isinstance(value, bool):
            return self._mark(parent.page, parent.page, value, parent)
        if not isinstance(value, pikepdf.Dictionary):
            return None
        # Type is required of MCR and OBJR (tables 324, 325), but some programs leave it out.
        if (kind := value.get("/Type")) == pikepdf.Name.MCR or ("/MCID" in value and "/S" not in value):
            page = self._page(value.get("/Pg")) or parent.page
            form = value.get("/Stm")
            holder = form if isinstance(form, pikepdf.Stream) else page
            # Written anew, without whatever else it may say.
            parent.changed = True
            return self._mark(page, holder, value.get("/MCID"), parent)
        if kind == pikepdf.Name.OBJR or ("/Obj" in value and "/S" not in value):
            return self._reference(value, parent)
        if kind == pikepdf.Name.StructElem or "/S" in value or "/K" in value:
            return self._node(value, parent)
        return None

    def _node(self, value: pikepdf.Dictionary, parent: Node) -> Node | None:
        if value.is_indirect:
            if not self._is_first(value):
                return None
        else:
            # ParentTree and P refer to elements, and only an object of its own can be referred to.
            value = self._tree.pdf.make_indirect(value)
            parent.changed = True
        self._count += 1
        if self._count > MOST:
            raise MessageError(message("intake.tags-too-many"))
        entries = dict(value.items())
        return Node(value, entries, self._page(entries.get("/Pg")), parent)

    def _mark(
        self, page: pikepdf.Dictionary | None, holder: pikepdf.Object | None, number: object, parent: Node
    ) -> Mark | None:
        if page is None or holder is None or isinstance(number, bool) or not isinstance(number, int) or number < 0:
            self._miss(parent)
            return None
        return Mark(page, holder, number)

    def _reference(self, value: pikepdf.Dictionary, parent: Node) -> ObjectReference | None:
        target = value.get("/Obj")
        parent.changed = True
        page = None
        if isinstance(target, pikepdf.Stream):
            page = self._page(value.get("/Pg")) or parent.page
        elif isinstance(target, pikepdf.Dictionary):
            page = self._annotations.get(target.objgen)
        if page is None or target is None:
            self._miss(parent)
            return None
        return ObjectReference(page, target)

    def _miss(self, parent: Node) -> None:
        """Note that content is not there which ``parent`` tells of."""
        self._tree.gaps = True
        parent.cut = True

    def _enclosed(self, kid: Mark | ObjectReference) -> Node:
        """Return an element around content that stands where only elements may."""
        role = "/P"
        if isinstance(kid, ObjectReference):
            role = "/Link" if kid.target.get("/Subtype") == pikepdf.Name.Link else "/Annot"
        node = self._tree.make(role, None)
        node.kids.append(kid)
        return node

    def _page(self, value: object) -> pikepdf.Dictionary | None:
        return self._pages.get(value.objgen) if isinstance(value, pikepdf.Dictionary) else None

    def _is_first(self, value: pikepdf.Object) -> bool:
        """Tell whether ``value`` is met for the first time."""
        if value.objgen in self._seen:
            return False
        self._seen.add(value.objgen)
        return True
