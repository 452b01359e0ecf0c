"""Marks in other people's content: which element each stands for, and content without them (ISO 32000-1, 14.6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import pikepdf

from styringsdialog.pdf.content import Instruction, page_content, parsed
from styringsdialog.pdf.objects import dictionary, listed, resource

__all__ = ["Encloser", "drawn_by", "mark_number", "values", "without_mark"]

_TEXTS = ("/ActualText", "/Alt", "/E", "/Lang")
"""Texts that marked content has, wherever it stands (14.9)."""


def mark_number(operands: list[Any], resources: object) -> int | None:
    """Return the MCID of the sequence that begins with ``operands``; nothing when it has none."""
    number: Any = _properties(operands, resources).get("/MCID")
    # A boolean of PDF comes as Python's, which is an int.
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def without_mark(operands: list[Any], resources: object) -> list[Any] | None:
    """Return what begins the sequence instead of ``operands``; nothing when it is to be no sequence.

    Layers stay, and so do texts to be read instead of characters.
    """
    tag = operands[0] if operands else None
    if tag == pikepdf.Name.Artifact:
        return None
    properties = _properties(operands, resources)
    if tag == pikepdf.Name.OC or "/MCID" not in properties:
        return operands
    texts = {key: properties[key] for key in _TEXTS if key in properties}
    return [pikepdf.Name.Span, pikepdf.Dictionary(texts)] if texts else None


def drawn_by(resources: object) -> Iterable[pikepdf.Object]:
    """Return the forms and pictures that stand in ``resources``."""
    return values(dictionary(resources).get("/XObject"))


def values(entries: object) -> Iterable[pikepdf.Object]:
    """Return the values of a dictionary, or of whatever stands in its place."""
    return [value for _, value in dictionary(entries).items()]


@attrs.frozen
class Encloser:
    """Makes the content of pages one marked sequence each, without the marks that mean nothing any more."""

    pdf: pikepdf.Pdf
    _frames: dict[str, pikepdf.Stream] = attrs.field(factory=dict, init=False)
    _clear: set[tuple[int, int]] = attrs.field(factory=set, init=False)

    def enclose(self, page: pikepdf.Dictionary, tag: str) -> None:
        """Make all that ``page`` shows one marked-content sequence, whose MCID is 0; an artifact has none."""
        contents = page.get("/Contents")
        streams = listed(contents)
        resources = page.get("/Resources")
        data = page_content(page).data
        if _is_marked(data, resources):
            streams = [self.pdf.make_stream(_without_marks(self.pdf, data, resources))]
        self.clear_forms(drawn_by(resources))
        begin = self._frame("/Artifact BMC\n" if tag == "Artifact" else f"/{tag} <</MCID 0>> BDC\n")
        page.Contents = pikepdf.Array([begin, *streams, self._frame("\nEMC\n")])

    def clear_forms(self, drawn: Iterable[pikepdf.Object]) -> None:
        """Take the marks out of those of ``drawn`` that are forms, and out of the forms within them, each once."""
        waiting = list(drawn)
        while waiting:
            form = waiting.pop()
            if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != pikepdf.Name.Form:
                continue
            # Damaged files have forms that draw each other in a ring.
            if form.objgen in self._clear:
                continue
            self._clear.add(form.objgen)
            own = form.get("/Resources")
            try:
                data = form.read_bytes()
                if _is_marked(data, own):
                    form.write(_without_marks(self.pdf, data, own))
            except pikepdf.PdfError:
                # Nobody can read it, and so it shows nothing.
                continue
            waiting += drawn_by(own)

    def _frame(self, code: str) -> pikepdf.Stream:
        if code not in self._frames:
            self._frames[code] = self.pdf.make_stream(code.encode())
        return self._frames[code]


def _properties(operands: list[Any], resources: object) -> pikepdf.Dictionary:
    """Return the properties of a sequence, given in place or by their name in ``resources``."""
    value = operands[1] if len(operands) > 1 else None
    return dictionary(resource(resources, "/Properties", value) if isinstance(value, pikepdf.Name) else value)


def _is_marked(data: bytes, resources: object) -> bool:
    """Tell whether something in ``data`` claims to belong to an element, or to none."""
    # As bytes first, because parsing is slow and most content holds no marks.
    if b"BDC" not in data and b"BMC" not in data:
        return False
    if b"MCID" in data or b"Artifact" in data:
        return True
    return any("/MCID" in dictionary(properties) for properties in values(dictionary(resources).get("/Properties")))


def _without_marks(pdf: pikepdf.Pdf, data: bytes, resources: object) -> bytes:
    """Return ``data`` without MCIDs and artifacts."""
    kept: list[Instruction] = []
    dropped: list[bool] = []
    for instruction in parsed(pdf, data):
        operator = str(instruction.operator)
        if operator in {"BMC", "BDC"}:
            begins = without_mark(list(instruction.operands), resources)
            dropped.append(begins is None)
            if begins is not None:
                kept.append(pikepdf.ContentStreamInstruction(begins, instruction.operator))
        elif operator != "EMC" or (dropped and not dropped.pop()):
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)
