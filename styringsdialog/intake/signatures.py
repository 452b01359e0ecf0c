"""Signatures in a PDF: those that fit its bytes, and no others."""

from __future__ import annotations

import mmap
import re
from pathlib import Path
from typing import Final

import pikepdf

from styringsdialog.pdf.objects import dictionary

__all__ = ["count_signatures"]

_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]")
_LONG_FORM: Final = 0x80
_END: Final = b"%%EOF"


def count_signatures(pdf: pikepdf.Pdf, source: Path) -> int:
    """Return how many fields of ``pdf``, which was opened from ``source``, hold a signature of its bytes.

    What is signed is all of a file, or of what it was before something was added, but for the signature itself
    (ISO 32000-1, 12.8.1). Whether it is genuine is not asked.
    """
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        # Told by its bytes first: to look at every object of a large file takes seconds.
        signed = {
            _contents(data[before:after])
            for before, after, rest in (map(int, match.groups()) for match in _RANGE.finditer(data))
            if before < after and data[max(after, after + rest - 9) : after + rest].rstrip().endswith(_END)
        } - {b""}
    fields = (holder for holder in pdf.objects if isinstance(holder, pikepdf.Dictionary)) if signed else ()
    held = [dictionary(field.get("/V")).get("/Contents") for field in fields if field.get("/FT") == pikepdf.Name.Sig]
    return sum(isinstance(contents, pikepdf.String) and bytes(contents) in signed for contents in held)


def _contents(written: bytes) -> bytes:
    """Return the signature that ``written`` is in hexadecimal digits between < and >; nothing where it is none."""
    try:
        contents = bytes.fromhex(written.removeprefix(b"<").removesuffix(b">").decode("ascii"))
    except ValueError:
        return b""
    # One value in DER, of which the file has kept room for a longer one (X.690, 8.1.3): PKCS #7 or a bare signature.
    head, length = contents[:2] if len(contents) > 1 else (0, 0)
    if length >= _LONG_FORM:
        length = int.from_bytes(contents[2 : 2 + length - _LONG_FORM])
    return contents if head in {0x30, 0x04} and 0 < length < len(contents) else b""
