"""What our packages promise whoever reads them on a screen, read from the finished file by other means than ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

__all__ = ["broken_promises"]

_EDGE = 72.0
"""Points from the lower edge in which a page's number stands."""

_FINEST = 300
"""Dots per inch that an image has at most; rounding of its place on the page may make it one more."""

_SMALL = 1024
"""Bytes below which nobody gains by packing a stream."""


def broken_promises(path: Path) -> list[str]:
    """Give what of this the package at ``path`` does not keep, each with where it is.

    Each page bears the number that the viewer shows; each bookmark names its page and leaves the zoom as it is; no
    image of ours is finer than anybody sees; and every stream is packed.
    """
    with pikepdf.open(path) as pdf:
        labels = [str(page.label) for page in pdf.pages]
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        with pdf.open_outline() as outline:
            broken = [*_bookmarks(outline.root, numbers)]
        broken += [f"object {one.objgen[0]}: not packed" for one in pdf.objects if _is_unpacked(one)]
    with pypdfium2.PdfDocument(path) as document:
        for number, (page, label) in enumerate(zip(document, labels, strict=True), 1):
            foot = page.get_textpage().get_text_bounded(top=page.get_bbox()[1] + _EDGE)
            if label != str(number) or not _names(number, foot):
                broken.append(f"page {number}: bears another number")
            images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8)
            if any(_dots(image) > _FINEST + 1 for image in images):
                broken.append(f"page {number}: an image is finer than {_FINEST} dots per inch")
    return broken


def _bookmarks(items: list[pikepdf.OutlineItem], numbers: dict[tuple[int, int], int]) -> Iterator[str]:
    for item in items:
        spot = item.destination
        assert isinstance(spot, pikepdf.Array), f"{item.title}: {spot!r}"
        if not _names(numbers[spot[0].objgen], item.title):
            yield f"bookmark {item.title}: does not name its page"
        if str(spot[1]) != "/XYZ" or (len(spot) > 4 and spot[4]):
            yield f"bookmark {item.title}: changes the zoom"
        yield from _bookmarks(item.children, numbers)


def _names(number: int, text: str) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", text) is not None


def _is_unpacked(one: pikepdf.Object) -> bool:
    if not isinstance(one, pikepdf.Stream) or one.get("/Type") == "/Metadata":
        return False
    return "/Filter" not in one and len(one.read_raw_bytes()) > _SMALL


def _dots(image: pypdfium2.PdfObject) -> float:
    metadata = pdfium.FPDF_IMAGEOBJ_METADATA()
    assert pdfium.FPDFImageObj_GetImageMetadata(image, image.page, metadata)
    return float(max(metadata.horizontal_dpi, metadata.vertical_dpi))
