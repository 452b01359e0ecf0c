"""Pages on which no word can be found: scans and pictures, of which nothing can be read aloud."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

__all__ = ["pages_without_text"]


def pages_without_text(path: Path) -> tuple[int, ...]:
    """Give the numbers, from 1, of the pages of the PDF at ``path`` that hold no text."""
    with pypdfium2.PdfDocument(path) as document:
        return tuple(number for number in range(1, len(document) + 1) if not _has_text(document, number))


def _has_text(document: pypdfium2.PdfDocument, number: int) -> bool:
    page = document[number - 1]
    text = page.get_textpage()
    try:
        return bool(text.count_chars()) and bool(text.get_text_range().strip())
    finally:
        text.close()
        page.close()
