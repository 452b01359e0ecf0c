"""A picture as PDF shows it, stored so that it is not decoded again, and why a file is none."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.errors import MessageError

# The six numbers of a transformation matrix (ISO 32000-1, 8.3.4).
Placement = tuple[int, int, int, int, int, int]

# The value of the Exif tag Orientation (JEITA CP-3451, 4.6.4.A) as what turns the unit square upright.
_PLACEMENTS: dict[int, Placement] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_ON_THEIR_SIDE = frozenset({5, 6, 7, 8})


class PictureError(MessageError):
    """A file is not a picture that can be printed: the rest of a sentence whose subject is the file."""


@attrs.frozen(eq=False)
class Picture:
    """An image stream (ISO 32000-1, 8.9.5) and how it stands.

    Attributes:
        columns: Of pixels, as they are stored.
        rows: As ``columns``.
        space: ``DeviceGray`` or ``DeviceRGB``.
        bits: For each component.
        filter: ``DCTDecode``, or ``FlateDecode`` with PNG's predictors (ISO 32000-1, 7.4.4.4).
        data: Encoded by ``filter``.
        orientation: How what is stored has to be turned, as the Exif tag says it.
        sheet: Width and height in points of the sheet of paper that it is a scan of, upright; ``None`` for no scan.
    """

    columns: int
    rows: int
    space: str
    bits: int
    filter: str
    data: bytes = attrs.field(repr=False)
    orientation: int = attrs.field(default=1, validator=attrs.validators.in_(_PLACEMENTS))
    sheet: tuple[float, float] | None = None

    @property
    def width(self) -> int:
        """Return the width of the upright picture in pixels."""
        return self.rows if self.orientation in _ON_THEIR_SIDE else self.columns

    @property
    def height(self) -> int:
        """Return the height of the upright picture in pixels."""
        return self.columns if self.orientation in _ON_THEIR_SIDE else self.rows

    @property
    def placement(self) -> Placement:
        """Return the matrix that turns the unit square, in which an image is drawn, upright."""
        return _PLACEMENTS[self.orientation]

    @property
    def colours(self) -> int:
        """Return the number of components of a pixel."""
        return 3 if self.space == "DeviceRGB" else 1

    @property
    def name(self) -> str:
        """Return a name that depends on the stream alone: two files with the same pixels share one image."""
        shape = f"{self.columns} {self.rows} {self.space} {self.bits} "
        return hashlib.sha256(shape.encode() + self.data).hexdigest()[:20]


# How such a file begins; then follow one line of JSON with the other attributes, and the data.
_MARK: Final = b"styringsdialog picture 1\n"


def keep(picture: Picture, path: Path) -> None:
    """Write ``picture`` to ``path``.

    Raises:
        OSError: The file cannot be written.
    """
    header = attrs.asdict(picture, filter=attrs.filters.exclude("data", "sheet"))  # in a text, paper plays no part
    path.write_bytes(_MARK + json.dumps(header).encode() + b"\n" + picture.data)


def kept(data: bytes) -> Picture | None:
    """Return the picture in ``data``, the contents of a file; ``None`` where ``keep`` did not write that."""
    if not data.startswith(_MARK):
        return None
    header, _, stream = data[len(_MARK) :].partition(b"\n")
    return Picture(**json.loads(header), data=stream)
