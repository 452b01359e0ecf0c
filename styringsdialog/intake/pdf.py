"""Other people's PDF, made safe to join: the pages as they are, and nothing that acts or dangles."""

from __future__ import annotations

import contextlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pikepdf
import pypdfium2

from styringsdialog.errors import BilagFileError, Remark
from styringsdialog.intake.actions import Dropped, drop_triggers
from styringsdialog.intake.allowed import Cleaner
from styringsdialog.intake.annotations import LinkContext, clean_annotations
from styringsdialog.intake.appearances import draw_fields
from styringsdialog.intake.catalog import (
    clean_catalog,
    has_xfa,
    rebuild_page_tree,
)
from styringsdialog.intake.complexity import TooComplexError, check_complexity
from styringsdialog.intake.destinations import Destinations, read_bookmarks
from styringsdialog.intake.forms import flatten_fields
from styringsdialog.intake.opening import REPAIRED, open_pdf, reason, was_mended
from styringsdialog.intake.pdfium import Look, look_at
from styringsdialog.intake.signatures import count_signatures
from styringsdialog.messages.message import Where, message
from styringsdialog.model.parts import Bookmark, PageShape, PreparedPart
from styringsdialog.pdf.boxes import LARGEST_SIDE, VisibleBox, read_rectangle, visible_box
from styringsdialog.pdf.content import ContentTooLargeError, Frames, close_content
from styringsdialog.pdf.layers import keep_layers, read_layers
from styringsdialog.pdf.objects import discard, listed, respell_names
from styringsdialog.pdf.saving import save
from styringsdialog.tags.carrying import read_tags
from styringsdialog.tags.mending import free_marks

# What the libraries raise on a file in which an object is not of the type that it should be.
_MALFORMED = (
    pikepdf.PikepdfError,
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


def take_in_pdf(source: Path, path: Path, *, name: str = "", comments: bool = False) -> PreparedPart:
    """Write a copy of ``source`` that can be joined to other files to ``path``, and return what is to be known of it.

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
        try:
            prepared, notes = _copied(source, path, name, comments=comments)
        # pikepdf reads names as UTF-8, which ISO 32000-1, 7.3.5, only recommends. Respelling looks at every object,
        # so it is tried only where a file needs it.
        except UnicodeError:
            prepared, notes = _copied(source, path, name, comments=comments, respelled=True)
    except _MALFORMED as error:
        raise BilagFileError.at(Where(file=name), message("intake.damaged", reason=reason(error, source))) from error
    # At the copy: what was taken out must not count.
    look = look_at(path, prepared.boxes, prepared.plain)
    return PreparedPart(
        path=path,
        pages=tuple(
            PageShape(round(box.width, 2), round(box.height, 2), footer_free=free)
            for box, free in zip(prepared.boxes, look.free, strict=True)
        ),
        bookmarks=prepared.bookmarks,
        notes=(*notes, *prepared.notes, *_about_text(look, prepared)),
        tagged=prepared.tagged,
        without_text=() if prepared.tagged else look.without,
        signatures=prepared.signatures,
    )


def _copied(
    source: Path, path: Path, name: str, *, comments: bool, respelled: bool = False
) -> tuple[_Prepared, tuple[Remark, ...]]:
    """Write the copy, and return what is to be known of it and what happened when the file was opened."""
    opened = open_pdf(source, name)
    with opened.pdf as pdf:
        if respelled:
            respell_names(pdf)
        # Before anything in it changes, because they are of its bytes.
        prepared = _prepare(pdf, opened.warnings, name, count_signatures(pdf, source), comments=comments)
        # A package is not protected, and neither is what is joined to it.
        save(pdf, path, encryption=False)
        # Much of a file is read for the first time when it is written.
        return prepared, (*([REPAIRED] if REPAIRED not in opened.notes and was_mended(pdf) else ()), *opened.notes)


def _about_text(text: Look, prepared: _Prepared) -> tuple[Remark, ...]:
    """Return on which pages text is missing, or can be found although nobody sees it."""
    # Of a page that shows nothing, nothing is missing.
    silent = tuple(page for page in (prepared.silent if prepared.tagged else text.without) if page not in text.blank)
    unsearchable = tuple(page for page in text.without if page not in (*silent, *text.blank))
    notes = (
        # It stays: only those who hid it know whether it matters.
        *((pages, message("intake.hidden-text", pages=pages, why=why.value)) for why, pages in text.hidden.items()),
        (silent, message("intake.without-text", pages=silent)),
        (unsearchable, message("intake.not-searchable", pages=unsearchable)),
    )
    return tuple(Remark(note) for is_so, note in notes if is_so)


@attrs.frozen
class _Prepared:
    """What is to be known of a file that was made safe to join.

    Attributes:
        boxes: What its pages show.
        silent: Pages, from 1, of which its tags say nothing that could be read aloud.
        plain: Those that have neither patterns nor transfer functions nor annotations but links.
    """

    boxes: tuple[VisibleBox, ...]
    bookmarks: tuple[Bookmark, ...]
    notes: tuple[Remark, ...]
    tagged: bool
    signatures: int
    silent: tuple[int, ...]
    plain: tuple[int, ...]


def _prepare(pdf: pikepdf.Pdf, doubts: str, name: str, signatures: int, *, comments: bool) -> _Prepared:
    """Make ``pdf``, of which qpdf has ``doubts``, safe to join."""
    # Its pages are made by the program that opens it: what they show otherwise, nobody has seen.
    if has_xfa(pdf):
        raise BilagFileError.at(Where(file=name), message("intake.xfa"))
    pages = [page.obj for page in pdf.pages]
    without_box = _without_box(doubts, pages)
    boxes = tuple(_boxed(page, number, name) for number, page in enumerate(pages, 1))

    # Before scripts go: what a field shows may be what one of them made of its value.
    shown = draw_fields(pdf, pages)
    # Names go with the catalog, so what needs them is read first.
    destinations = Destinations(pdf, pages)
    dropped: Counter[Dropped] = Counter()
    bookmarks = read_bookmarks(pdf, destinations, boxes, dropped)
    tag_root, language = pdf.Root.get("/StructTreeRoot"), pdf.Root.get("/Lang")
    layers = read_layers(pdf)
    surroundings = clean_catalog(pdf)

    dropped.update(surroundings.actions)
    links = LinkContext(pages, boxes, destinations, layers, surroundings.base, comments)
    for index, page in enumerate(pages):
        dropped.update(drop_triggers(page.get("/AA")))
        dropped.update(clean_annotations(index, links))
    # Annotations are clean by now: an element may refer only to those that are left.
    tags, tag_notes = read_tags(pdf, tag_root, language, pages)
    frames = Frames(pdf)
    # Before fields are drawn: what is drawn after a page must not be moved by what the page left open.
    broken = _close_contents(frames, pages, name)
    marks = free_marks(tags.tree, pages) if tags is not None and tags.has_content else None
    fields = [field for page in pages for field in flatten_fields(pdf, page, marks)]
    # Last: whatever the steps before have not made or read is in no table, and goes.
    cleaner = Cleaner(pdf, layers, comments)
    for number, page in enumerate(pages, 1):
        with _heavy(number, name):
            cleaner.clean(page)
    # On the last page, for the same reason as the tags: the merge takes along what hangs there.
    keep_layers(pdf, layers, cleaner.seen, pages[-1])
    rebuild_page_tree(pdf, pages)
    silent: tuple[int, ...] = ()
    if tags is not None:
        tag_notes, silent = tags.write(pages, fields, frames.enclosed, cleaner.seen)

    portfolio = surroundings.attachments if surroundings.is_portfolio else ()
    # A portfolio's files are told by name instead.
    dropped[Dropped.ATTACHMENT] += 0 if portfolio else len(surroundings.attachments)
    # Marked to be taken out, and still there (ISO 32000-2, 12.5.6.23).
    redacted = [
        number
        for number, page in enumerate(pages, 1)
        if any(annotation.get("/Subtype") == pikepdf.Name.Redact for annotation in page.get("/Annots", ()))
    ]
    plain = [
        number
        for number, page in enumerate(pages, 1)
        if not cleaner.kinds & {"pattern", "transfer"}
        and all(
            annotation.get("/Subtype") == pikepdf.Name.Link and "/AP" not in annotation
            for annotation in listed(page.get("/Annots"))
        )
    ]
    weightiest_first = (
        (redacted, message("intake.redactions", pages=redacted)),
        (portfolio, message("intake.portfolio", files=portfolio)),
        (broken, message("intake.broken-content", pages=broken)),
        (without_box, message("intake.no-size", pages=without_box)),
        (signatures, message("intake.signatures", count=signatures)),
        (shown.foreign, message("intake.fields-foreign", pages=shown.foreign, letters=shown.letters)),
        (shown.overfull, message("intake.fields-overfull", pages=shown.overfull)),
        (shown.drawn, message("intake.fields-drawn", count=len(fields), drawn=shown.drawn)),
        (fields and not shown.drawn, message("intake.fields", count=len(fields))),
        (dropped[Dropped.ATTACHMENT], message("intake.attachments", count=dropped[Dropped.ATTACHMENT])),
        (dropped[Dropped.PLAYED], message("intake.played", count=dropped[Dropped.PLAYED])),
        (dropped[Dropped.SCRIPT], message("intake.scripts", count=dropped[Dropped.SCRIPT])),
        (dropped[Dropped.PROGRAM], message("intake.programs", count=dropped[Dropped.PROGRAM])),
        (dropped[Dropped.FORM_DATA], message("intake.form-data", count=dropped[Dropped.FORM_DATA])),
        (dropped[Dropped.COMMENT], message("intake.comments", count=dropped[Dropped.COMMENT])),
        (dropped[Dropped.HIDDEN], message("intake.hidden-annotations", count=dropped[Dropped.HIDDEN])),
        (layers.off, message("intake.layers-off", count=len(layers.off))),
        (dropped[Dropped.BOOKMARK], message("intake.bookmarks-cut", count=dropped[Dropped.BOOKMARK])),
        (dropped[Dropped.DEAD_LINK], message("intake.dead-links", count=dropped[Dropped.DEAD_LINK])),
        (dropped[Dropped.OTHER_FILE], message("intake.links-to-files", count=dropped[Dropped.OTHER_FILE])),
        (dropped[Dropped.OTHER_LINK], message("intake.other-links", count=dropped[Dropped.OTHER_LINK])),
        (surroundings.is_numbered, message("intake.page-numbers")),
    )
    notes = tuple(Remark(note) for is_so, note in weightiest_first if is_so)
    return _Prepared(
        boxes, bookmarks, (*notes, *tag_notes), tags is not None and tags.has_content, signatures, silent, tuple(plain)
    )


def _without_box(doubts: str, pages: Sequence[pikepdf.Dictionary]) -> list[int]:
    """Return the numbers of those pages that say no size; qpdf gives them one, and tells it in a warning."""
    # qpdf gives a page without MediaBox the size of US Letter, and only its warning tells which one.
    filled_in = {
        (int(number), int(generation))
        for number, generation in re.findall(r"object (\d+) (\d+) .*MediaBox is undefined", doubts)
    }
    return [
        number
        for number, page in enumerate(pages, 1)
        if page.objgen in filled_in or read_rectangle(page.get("/MediaBox")) is None
    ]


def _boxed(page: pikepdf.Dictionary, number: int, name: str) -> VisibleBox:
    """Write onto ``page`` what one sees of it, so that every reader sees the same, and return it."""
    box = visible_box(page)
    if max(box.width, box.height) > LARGEST_SIDE:
        points = f"{max(box.width, box.height):.0f}"
        raise BilagFileError.at(Where(file=name), message("intake.large-page", page=number, points=points))
    # Written out on each page: what it inherited leaves with the file's page tree.
    page.MediaBox = pikepdf.Array(read_rectangle(page.get("/MediaBox")) or box.rectangle)
    page.CropBox = pikepdf.Array(box.rectangle)
    page.Rotate = box.rotation
    if box.unit != 1:
        page.UserUnit = box.unit
    discard(page, *(key for key in ("/BleedBox", "/TrimBox", "/ArtBox") if read_rectangle(page.get(key)) is None))
    return box


def _close_contents(frames: Frames, pages: Sequence[pikepdf.Dictionary], name: str) -> list[int]:
    """Close the content of every page, and return the numbers of those whose content is damaged."""
    broken = []
    for number, page in enumerate(pages, 1):
        with _heavy(number, name):
            check_complexity(page)
            if not close_content(page, frames):
                broken.append(number)
    return broken


@contextlib.contextmanager
def _heavy(number: int, name: str) -> Iterator[None]:
    """Refuse the file where a page holds more than anybody can show."""
    try:
        yield
    except (ContentTooLargeError, TooComplexError) as error:
        raise BilagFileError.at(Where(file=name), message("intake.heavy-page", page=number)) from error
