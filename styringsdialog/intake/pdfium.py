"""What pages show, as PDFium draws and reads them: whether the footer's place is blank, and what words there are."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import pypdfium2
from pypdfium2 import raw

from styringsdialog.intake.unseen import Unseen, address, unseen_text
from styringsdialog.pdf.boxes import FOOTER_STRIP, VisibleBox, side_margin

# Of 255; what is darker counts as drawn, a watermark too.
_WHITE = 250
# Points between the footer and what stands beside it or above it.
_AIR = 6.0
# Pixels: very wide pages are drawn smaller.
_WIDEST = 2000.0

_SIZE = re.compile(rb"/Size ([0-9]+)")
# PDFium's own limit.
_MOST_OBJECTS = 1 << 22
# What is raised of a page that cannot be drawn.
_UNDRAWN = (pypdfium2.PdfiumError, ArithmeticError, MemoryError, ValueError)
# In the page's own units: letters that touch the edge are seen.
_EDGE = 3.0


def rewritten(source: Path) -> io.BytesIO | None:
    """Return the file at ``source`` as PDFium, which passes over other faults than qpdf, writes it anew.

    ``None`` where PDFium cannot read it either.
    """
    copy = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(source) as document:
            document.save(copy)
    except pypdfium2.PdfiumError:
        return None
    before, mark, end = copy.getvalue().rpartition(b"startxref")
    # qpdf passes over objects whose numbers no file of its length would need.
    size = min(int(_SIZE.findall(before)[-1]), _MOST_OBJECTS) if _SIZE.search(before) else 0
    return io.BytesIO(before + b"\n" * max(0, 3 * size - len(before)) + mark + end)


@attrs.frozen
class Look:
    """What is seen of a file's pages; pages are numbered from 1.

    Attributes:
        free: For each page, whether its footer's place is blank.
        without: Those that hold no text.
        blank: Of those, the ones that show nothing either.
        hidden: By the reason, those that hold text that one does not see.
    """

    free: tuple[bool, ...]
    without: tuple[int, ...]
    blank: tuple[int, ...]
    hidden: Mapping[Unseen, tuple[int, ...]]


def look_at(path: Path, boxes: Sequence[VisibleBox], plain: Collection[int] = ()) -> Look:
    """Return what is seen of the PDF at ``path``, whose pages show ``boxes``; those of ``plain`` are simple to draw.

    White that a page paints itself is blank; annotations count as drawn. The footer's place on a page that cannot be
    drawn is taken as not blank.
    """
    free, without, blank = [], [], []
    hidden: dict[int, frozenset[Unseen]] = {}
    with pypdfium2.PdfDocument(path) as document:
        for number, box in enumerate(boxes, 1):
            with _opened(document, number - 1) as (page, text):
                # First, because ``unseen_text`` spends the page.
                free.append(_is_blank(page, box))
                if _count(text.get_text_range()):
                    hidden[number] = frozenset({Unseen.OUTSIDE} if _is_outside(text, box) else ())
                    with contextlib.suppress(*_UNDRAWN):
                        hidden[number] |= unseen_text(page, text, is_plain=number in plain).reasons
                else:
                    without.append(number)
                    if _is_white(page, min(0.5, _WIDEST * box.unit / max(box.width, box.height))):
                        blank.append(number)
    reasons = {why: tuple(page for page, reasons in hidden.items() if why in reasons) for why in Unseen}
    return Look(tuple(free), tuple(without), tuple(blank), {why: pages for why, pages in reasons.items() if pages})


def _is_blank(page: pypdfium2.PdfPage, box: VisibleBox) -> bool:
    # A footer would take up half of so low a page.
    if box.height < 2 * FOOTER_STRIP:
        return False
    side = max(0.0, side_margin(box.width) - _AIR)
    # PDFium knows nothing of UserUnit: its points are the page's own units.
    crop = (side / box.unit, 0.0, side / box.unit, (box.height - FOOTER_STRIP - _AIR) / box.unit)
    return _is_white(page, min(box.unit, _WIDEST / (box.width / box.unit)), crop)


def _is_white(page: pypdfium2.PdfPage, scale: float, crop: tuple[float, float, float, float] = (0, 0, 0, 0)) -> bool:
    """Tell whether nothing is seen of a page without ``crop``; of one that cannot be drawn nobody can tell."""
    with contextlib.suppress(*_UNDRAWN):
        drawn = page.render(scale=scale, crop=crop, grayscale=True, draw_annots=True)
        return bool(drawn.to_pil().getextrema()[0] >= _WHITE)
    return False


@contextlib.contextmanager
def _opened(document: pypdfium2.PdfDocument, index: int) -> Iterator[tuple[pypdfium2.PdfPage, pypdfium2.PdfTextPage]]:
    with contextlib.closing(document[index]) as page, contextlib.closing(page.get_textpage()) as text:
        yield page, text


def texts_of(path: Path) -> tuple[str, ...]:
    """Return the text of each page of the PDF at ``path``; nothing where PDFium cannot read it."""
    texts = []
    with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as document:
        for index in range(len(document)):
            with _opened(document, index) as (_, text):
                texts.append(text.get_text_range() if text.count_chars() else "")
        return tuple(texts)
    return ()


def _is_outside(text: pypdfium2.PdfTextPage, box: VisibleBox) -> bool:
    """Tell whether words stand where nobody sees them; of a line that runs out of the page, nothing lost is secret."""
    left, bottom, right, top = box.rectangle
    edges = (left - _EDGE, bottom - _EDGE, right + _EDGE, top + _EDGE)
    # Letters without spaces, because PDFium puts in some that the page does not have.
    letters, seen = _count(text.get_text_range()), _count(text.get_text_bounded(*edges))
    # Letter by letter is slow, so only where some are outside.
    return seen < letters and _has_hidden_lines(text, edges)


def _has_hidden_lines(text: pypdfium2.PdfTextPage, edges: tuple[float, float, float, float]) -> bool:
    """Tell whether words were written of which nothing is within ``edges``."""
    left, bottom, right, top = edges
    written: dict[bool, set[int | None]] = {True: set(), False: set()}
    for index in range(text.count_chars()):
        x1, y1, x2, y2 = text.get_charbox(index)
        is_seen = x1 < right and x2 > left and y1 < top and y2 > bottom
        if text.get_text_range(index, 1).strip():
            written[is_seen].add(address(raw.FPDFText_GetTextObject(text.raw, index)))
    return not written[False] <= written[True]


def _count(text: str) -> int:
    return sum(map(len, text.split()))
