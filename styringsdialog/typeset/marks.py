"""Lines of text as content-stream operators, in marks that say what they belong to.

A text object is written by hand rather than through reportlab's, because marks open and close
between the characters of one line, and because reportlab's looks its fonts up in a registry
that all of the process shares.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import attrs
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfdoc import PDFDocument

from styringsdialog.model.colour import Colour
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.fonts import Face, font
from styringsdialog.typeset.lines import Line, Piece
from styringsdialog.typeset.styles import Palette

__all__ = ["Print", "line_operators"]

Marker = Callable[[Node], int]
"""Returns the MCID for the next marked content of an element."""


@attrs.frozen(eq=False)
class Print:
    """What lines are shown with: the document whose font subsets take the characters, and the colours."""

    doc: PDFDocument
    palette: Palette


def line_operators(
    line: Line, place: tuple[float, float], shown_with: Print, marker: Marker | None, *, enclosed: bool = False
) -> str:
    """Return the text object that shows ``line``.

    Each stretch of one element is a marked-content sequence of its own. Where characters stand
    for others, it carries ActualText itself instead of a Span within it: Poppler's structure
    reader drops the rest of a paragraph after a nested one.

    Args:
        line: What is shown.
        place: Of the line's start on its baseline, in points from the left and bottom edges of the page.
        shown_with: Fonts and colours.
        marker: Counts marked content; ``None`` makes the line an artifact.
        enclosed: Whether the line stands in marked content already, and gets no mark of its own.
    """
    pen = _Pen(shown_with)
    code = ["BT", f"1 0 0 1 {fp_str(*place)} Tm"]
    x = 0.0
    if marker is None and not enclosed:
        code.append("/Artifact BMC")
    # Nodes are compared by identity: two links beside each other get a mark each.
    for (node, actual), stretch in itertools.groupby(line.pieces, lambda piece: (piece.ink.node, piece.actual)):
        mark = _mark(node, actual, marker)
        code += mark
        for piece in stretch:
            # Td counts from where the last Td began, not from where the last character ended (ISO 32000-1, 9.4.2).
            if abs(piece.x - x) > _EPSILON:
                code.append(f"{fp_str(piece.x - x, 0)} Td")
                x = piece.x
            code += pen.show(piece)
        if mark:
            code.append("EMC")
    if marker is None and not enclosed:
        code.append("EMC")
    code.append("ET")
    return " ".join(code)


_EPSILON = 1e-6


def _mark(node: Node, actual: str | None, marker: Marker | None) -> list[str]:
    # Nobody reads an artifact aloud, but a search still goes through its words.
    if marker is None:
        return [] if actual is None else [f"/Span <</ActualText {_text_string(actual)}>> BDC"]
    mcid = marker(node)
    if actual is None:
        return [f"/{node.role} <</MCID {mcid}>> BDC"]
    return [f"/Span <</MCID {mcid}/ActualText {_text_string(actual)}>> BDC"]


def _text_string(text: str) -> str:
    # A text string in UTF-16BE (ISO 32000-1, 7.9.2.2), in hexadecimal so that nothing in it needs escaping.
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class _Pen:
    """Keeps the font and colour of the text object, and writes only what changes."""

    def __init__(self, shown_with: Print) -> None:
        self.doc = shown_with.doc
        self.palette = shown_with.palette
        self.font: tuple[Face, int, float] | None = None
        self.colour: Colour | None = None

    def show(self, piece: Piece) -> Iterator[str]:
        ink = piece.ink
        if ink.colour != self.colour:
            self.colour = ink.colour
            yield f"{fp_str(*self.palette.shown(ink.colour))} rg"
        for subset, codes in font(ink.face).splitString(piece.text, self.doc):
            if (ink.face, subset, ink.size) != self.font:
                self.font = (ink.face, subset, ink.size)
                yield f"{font(ink.face).getSubsetInternalName(subset, self.doc)} {fp_str(ink.size)} Tf"
            yield f"({escapePDF(codes)}) Tj"
