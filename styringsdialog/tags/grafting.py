"""The structure trees that other people's files came with, carried under their bilag's Part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import pikepdf

from styringsdialog.pdf.objects import dictionary, listed, walk
from styringsdialog.tags.carrying import CarriedTags, take_tags
from styringsdialog.tags.tables import StructureTables, tree_entries

# What leads from annotation to annotation.
_TIES = ("/Popup", "/IRT", "/Parent")


def graft(
    pages: Sequence[pikepdf.Dictionary], part_element: pikepdf.Dictionary, tables: StructureTables
) -> tuple[pikepdf.Dictionary, ...]:
    """Put the tree that ``pages`` came with under ``part_element``, behind what is there; return its top elements.

    No element is copied or left out, and none is looked at unless a name that the file uses
    means something else in the package already; then it and all that refers to it get another
    (identifiers ``2.x``, types and classes ``X_2``). What is equal is shared.

    Args:
        pages: All pages of one prepared part, in the merged file.
        part_element: An indirect structure element. It gets the file's language, where the file says one.
        tables: Of the merged file.
    """
    if (tags := take_tags(pages[-1])) is None:
        return ()
    _hold(pages, tags, tables)
    if renamed := _Renamed.in_package(tags, tables):
        for _, element in walk(tags.tree):
            renamed.apply(element)
    # Until now P leads to the file's own StructTreeRoot, and would keep it in the package.
    for top in tags.tops:
        top.P = part_element
    # Behind what the Part has: the divider, whose H1 the file's headings stand beneath.
    part_element.K = pikepdf.Array([*listed(part_element.get("/K")), *tags.tops])
    if tags.language:
        part_element.Lang = pikepdf.String(tags.language)
    return tags.tops


def _hold(pages: Sequence[pikepdf.Dictionary], tags: CarriedTags, tables: StructureTables) -> None:
    """Set the package's keys on all that belongs to an element; the file's own keys count from 0."""
    holders: Iterable[Any] = (*pages, *tags.streams)
    for holder in holders:
        if "/StructParents" in holder:
            # The key is an index: ``write_tree`` counts from 0 and leaves none out.
            tables.hold_marks(holder, tags.parents[holder.StructParents])
    for stream in tags.streams:
        if "/StructParent" in stream:
            tables.hold_object(stream, tags.parents[int(stream.StructParent)])
    for page, known in zip(pages, tags.annotations, strict=True):
        shown: list[Any] = list(page.get("/Annots", ()))
        copies = {
            original.objgen: copy for original, copy in zip(known, shown, strict=True) if original.objgen != copy.objgen
        }
        for original, copy in zip(known, shown, strict=True):
            if "/StructParent" in copy:
                owner = tags.parents[copy.StructParent]
                tables.hold_object(copy, owner)
                _replace(owner, original, copy)
            for key in _TIES:
                # A tie to the original would keep that one in the file too, on no page.
                if key in copy and copy[key].objgen in copies:
                    copy[key] = copies[copy[key].objgen]


def _replace(owner: Any, original: pikepdf.Object, copy: pikepdf.Object) -> None:
    """Make ``owner`` refer to ``copy``, which stands on the page, in place of ``original``."""
    for kid in owner.K:
        if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid and kid.Obj.objgen == original.objgen:
            kid.Obj = copy


@attrs.frozen
class _Renamed:
    """What goes by another name in the package, by what it went by in the file."""

    identifiers: Mapping[bytes, bytes]
    roles: Mapping[str, str]
    classes: Mapping[str, str]
    namespaces: Mapping[tuple[int, int], pikepdf.Dictionary]
    _seen: set[tuple[int, int]] = attrs.field(factory=set, init=False)

    @classmethod
    def in_package(cls, tags: CarriedTags, tables: StructureTables) -> _Renamed:
        """Enter into ``tables`` all names that ``tags`` bring along."""
        tree: Any = tags.tree
        named = tree_entries(tree.IDTree, "/Names") if "/IDTree" in tree else ()
        identifiers = [(bytes(old), tables.name(element, bytes(old))) for old, element in named]
        roles = (
            (name, tables.role(name, str(standard))) for name, standard in dictionary(tree.get("/RoleMap")).items()
        )
        spaces = ((space, tables.namespace(space)) for space in tree.get("/Namespaces", ()))
        renamed = cls(
            identifiers={old: new for old, new in identifiers if old != new},
            roles={old: new for old, new in roles if old != new},
            classes={},
            namespaces={old.objgen: new for old, new in spaces if old.objgen != new.objgen},
        )
        classes = list(dictionary(tree.get("/ClassMap")).items())
        for _, attributes in classes:
            # A class may name header cells, and is another class when those have other names.
            renamed.rename_headers(attributes)
        names = ((name, tables.attribute_class(name, attributes)) for name, attributes in classes)
        return attrs.evolve(renamed, classes={old: new for old, new in names if old != new})

    def __bool__(self) -> bool:
        return bool(self.identifiers or self.roles or self.classes or self.namespaces)

    def apply(self, element: pikepdf.Dictionary) -> None:
        """Make ``element`` use the new names."""
        role = self.roles.get(str(element.S)) if self.roles else None
        # A type in a namespace is looked up in its RoleMapNS, never in the RoleMap (ISO 32000-2, 14.7.4).
        if role is not None and "/NS" not in element:
            element.S = pikepdf.Name(role)
        if self.classes and "/C" in element:
            element.C = self._reclassed(element.C)
        if self.identifiers and "/A" in element:
            self.rename_headers(element.A)
        if self.namespaces and "/NS" in element:
            element.NS = self.namespaces.get(element.NS.objgen, element.NS)

    def rename_headers(self, attributes: pikepdf.Object) -> None:
        """Make the table attributes among ``attributes`` (an A entry or a class) name their header cells anew."""
        for table in listed(attributes):
            # Cells may share their attributes, and a name must not be changed twice.
            if not isinstance(table, pikepdf.Dictionary) or "/Headers" not in table or table.objgen in self._seen:
                continue
            self._seen.update({table.objgen} - {(0, 0)})
            table.Headers = pikepdf.Array(
                [pikepdf.String(self.identifiers.get(bytes(name), bytes(name))) for name in table.Headers]
            )

    def _reclassed(self, classes: pikepdf.Object) -> pikepdf.Object:
        if isinstance(classes, pikepdf.Array):
            # Revision numbers stand between the names.
            return pikepdf.Array([self._reclassed(name) for name in classes])
        if isinstance(classes, pikepdf.Name):
            return pikepdf.Name(self.classes.get(str(classes), str(classes)))
        return classes
