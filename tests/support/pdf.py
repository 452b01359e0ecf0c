"""PDFs for tests: small ones to hand in, and finished ones put into words."""

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


def describe_pdf(path: Path) -> str:
    """Give what a reader meets in ``path``: metadata, bookmarks, then each page's label, size, text and links."""
    lines = []
    with pikepdf.open(path) as pdf:
        lines += [f"title: {pdf.docinfo.get('/Title')}", f"author: {pdf.docinfo.get('/Author')}"]
        lines += [f"language: {pdf.Root.get('/Lang')}", "", "bookmarks:"]
        numbers: Numbers = {page.objgen: index for index, page in enumerate(pdf.pages, 1)}
        with pdf.open_outline() as outline:
            lines += _bookmarks(outline.root, numbers, 1)
        for index, (page, text) in enumerate(zip(pdf.pages, page_texts(path), strict=True), 1):
            box = page.cropbox
            size = f"{float(box[2] - box[0]):.0f} x {float(box[3] - box[1]):.0f}"
            lines += ["", f"--- page {index}, label {page.label}, {size} ---"]
            lines += [line.rstrip() for line in text.splitlines() if line.strip()]
            lines += [f"  -> {target}" for target in _links(page, numbers)]
    return "\n".join(lines) + "\n"


def _bookmarks(items: list[pikepdf.OutlineItem], numbers: Numbers, depth: int) -> list[str]:
    lines = []
    for item in items:
        destination = item.destination
        page = numbers[destination[0].objgen] if isinstance(destination, pikepdf.Array) else "?"
        lines.append(f"{'  ' * depth}{item.title} -> {page}")
        lines += _bookmarks(list(item.children), numbers, depth + 1)
    return lines


def _links(page: pikepdf.Page, numbers: Numbers) -> list[str]:
    found = []
    for annotation in page.obj.get("/Annots", []):
        action = annotation.get("/A", pikepdf.Dictionary())
        destination = annotation.get("/Dest") or action.get("/D")
        if isinstance(destination, pikepdf.Array):
            found.append(f"page {numbers[destination[0].objgen]}")
        elif "/URI" in action:
            found.append(str(action.URI))
    return found
