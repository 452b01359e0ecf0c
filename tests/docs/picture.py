"""The picture of real pages in the README: four pages of the example, side by side."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from styringsdialog import BuildReport

__all__ = ["draw_pages", "pages_to_show"]

WIDTH, GAP, MARGIN = 480, 40, 40
"""Of a page, between pages, and around them, in pixels."""

GROUND, EDGE = (236, 238, 240), (190, 194, 198)
COLOURS = 64
"""Enough for anti-aliased text with one accent; more would not be seen, and would weigh."""


def pages_to_show(report: BuildReport) -> Sequence[int]:
    """Give the numbers of the cover, the contents, a bilag's divider, and the bilag's page with its table."""
    with pypdfium2.PdfDocument(report.pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    contents = next(number for number, text in enumerate(texts, 1) if text.lstrip().startswith("Indhold"))
    (bilag,) = (bilag for bilag in report.bilag if bilag.contributor == "VIBO")
    return (1, contents, bilag.first_page, bilag.first_page + 1)


def draw_pages(pdf: Path, numbers: Sequence[int]) -> bytes:
    """Give the pages of ``pdf`` with ``numbers``, from 1, as one PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number - 1] for number in numbers]
        pictures = [page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB") for page in pages]
    height = max(picture.height for picture in pictures)
    size = (2 * MARGIN + len(pictures) * (WIDTH + GAP) - GAP, 2 * MARGIN + height)
    sheet = Image.new("RGB", size, GROUND)
    for index, picture in enumerate(pictures):
        x = MARGIN + index * (WIDTH + GAP)
        sheet.paste(EDGE, (x - 1, MARGIN - 1, x + picture.width + 1, MARGIN + picture.height + 1))
        sheet.paste(picture, (x, MARGIN))
    stream = io.BytesIO()
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
