"""The canvas: reportlab's, saying nothing about the machine, and counting what it marks.

A text object is written by hand rather than through reportlab's, because marks open and close
between the characters of one line, and because reportlab's looks its fonts up in a registry
that all of the process shares.
"""

from __future__ import annotations

import itertools
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any

import attrs
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas

from styringsdialog.model.colour import Colour
from styringsdialog.model.structure import AnnotationRef, MarkRef
from styringsdialog.pictures.picture import Picture
from styringsdialog.typeset.boxes import Area, Drawing, Leader, Path, PlacedPicture, Rule, SetLine, Spot, Thing
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.fonts import Face, font
from styringsdialog.typeset.lines import Line, Piece, link_stretches
from styringsdialog.typeset.styles import (
    ACCENT,
    HAIRLINE,
    LEADER_DOT,
    LEADER_PITCH,
    PAGE,
    STANDARD,
    UNDERLINE,
    UNDERLINE_DROP,
    Palette,
)

# Returns the MCID for the next marked content of an element.
Marker = Callable[[Node], int]


def line_operators(
    line: Line, place: tuple[float, float], pen: Pen, marker: Marker | None, *, enclosed: bool = False
) -> str:
    """Return the text object that shows ``line``.

    Each stretch of one element is a marked-content sequence of its own. Where characters stand
    for others, it carries ActualText itself instead of a Span within it: Poppler's structure
    reader drops the rest of a paragraph after a nested one.

    Args:
        line: What is shown.
        place: Of the line's start on its baseline, in points from the left and bottom edges of the page.
        pen: That has written nothing yet.
        marker: Counts marked content; ``None`` makes the line an artifact.
        enclosed: Whether the line stands in marked content already, and gets no mark of its own.
    """
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


@attrs.define(eq=False)
class Pen:
    """Keeps the font and colour of a text object, and writes only what changes.

    Attributes:
        doc: Whose font subsets take the characters.
        palette: Of the colours.
    """

    doc: PDFDocument
    palette: Palette
    font: tuple[Face, int, float] | None = None
    colour: Colour | None = None

    def show(self, piece: Piece) -> Iterator[str]:
        """Return the operators that show ``piece``."""
        ink = piece.ink
        if ink.colour != self.colour:
            self.colour = ink.colour
            yield f"{fp_str(*self.palette.shown(ink.colour))} rg"
        for subset, codes in font(ink.face).splitString(piece.text, self.doc):
            if (ink.face, subset, ink.size) != self.font:
                self.font = (ink.face, subset, ink.size)
                yield f"{font(ink.face).getSubsetInternalName(subset, self.doc)} {fp_str(ink.size)} Tf"
            yield f"({escapePDF(codes)}) Tj"


class _PictureObject(PDFObject):
    """The image XObject of a picture (ISO 32000-1, 8.9.5).

    reportlab's own wraps its data in ASCII 85 unless a setting shared by the process says otherwise.
    """

    # So reportlab writes it as an object of its own, as a stream has to be (ISO 32000-1, 7.3.8.1).
    __RefOnly__ = 1

    def __init__(self, picture: Picture) -> None:
        """Make it of ``picture``."""
        self.picture = picture

    def format(self, document: Any) -> bytes:
        """Return the stream as reportlab writes it."""
        picture = self.picture
        stream = PDFStream(content=picture.data)
        entries: dict[str, Any] = stream.dictionary.dict
        entries |= {
            "Type": PDFName("XObject"),
            "Subtype": PDFName("Image"),
            "Width": picture.columns,
            "Height": picture.rows,
            "BitsPerComponent": picture.bits,
            "ColorSpace": PDFName(picture.space),
            # reportlab applies its own filters only where the dictionary names none.
            "Filter": PDFArray([PDFName(picture.filter)]),
        }
        if picture.filter == "FlateDecode":
            predictor = {
                "Predictor": _PNG,
                "Colors": picture.colours,
                "BitsPerComponent": picture.bits,
                "Columns": picture.columns,
            }
            entries["DecodeParms"] = PDFArray([PDFDictionary(predictor)])
        data: bytes = stream.format(document)
        return data


# Each row says itself which of PNG's predictors it was packed with (ISO 32000-1, table 10).
_PNG = 15


class PageCanvas(Canvas):
    """Draws things where they belong on A4 pages.

    The file is the same whenever and wherever it is made (``invariant``), its streams are
    compressed, and it names no font but those it embeds.
    """

    # What reportlab's canvas has, and its stubs leave out.
    _doc: Any
    _code: list[str]
    _formsinuse: list[str]

    def __init__(self, *, title: str, palette: Palette = STANDARD, lang: str = "da-DK") -> None:
        """Begin a document that is printed in the colours of ``palette``."""
        super().__init__("", pagesize=(PAGE.width, PAGE.height), pageCompression=1, invariant=1, lang=lang)
        # The page's own compression would add ASCII 85, which only a setting shared by the whole
        # process can stop; the document's default for streams does the same without.
        self._pageCompression = 0
        self._doc.defaultStreamFilters = [PDFZCompress]
        self.setTitle(title)
        # Empty, because reportlab writes «anonymous» and «unspecified» where nothing is said.
        for say in (self.setAuthor, self.setSubject, self.setCreator):
            say("")
        self._mcid = 0
        self._areas = 0
        self._palette = palette

    def _make_preamble(self) -> None:
        # The original names Helvetica, which no file of ours embeds.
        self._preamble = "1 0 0 1 0 0 cm"

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """End the page."""
        super().showPage()
        # MCIDs count anew on each page (ISO 32000-1, 14.7.4.2), and so do the indices in its Annots.
        self._mcid = self._areas = 0

    def data(self) -> bytes:
        """Return the bytes of the file."""
        made: bytes = self.getpdfdata()  # type: ignore[no-untyped-call] # the stubs leave it untyped
        return made

    @property
    def document(self) -> Any:
        """Return reportlab's document, by which fonts keep their subsets."""
        return self._doc

    def draw(self, thing: Thing, top: float) -> None:
        """Draw ``thing`` in a box whose top is at ``top`` points from the bottom of the page."""
        y = top - thing.dy
        match thing:
            case SetLine():
                # Before the text object, in which no path may be drawn (ISO 32000-1, 8.2).
                self._underline(thing, y)
                marker = None if thing.artifact else self._mark
                self._code.append(line_operators(thing.line, (thing.left, y), Pen(self._doc, self._palette), marker))
            case Rule():
                self._artifact(
                    f"{self._rgb(thing.colour)} rg {_numbers(thing.left, y, thing.width, -thing.height)} re f"
                )
            case Leader():
                self._leader(thing, y)
            case PlacedPicture():
                self._picture(thing, y)
            case Drawing():
                self._drawing(thing, y)
            case Area():
                self._area(thing, y)
            case Spot():
                pass

    def _mark(self, node: Node) -> int:
        mcid = self._mcid
        self._mcid += 1
        node.add(MarkRef(self.getPageNumber(), mcid))
        return mcid

    def _rgb(self, colour: Colour) -> str:
        return _numbers(*self._palette.shown(colour))

    def _artifact(self, code: str) -> None:
        # Whatever belongs to no element is marked as an artifact (ISO 14289-1, 7.1).
        self._code.append(f"/Artifact BMC {code} EMC")

    def _underline(self, thing: SetLine, y: float) -> None:
        for _, x, width in link_stretches(thing.line):
            box = _numbers(thing.left + x, y - UNDERLINE_DROP, width, -UNDERLINE)
            self._artifact(f"{self._rgb(ACCENT)} rg {box} re f")

    def _leader(self, thing: Leader, y: float) -> None:
        # Dots of no length with round ends stand on a grid of their own, so that those of all
        # lines are beneath each other; as text they would be read aloud.
        start = -(-thing.left // LEADER_PITCH) * LEADER_PITCH
        line = f"{_numbers(start, y + LEADER_DOT / 2)} m {_numbers(thing.left + thing.width, y + LEADER_DOT / 2)} l S"
        self._artifact(
            f"q {_numbers(*HAIRLINE)} RG 1 J {_numbers(LEADER_DOT)} w [0 {_numbers(LEADER_PITCH)}] 0 d {line} Q"
        )

    def _picture(self, thing: PlacedPicture, y: float) -> None:
        name = self._picture_name(thing.picture)
        place = _numbers(thing.width, 0, 0, thing.height, thing.left, y - thing.height)
        # The last matrix is the first that the image goes through (ISO 32000-1, 8.3.4).
        upright = "" if thing.picture.orientation == 1 else f"{_numbers(*thing.picture.placement)} cm "
        self._code += (self._figure_mark(thing, y), f"q {place} cm {upright}/{name} Do Q EMC")
        # Makes reportlab name the image procedures in the page's ProcSet (ISO 32000-1, 14.2).
        self._currentPageHasImages = 1

    def _drawing(self, thing: Drawing, y: float) -> None:
        shapes = [self._shape(path, y) for path in thing.paths]
        words = [
            line_operators(line.line, (line.left, y - line.dy), Pen(self._doc, self._palette), None, enclosed=True)
            for line in thing.words
        ]
        # q and Q, so that the shapes' colours and dashes do not reach the words.
        self._code += (self._figure_mark(thing, y), "q", *shapes, "Q", *words, "EMC")

    def _shape(self, path: Path, top: float) -> str:
        """Return ``path``, its points counted from ``top``, as path construction and painting (ISO 32000-1, 8.5)."""
        (x, y), *others = path.points
        code = [f"{_numbers(x, top - y)} m", *(f"{_numbers(x, top - y)} l" for x, y in others)]
        state = []
        if path.fill is not None:
            state.append(f"{self._rgb(path.fill)} rg")
        if path.stroke is not None:
            # Written for every line, because the shapes share one graphics state and a dash would last.
            dash = f"[{_numbers(*path.dash)}] 0 d"
            state.append(f"{self._rgb(path.stroke)} RG {_numbers(path.width)} w {dash}")
        painter = {(True, True): "b", (True, False): "f", (False, True): "S", (False, False): "n"}
        return " ".join([*state, *code, painter[path.fill is not None, path.stroke is not None]])

    def _figure_mark(self, thing: PlacedPicture | Drawing, y: float) -> str:
        """Return the operator that begins a figure's marked content; it gets a BBox (ISO 32000-1, 14.8.5.4.3)."""
        edges = (thing.left, y - thing.height, thing.left + thing.width, y)
        thing.node.attributes["BBox"] = tuple(round(edge, 2) for edge in edges)
        return f"/Figure <</MCID {self._mark(thing.node)}>> BDC"

    def _picture_name(self, picture: Picture) -> str:
        """Put ``picture`` into the document once, and return its name in the page's resources."""
        name: str = self._doc.getXObjectName(picture.name)
        if name not in self._doc.idToObject:
            self._doc.addForm(picture.name, _PictureObject(picture))
        self._formsinuse.append(picture.name)
        return name

    def _area(self, thing: Area, y: float) -> None:
        rect = (thing.left, y - thing.height, thing.left + thing.width, y)
        # A URI action holds a 7-bit string (ISO 32000-1, 12.6.4.7).
        uri = urllib.parse.quote(thing.target, safe="!#$%&'()*+,/:;=?@[]~")
        # A link says in Contents what it leads to (ISO 14289-1, 7.18.5), and is printed (F 4; ISO 19005-2, 6.3.2).
        self.linkURL(uri, rect, Contents=PDFString(thing.words), F=4)
        thing.node.add(AnnotationRef(self.getPageNumber(), self._areas))
        # We make no other annotations, so that the count on a page is the index in its Annots.
        self._areas += 1


def _numbers(*values: float) -> str:
    # Fixed notation, because PDF's numbers have no exponent (ISO 32000-1, 7.3.3) and Python writes 1e-05.
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
