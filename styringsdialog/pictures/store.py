"""A picture that was read, kept in a file of our own from which it comes back without any decoder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.pictures.picture import Picture

__all__ = ["keep", "kept"]

_MARK: Final = b"styringsdialog picture 1\n"
"""How such a file begins; then one line of JSON with what is to be known, then the data."""


def keep(picture: Picture, path: Path) -> None:
    """Write ``picture`` to ``path``.

    Raises:
        OSError: The file cannot be written.
    """
    known = attrs.asdict(picture, filter=attrs.filters.exclude("data", "sheet"))  # in a text, paper plays no part
    path.write_bytes(_MARK + json.dumps(known).encode() + b"\n" + picture.data)


def kept(data: bytes) -> Picture | None:
    """Give the picture that ``data``, the contents of a file, keeps; ``None`` when it was not written by ``keep``."""
    if not data.startswith(_MARK):
        return None
    known, _, rest = data[len(_MARK) :].partition(b"\n")
    return Picture(**json.loads(known), data=rest)
