"""Fields of forms in a tagged file: drawn as content by now, they are read where the fields stood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import pikepdf

from styringsdialog.pdf.content import page_content, values
from styringsdialog.pdf.objects import ObjGen, dictionary, inherited, listed
from styringsdialog.tags.mending import adopt, page_ends, referenced_objects
from styringsdialog.tags.roles import Roles
from styringsdialog.tags.tree import Mark, Node, TagTree

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
