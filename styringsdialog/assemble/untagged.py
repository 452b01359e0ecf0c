"""Pages that came without tags: each is put into the tree whole, so that it can be read aloud.

What is said is then in the order of the page's content, which is all that such a file tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pikepdf

from styringsdialog.assemble.annotations import tie_annotations
from styringsdialog.assemble.elements import ElementMaker
from styringsdialog.assemble.merge import MergedPages
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

    A page with words is a ``P``. One without is a ``Figure`` that says which page it is.

    Args:
        part: Whose pages they are; it has no structure of its own.
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
        if own in part.without_text:
            alt = f"Side {before + own} af {of} i {name}, uden tekst"
            element = make.element("Figure", holder, Alt=alt, BBox=merged.boxes[number].rectangle, Placement="Block")
        else:
            element = make.element("P", holder)
        element.Pg = page
        element.K = pikepdf.Array([0])
        foreign.enclose(page, "Figure" if own in part.without_text else "P")
        make.tables.hold_marks(page, [element])
        kids += [element, *tie_annotations(page, holder, make=make, merged=merged)]
    return kids


class _Foreign:
    """Writes marks around content; within it there are none, but in forms that it draws.

    Intake takes the marks out of the content of pages. Those in forms go here.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._frames: dict[str, pikepdf.Stream] = {}
        self._clear: set[tuple[int, int]] = set()

    def enclose(self, page: pikepdf.Dictionary, tag: str) -> None:
        """Make all that ``page`` shows one marked-content sequence, whose MCID is 0."""
        contents = page.get("/Contents", pikepdf.Array())
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        self._clear_forms(page.get("/Resources"))
        begin, end = self._frame(f"/{tag} <</MCID 0>> BDC\n"), self._frame("\nEMC\n")
        page.Contents = pikepdf.Array([begin, *streams, end])

    def _frame(self, code: str) -> pikepdf.Stream:
        if code not in self._frames:
            self._frames[code] = self._pdf.make_stream(code.encode())
        return self._frames[code]

    def _clear_forms(self, resources: object) -> None:
        """Take out of the forms that a page draws, each once, what claims to belong to an element or to none."""
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
                try:
                    data = form.read_bytes()
                    if _MARKED.search(data):
                        form.write(_without_marks(self._pdf, data))
                except pikepdf.PdfError:
                    # Nobody can read it, and so it shows nothing.
                    continue
                waiting.append(form.get("/Resources"))


def _values(dictionary: object) -> Iterable[pikepdf.Object]:
    return [dictionary[key] for key in dictionary.keys()] if isinstance(dictionary, pikepdf.Dictionary) else ()  # noqa: SIM118 - a PDF dictionary


_MARKED = re.compile(rb"\bB[DM]C\b")


def _without_marks(pdf: pikepdf.Pdf, data: bytes) -> bytes:
    """Give ``data`` without marks but those of layers."""
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    dropped: list[bool] = []
    for instruction in pikepdf.parse_content_stream(pikepdf.Stream(pdf, data)):
        operator = str(instruction.operator)
        if operator in {"BMC", "BDC"}:
            dropped.append(list(instruction.operands)[:1] != [pikepdf.Name.OC])
            if dropped[-1]:
                continue
        elif operator == "EMC" and (not dropped or dropped.pop()):
            continue
        kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)
