"""PDFs for tests: small ones to hand in, and the words of finished ones; styringsdialog.testing tells the rest."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

Numbers = dict[Any, int]
"""A page's object number and generation, to its number in the file."""


def simple_pdf(*texts: str, size: tuple[float, float] = (595, 842), bookmarks: bool = False) -> bytes:
    """Give a PDF with one page for each text, written in the middle of the page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=1)
    for index, text in enumerate(texts):
        if bookmarks:
            canvas.bookmarkPage(f"p{index}")
            canvas.addOutlineEntry(text, f"p{index}")
        canvas.drawString(72, size[1] / 2, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def encrypted_pdf(*texts: str, user: str = "hemmelig", owner: str = "ejer") -> bytes:
    """Give a PDF that opens only with ``user``; an empty one opens for everybody."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(simple_pdf(*texts))) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(user=user, owner=owner))
    return stream.getvalue()


def page_texts(path: Path) -> list[str]:
    """Give each page's text as a reader's search sees it."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def words(text: str) -> list[str]:
    """Give the words of ``text`` in order, whatever spaces and lines stand between them."""
    return text.split()
