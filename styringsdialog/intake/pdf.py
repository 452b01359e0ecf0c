"""Other people's PDF, made safe to join: the pages as they are, and nothing that acts or dangles."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs
import pikepdf
import pypdfium2

from styringsdialog.errors import BilagFileError
from styringsdialog.intake import words
from styringsdialog.intake.actions import Dropped
from styringsdialog.intake.annotations import Annotations, clean_annotations
from styringsdialog.intake.catalog import (
    Surroundings,
    clean_catalog,
    clean_objects,
    clean_page,
    has_xfa,
    rebuild_page_tree,
)
from styringsdialog.intake.destinations import Destinations
from styringsdialog.intake.effort import TooMuchWorkError, check_effort
from styringsdialog.intake.forms import flatten_fields
from styringsdialog.intake.opening import open_pdf, reason, was_mended
from styringsdialog.intake.outline import read_bookmarks
from styringsdialog.intake.pdfium import FoundText, blank_strips, find_text
from styringsdialog.model.parts import Bookmark, PageShape, PreparedPart
from styringsdialog.pdf.boxes import LARGEST_SIDE, VisibleBox, read_rectangle, visible_box
from styringsdialog.pdf.content import ContentTooLargeError, Frames, close_content
from styringsdialog.pdf.layers import keep_layers
from styringsdialog.pdf.saving import save
from styringsdialog.tags.carrying import find_tags, read_tags

__all__ = ["take_in_pdf"]

_MALFORMED = (
    pikepdf.PdfError,
    pypdfium2.PdfiumError,
    zlib.error,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a file raises in which a thing is not what it should be."""


def take_in_pdf(source: Path, path: Path, *, name: str = "", comments: bool = False) -> PreparedPart:
    """Write a copy of ``source`` that can be joined to other files to ``path``, and give what is to be known of it.

    Pages look as they did and are neither scaled nor turned. Links inside the file lead to explicit
    destinations, links to the web stay, and so do tags. Forms, scripts, attachments and metadata stay
    behind, and comments unless they are wanted; the notes of the part say so. The copy depends on the
    source's bytes, and on nothing else but that.

    Args:
        source: The file as it was handed in; it is not changed.
        path: Where the copy goes; replaced when it is there.
        name: What messages call the file; its own name when empty.
        comments: Whether what is written about its pages goes along, with its authors' names.

    Raises:
        BilagFileError: It is not there, no PDF, empty, cut off, without pages, an XFA form, too much to
            be shown, or needs a password.
        OSError: The copy cannot be written.
    """
    name = name or source.name
    try:
        opened = open_pdf(source, name)
        with opened.pdf as pdf:
            prepared = _prepare(pdf, opened.warnings, name, comments=comments)
            save(pdf, path, encryption=False)
            # Much of a file is read for the first time when it is written.
            mended = words.REPAIRED not in opened.notes and was_mended(pdf)
    except _MALFORMED as error:
        message = f"is damaged and cannot be read: {reason(error, source)}"
        raise BilagFileError.at(name, message, "ask for the file again", words.BROKEN) from error
    shapes = (
        PageShape(round(box.width, 2), round(box.height, 2), footer_free=free)
        for box, free in zip(prepared.boxes, blank_strips(path, prepared.boxes), strict=True)
    )
    text = find_text(path, prepared.boxes)
    return PreparedPart(
        path=path,
        pages=tuple(shapes),
        bookmarks=prepared.bookmarks,
        notes=(
            *([words.REPAIRED] if mended else ()),
            *opened.notes,
            *prepared.notes,
            *_about_text(text, prepared),
        ),
        tagged=prepared.tagged,
        without_text=() if prepared.tagged else text.without,
        signatures=prepared.signatures,
    )


def _about_text(text: FoundText, prepared: _Prepared) -> tuple[str, ...]:
    silent = prepared.silent if prepared.tagged else text.without
    unfound = tuple(page for page in text.without if page not in silent)
    notes = (
        words.hidden_text(text.hidden) if text.hidden else "",
        words.without_text(silent) if silent else "",
        words.not_searchable(unfound) if unfound else "",
    )
    return tuple(note for note in notes if note)


@attrs.frozen
class _Prepared:
    """What is to be known of a file that was made safe to join.

    Attributes:
        boxes: What its pages show.
        silent: Pages, from 1, of which its tags say nothing that could be read aloud.
    """

    boxes: tuple[VisibleBox, ...]
    bookmarks: tuple[Bookmark, ...]
    notes: tuple[str, ...]
    tagged: bool
    signatures: int
    silent: tuple[int, ...]


def _prepare(pdf: pikepdf.Pdf, warnings: str, name: str, *, comments: bool) -> _Prepared:
    """Make ``pdf`` safe to join."""
    if has_xfa(pdf):
        message = "is an XFA form, which only some programs can show"
        raise BilagFileError.at(name, message, "open it in Adobe Reader and print it to a new PDF", words.XFA)
    pages = [page.obj for page in pdf.pages]
    without_box = _without_box(warnings, pages)
    boxes = tuple(_boxed(page, number, name) for number, page in enumerate(pages, 1))

    # Names go with the catalog, so what needs them is read first.
    destinations = Destinations(pdf, pages)
    counted: Counter[Dropped] = Counter()
    bookmarks = read_bookmarks(pdf, destinations, boxes, counted)
    form = pdf.Root.get("/AcroForm")
    found_tags = find_tags(pdf)
    around = clean_catalog(pdf)
    signatures = clean_objects(pdf)

    counted.update(around.acts)
    links = Annotations(pages, boxes, destinations, around.base, comments)
    for index, page in enumerate(pages):
        counted.update(clean_page(page))
        counted.update(clean_annotations(index, links))
    tags, tag_notes = read_tags(pdf, found_tags, pages)
    frames = Frames(pdf)
    broken = _close(frames, pages, name)
    if form is not None:
        pdf.Root.AcroForm = form
    fields = flatten_fields(pdf, pages, tags.free_marks(pages) if tags is not None else None)
    if form is not None:
        del pdf.Root["/AcroForm"]
    keep_layers(pdf, pages[-1])
    rebuild_page_tree(pdf, pages)
    silent: tuple[int, ...] = ()
    if tags is not None:
        tag_notes, silent = tags.write(pages, fields, frames.enclosed)

    notes = _notes(around, counted, fields=len(fields), signatures=signatures, broken=broken, without_box=without_box)
    tagged = tags is not None and tags.has_content
    return _Prepared(boxes, bookmarks, (*notes, *tag_notes), tagged, signatures, silent)


def _without_box(warnings: str, pages: Sequence[pikepdf.Dictionary]) -> list[int]:
    """Give the numbers of those pages that say no size; qpdf gives them one, and tells it in a warning."""
    filled_in = {
        (int(number), int(generation))
        for number, generation in re.findall(r"object (\d+) (\d+) .*MediaBox is undefined", warnings)
    }
    return [
        number
        for number, page in enumerate(pages, 1)
        if page.objgen in filled_in or read_rectangle(page.get("/MediaBox")) is None
    ]


def _boxed(page: pikepdf.Dictionary, number: int, name: str) -> VisibleBox:
    """Write onto ``page`` what one sees of it, so that every reader sees the same, and give it."""
    box = visible_box(page)
    if max(box.width, box.height) > LARGEST_SIDE:
        message = f"page {number} is {max(box.width, box.height):.0f} points wide or high"
        raise BilagFileError.at(name, message, "ask for it in an ordinary size", words.TOO_LARGE)
    page.MediaBox = pikepdf.Array(read_rectangle(page.get("/MediaBox")) or box.rectangle)
    page.CropBox = pikepdf.Array(box.rectangle)
    page.Rotate = box.rotation
    if box.unit != 1:
        page.UserUnit = box.unit
    for key in ("/BleedBox", "/TrimBox", "/ArtBox"):
        if key in page and read_rectangle(page.get(key)) is None:
            del page[key]
    return box


def _close(frames: Frames, pages: Sequence[pikepdf.Dictionary], name: str) -> list[int]:
    """Close the content of every page, and give the numbers of those whose content is damaged."""
    broken = []
    for number, page in enumerate(pages, 1):
        try:
            check_effort(page)
            if not close_content(page, frames):
                broken.append(number)
        except (ContentTooLargeError, TooMuchWorkError) as error:
            message = f"page {number} holds more than anybody can show"
            raise BilagFileError.at(name, message, "ask for the file again", words.TOO_LARGE) from error
    return broken


def _notes(  # noqa: PLR0913 - each is a thing that may have been found
    around: Surroundings,
    counted: Counter[Dropped],
    *,
    fields: int,
    signatures: int,
    broken: Sequence[int],
    without_box: Sequence[int],
) -> tuple[str, ...]:
    """Give in Danish what was lost or mended, the weightiest first."""
    counted[Dropped.ATTACHMENT] += around.attachments
    found = (
        words.broken_content(broken) if broken else "",
        words.no_box(without_box) if without_box else "",
        words.signatures(signatures) if signatures else "",
        words.forms(fields) if fields else "",
        *(said(counted[kind]) for kind, said in _TOLD.items() if counted[kind]),
    )
    return tuple(note for note in found if note)


_TOLD: Mapping[Dropped, Callable[[int], str]] = {
    Dropped.ATTACHMENT: words.attachments,
    Dropped.PLAYED: words.other_annotations,
    Dropped.SCRIPT: words.scripts,
    Dropped.PROGRAM: words.programs,
    Dropped.FORM_DATA: words.form_data,
    Dropped.COMMENT: words.comments,
    Dropped.DEAD_LINK: words.dead_links,
    Dropped.OTHER_FILE: words.other_files,
    Dropped.OTHER_LINK: words.other_links,
}
"""What is said of each thing that went, the weightiest first."""
