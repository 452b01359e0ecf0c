"""The visible box: what one sees of a page, whatever its boxes and its rotation say.

Everything that looks at a page or draws on it does so in upright points: the origin is the
lower left corner as one sees it, x runs to the right, y up, and one unit is 1/72 inch.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

import attrs
import pikepdf

from styringsdialog.pdf.objects import discard

# Left, bottom, right, top.
Rectangle = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

# Height of the strip in which the footer stands, in points.
FOOTER_STRIP = 42.0

# A page wider or higher than this many points (350 m) is taken for a fault of the file.
LARGEST_SIDE = 1_000_000.0

_WIDEST_MARGIN = 25 * 72 / 25.4
_MARGIN_SHARE = 0.12

# What PDFium and pdf.js take when a page has no MediaBox that can be used.
_DEFAULT: Rectangle = (0.0, 0.0, 612.0, 792.0)


def side_margin(width: float) -> float:
    """Return the space left of the footer, and right of it: 25 mm on A4, less on a smaller page."""
    return min(_WIDEST_MARGIN, _MARGIN_SHARE * width)


@attrs.frozen(kw_only=True)
class VisibleBox:
    """CropBox cut with MediaBox, in the page's own units, and how it is turned and scaled.

    Attributes:
        rotation: Clockwise, as the page is shown: 0, 90, 180 or 270.
        unit: Points in one of the page's own units (UserUnit, ISO 32000-1 14.11.2).
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0
    unit: float = 1.0

    @property
    def width(self) -> float:
        """Return the width as seen, in points."""
        # Turned by 90 or 270, a page's own height is the width that one sees.
        return self._own_size[self.rotation % 180 != 0] * self.unit

    @property
    def height(self) -> float:
        """Return the height as seen, in points."""
        return self._own_size[self.rotation % 180 == 0] * self.unit

    @property
    def matrix(self) -> Matrix:
        """Return the matrix (as for ``cm``) that puts upright points onto the page."""
        point = 1 / self.unit
        return {
            0: (point, 0, 0, point, self.left, self.bottom),
            90: (0, point, -point, 0, self.right, self.bottom),
            180: (-point, 0, 0, -point, self.right, self.top),
            270: (0, -point, point, 0, self.left, self.top),
        }[self.rotation]

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """Return where an upright point stands on the page, in the page's own units."""
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e, b * x + d * y + f)

    def area(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """Return an upright area as a rectangle in the page's own units."""
        (x1, y1), (x2, y2) = self.on_page(left, bottom), self.on_page(right, top)
        return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def overhang(self, rectangle: Rectangle) -> float:
        """Return how far ``rectangle``, in the page's own units, reaches below what one sees, in points."""
        left, bottom, right, top = rectangle
        below = {0: self.bottom - bottom, 90: right - self.right, 180: top - self.top, 270: self.left - left}
        return max(0.0, below[self.rotation] * self.unit)

    def meets(self, rectangle: Rectangle) -> bool:
        """Tell whether any of ``rectangle``, in the page's own units, is seen."""
        left, bottom, right, top = rectangle
        return left < self.right and right > self.left and bottom < self.top and top > self.bottom

    def extended(self, height: float) -> VisibleBox:
        """Return the box with ``height`` points more at the edge that one sees as the lower one."""
        more = height / self.unit
        return attrs.evolve(
            self,
            left=self.left - more * (self.rotation == 270),
            bottom=self.bottom - more * (self.rotation == 0),
            right=self.right + more * (self.rotation == 90),
            top=self.top + more * (self.rotation == 180),
        )

    @property
    def rectangle(self) -> Rectangle:
        """Return the box in the page's own units."""
        return (self.left, self.bottom, self.right, self.top)

    @property
    def _own_size(self) -> tuple[float, float]:
        return (self.right - self.left, self.top - self.bottom)


def visible_box(page: pikepdf.Dictionary) -> VisibleBox:
    """Return what one sees of ``page``, whose inherited attributes stand on the page itself.

    A box that cannot be used counts as absent. Where nothing can be seen of the page, because
    there is no MediaBox or the CropBox lies outside it, the box is the one that viewers take.
    """
    media = read_rectangle(page.get("/MediaBox")) or _DEFAULT
    left, bottom, right, top = common_area(media, read_rectangle(page.get("/CropBox")) or media) or media
    units = fractions([page.get("/UserUnit", 1)])
    unit = units[0] if units and units[0] > 0 else 1.0
    return VisibleBox(
        left=left, bottom=bottom, right=right, top=top, rotation=_rotation(page.get("/Rotate")), unit=unit
    )


def read_rectangle(value: object) -> Rectangle | None:
    """Return a rectangle with its corners in order; ``None`` when it is none or has no area."""
    numbers = fractions(value) if isinstance(value, pikepdf.Array) and len(value) == 4 else None
    if numbers is None:
        return None
    x1, y1, x2, y2 = numbers
    rectangle = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return rectangle if rectangle[0] < rectangle[2] and rectangle[1] < rectangle[3] else None


def fractions(values: Iterable[object]) -> tuple[float, ...] | None:
    """Return ``values`` as floats; ``None`` when one of them is no finite number."""
    numbers = []
    for value in values:
        # A boolean of PDF comes as Python's, which is an int.
        if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
            return None
        numbers.append(float(value))
    return tuple(numbers) if all(map(math.isfinite, numbers)) else None


def add_strip(page: pikepdf.Dictionary, box: VisibleBox, height: float) -> VisibleBox:
    """Enlarge ``page``, which shows ``box``, by ``height`` points below, and give what it shows now.

    The page's content stays where it is. Boxes for the printer go: they would leave the strip
    out, and without them the CropBox stands for them (ISO 32000-1, 14.11.2).
    """
    grown = box.extended(height)
    media = read_rectangle(page.get("/MediaBox")) or _DEFAULT
    page.MediaBox = pikepdf.Array(
        [
            _plain(min(media[0], grown.left)),
            _plain(min(media[1], grown.bottom)),
            _plain(max(media[2], grown.right)),
            _plain(max(media[3], grown.top)),
        ]
    )
    page.CropBox = pikepdf.Array([_plain(edge) for edge in grown.rectangle])
    discard(page, "/BleedBox", "/TrimBox", "/ArtBox")
    return grown


def _plain(value: float) -> Decimal:
    """Return ``value`` as a PDF number: four decimals are 1/2000 mm."""
    return Decimal(f"{value:.4f}".rstrip("0").rstrip("."))


def common_area(first: Rectangle, second: Rectangle) -> Rectangle | None:
    """Return what two rectangles have in common; ``None`` where that is nothing."""
    left, bottom = max(first[0], second[0]), max(first[1], second[1])
    right, top = min(first[2], second[2]), min(first[3], second[3])
    return (left, bottom, right, top) if left < right and bottom < top else None


def _rotation(value: object) -> int:
    """Return any multiple of 90 as 0 to 270; anything else is no rotation, as viewers have it."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return 0
    turns = float(value) / 90
    return int(turns) % 4 * 90 if turns == int(turns) else 0
