"""A structure tree read back, by code that shares nothing with what writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import pikepdf

ObjGen = tuple[int, int]

TEXTS = ("/Alt", "/ActualText", "/E", "/Lang")


@attrs.frozen
class ReadElement:
    """A structure element as a reader meets it.

    Attributes:
        depth: 1 for the topmost.
        role: As it stands there, without a slash.
        said: What it says in words, by key.
        marks: Number of its own pieces of marked content, and of objects.
        number: The element's object number.
        handle: The element itself.
        path: Object numbers of the elements around it, the outermost first.
    """

    depth: int
    role: str
    said: tuple[tuple[str, str], ...]
    marks: int
    objects: int
    number: ObjGen = attrs.field(eq=False)
    handle: Any = attrs.field(eq=False, repr=False)
    path: tuple[ObjGen, ...] = attrs.field(eq=False, repr=False)


@attrs.frozen
class ReadTree:
    """All elements in order, and everything that is wrong with the tree; its file, without which they are gone."""

    elements: tuple[ReadElement, ...]
    complaints: tuple[str, ...]
    pdf: pikepdf.Pdf = attrs.field(eq=False, repr=False)

    def beneath(self, one: ReadElement) -> tuple[ReadElement, ...]:
        """Give the elements inside ``one``."""
        return tuple(other for other in self.elements if one.number in other.path)


def read_structure(pdf: pikepdf.Pdf) -> ReadTree:
    """Read the structure tree of ``pdf``, and hold its tables, keys and names against it."""
    return _Reading(pdf).read()


class _Reading:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root: Any = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.annotations = {
            annotation.objgen
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", ())
            if annotation.is_indirect
        }
        self.elements: list[ReadElement] = []
        self.complaints: list[str] = []
        self.owners: dict[tuple[ObjGen, int], ObjGen] = {}
        self.objects: dict[ObjGen, ObjGen] = {}
        self.holders: dict[ObjGen, Any] = {}

    def read(self) -> ReadTree:
        top: tuple[ObjGen, ...] = ()
        waiting = [(kid, 1, self.root, top) for kid in reversed(_listed(self.root.get("/K")))]
        seen: set[ObjGen] = set()
        while waiting:
            one, depth, parent, path = waiting.pop()
            if not isinstance(one, pikepdf.Dictionary) or "/S" not in one:
                self.complain(f"the root's kid {one!r} is no element")
                continue
            if one.objgen in seen or not one.is_indirect:
                self.complain(f"element {one.objgen} stands twice, or is no object of its own")
                continue
            seen.add(one.objgen)
            if one.get("/P", pikepdf.Dictionary()).objgen != parent.objgen:
                self.complain(f"element {one.objgen} names another parent")
            marks = objects = 0
            beneath = []
            for kid in _listed(one.get("/K")):
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    beneath.append((kid, depth + 1, one, (*path, one.objgen) if len(path) < 64 else path))
                elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.OBJR:
                    objects += 1
                    self.own_object(kid, one)
                else:
                    marks += 1
                    self.own_mark(kid, one)
            waiting += reversed(beneath)
            said = tuple((key[1:], str(one[key])) for key in TEXTS if key in one)
            self.elements.append(ReadElement(depth, str(one.S)[1:], said, marks, objects, one.objgen, one, path))
        self.check_parents()
        self.check_names()
        self.check_classes()
        return ReadTree(tuple(self.elements), tuple(self.complaints), self.pdf)

    def complain(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def own_mark(self, kid: Any, element: Any) -> None:
        entries: Any = kid if isinstance(kid, pikepdf.Dictionary) else pikepdf.Dictionary(MCID=kid)
        page: Any = entries.get("/Pg", element.get("/Pg"))
        number = int(entries.MCID)
        holder: Any = entries.get("/Stm", page)
        if page is None or page.objgen not in self.pages:
            self.complain(f"element {element.objgen} has content on no page")
        elif (holder.objgen, number) in self.owners:
            self.complain(f"mark {number} of {holder.objgen} has two owners")
        else:
            self.owners[holder.objgen, number] = element.objgen
            self.holders[holder.objgen] = holder

    def own_object(self, kid: Any, element: Any) -> None:
        one = kid.get("/Obj")
        if one is None or (isinstance(one, pikepdf.Dictionary) and one.objgen not in self.annotations):
            self.complain(f"element {element.objgen} has an object on no page")
        elif one.objgen in self.objects:
            self.complain(f"object {one.objgen} has two owners")
        else:
            self.objects[one.objgen] = element.objgen
            self.holders[one.objgen] = one

    def check_parents(self) -> None:
        table = dict(pikepdf.NumberTree(self.root.ParentTree)) if "/ParentTree" in self.root else {}
        if table and self.root.get("/ParentTreeNextKey") != max(table) + 1:
            self.complain("ParentTreeNextKey is not the next key")
        used: Counter[int] = Counter()
        said: dict[tuple[ObjGen, int], ObjGen] = {}
        said_objects: dict[ObjGen, ObjGen] = {}
        for holder in self.with_keys():
            for key in ("/StructParents", "/StructParent"):
                if key not in holder:
                    continue
                number = int(holder[key])
                used[number] += 1
                if number not in table:
                    self.complain(f"{holder.objgen} has {key} {number}, which dangles")
                elif key == "/StructParents":
                    marks: list[Any] = list(table[number])
                    said |= {(holder.objgen, mark): one.objgen for mark, one in enumerate(marks) if one is not None}
                else:
                    said_objects[holder.objgen] = table[number].objgen
        if said != self.owners:
            self.complain(f"the tree and ParentTree differ on {len(said.items() ^ self.owners.items())} marks")
        if said_objects != self.objects:
            self.complain(
                f"the tree and ParentTree differ on {len(said_objects.items() ^ self.objects.items())} objects"
            )
        if sorted(used) != sorted(table) or any(count > 1 for count in used.values()):
            self.complain("a key is nobody's, or two things have it")

    def with_keys(self) -> Iterator[Any]:
        for one in self.pdf.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                if "/Annots" in one:
                    yield from (annotation for annotation in one.Annots if not annotation.is_indirect)

    def check_names(self) -> None:
        table = {bytes(name): element for name, element in _name_tree(self.root.get("/IDTree"))}
        said = {bytes(one.handle.ID): one.handle.objgen for one in self.elements if "/ID" in one.handle}
        if {name: element.objgen for name, element in table.items()} != said:
            self.complain("IDTree and the tree differ")
        if list(table) != sorted(table):
            self.complain("IDTree is not sorted")
        for one in self.elements:
            self.complaints += [f"header {name!r} is nobody" for name in self.headers(one.handle) if name not in said]

    def headers(self, element: Any) -> Iterator[bytes]:
        classes = self.root.get("/ClassMap", pikepdf.Dictionary())
        attributes = _listed(element.get("/A"))
        for name in _listed(element.get("/C")):
            if isinstance(name, pikepdf.Name) and name in classes:
                attributes += _listed(classes[name])
        for one in attributes:
            if isinstance(one, pikepdf.Dictionary):
                yield from map(bytes, one.get("/Headers", ()))

    def check_classes(self) -> None:
        classes = self.root.get("/ClassMap", pikepdf.Dictionary())
        spaces = {space.objgen for space in self.root.get("/Namespaces", ())}
        for one in self.elements:
            for name in _listed(one.handle.get("/C")):
                if isinstance(name, pikepdf.Name) and name not in classes:
                    self.complain(f"class {name} is unknown")
            if "/NS" in one.handle and one.handle.NS.objgen not in spaces:
                self.complain("a namespace is not listed")


def _listed(value: Any) -> list[Any]:
    if isinstance(value, pikepdf.Array):
        return list(value)
    return [] if value is None else [value]


def _name_tree(node: Any) -> Iterator[tuple[Any, Any]]:
    for kid in (node or {}).get("/Kids", ()):
        yield from _name_tree(kid)
    flat = list((node or {}).get("/Names", ()))
    yield from zip(flat[::2], flat[1::2], strict=True)


@attrs.frozen
class Said:
    """What an element is and says, whatever it is called: headings without their level."""

    role: str
    said: tuple[tuple[str, str], ...]
    name: str = attrs.field(default="", eq=False)

    def becomes(self, other: Said) -> bool:
        """Tell whether ``other`` may be this element: a type that stood for nothing may stand for something now."""
        return self == other or (self.said == other.said and self.role not in _STANDARD and self.role == other.name)


def elements_said(pdf: pikepdf.Pdf, elements: tuple[ReadElement, ...]) -> list[Said]:
    """Give what ``elements`` of ``pdf`` are and say."""
    mapped = _role_map(pdf.Root.StructTreeRoot)
    return [Said(_role(one.role, mapped), one.said, one.role.removesuffix("_2")) for one in elements]


def source_said(pdf: pikepdf.Pdf) -> list[Said]:
    """Give what the elements of a file are and say that may be broken: each once, where it is met first."""
    root: Any = pdf.Root.StructTreeRoot
    mapped = _role_map(root)
    seen = {root.objgen}
    found: list[Said] = []
    waiting = _first_met(root, seen)[::-1]
    while waiting:
        one = waiting.pop()
        said = tuple((key[1:], str(one[key])) for key in TEXTS if isinstance(one.get(key), pikepdf.String))
        name = str(one.S)[1:] if isinstance(one.get("/S"), pikepdf.Name) else "NonStruct"
        found.append(Said(_role(name, mapped), said))
        waiting += reversed(_first_met(one, seen))
    return found


def missing(wanted: list[Said], found: list[Said]) -> int:
    """Give how many of ``wanted`` are not in ``found``, in their order; others may stand between them."""
    rest = iter(found)
    for index, one in enumerate(wanted):
        if not any(one.becomes(other) for other in rest):
            return len(wanted) - index
    return 0


def _first_met(element: Any, seen: set[ObjGen]) -> list[Any]:
    kids = []
    for kid in _listed(element.get("/K")):
        if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") in (pikepdf.Name.MCR, pikepdf.Name.OBJR):
            continue
        if "/S" not in kid and ("/K" not in kid or "/MCID" in kid or "/Obj" in kid):
            continue
        if kid.is_indirect:
            if kid.objgen in seen:
                continue
            seen.add(kid.objgen)
        kids.append(kid)
    return kids


def _role_map(root: Any) -> dict[str, str]:
    found = root.get("/RoleMap")
    entries = found.items() if isinstance(found, pikepdf.Dictionary) else ()
    return {name[1:]: str(role)[1:] for name, role in entries if isinstance(role, pikepdf.Name)}


_NAMES = """
Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
Figure Formula Form
"""
_STANDARD = frozenset(_NAMES.split())


def _role(name: str, mapped: dict[str, str]) -> str:
    """Give the standard type; of one's own that stands for none the name, without what a clash put behind it."""
    own = name.removesuffix("_2")
    for _ in range(len(mapped) + 1):
        if name in _STANDARD:
            return "H" if name in {"H1", "H2", "H3", "H4", "H5", "H6"} else name
        if name not in mapped:
            break
        name = mapped[name]
    return own
