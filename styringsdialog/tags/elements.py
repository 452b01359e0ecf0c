"""Structure elements as PDF objects (ISO 32000-1, 14.7.2), with their attributes at the owner each belongs to."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import attrs
import pikepdf

from styringsdialog.model.structure import AttributeValue
from styringsdialog.tags.tables import StructureTables

# What stands in the element itself (table 323); all else is an attribute of an owner (14.8.5).
_ENTRIES = frozenset({"ActualText", "Alt", "Lang", "T"})

_OWNERS = {
    "BBox": "Layout",
    "ColSpan": "Table",
    "ListNumbering": "List",
    "Placement": "Layout",
    "RowSpan": "Table",
    "Scope": "Table",
}
# ISO 14289-1, 7.9.
_NEED_ID = frozenset({"Note"})


@attrs.frozen
class ElementMaker:
    """Makes the elements of one file."""

    pdf: pikepdf.Pdf
    tables: StructureTables

    def element(self, role: str, parent: pikepdf.Dictionary, **attributes: AttributeValue) -> pikepdf.Dictionary:
        """Return a new element beneath ``parent``, which does not know of it yet; it has no kids."""
        entries = {"/S": pikepdf.Name(f"/{role}"), "/P": parent}
        owned: dict[str, dict[str, object]] = defaultdict(dict)
        for name, value in attributes.items():
            if name in _ENTRIES:
                entries[f"/{name}"] = pikepdf.String(str(value))
            else:
                owned[_OWNERS[name]][f"/{name}"] = _written(value)
        # Sorted, so that the bytes do not depend on the order in which a caller names the attributes.
        attribute_objects = [
            pikepdf.Dictionary({"/O": pikepdf.Name(f"/{owner}"), **values}) for owner, values in sorted(owned.items())
        ]
        if attribute_objects:
            entries["/A"] = attribute_objects[0] if len(attribute_objects) == 1 else pikepdf.Array(attribute_objects)
        made = self.pdf.make_indirect(pikepdf.Dictionary(entries))
        if role in _NEED_ID:
            self.tables.name(made, role.lower().encode())
        return made

    def annotation(self, page: pikepdf.Dictionary, index: int, element: pikepdf.Dictionary) -> pikepdf.Dictionary:
        """Return the kid that stands for the annotation at ``index`` on ``page``, and tie it to ``element``."""
        annotation: Any = page.Annots[index]
        # ISO 32000-1, table 325: an OBJR names its object by reference.
        annotation = annotation if annotation.is_indirect else self.pdf.make_indirect(annotation)
        self.tables.hold_object(annotation, element)
        return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=page, Obj=annotation)


def _written(value: AttributeValue) -> object:
    match value:
        # Words are names among attributes (ISO 32000-1, 14.8.5); texts were taken out by ``_ENTRIES``.
        case str():
            return pikepdf.Name(f"/{value}")
        case tuple():
            return pikepdf.Array(list(value))
        case _:
            return value
