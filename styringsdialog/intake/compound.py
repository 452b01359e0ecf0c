"""What an old Office file is: the names in the directory of a compound file ([MS-CFB], 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from styringsdialog.intake.kinds import Kind, office, other

__all__ = ["compound_kind"]

_LARGEST_SECTORS: Final = 0xFFFFFFFA
_IN_HEADER: Final = 109
"""Sectors of the allocation table that the header names itself: enough for a directory in the first 7 MB."""
_MOST: Final = 256
"""Sectors of a directory that are read; ordinary ones have a handful."""

_STREAMS: Final = (
    ("EncryptedPackage", other("an Office file with a password", "en Office-fil med adgangskode")),
    ("WordDocument", office("an old Word document", "et ældre Word-dokument", ".doc")),
    ("PowerPoint Document", office("an old PowerPoint presentation", "en ældre PowerPoint-præsentation", ".ppt")),
    ("Workbook", office("an old Excel workbook", "et ældre Excel-regneark", ".xls")),
    ("Book", office("an old Excel workbook", "et ældre Excel-regneark", ".xls")),
    ("__properties_version1.0", other("an Outlook message", "en e-mail")),
    ("VisioDocument", other("a Visio drawing", "en Visio-tegning")),
)
_UNNAMED: Final = other("an old Office file", "en ældre Office-fil")


def compound_kind(path: Path) -> Kind:
    """Give what the compound file at ``path`` is, by the streams that its root holds."""
    try:
        with path.open("rb") as stream:
            names = set(_names(stream))
    except (OSError, struct.error, ValueError):
        return _UNNAMED
    return next((kind for name, kind in _STREAMS if name in names), _UNNAMED)


def _names(stream: BinaryIO) -> Iterator[str]:
    header = stream.read(512)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in {9, 12}:
        return
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", header, 48)
    tables = struct.unpack_from(f"<{_IN_HEADER}I", header, 76)
    seen: set[int] = set()
    while sector < _LARGEST_SECTORS and sector not in seen and len(seen) < _MOST:
        seen.add(sector)
        data = _sector(stream, sector, size)
        for at in range(0, len(data) - 127, 128):
            (length,) = struct.unpack_from("<H", data, at + 64)
            yield data[at : at + min(length, 64)].decode("utf-16-le", errors="replace").rstrip("\0")
        table, entry = divmod(sector, size // 4)
        if table >= _IN_HEADER or tables[table] >= _LARGEST_SECTORS:
            return
        (sector,) = struct.unpack_from("<I", _sector(stream, tables[table], size), 4 * entry)


def _sector(stream: BinaryIO, number: int, size: int) -> bytes:
    """Give a sector; the header stands where the first would be."""
    stream.seek((number + 1) * size)
    return stream.read(size)
