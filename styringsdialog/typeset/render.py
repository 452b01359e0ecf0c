"""Blocks, or pictures on sheets of their own, become a prepared PDF: one whole part of the package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from styringsdialog.errors import ContentError
from styringsdialog.model.blocks import Blocks, Place
from styringsdialog.model.parts import Anchor, Bookmark, PageShape, PreparedPart
from styringsdialog.pictures.picture import Picture
from styringsdialog.pictures.reading import Fit
from styringsdialog.typeset.boxes import Bar, PlacedPicture, Rule, Spot
from styringsdialog.typeset.canvas import PageCanvas
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.paging import SetPage, paginate
from styringsdialog.typeset.setting import Setter
from styringsdialog.typeset.styles import ANCHOR_AIR, IMAGE_DPI, PAGE, PLATE_MARGIN, STANDARD, Palette
from styringsdialog.typeset.text import Surroundings

# The most room that a picture has on a page of its own.
PLATE = Fit(PAGE.width - 2 * PLATE_MARGIN, PAGE.height - PLATE_MARGIN - PAGE.bottom, turns=True)


@attrs.frozen
class Plate:
    """A picture, and what it shows, in Danish."""

    picture: Picture
    alt: str


def set_plates(plates: Sequence[Plate], *, title: str, path: Path) -> PreparedPart:
    """Write each of ``plates`` on a page to ``path``, and return what assembly needs of them.

    The scan of a sheet of paper is a page as large as the sheet was. Any other picture is as large as an A4 page
    lets it be, but never coarser than ``IMAGE_DPI``, and leaves the place of the footer free. The bytes depend on
    the arguments and on nothing else.

    Raises:
        OSError: The file cannot be written.
    """
    root = Node("Document")
    canvas = PageCanvas(title=title)
    shapes = []
    for plate in plates:
        shape = _shape(plate.picture)
        canvas.setPageSize((shape.width, shape.height))
        canvas.draw(_placed(plate, shape, root), shape.height)
        canvas.showPage()
        shapes.append(shape)
    path.write_bytes(canvas.data())
    return PreparedPart(path=path, pages=tuple(shapes), structure=root.freeze())


def _shape(picture: Picture) -> PageShape:
    if picture.sheet is not None:
        # A scan reaches to the edges of its sheet, and what it shows beneath a footer nobody has looked at.
        return PageShape(*picture.sheet, footer_free=False)
    width, height = (PAGE.height, PAGE.width) if picture.width > picture.height else (PAGE.width, PAGE.height)
    return PageShape(width, height, footer_free=True)


def _placed(plate: Plate, shape: PageShape, root: Node) -> PlacedPicture:
    picture = plate.picture
    node = Node("Figure", root, Alt=plate.alt)
    if picture.sheet is not None:
        return PlacedPicture(picture=picture, left=0, dy=0, width=shape.width, height=shape.height, node=node)
    room = (shape.width - 2 * PLATE_MARGIN, shape.height - PLATE_MARGIN - PAGE.bottom)
    scale = min(72 / IMAGE_DPI, room[0] / picture.width, room[1] / picture.height)
    width, height = picture.width * scale, picture.height * scale
    return PlacedPicture(
        picture=picture,
        left=(shape.width - width) / 2,
        dy=PLATE_MARGIN + (room[1] - height) / 2,
        width=width,
        height=height,
        node=node,
    )


def typeset(blocks: Blocks, *, title: str, path: Path, palette: Palette = STANDARD) -> PreparedPart:
    """Write ``blocks`` as A4 pages to ``path``, and return what assembly needs of them.

    The bytes depend on the blocks, the pictures they name, the title and the palette, and on nothing else.

    Args:
        blocks: What is printed, its references resolved. Text is printed as it is; nothing in it is mark-up.
        title: Of the document; also where problems are said to be when a block has no place.
        path: The PDF to write; replaced when it is there.
        palette: The colours it is printed in.

    Raises:
        ContentError: A character that the fonts lack, or a picture that cannot be read; all of them at once.
        ValueError: There are no blocks.
    """
    if not blocks:
        raise ValueError("a part needs at least one block")
    root = Node("Document")
    setter = Setter()
    material = setter.blocks(blocks, Surroundings(left=PAGE.left, width=PAGE.measure, node=root, place=Place(title)))
    # By now every character and picture is known, and no page has been drawn for nothing.
    if setter.problems:
        raise ContentError(tuple(setter.problems))
    pages = paginate(material)
    canvas = PageCanvas(title=title, palette=palette)
    for page in pages:
        _draw(page, canvas)
        canvas.showPage()
    path.write_bytes(canvas.data())
    spots = [
        # Not beyond the sheet, where a viewer would show the end of the page before.
        (Anchor(number, round(min(top + ANCHOR_AIR, PAGE.height), 2)), spot)
        for number, page in enumerate(pages, 1)
        for top, spot in _spots(page)
    ]
    anchors: dict[str, Anchor] = {}
    for anchor, spot in spots:
        if spot.target:
            anchors.setdefault(spot.target, anchor)
    return PreparedPart(
        path=path,
        pages=tuple(PageShape(PAGE.width, PAGE.height, footer_free=True) for _ in pages),
        bookmarks=_nested([(spot.level, spot.title, anchor) for anchor, spot in spots if spot.level]),
        anchors=anchors,
        structure=root.freeze(),
    )


def _draw(page: SetPage, canvas: PageCanvas) -> None:
    for thing in page.things:
        canvas.draw(thing, PAGE.height)
    # Before the boxes, because what is drawn later lies on top.
    for bar, (top, bottom) in _bars(page).items():
        canvas.draw(Rule(left=bar.left, width=bar.width, dy=top, height=bottom - top, colour=bar.colour), PAGE.height)
    for y, box in page.boxes:
        for thing in box.things:
            canvas.draw(thing, PAGE.height - y)


def _bars(page: SetPage) -> dict[Bar, tuple[float, float]]:
    """Return each bar of the page with the distances from its top between which it stands."""
    reaches: dict[Bar, tuple[float, float]] = {}
    for y, box in page.boxes:
        for bar in box.bars:
            reaches[bar] = (reaches.get(bar, (y, y))[0], y + box.height)
    return reaches


def _spots(page: SetPage) -> Iterable[tuple[float, Spot]]:
    """Return the places on the page with their heights from its bottom."""
    boxes = [(0.0, page.things), *((y, box.things) for y, box in page.boxes)]
    return [(PAGE.height - y - thing.dy, thing) for y, things in boxes for thing in things if isinstance(thing, Spot)]


def _nested(flat: Sequence[tuple[int, str, Anchor]]) -> tuple[Bookmark, ...]:
    """Return bookmarks under each other: each beneath the last one before it of a higher level."""
    bookmarks = []
    at = 0
    while at < len(flat):
        level, title, anchor = flat[at]
        end = next((later for later in range(at + 1, len(flat)) if flat[later][0] <= level), len(flat))
        bookmarks.append(Bookmark(title, anchor, _nested(flat[at + 1 : end])))
        at = end
    return tuple(bookmarks)
