"""A picture that was read, stored so that it can be read again without a decoder.

Decoders run in processes of their own, and the process that typesets decodes nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.pictures.picture import Picture

__all__ = ["keep", "kept"]

_MARK: Final = b"styringsdialog picture 1\n"
"""How such a file begins; then follow one line of JSON with the other attributes, and the data."""


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
