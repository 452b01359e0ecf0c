"""Old Office files (compound files, [MS-CFB]): what each is, by the names of its streams, and whether it is locked."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from styringsdialog.intake.kinds import Kind, office
from styringsdialog.messages.message import message

_STREAMS: Final = (
    # First: a locked file of today's Office is a compound file around its ZIP ([MS-OFFCRYPTO] 2.3).
    ("EncryptedPackage", Kind(message("kinds.locked-office"))),
    ("WordDocument", office(message("kinds.old-word"), ".doc")),
    ("PowerPoint Document", office(message("kinds.old-powerpoint"), ".ppt")),
    ("Workbook", office(message("kinds.old-excel"), ".xls")),
    ("Book", office(message("kinds.old-excel"), ".xls")),
    ("__properties_version1.0", Kind(message("kinds.outlook"))),
    ("VisioDocument", Kind(message("kinds.visio"))),
)
_UNNAMED: Final = Kind(message("kinds.old-office"))

# Sectors are of 512 bytes, or of 4096.
_SHIFTS: Final = frozenset({9, 12})
# MAXREGSECT ([MS-CFB] 2.1): greater numbers end a chain, or say what a sector is for.
_LARGEST_SECTORS: Final = 0xFFFFFFFA
# Sectors of the allocation table that the header names itself: enough for a directory in the first 7 MB.
_IN_HEADER: Final = 109
# Sectors of a directory that are read; ordinary ones have a handful.
_MOST: Final = 256
_ENTRY: Final = 128
# Bytes: what is smaller stands within a stream of its own kind, and not in sectors.
_SMALL: Final = 4096

# Records of a workbook that are looked at.
_MOST_RECORDS: Final = 64

_CRYPTED_DOCUMENT: Final = 0x0100
_FILE_PASS: Final = 0x002F


def _read_directory(file: BinaryIO) -> Mapping[str, tuple[int, int]]:
    """Return the streams and storages of ``file``, as far as its directory can be followed.

    By name the first sector and the bytes of one, none for a stream that stands in no sectors of its own; of several of
    one name, the first.

    Raises:
        ValueError: It has sectors as no compound file has.
        struct.error: It ends too early.
    """
    file.seek(0)
    header = file.read(512)
    # [MS-CFB] 2.2: the sector shift at 30, the directory's first sector at 48, the allocation table's at 76.
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in _SHIFTS:
        raise ValueError("no compound file has such sectors")
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", header, 48)
    tables = struct.unpack_from(f"<{_IN_HEADER}I", header, 76)
    streams: dict[str, tuple[int, int]] = {}
    seen: set[int] = set()
    while sector < _LARGEST_SECTORS and sector not in seen and len(seen) < _MOST:
        seen.add(sector)
        data = _sector(file, sector, size)
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            # [MS-CFB] 2.6.1: the name, its length in bytes with the null, the first sector at 116, the size behind it.
            (length,) = struct.unpack_from("<H", data, at + 64)
            name = data[at : at + min(length, 64)].decode("utf-16-le", errors="replace").rstrip("\0")
            first, extent = struct.unpack_from("<II", data, at + 116)
            streams.setdefault(name, (first, size if extent >= _SMALL else 0))
        # The allocation table has four bytes for each sector: the next one of its chain.
        table, entry = divmod(sector, size // 4)
        if table >= _IN_HEADER or tables[table] >= _LARGEST_SECTORS:
            break
        (sector,) = struct.unpack_from("<I", _sector(file, tables[table], size), 4 * entry)
    return streams


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    """Return a sector; the header stands where the first would be."""
    # The header takes the place of one sector, also where sectors are larger than it is.
    file.seek((number + 1) * size)
    return file.read(size)


def compound_kind(path: Path) -> Kind:
    """Return what the compound file at ``path`` is, by the streams that its root holds."""
    try:
        with path.open("rb") as stream:
            names = _read_directory(stream)
    except (OSError, struct.error, ValueError):
        return _UNNAMED
    return next((kind for name, kind in _STREAMS if name in names), _UNNAMED)


def is_locked(path: Path, kind: str) -> bool:
    """Tell whether the file at ``path`` says that it is encrypted; a file that is damaged says nothing.

    Args:
        path: The file.
        kind: ``.doc``, ``.ppt`` or ``.xls``; files of other kinds cannot be encrypted.
    """
    try:
        with path.open("rb") as file:
            return file.read(4) == b"\xd0\xcf\x11\xe0" and _is_locked(file, kind)
    except (OSError, struct.error, ValueError):
        return False


def _is_locked(file: BinaryIO, kind: str) -> bool:
    streams = _read_directory(file)
    match kind:
        case ".doc" if "WordDocument" in streams:
            # [MS-DOC] 2.5.2: FibBase.fEncrypted.
            (flags,) = struct.unpack_from("<H", _sector(file, *streams["WordDocument"]), 10)
            return bool(flags & _CRYPTED_DOCUMENT)
        case ".xls" if streams.keys() & {"Workbook", "Book"}:
            return _has_password(_sector(file, *streams["Workbook" if "Workbook" in streams else "Book"]))
        case ".ppt":
            return "EncryptedSummary" in streams
    return False


def _has_password(data: bytes) -> bool:
    """Tell whether one of the first records is FilePass ([MS-XLS] 2.4.117): it stands before all that is encrypted."""
    at = 0
    for _ in range(_MOST_RECORDS):
        # A file that ends before says nothing: see ``is_locked``.
        kind, length = struct.unpack_from("<HH", data, at)
        # [MS-XLS] 2.4.117: what follows is encrypted; the records themselves keep their kinds and lengths.
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False
