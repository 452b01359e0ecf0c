"""What words there are on pages: none on scans, and some that nobody sees where a page was cropped over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs
import pypdfium2

from styringsdialog.pdf.boxes import VisibleBox

__all__ = ["FoundText", "find_text"]

_AIR = 3.0
"""In the page's own units: letters that touch the edge are seen."""


@attrs.frozen
class FoundText:
    """Pages, from 1, of which something is to be said.

    Attributes:
        without: Those that hold no text.
        hidden: Those that hold text outside what one sees of them.
    """

    without: tuple[int, ...]
    hidden: tuple[int, ...]


def find_text(path: Path, boxes: Sequence[VisibleBox]) -> FoundText:
    """Look for text on the pages of the PDF at ``path``, which show ``boxes``."""
    without, hidden = [], []
    with pypdfium2.PdfDocument(path) as document:
        for number, box in enumerate(boxes, 1):
            letters, seen = _letters(document, number - 1, box)
            if not letters:
                without.append(number)
            elif seen < letters:
                hidden.append(number)
    return FoundText(tuple(without), tuple(hidden))


def _letters(document: pypdfium2.PdfDocument, index: int, box: VisibleBox) -> tuple[int, int]:
    """Give how many letters there are on a page, and how many of them stand where one sees them."""
    page = document[index]
    text = page.get_textpage()
    try:
        if not text.count_chars():
            return 0, 0
        left, bottom, right, top = box.rectangle
        seen = text.get_text_bounded(left - _AIR, bottom - _AIR, right + _AIR, top + _AIR)
        return _count(text.get_text_range()), _count(seen)
    finally:
        text.close()
        page.close()


def _count(text: str) -> int:
    return sum(map(len, text.split()))
