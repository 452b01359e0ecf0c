"""Old Office files (compound files, [MS-CFB]): whether a password is needed, which LibreOffice does not say."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO, Final

from styringsdialog.intake.compound_directory import read_directory

__all__ = ["is_locked"]

_MOST_RECORDS: Final = 64
"""Records of a workbook that are looked at."""

_CRYPTED_DOCUMENT: Final = 0x0100
_FILE_PASS: Final = 0x002F


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
    found = read_directory(file)
    streams = found.streams
    match kind:
        case ".doc" if "WordDocument" in streams:
            # [MS-DOC] 2.5.2: FibBase.fEncrypted.
            (flags,) = struct.unpack_from("<H", found.beginning(file, "WordDocument"), 10)
            return bool(flags & _CRYPTED_DOCUMENT)
        case ".xls" if streams.keys() & {"Workbook", "Book"}:
            return _has_password(found.beginning(file, "Workbook" if "Workbook" in streams else "Book"))
        case ".ppt":
            return "EncryptedSummary" in streams
    return False


def _has_password(data: bytes) -> bool:
    """Tell whether one of the first records is FilePass ([MS-XLS] 2.4.117): it stands before all that is encrypted."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(data):
            break
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False
