"""Pages made into pictures of themselves: what is not seen on them cannot be in them."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.resources
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pikepdf
import pypdfium2
from pypdfium2 import raw

from styringsdialog.errors import Remark
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.intake.unseen import unseen_text
from styringsdialog.messages.message import message
from styringsdialog.model.parts import PreparedPart
from styringsdialog.pdf.boxes import Rectangle
from styringsdialog.pdf.content import page_content
from styringsdialog.pdf.marks import values
from styringsdialog.typeset.inlines import missing_characters

__all__ = ["flattened"]

_DPI: Final = 200
_WIDEST: Final = 6000.0
"""Pixels."""
_QUALITY: Final = 85
_SETTLED: Final = frozenset({"intake.hidden-text", "intake.signatures"})
"""What is so no longer."""


def flattened(part: PreparedPart, path: Path) -> PreparedPart:
    """Write pictures of the pages of ``part`` to ``path``, with the words that are seen on them, and return it anew.

    Pages keep their places and sizes, so that bookmarks go on leading where they led.

    Raises:
        OSError: The file cannot be written.
    """
    data = importlib.resources.files("font_source_sans_pro").joinpath("files", "SourceSansPro-Regular.ttf").read_bytes()
    program = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    pictured = io.BytesIO()
    with pypdfium2.PdfDocument(part.path) as source, pypdfium2.PdfDocument.new() as target:
        font = raw.FPDFText_LoadFont(target.raw, program, len(data), raw.FPDF_FONT_TRUETYPE, True)
        for page in source:
            _copy(page, target, font)
        target.save(pictured)
    with pikepdf.open(part.path) as shaped, pikepdf.open(pictured) as pdf:
        _tag(pdf, shaped)
        pdf.save(path)
    taken = take_in_pdf(path, path.with_name("prepared-flat.pdf"), name=path.name)
    kept = (note for note in (*part.notes, *taken.notes) if note.what.code not in _SETTLED)
    return attrs.evolve(
        taken, bookmarks=part.bookmarks, notes=(*dict.fromkeys(kept), Remark(message("intake.flattened")))
    )


def _copy(page: pypdfium2.PdfPage, target: pypdfium2.PdfDocument, font: Any) -> None:
    """Add to ``target`` a picture of ``page`` that stands as its content stood, and its words beneath it."""
    left, bottom, right, top = page.get_cropbox()
    turn = page.get_rotation()
    page.set_rotation(0)
    scale = min(_DPI / 72, _WIDEST / max(page.get_size()))
    file = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(file, "JPEG", quality=_QUALITY, optimize=True)
    copy = target.new_page(right - left, top - bottom)
    copy.set_mediabox(left, bottom, right, top)
    picture = pypdfium2.PdfImage.new(target)
    picture.load_jpeg(file, inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(right - left, top - bottom).translate(left, bottom))
    copy.insert_obj(picture)
    with contextlib.closing(page.get_textpage()) as text:
        for word, (x1, y1, x2, y2) in _words(page, text, (left, bottom, right, top)):
            drawn = raw.FPDFPageObj_CreateTextObj(target.raw, font, 1)
            # PDFium takes texts as UTF-16LE with a null at the end.
            wide = ctypes.create_string_buffer(f"{word}\0".encode("utf-16-le"))
            raw.FPDFText_SetText(drawn, ctypes.cast(wide, ctypes.POINTER(raw.FPDF_WCHAR)))
            raw.FPDFTextObj_SetTextRenderMode(drawn, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            placed = pypdfium2.PdfObject(drawn)
            copy.insert_obj(placed)
            start, _, end, _ = placed.get_bounds()
            across = (x2 - x1) / max(end - start, 0.01)
            placed.set_matrix(pypdfium2.PdfMatrix().scale(across, y2 - y1).translate(x1, y1))
    copy.set_rotation(turn)
    copy.gen_content()


def _words(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, seen: Rectangle) -> Iterator[tuple[str, Rectangle]]:
    """Yield the words of ``page`` that are seen within ``seen``, each with a space and its place."""
    unseen = unseen_text(page, text).letters
    word, boxes = "", []
    for index in range(text.count_chars()):
        letter, box = text.get_text_range(index, 1), text.get_charbox(index)
        is_seen = (
            index not in unseen and box[0] < seen[2] and box[2] > seen[0] and box[1] < seen[3] and box[3] > seen[1]
        )
        if is_seen and letter.strip() and not missing_characters(letter):
            word += letter
            boxes.append(box)
        if word and (not letter.strip() or index == text.count_chars() - 1):
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            yield f"{word} ", (min(lefts), min(bottoms), max(rights), max(tops))
            word, boxes = "", []


def _tag(pdf: pikepdf.Pdf, shaped: pikepdf.Pdf) -> None:
    """Make the words of each page a paragraph, whose picture is decoration; without words the picture is all."""
    document = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, K=pikepdf.Array()))
    for number, (page, like) in enumerate(zip(pdf.pages, shaped.pages, strict=True)):
        page.obj.UserUnit = like.obj.get("/UserUnit", 1)
        picture, begin, words = page_content(page.obj).data.partition(b"BT")
        if not begin:
            continue
        for font in values(page.obj.Resources.Font):
            # ISO 14289-1, 7.21.3.2
            font.DescendantFonts[0].CIDToGIDMap = pikepdf.Name.Identity  # type: ignore[attr-defined]
        code = b"/Artifact BMC\n%s EMC /P <</MCID 0>> BDC\nBT%s\nEMC" % (picture, words)
        page.obj.Contents = pdf.make_stream(code)
        paragraph = pikepdf.Dictionary(S=pikepdf.Name.P, P=document, Pg=page.obj, K=0)
        document.K.append(pdf.make_indirect(paragraph))
        page.obj.StructParents = number
    if document.K:
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=document))
        document.P = pdf.Root.StructTreeRoot
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.Lang = shaped.Root.get("/Lang", pikepdf.String("da-DK"))
