"""Pages that came without tags: each is put into the tree whole, so that it can be read aloud.

What is said is then in the order of the page's content, which is all that such a file tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pikepdf

from styringsdialog.assemble.annotations import tie_annotations
from styringsdialog.assemble.elements import ElementMaker
from styringsdialog.assemble.merge import MergedPages
from styringsdialog.intake.content import page_content
from styringsdialog.model.parts import PreparedPart

__all__ = ["tag_as_whole"]


def tag_as_whole(  # noqa: PLR0913 - where the pages are, and what they are called
    part: PreparedPart,
    numbers: range,
    holder: pikepdf.Dictionary,
    *,
    make: ElementMaker,
    merged: MergedPages,
    name: str,
    before: int,
    of: int,
) -> list[pikepdf.Object]:
    """Enclose the content of each page in one marked-content sequence, and give elements for it.

    A page with words is a ``P`` that its links belong to. One without is a ``Figure`` that says
    which page it is.

    Args:
        part: Whose pages they are. Where it has a structure of its own, only those are meant that it leaves out.
        numbers: The pages in ``merged``, from 0.
        holder: The element whose kids these are.
        make: Makes elements.
        merged: The package's pages.
        name: What the pages belong to: «bilag 2».
        before: Pages of it in front of this part.
        of: Pages of it altogether.
    """
    foreign = _Foreign(make.pdf)
    kids: list[pikepdf.Object] = []
    for own, number in enumerate(numbers, 1):
        page = merged.pages[number]
        if part.tagged and _is_told(page):
            kids += tie_annotations(page, holder, make=make, merged=merged)
            continue
        if own in part.without_text:
            alt = f"Side {before + own} af {of} i {name}, uden tekst"
            element = make.element("Figure", holder, Alt=alt, BBox=merged.boxes[number].rectangle, Placement="Block")
        else:
            element = make.element("P", holder)
        element.Pg = page
        element.K = pikepdf.Array([0])
        foreign.enclose(page, "Figure" if own in part.without_text else "P")
        make.tables.hold_marks(page, [element])
        kids.append(element)
        around = element if own not in part.without_text else make.element("P", holder)
        links = tie_annotations(page, around, make=make, merged=merged)
        if around is element:
            element.K = pikepdf.Array([0, *links])
        elif links:
            around.K = pikepdf.Array(links)
            kids.append(around)
    return kids


def _is_told(page: pikepdf.Dictionary) -> bool:
    """Tell whether the tags that ``page`` came with say all there is to say of it.

    They own something of it, or of a form on it; or say that all of it is decoration; or there are
    neither words nor pictures.
    """
    resources = page.get("/Resources")
    drawn = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if "/StructParents" in page or any("/StructParents" in one for one in _values(drawn)):
        return True
    data = page_content(page).data
    return b"/Artifact" in data or not _SAYS.search(data)


_SAYS = re.compile(rb"(?:\b(?:Tj|TJ|Do|EI)|['\"])(?=\s|$)")
"""Operators that show words or pictures."""


class _Foreign:
    """Writes marks around content, and takes out those within it that mean nothing any more."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._frames: dict[str, pikepdf.Stream] = {}
        self._clear: set[tuple[int, int]] = set()

    def enclose(self, page: pikepdf.Dictionary, tag: str) -> None:
        """Make all that ``page`` shows one marked-content sequence, whose MCID is 0."""
        contents = page.get("/Contents", pikepdf.Array())
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        resources = page.get("/Resources")
        data = page_content(page).data
        if _is_marked(data, resources):
            streams = [self._pdf.make_stream(_without_marks(self._pdf, data, resources))]
        self._clear_forms(resources)
        begin, end = self._frame(f"/{tag} <</MCID 0>> BDC\n"), self._frame("\nEMC\n")
        page.Contents = pikepdf.Array([begin, *streams, end])

    def _frame(self, code: str) -> pikepdf.Stream:
        if code not in self._frames:
            self._frames[code] = self._pdf.make_stream(code.encode())
        return self._frames[code]

    def _clear_forms(self, resources: object) -> None:
        """Do the same within the forms that a page draws, each once."""
        waiting = [resources]
        while waiting:
            around = waiting.pop()
            drawn = around.get("/XObject") if isinstance(around, pikepdf.Dictionary) else None
            for form in _values(drawn):
                if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != pikepdf.Name.Form:
                    continue
                if form.objgen in self._clear:
                    continue
                self._clear.add(form.objgen)
                own = form.get("/Resources")
                try:
                    data = form.read_bytes()
                    if _is_marked(data, own):
                        form.write(_without_marks(self._pdf, data, own))
                except pikepdf.PdfError:
                    # Nobody can read it, and so it shows nothing.
                    continue
                waiting.append(own)


def _values(dictionary: object) -> Iterable[pikepdf.Object]:
    return [dictionary[key] for key in dictionary.keys()] if isinstance(dictionary, pikepdf.Dictionary) else ()  # noqa: SIM118 - a PDF dictionary


def _named(resources: object) -> object:
    return resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None


def _is_marked(data: bytes, resources: object) -> bool:
    """Tell whether something in ``data`` claims to belong to an element, or to none."""
    if b"BDC" not in data and b"BMC" not in data:
        return False
    if b"MCID" in data or b"Artifact" in data:
        return True
    return any(isinstance(one, pikepdf.Dictionary) and "/MCID" in one for one in _values(_named(resources)))


_SAID = ("/ActualText", "/Alt", "/E", "/Lang")
"""What marked content says of itself, wherever it stands (ISO 32000-1, 14.9)."""


def _without_marks(pdf: pikepdf.Pdf, data: bytes, resources: object) -> bytes:
    """Give ``data`` without MCIDs and artifacts; layers stay, and what is to be said instead of characters."""
    named = _named(resources)
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    dropped: list[bool] = []
    for instruction in pikepdf.parse_content_stream(pikepdf.Stream(pdf, data)):
        operator = str(instruction.operator)
        if operator in {"BMC", "BDC"}:
            begins = _without_mark(list(instruction.operands), named)
            dropped.append(begins is None)
            if begins is not None:
                kept.append(pikepdf.ContentStreamInstruction(begins, instruction.operator))
        elif operator != "EMC" or (dropped and not dropped.pop()):
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)


def _without_mark(operands: list[Any], named: object) -> list[Any] | None:
    """Give what begins the sequence instead of ``operands``; nothing when it is to be no sequence."""
    tag = operands[0] if operands else None
    if tag == pikepdf.Name.Artifact:
        return None
    if len(operands) < 2 or tag == pikepdf.Name.OC:
        return operands
    properties = operands[1]
    if isinstance(properties, pikepdf.Name):
        properties = named.get(properties) if isinstance(named, pikepdf.Dictionary) else None
    if not isinstance(properties, pikepdf.Dictionary) or "/MCID" not in properties:
        return operands
    said = {key: properties[key] for key in _SAID if key in properties}
    return [pikepdf.Name.Span, pikepdf.Dictionary(said)] if said else None
