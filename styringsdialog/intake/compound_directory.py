"""The directory of a compound file, the container of old Office files: its streams by name ([MS-CFB], 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import BinaryIO, Final

import attrs

__all__ = ["CompoundDirectory", "read_directory"]

_SHIFTS: Final = frozenset({9, 12})
"""Sectors are of 512 bytes, or of 4096."""
_LARGEST_SECTORS: Final = 0xFFFFFFFA
_IN_HEADER: Final = 109
"""Sectors of the allocation table that the header names itself: enough for a directory in the first 7 MB."""
_MOST: Final = 256
"""Sectors of a directory that are read; ordinary ones have a handful."""
_ENTRY: Final = 128
_SMALL: Final = 4096
"""Bytes: what is smaller stands within a stream of its own kind, and not in sectors."""


@attrs.frozen
class _Stream:
    """Where a stream begins, and how many bytes it has."""

    sector: int
    size: int


@attrs.frozen
class CompoundDirectory:
    """What a compound file holds, as far as its directory can be followed.

    Attributes:
        streams: And storages, by name; of several that have the same name, the first.
    """

    streams: Mapping[str, _Stream]
    _size: int

    def beginning(self, file: BinaryIO, name: str) -> bytes:
        """Give the first sector of the stream ``name`` in ``file``; nothing of one under 4096 bytes."""
        stream = self.streams[name]
        return _sector(file, stream.sector, self._size) if stream.size >= _SMALL else b""


def read_directory(file: BinaryIO) -> CompoundDirectory:
    """Give what ``file`` holds.

    Raises:
        ValueError: It has sectors as no compound file has.
        struct.error: It ends too early.
    """
    file.seek(0)
    header = file.read(512)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in _SHIFTS:
        raise ValueError("no compound file has such sectors")
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", header, 48)
    tables = struct.unpack_from(f"<{_IN_HEADER}I", header, 76)
    streams: dict[str, _Stream] = {}
    seen: set[int] = set()
    while sector < _LARGEST_SECTORS and sector not in seen and len(seen) < _MOST:
        seen.add(sector)
        data = _sector(file, sector, size)
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", data, at + 64)
            name = data[at : at + min(length, 64)].decode("utf-16-le", errors="replace").rstrip("\0")
            first, extent = struct.unpack_from("<II", data, at + 116)
            streams.setdefault(name, _Stream(first, extent))
        table, entry = divmod(sector, size // 4)
        if table >= _IN_HEADER or tables[table] >= _LARGEST_SECTORS:
            break
        (sector,) = struct.unpack_from("<I", _sector(file, tables[table], size), 4 * entry)
    return CompoundDirectory(streams, size)


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    """Give a sector; the header stands where the first would be."""
    file.seek((number + 1) * size)
    return file.read(size)
