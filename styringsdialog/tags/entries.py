"""The entries of structure elements: kept where they can mean something in a package."""

from __future__ import annotations

import itertools
from typing import Any

import pikepdf

from styringsdialog.pdf.objects import ObjGen, dictionary, discard, listed, mapping
from styringsdialog.tags.tree import Node, TagTree

_TEXTS = ("/Alt", "/ActualText", "/E", "/Lang", "/Phoneme")
# ISO 32000-2, table 355, without the files that an element may be associated with, and its author's name for it.
_KEPT = frozenset({"/Type", "/S", "/P", "/ID", "/Pg", "/A", "/C", "/R", "/NS", "/Ref", "/PhoneticAlphabet", *_TEXTS})

# Lists and dictionaries within each other among attributes: real ones have three.
_NESTED = 8


class Entries:
    """Cleans the entries of all elements of one tree, and gathers what the tree's tables must hold.

    Attributes:
        identifiers: Elements by their identifier.
        classes: The classes that elements use, by name.
        namespaces: Those that elements use, and those that these lead on to.
    """

    def __init__(self, tree: TagTree) -> None:
        """Begin with the tables of ``tree``."""
        self.identifiers: dict[bytes, pikepdf.Dictionary] = {}
        self.classes: dict[str, pikepdf.Object] = {}
        self.namespaces: dict[ObjGen, pikepdf.Dictionary] = {}
        self._class_map: dict[str, Any] = dict(dictionary(tree.root.get("/ClassMap")).items())
        self._clean: set[ObjGen] = set()
        given = [*(node.entries.get("/A") for node in tree.walk()), *self._class_map.values()]
        attributes = [mapping(entry) for attributes in given for entry in listed(attributes)]
        self._sought = {
            bytes(name) for entry in attributes for name in listed(entry.get("/Headers")) if _is_string(name)
        }
        self._referring: list[Node] = []

    def clean(self, node: Node) -> None:
        """Remove from ``node`` the entries that mean nothing in a package; of equal identifiers the first one stays."""
        entries = node.entries
        texts = {key for key in _TEXTS if key in entries and not isinstance(entries[key], pikepdf.String)}
        for key in (entries.keys() - _KEPT) | texts:
            node.remove_entry(key)
        # S is required (ISO 32000-1, table 323), and ``Node.role`` relies on it from here on.
        if not isinstance(entries.get("/S"), pikepdf.Name):
            # It has no meaning of its own, and what is beneath it has.
            node.role = "/NonStruct"
        if entries.get("/Type") != pikepdf.Name.StructElem:
            node.set_entry("/Type", pikepdf.Name.StructElem)
        # It names a page outside the page tree, which the merge would carry along, seen by nobody.
        if "/Pg" in entries and node.page is None:
            node.remove_entry("/Pg")
        if "/ID" in entries:
            self._name(node)
        if "/A" in entries and not _clean_list(entries["/A"], self._clean):
            node.remove_entry("/A")
        if "/C" in entries:
            self._clean_classes(node)
        if "/NS" in entries and not self._add_namespace(entries["/NS"]):
            node.remove_entry("/NS")
        if "/Ref" in entries:
            self._referring.append(node)

    def cut_references(self, tree: TagTree) -> None:
        """Remove references to elements that are not in ``tree``."""
        if not self._referring:
            return
        known = {node.element.objgen for node in tree.walk()}
        for node in self._referring:
            references = node.entries["/Ref"]
            kept = [
                element
                for element in (references if isinstance(references, pikepdf.Array) else ())
                if isinstance(element, pikepdf.Dictionary) and element.objgen in known
            ]
            if kept:
                node.set_entry("/Ref", pikepdf.Array(kept))
            else:
                node.remove_entry("/Ref")

    def new_identifier(self, node: Node, stem: bytes) -> None:
        """Set an identifier of ``node`` that starts with ``stem``."""
        names = (b"%s-%d" % (stem, count) for count in itertools.count(1))
        identifier = next(name for name in names if name not in self.identifiers)
        self._sought.add(identifier)
        node.set_entry("/ID", pikepdf.String(identifier))
        self._name(node)

    def _name(self, node: Node) -> None:
        value = node.entries["/ID"]
        identifier = bytes(value) if isinstance(value, pikepdf.String) else b""
        # One that no cell seeks is a program's own name for it.
        if identifier not in self._sought or identifier in self.identifiers:
            node.remove_entry("/ID")
        else:
            # Into the IDTree, through which Headers find their cells (ISO 32000-1, table 349).
            self.identifiers[identifier] = node.element

    def _clean_classes(self, node: Node) -> None:
        names = listed(node.entries["/C"])
        kept: list[Any] = []
        for name in names:
            if isinstance(name, pikepdf.Name) and self._has_class(str(name)):
                kept.append(name)
            elif isinstance(name, int) and kept and isinstance(kept[-1], pikepdf.Name):
                # How often the class was revised.
                kept.append(name)
        if not kept:
            # In a package it might mean another file's class.
            node.remove_entry("/C")
        elif len(kept) < len(names):
            node.set_entry("/C", kept[0] if len(kept) == 1 else pikepdf.Array(kept))

    def _has_class(self, name: str) -> bool:
        if name not in self.classes and name in self._class_map:
            attributes = self._class_map.pop(name)
            if _clean_list(attributes, self._clean):
                self.classes[name] = attributes
        return name in self.classes

    def _add_namespace(self, space: object) -> bool:
        """Add a namespace and those that its types are mapped into; tell whether it is one."""
        waiting: list[Any] = [space]
        while waiting:
            current = waiting.pop()
            if not _is_space(current) or current.objgen in self.namespaces:
                continue
            self.namespaces[current.objgen] = current
            # What else there may be, Schema (ISO 32000-2, table 356), leads to a file.
            discard(current, *(set(current.keys()) - {"/Type", "/NS", "/RoleMapNS"}))
            mapped = dictionary(current.get("/RoleMapNS"))
            waiting += [goal[1] for _, goal in mapped.items() if isinstance(goal, pikepdf.Array) and len(goal) == 2]
        return _is_space(space)


def _is_space(value: object) -> bool:
    # Namespaces are told apart by object number, and all direct objects have the same one.
    return isinstance(value, pikepdf.Dictionary) and value.objgen != (0, 0)


def _clean_list(attributes: object, seen: set[ObjGen]) -> bool:
    """Clean attributes, alone or in a list; tell whether they are any."""
    dictionaries = [entry for entry in listed(attributes) if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream)]
    for entry in dictionaries:
        if entry.objgen in seen:
            continue
        seen |= {entry.objgen} - {(0, 0)}
        # An attribute that leads to pages, elements or streams would take them along into the package.
        discard(entry, *(key for key, value in entry.items() if not _is_plain(value, 0)))
        if entry.get("/O") == pikepdf.Name.UserProperties:
            # What a program says for itself (ISO 32000-1, 14.7.5.4); an owner is required, and this one says nothing.
            entry.O = pikepdf.Name.Layout
            discard(entry, "/P")
        # ``graft`` gives header cells other names where they clash, and takes these for strings.
        headers = entry.get("/Headers")
        if headers is not None and not (isinstance(headers, pikepdf.Array) and all(map(_is_string, headers))):
            del entry["/Headers"]
    return bool(dictionaries)


def _is_plain(value: object, depth: int) -> bool:
    """Tell whether an attribute's value refers to no page, action or file."""
    if depth > _NESTED or isinstance(value, pikepdf.Stream):
        return False
    if isinstance(value, pikepdf.Array):
        return all(_is_plain(item, depth + 1) for item in value)
    if isinstance(value, pikepdf.Dictionary):
        return (
            "/Type" not in value and "/S" not in value and all(_is_plain(item, depth + 1) for _, item in value.items())
        )
    return True


def _is_string(value: object) -> bool:
    return isinstance(value, pikepdf.String)
