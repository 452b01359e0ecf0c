"""A file held against the one public standard for such a package: what courts ask of electronic bundles.

Judiciary of England and Wales, General guidance on electronic court bundles (29 November 2021): no law here, but rules
that somebody wrote down and that can be tried. They are tried on the file alone, whoever made it.
"""

from __future__ import annotations

import collections
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from styringsdialog.errors import BilagFileError
from styringsdialog.pdf.objects import bookmark_items, page_of

__all__ = ["BundleRule", "bundle_rules"]

_EDGE: Final = 72.0
"""Points from the lower and the upper edge in which a page's number is looked for."""

_FINEST: Final = 300
"""Dots per inch above which an image is larger than anybody sees."""

_SMALL: Final = 1024
"""Bytes below which nobody gains by packing a stream."""

_INDEX_PAGES: Final = 12
"""First pages in which an index with links is looked for."""


@attrs.frozen(kw_only=True)
class BundleRule:
    """One rule, and whether the file keeps it.

    Attributes:
        key: A word for machines: ``pagination``.
        rule: What is asked, in a few words.
        held: Nothing where the file gives no occasion to tell.
        detail: What was counted or, where the rule is broken, where.
    """

    key: str
    rule: str
    held: bool | None
    detail: str

    def as_data(self) -> dict[str, object]:
        """Give it as plain data for JSON."""
        return {"key": self.key, "rule": self.rule, "held": self.held, "detail": self.detail}


@attrs.frozen(kw_only=True)
class _Entry:
    """A bookmark: its depth from 1, the page that it leads to, and whether it leaves the zoom as it is."""

    title: str
    depth: int
    page: int | None
    keeps_zoom: bool


@attrs.frozen(kw_only=True)
class _Page:
    """What a page shows.

    Attributes:
        edges: The text near its lower and upper edge.
        letters: How many characters stand on it.
        upright: How many of them stand upright as the page is shown.
        marked: Whether anything is drawn on it.
        finest: The highest resolution of its images, in dots per inch; 0 without images.
    """

    edges: str
    letters: int
    upright: int
    marked: bool
    finest: float


def bundle_rules(path: Path) -> tuple[BundleRule, ...]:
    """Give every rule, and whether the PDF at ``path`` keeps it.

    Raises:
        BilagFileError: It cannot be opened as a PDF.
    """
    try:
        with pikepdf.open(path) as pdf:
            numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
            entries = tuple(_entries(pdf, numbers))
            labels = [str(page.label) for page in pdf.pages]
            linked = {number: _linked(page.obj, numbers) for number, page in enumerate(pdf.pages[:_INDEX_PAGES], 1)}
            unpacked = sum(_is_unpacked(one) for one in pdf.objects)
            zoom = _opening_zoom(pdf)
        pages = tuple(_pages(path))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise BilagFileError.at(str(path), f"cannot be read as a PDF: {error}") from error
    return (
        _pagination(pages, labels),
        _index(entries, linked),
        _bookmarks(entries),
        _searchable(pages),
        _upright(pages),
        BundleRule(
            key="view",
            rule="opens at 100 %",
            held=zoom == 1,
            detail="says nothing of it: the viewer decides" if zoom is None else f"opens at {zoom:.0%}",
        ),
        _resolution(pages),
        _size(path, len(pages), unpacked),
        _zoom(entries),
    )


def _pagination(pages: Sequence[_Page], labels: Sequence[str]) -> BundleRule:
    wrong = [
        number
        for number, (page, label) in enumerate(zip(pages, labels, strict=True), 1)
        if label != str(number) or not re.search(rf"(?<!\d){number}(?!\d)", page.edges)
    ]
    return _rule("pagination", "each page bears the number that the viewer shows, from 1", wrong, len(pages))


def _index(entries: Sequence[_Entry], linked: Mapping[int, frozenset[int]]) -> BundleRule:
    reached = frozenset().union(*linked.values())
    contents = next((number for number, pages in linked.items() if len(pages) > 1), 0)
    sought = [one for one in entries if one.depth == 1 and one.page is not None and one.page > contents]
    if not sought:
        return BundleRule(key="index", rule="every section is linked from an index", held=None, detail="no bookmarks")
    missing = [one.title for one in sought if one.page not in reached]
    detail = f"not linked: {_some(missing)}" if missing else f"{len(sought)} sections linked"
    return BundleRule(key="index", rule="every section is linked from an index", held=not missing, detail=detail)


def _bookmarks(entries: Sequence[_Entry]) -> BundleRule:
    rule = "every bookmark leads to a page and names it"
    wrong = [one.title for one in entries if one.page is None or not re.search(rf"(?<!\d){one.page}(?!\d)", one.title)]
    detail = f"without: {_some(wrong)}" if wrong else f"{len(entries)} bookmarks"
    return BundleRule(key="bookmarks", rule=rule, held=bool(entries) and not wrong, detail=detail)


def _searchable(pages: Sequence[_Page]) -> BundleRule:
    silent = [number for number, page in enumerate(pages, 1) if page.marked and not page.letters]
    return _rule("searchable", "the text of each page can be searched", silent, len(pages))


def _upright(pages: Sequence[_Page]) -> BundleRule:
    askew = [number for number, page in enumerate(pages, 1) if 2 * page.upright < page.letters]
    return _rule("upright", "each page is read from left to right", askew, len(pages))


def _resolution(pages: Sequence[_Page]) -> BundleRule:
    # Rounding of a picture's place on the page is no fault of the picture.
    wrong = [number for number, page in enumerate(pages, 1) if page.finest > _FINEST + 1]
    finest = max((page.finest for page in pages), default=0)
    found = _rule("resolution", f"no image above {_FINEST} dots per inch", wrong, len(pages))
    return found if wrong else attrs.evolve(found, detail=f"at most {finest:.0f}" if finest else "no images")


def _size(path: Path, pages: int, unpacked: int) -> BundleRule:
    size = path.stat().st_size
    detail = f"{size / 1e6:.1f} MB, {size / max(pages, 1) / 1e3:.0f} kB a page"
    if unpacked:
        detail += f"; {unpacked} parts are not compressed"
    return BundleRule(key="size", rule="the size is optimised", held=not unpacked, detail=detail)


def _zoom(entries: Sequence[_Entry]) -> BundleRule:
    wrong = [one.title for one in entries if not one.keeps_zoom]
    detail = f"change it: {_some(wrong)}" if wrong else f"{len(entries)} bookmarks"
    held = not wrong if entries else None
    return BundleRule(key="zoom", rule="bookmarks leave the zoom as it is", held=held, detail=detail)


def _rule(key: str, rule: str, wrong: Sequence[int], pages: int) -> BundleRule:
    detail = f"not page {_some([str(number) for number in wrong])}" if wrong else f"{pages} pages"
    return BundleRule(key=key, rule=rule, held=not wrong, detail=detail)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


# ------------------------------------------------------------------------ the file


def _entries(pdf: pikepdf.Pdf, numbers: Mapping[tuple[int, int], int]) -> Iterator[_Entry]:
    for item, depth in bookmark_items(pdf.Root.get("/Outlines")):
        destination = _destination(item)
        yield _Entry(
            title=str(item.get("/Title", "")),
            depth=depth,
            page=page_of(destination, numbers),
            keeps_zoom=_keeps_zoom(destination),
        )


def _destination(item: pikepdf.Dictionary) -> object:
    action = item.get("/A")
    return action.get("/D") if isinstance(action, pikepdf.Dictionary) else item.get("/Dest")


def _keeps_zoom(destination: object) -> bool:
    """Tell whether a destination is a spot without a zoom of its own (ISO 32000-1, 12.3.2.2)."""
    if not isinstance(destination, pikepdf.Array) or len(destination) < 2 or str(destination[1]) != "/XYZ":
        return False
    return len(destination) < 5 or destination[4] in (None, 0)


def _opening_zoom(pdf: pikepdf.Pdf) -> float | None:
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary):
        opening = opening.get("/D")
    if isinstance(opening, pikepdf.Array) and len(opening) >= 5 and str(opening[1]) == "/XYZ" and opening[4]:
        return float(opening[4])
    return None


def _linked(page: pikepdf.Dictionary, numbers: Mapping[tuple[int, int], int]) -> frozenset[int]:
    annotations = page.get("/Annots")
    found = set()
    for one in annotations if isinstance(annotations, pikepdf.Array) else ():
        if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Link":
            found.add(page_of(_destination(one), numbers))
    return frozenset(number for number in found if number is not None)


def _is_unpacked(one: pikepdf.Object) -> bool:
    if not isinstance(one, pikepdf.Stream) or one.get("/Type") == "/Metadata":
        return False
    return "/Filter" not in one and len(one.read_raw_bytes()) > _SMALL


def _pages(path: Path) -> Iterator[_Page]:
    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(len(document)):
            page = document[index]
            yield _shown(page)
            page.close()
    finally:
        document.close()


def _shown(page: pypdfium2.PdfPage) -> _Page:
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    # The edges as the page is shown: what is below is to the right when it is turned a quarter to the right.
    strips = {
        0: ((left, bottom, right, bottom + _EDGE), (left, top - _EDGE, right, top)),
        90: ((right - _EDGE, bottom, right, top), (left, bottom, left + _EDGE, top)),
        180: ((left, top - _EDGE, right, top), (left, bottom, right, bottom + _EDGE)),
        270: ((left, bottom, left + _EDGE, top), (right - _EDGE, bottom, right, top)),
    }[rotation]
    edges = " ".join(text.get_text_bounded(*strip) for strip in strips)
    angles = collections.Counter(
        round(math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) / 90) * 90 % 360
        for index in range(text.count_chars())
        if not chr(pdfium.FPDFText_GetUnicode(text, index)).isspace()
    )
    images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8)
    found = _Page(
        edges=edges,
        letters=angles.total(),
        # PDFium counts clockwise, as /Rotate does: together they have to come to nothing.
        upright=angles[-rotation % 360],
        marked=next(iter(page.get_objects(max_depth=1)), None) is not None,
        finest=max((_resolution_of(image) for image in images), default=0),
    )
    text.close()
    return found


def _resolution_of(image: pypdfium2.PdfObject) -> float:
    metadata = pdfium.FPDF_IMAGEOBJ_METADATA()
    if not pdfium.FPDFImageObj_GetImageMetadata(image, image.page, metadata):
        return 0
    return float(max(metadata.horizontal_dpi, metadata.vertical_dpi))
