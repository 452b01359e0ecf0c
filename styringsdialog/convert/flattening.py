"""Pages made into pictures of themselves: what is not seen on them cannot be in them."""

from __future__ import annotations

import contextlib
import ctypes
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pikepdf
import pypdfium2
from pypdfium2 import raw

from styringsdialog.errors import Remark
from styringsdialog.intake.appearances import load_font
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.intake.unseen import unseen_text
from styringsdialog.messages.message import message
from styringsdialog.model.parts import PreparedPart
from styringsdialog.pdf.boxes import Rectangle
from styringsdialog.pdf.content import page_content, values
from styringsdialog.pdf.objects import dictionary, walk
from styringsdialog.pdf.saving import save
from styringsdialog.typeset.inlines import missing_characters

_SHARPNESS: Final = 200 / 72  # pixels to a point
_WIDEST: Final = 6000.0  # pixels
_QUALITY: Final = 85
_SETTLED: Final = frozenset({"intake.hidden-text", "intake.signatures"})  # is so no longer


def flattened(part: PreparedPart, path: Path) -> PreparedPart:
    """Write pictures of the pages of ``part`` to ``path``, with the words that are seen on them, and return it anew.

    Pages keep their places and sizes, so that bookmarks go on leading where they led.

    Raises:
        OSError: The file cannot be written.
    """
    pictured = io.BytesIO()
    with pypdfium2.PdfDocument(part.path) as source, pypdfium2.PdfDocument.new() as target:
        font = load_font(target)
        for page in source:
            _copy(page, target, font)
        target.save(pictured)
    with pikepdf.open(part.path) as shaped, pikepdf.open(pictured) as pdf:
        _tag(pdf, shaped)
        save(pdf, path)
    taken = take_in_pdf(path, path.with_name("prepared-flat.pdf"), name=path.name)
    lost = (_alternatives(part.path) - _alternatives(taken.path)).total()
    told = [message("intake.flattened"), *([message("intake.alt-flattened", count=lost)] if lost else ())]
    kept = dict.fromkeys(note for note in (*part.notes, *taken.notes) if note.what.code not in _SETTLED)
    notes = (*kept, *map(Remark, told))
    return attrs.evolve(taken, bookmarks=part.bookmarks, notes=notes, lost_alt=part.lost_alt or lost > 0)


def _alternatives(path: Path) -> Counter[str]:
    """Return the alternative texts in the file at ``path``: not seen on its pages, they go when these are pictures."""
    with pikepdf.open(path) as pdf:
        elements = (element for _, element in walk(dictionary(pdf.Root.get("/StructTreeRoot"))))
        return Counter(str(element.Alt) for element in elements if "/Alt" in element)


def _copy(page: pypdfium2.PdfPage, target: pypdfium2.PdfDocument, font: Any) -> None:
    """Add to ``target`` a picture of ``page`` that stands as its content stood, and its words over it, invisible."""
    box, turn = page.get_cropbox(), page.get_rotation()
    width, height = box[2] - box[0], box[3] - box[1]
    page.set_rotation(0)
    file = io.BytesIO()
    shown = page.render(scale=min(_SHARPNESS, _WIDEST / max(width, height))).to_pil()
    shown.convert("RGB").save(file, "JPEG", quality=_QUALITY, optimize=True)
    copy = target.new_page(width, height)
    copy.set_mediabox(*box)
    picture = pypdfium2.PdfImage.new(target)
    picture.load_jpeg(file, inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix(width, 0, 0, height, box[0], box[1]))
    copy.insert_obj(picture)
    for word, (left, bottom, right, top) in _words(page, box):
        drawn = raw.FPDFPageObj_CreateTextObj(target.raw, font, 1)
        # PDFium takes texts as UTF-16LE with a null at the end.
        wide = ctypes.create_string_buffer(f"{word}\0".encode("utf-16-le"))
        raw.FPDFText_SetText(drawn, ctypes.cast(wide, ctypes.POINTER(raw.FPDF_WCHAR)))
        raw.FPDFTextObj_SetTextRenderMode(drawn, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        placed = pypdfium2.PdfObject(drawn)
        copy.insert_obj(placed)
        start, _, end, _ = placed.get_bounds()
        across = (right - left) / max(end - start, 0.01)
        placed.set_matrix(pypdfium2.PdfMatrix(across, 0, 0, top - bottom, left, bottom))
    copy.set_rotation(turn)
    copy.gen_content()


def _words(page: pypdfium2.PdfPage, seen: Rectangle) -> Iterator[tuple[str, Rectangle]]:
    """Yield the words of ``page`` that are seen within ``seen``, each with a space and its place."""
    with contextlib.closing(page.get_textpage()) as text:
        unseen = unseen_text(page, text).letters
        word, boxes = "", list[Rectangle]()
        for index in range(text.count_chars() + 1):
            letter = text.get_text_range(index, 1) if index < text.count_chars() else ""
            if word and not letter.strip():
                lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                yield f"{word} ", (min(lefts), min(bottoms), max(rights), max(tops))
                word, boxes = "", []
            elif letter.strip() and index not in unseen and not missing_characters(letter):
                box = text.get_charbox(index)
                if box[0] < seen[2] and box[2] > seen[0] and box[1] < seen[3] and box[3] > seen[1]:
                    word += letter
                    boxes.append(box)


def _tag(pdf: pikepdf.Pdf, shaped: pikepdf.Pdf) -> None:
    """Make the words of each page a paragraph, whose picture is decoration; without words the picture is all."""
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    root.K = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, P=root, K=pikepdf.Array()))
    for page, like in zip(pdf.pages, shaped.pages, strict=True):
        page.obj.UserUnit = like.obj.get("/UserUnit", 1)
        picture, begin, words = page_content(page.obj).data.partition(b"BT")
        for font in values(page.obj.Resources.get("/Font")):
            # ISO 14289-1, 7.21.3.2
            font.DescendantFonts[0].CIDToGIDMap = pikepdf.Name.Identity
        if begin:
            page.obj.Contents = pdf.make_stream(
                b"/Artifact BMC\n%s EMC /P <</MCID 0>> BDC\nBT%s\nEMC" % (picture, words)
            )
            root.K.K.append(pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, P=root.K, Pg=page.obj, K=0)))
            pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, pikepdf.Dictionary(Marked=True)
            pdf.Root.Lang = shaped.Root.get("/Lang", pikepdf.String("da-DK"))
