"""Whether the place of the footer is blank, seen by drawing it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from styringsdialog.pdf.boxes import FOOTER_STRIP, VisibleBox, side_margin

__all__ = ["blank_strips"]

_WHITE = 250
"""Of 255; what is darker counts as drawn, a watermark too."""
_AIR = 6.0
"""Points between the footer and what stands beside it or above it."""
_WIDEST = 2000.0
"""Pixels: very wide pages are drawn smaller."""


def blank_strips(path: Path, boxes: Sequence[VisibleBox]) -> tuple[bool, ...]:
    """Tell for each page of the PDF at ``path``, which show ``boxes``, whether its footer's place is blank.

    White that the page paints itself is blank; annotations count as drawn. A page that cannot
    be drawn is taken as not blank.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            return tuple(_is_blank(document, number, box) for number, box in enumerate(boxes))
    except pypdfium2.PdfiumError:
        return (False,) * len(boxes)


def _is_blank(document: pypdfium2.PdfDocument, number: int, box: VisibleBox) -> bool:
    if box.height < 2 * FOOTER_STRIP:
        return False
    side = max(0.0, side_margin(box.width) - _AIR)
    # PDFium knows nothing of UserUnit: its points are the page's own units.
    above = box.height - FOOTER_STRIP - _AIR
    crop = (side / box.unit, 0.0, side / box.unit, above / box.unit)
    scale = min(box.unit, _WIDEST / (box.width / box.unit))
    try:
        page = document[number]
        try:
            bitmap = page.render(scale=scale, crop=crop, grayscale=True, draw_annots=True)
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError, MemoryError, OverflowError):
        return False
    try:
        rows = bytes(bitmap.buffer)
        starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
        return all(min(rows[start : start + bitmap.width], default=255) >= _WHITE for start in starts)
    finally:
        bitmap.close()
