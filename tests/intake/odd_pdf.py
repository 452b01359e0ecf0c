"""PDFs with one thing odd about them, written for the test that needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

A4 = (0, 0, 595, 842)
TEXT = b"BT /F1 24 Tf 72 400 Td (tekst) Tj ET"


def write_pdf(
    path: Path,
    *contents: bytes,
    keys: Mapping[str, Any] | None = None,
    change: Callable[[pikepdf.Pdf], None] | None = None,
    **save: Any,
) -> Path:
    """Write a PDF with a page for each of ``contents``; ``keys`` stand on every page, ``change`` has the last word."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        resources = pdf.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)))
        for content in contents or (TEXT,):
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=pikepdf.Array(A4),
                Resources=resources,
                Contents=pdf.make_stream(content),
            )
            for key, value in (keys or {}).items():
                page[key] = value
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        if change:
            change(pdf)
        pdf.save(path, static_id=True, **save)
    return path


def link(rect: tuple[float, ...] = (72, 390, 150, 430), **keys: Any) -> pikepdf.Dictionary:
    """Give a link annotation."""
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array(rect), **keys)


def draw(path: Path, number: int = 1, scale: float = 1) -> Image.Image:
    """Give page ``number`` as one sees it."""
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        picture: Image.Image = document[number - 1].render(scale=scale, grayscale=True).to_pil().copy()
        return picture


def annotations_of(path: Path, number: int = 1) -> list[dict[str, Any]]:
    """Give the annotations of page ``number``: their kind, and where they lead."""
    with pikepdf.open(path) as pdf:
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages, 1)}
        found = []
        for annotation in pdf.pages[number - 1].obj.get("/Annots", ()):
            action = annotation.get("/A", pikepdf.Dictionary())
            entry: dict[str, Any] = {"kind": str(annotation.Subtype)}
            if "/D" in action:
                entry["to"] = (numbers[action.D[0].objgen], *map(_plain, list(action.D)[1:]))
            if "/URI" in action:
                entry["uri"] = str(action.URI)
            entry["keys"] = {str(key) for key in annotation.keys()}  # noqa: SIM118 - a PDF dictionary
            found.append(entry)
        return found


def _plain(value: object) -> object:
    return str(value) if isinstance(value, pikepdf.Name) else None if value is None else float(str(value))
