"""Pictures on pages of their own, each on a sheet that lies as the picture does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from styringsdialog.model.parts import PageShape, PreparedPart
from styringsdialog.pictures.picture import Picture
from styringsdialog.pictures.reading import Fit
from styringsdialog.typeset.boxes import PlacedPicture
from styringsdialog.typeset.canvas import PageCanvas
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.styles import IMAGE_DPI, PAGE, PLATE_MARGIN

__all__ = ["PLATE", "Plate", "set_plates"]

PLATE = Fit(PAGE.width - 2 * PLATE_MARGIN, PAGE.height - PLATE_MARGIN - PAGE.bottom, turns=True)
"""The most room that a picture has on a page of its own."""


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
    across = picture.width > picture.height
    width, height = (PAGE.height, PAGE.width) if across else (PAGE.width, PAGE.height)
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
