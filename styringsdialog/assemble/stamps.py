"""The footer, stamped on every page: upright, at its own size, within what one sees, and over nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

import attrs
import pikepdf

from styringsdialog.assemble.merge import MergedPages
from styringsdialog.assemble.plan import Footer, Plan
from styringsdialog.model.colour import Colour
from styringsdialog.pdf.boxes import FOOTER_STRIP, Rectangle, VisibleBox, add_strip, read_rectangle, side_margin
from styringsdialog.pdf.objects import dictionary, listed, with_resource
from styringsdialog.typeset.stampfont import StampFont, stamp_font
from styringsdialog.typeset.styles import HAIRLINE, INK, QUIET, SMALL, THIN

# Heights over the lower edge of what one sees, in points.
_BASELINE = 20.0
_RULE = 34.0
_VALUES = 46.0
_LABELS = 58.0

_GAP = 12.0
_ELLIPSIS = "…"


@attrs.frozen
class PlacedText:
    """Words of the footer, where they start in upright points, their size, and their colour."""

    text: str
    x: float
    y: float
    size: float
    colour: Colour


def stamp_pages(pdf: pikepdf.Pdf, merged: MergedPages, plan: Plan) -> None:
    """Print the plan's footer on every page of ``merged``.

    A page whose footer's place is not blank grows by a strip below what one sees of it.
    """
    # With the ellipsis, which stands in no footer before one is shortened.
    font = stamp_font([*(text for footer in plan.footers for text in footer.texts), _ELLIPSIS])
    press = _Press(pdf, font)
    for page, box, footer, shape in zip(merged.pages, merged.boxes, plan.footers, plan.shapes, strict=True):
        strip: Rectangle | None = None
        if not shape.footer_free:
            grown = add_strip(page, box, FOOTER_STRIP + _hanging(page, box))
            strip = grown.area(0, 0, grown.width, grown.height - box.height)
            box = grown  # noqa: PLW2901 - from here on the page shows this
        press.stamp(page, box, lay_out_footer(footer, box.width, font), strip)


def lay_out_footer(footer: Footer, width: float, font: StampFont) -> tuple[PlacedText, ...]:
    """Return the words of ``footer`` on a page that one sees ``width`` points wide.

    A title is shortened where it is too long; what says which page it is becomes smaller instead.
    """
    margin = side_margin(width)
    room = width - 2 * margin
    left, size, gap = footer.kept, SMALL.size, _GAP
    needed = font.width(footer.right, size)
    if left:
        needed += gap + font.width(left, size)
    if needed > room:
        size, gap = size * room / needed, gap * room / needed
    right_width = font.width(footer.right, size)
    if not footer.bilag:
        before = f"{left} · " if left else ""
        title = _shortened(footer.left, room - right_width - gap - font.width(before, size), size, font)
        left = f"{before}{title}" if title else left
    words = []
    column = room / max(1, len(footer.journal))
    for index, (label, value) in enumerate(footer.journal):
        for text, y, colour in ((label, _LABELS, QUIET), (value, _VALUES, INK)):
            if shown := _shortened(text, column - gap, SMALL.size, font):
                words.append(PlacedText(shown, margin + index * column, y, SMALL.size, colour))
    if left:
        words.append(PlacedText(left, margin, _BASELINE, size, INK if footer.mark else QUIET))
    words.append(PlacedText(footer.right, width - margin - right_width, _BASELINE, size, INK))
    return tuple(words)


def _shortened(text: str, room: float, size: float, font: StampFont) -> str:
    """Return as much of ``text`` as ``room`` takes, with … where words are missing; nothing when it is hardly any."""
    if font.width(text, size) <= room:
        return text
    shorter = (text[:end].rstrip() + _ELLIPSIS for end in range(len(text) - 1, 3, -1))
    return next((shown for shown in shorter if font.width(shown, size) <= room), "")


def _hanging(page: pikepdf.Dictionary, box: VisibleBox) -> float:
    """Return how far annotations that one sees reach below ``box``: the strip's stamp must not lie under them."""
    rectangles = (read_rectangle(annotation.get("/Rect")) for annotation in page.get("/Annots", ()))
    return max(
        (box.overhang(rectangle) for rectangle in rectangles if rectangle is not None and box.meets(rectangle)),
        default=0.0,
    )


class _Press:
    """Writes stamps into one file; its fonts go in once, and into the resources of each page that has its own."""

    def __init__(self, pdf: pikepdf.Pdf, font: StampFont) -> None:
        self._pdf = pdf
        self._font = font
        with pikepdf.open(io.BytesIO(font.pdf)) as source:
            fonts = source.pages[0].obj.Resources.Font
            self._fonts = {name.removeprefix("/"): pdf.copy_foreign(fonts[name]) for name in fonts.keys()}  # noqa: SIM118 - a PDF dictionary
        self._shared: dict[tuple[int, int], tuple[pikepdf.Object, Mapping[str, str]]] = {}

    def stamp(
        self, page: pikepdf.Dictionary, box: VisibleBox, words: Sequence[PlacedText], strip: Rectangle | None
    ) -> None:
        code = "\n".join(_operators(box, words, strip, self._font, self._put_fonts(page))).encode("ascii")
        # Last, so that nothing of the page covers it.
        page.Contents = pikepdf.Array([*listed(page.get("/Contents")), self._pdf.make_stream(code)])

    def _put_fonts(self, page: pikepdf.Dictionary) -> Mapping[str, str]:
        """Return ``page`` resources with the fonts in them, and the names they go by there.

        Pages that share resources share the new ones; no dictionary that anything else
        refers to is changed.
        """
        old = page.get("/Resources")
        key = old.objgen if old is not None and old.is_indirect else None
        if key is not None and key in self._shared:
            page.Resources, names = self._shared[key]
            return names
        own = dictionary(old)
        names = {}
        for name, font in self._fonts.items():
            own, resource = with_resource(own, "/Font", "SdFooter", font)
            names[name] = str(resource)
        page.Resources = own
        if key is not None:
            page.Resources = self._pdf.make_indirect(own)
            self._shared[key] = (page.Resources, names)
        return names


def _operators(
    box: VisibleBox, words: Sequence[PlacedText], strip: Rectangle | None, font: StampFont, names: Mapping[str, str]
) -> Iterator[str]:
    # ISO 32000-1, table 330: a footer, which is not read aloud on every page.
    yield "/Artifact <</Type/Pagination/Subtype/Footer/Attached[/Bottom]>> BDC"
    yield "q"
    if strip is not None:
        # What lay beyond the old edge of the page must not come into sight.
        left, bottom, right, top = strip
        yield f"1 g {_numbers(left, bottom, right - left, top - bottom)} re f"
    yield f"{_numbers(*box.matrix)} cm"
    margin = side_margin(box.width)
    yield f"{_numbers(*HAIRLINE)} RG {THIN} w"
    yield f"{_numbers(margin, _RULE)} m {_numbers(box.width - margin, _RULE)} l S"
    yield "BT"
    for word in words:
        yield f"{_numbers(*word.colour)} rg 1 0 0 1 {_numbers(word.x, word.y)} Tm"
        yield from (
            f"{names[name]} {_numbers(word.size)} Tf <{codes.hex()}> Tj" for name, codes in font.encode(word.text)
        )
    yield "ET"
    yield "Q"
    yield "EMC"


def _numbers(*values: float) -> str:
    # Fixed notation, because PDF's numbers have no exponent (ISO 32000-1, 7.3.3).
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in values)
