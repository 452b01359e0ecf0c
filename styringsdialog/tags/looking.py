"""What a tagged file's content shows, and what of it belongs to an element or is decoration."""

from __future__ import annotations

import enum
from typing import Any

import attrs
import pikepdf

from styringsdialog.pdf.content import ContentTooLargeError, page_content, parsed
from styringsdialog.pdf.marks import mark_number
from styringsdialog.tags.tree import Node, ObjGen, TagTree

__all__ = ["SHAPES", "SHOWS_WORDS", "Looker", "Seen", "Shown", "drawn"]

SHOWS_WORDS = frozenset({"Tj", "TJ", "'", '"'})
"""Operators that show text (ISO 32000-1, table 109)."""

SHAPES = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"})
"""Operators that paint a path or a shading (tables 60 and 77)."""

_LOOKED_AT = " ".join((*sorted(SHOWS_WORDS), *sorted(SHAPES), "Do", "EI", "BMC", "BDC", "EMC"))
_NESTED = 64
"""Forms within each other: more is a circle, or nothing that anybody drew."""


class Shown(enum.IntFlag):
    """What stands in a content: the first three, where nothing says whose it is."""

    NOTHING = 0
    WORDS = 1
    PICTURES = 2
    SHAPES = 4
    OWNED = 8
    DECORATION = 16

    @property
    def left_out(self) -> Shown:
        """Give what neither an element nor decoration has."""
        return self & (Shown.WORDS | Shown.PICTURES | Shown.SHAPES)


@attrs.frozen
class Seen:
    """What a content shows, forms that it draws included, and the elements that own it, in its order."""

    shown: Shown
    owners: tuple[Node, ...] = ()


class Looker:
    """Looks through the pages and forms of one file; at a form once, however often it is drawn."""

    def __init__(self, tree: TagTree) -> None:
        """Look with the eyes of ``tree``, whose marks and things are those that hold."""
        self._tree = tree
        self._forms: dict[ObjGen, Seen] = {}

    def page(self, page: pikepdf.Dictionary) -> Seen:
        """Give what ``page`` shows."""
        try:
            return self._look(page_content(page).data, page, page.get("/Resources"), 0)
        except (pikepdf.PdfError, ContentTooLargeError):
            return Seen(Shown.NOTHING)

    def form(self, form: pikepdf.Stream, around: object, depth: int = 0) -> Seen:
        """Give what ``form`` shows; ``around`` are the resources of what draws it."""
        key = form.objgen
        if key not in self._forms:
            # A form that draws itself shows nothing more by that.
            self._forms[key] = Seen(Shown.NOTHING)
            if key in self._tree.things:
                seen = Seen(Shown.OWNED, (self._tree.things[key][1],))
            elif form.get("/Subtype") != pikepdf.Name.Form:
                seen = Seen(Shown.PICTURES)
            else:
                try:
                    seen = self._look(form.read_bytes(), form, form.get("/Resources", around), depth + 1)
                except pikepdf.PdfError:
                    seen = Seen(Shown.OWNED if key in self._tree.marks else Shown.NOTHING)
            self._forms[key] = seen
        return self._forms[key]

    def owner(self, operands: list[Any], holder: pikepdf.Object, resources: object) -> Node | None:
        """Give the element that the sequence beginning with ``operands`` belongs to, in the content of ``holder``."""
        number = mark_number(operands, resources)
        return self._tree.marks.get(holder.objgen, {}).get(number) if number is not None else None

    def _look(self, data: bytes, holder: pikepdf.Object, resources: object, depth: int) -> Seen:
        shown = Shown.NOTHING
        owners: list[Node] = []
        covers: list[bool] = []
        for instruction in parsed(self._tree.pdf, data, _LOOKED_AT):
            operator = str(instruction.operator)
            if operator in {"BMC", "BDC"}:
                operands = list(instruction.operands)
                owner = self.owner(operands, holder, resources)
                artifact = operands[:1] == [pikepdf.Name.Artifact]
                if not any(covers):
                    shown |= Shown.OWNED if owner is not None else Shown.DECORATION if artifact else Shown.NOTHING
                    owners += [owner] if owner is not None else []
                covers.append(owner is not None or artifact)
            elif operator == "EMC":
                del covers[-1:]
            elif any(covers):
                continue
            elif operator == "Do":
                form = drawn(list(instruction.operands), resources)
                if form is not None and depth < _NESTED:
                    seen = self.form(form, resources, depth)
                    shown |= seen.shown
                    owners += seen.owners
            elif operator in SHAPES:
                shown |= Shown.SHAPES
            else:
                shown |= Shown.WORDS if operator in SHOWS_WORDS else Shown.PICTURES
        return Seen(shown, tuple(owners))


def drawn(operands: list[Any], resources: object) -> pikepdf.Stream | None:
    """Give the form or picture that ``Do`` draws."""
    found = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    name = operands[0] if operands else None
    one = found.get(name) if isinstance(found, pikepdf.Dictionary) and isinstance(name, pikepdf.Name) else None
    return one if isinstance(one, pikepdf.Stream) else None
