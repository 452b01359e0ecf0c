"""Old Office files (compound files, [MS-CFB]): whether a password is needed, which LibreOffice does not say."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO, Final

import attrs

__all__ = ["is_locked"]

_FIRST_FREE: Final = 0xFFFFFFFA
_ENTRY: Final = 128
_MOST: Final = 64
"""Sectors of the directory that are looked at, and records of a workbook."""

_CRYPTED_PRESENTATION: Final = 0xF3D1C4DF
_CRYPTED_DOCUMENT: Final = 0x0100
_FILE_PASS: Final = 0x002F


@attrs.frozen
class _Stream:
    """Where a stream begins."""

    sector: int
    size: int


def is_locked(path: Path, kind: str) -> bool:
    """Tell whether the file at ``path`` says that it is encrypted; a file that is damaged says nothing.

    Args:
        path: The file.
        kind: ``.doc``, ``.ppt`` or ``.xls``; files of other kinds cannot be encrypted.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != b"\xd0\xcf\x11\xe0":
                return False
            return _is_locked(file, kind)
    except (OSError, struct.error, ValueError):
        return False


def _is_locked(file: BinaryIO, kind: str) -> bool:
    size, streams = _streams(file)
    match kind:
        case ".doc" if "WordDocument" in streams:
            # [MS-DOC] 2.5.2: FibBase.fEncrypted.
            (flags,) = struct.unpack_from("<H", _start(file, streams["WordDocument"], size), 10)
            return bool(flags & _CRYPTED_DOCUMENT)
        case ".xls" if streams.keys() & {"Workbook", "Book"}:
            return _has_password(_start(file, streams.get("Workbook") or streams["Book"], size))
        case ".ppt":
            return "EncryptedSummary" in streams
    return False


def _has_password(data: bytes) -> bool:
    """Tell whether one of the first records is FilePass ([MS-XLS] 2.4.117): it stands before all that is encrypted."""
    at = 0
    for _ in range(_MOST):
        if at + 4 > len(data):
            break
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False


def _streams(file: BinaryIO) -> tuple[int, dict[str, _Stream]]:
    """Give the size of a sector and the streams by name, as far as the directory can be followed."""
    file.seek(0)
    header = file.read(512)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in {9, 12}:
        raise ValueError("no compound file has such sectors")
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", header, 48)
    tables = struct.unpack_from("<109I", header, 76)
    found: dict[str, _Stream] = {}
    for _ in range(_MOST):
        if sector >= _FIRST_FREE:
            break
        data = _sector(file, sector, size)
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", data, at + 64)
            name = data[at : at + min(length, 64)].decode("utf-16-le", errors="replace").rstrip("\0")
            start, extent = struct.unpack_from("<IQ", data, at + 116)
            found.setdefault(name, _Stream(start, extent & 0xFFFFFFFF))
        table, entry = divmod(sector, size // 4)
        if table >= len(tables) or tables[table] >= _FIRST_FREE:
            break
        (sector,) = struct.unpack_from("<I", _sector(file, tables[table], size), 4 * entry)
    return size, found


def _start(file: BinaryIO, stream: _Stream, size: int) -> bytes:
    """Give the first sector of a stream; streams of less than 4096 bytes stand elsewhere, and these never are."""
    return _sector(file, stream.sector, size) if stream.size >= 4096 else b""


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)
