"""Signatures in a PDF: those that fit its bytes, and no others."""

from __future__ import annotations

import mmap
import re
from pathlib import Path
from typing import Final

import pikepdf

from styringsdialog.pdf.objects import dictionary, listed

# How what may be a signature begins: PKCS #7, or a bare one (ISO 32000-1, 12.8.3).
_KINDS: Final = (b"\x30", b"\x04")


def count_signatures(pdf: pikepdf.Pdf, source: Path) -> int:
    """Return how many fields of ``pdf``, which was opened from ``source``, hold a signature of its bytes.

    Whether it is genuine is not asked.
    """
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        # Told by its bytes first: to look at every object of a large file takes seconds.
        if data.find(b"/ByteRange") < 0:
            return 0
        fields = (holder for holder in pdf.objects if isinstance(holder, pikepdf.Dictionary))
        return sum(_fits(dictionary(field.get("/V")), data) for field in fields if field.get("/FT") == "/Sig")


def _fits(signature: pikepdf.Dictionary, data: mmap.mmap) -> bool:
    """Tell whether ``signature`` is of all of a file, as it is or once was, but for itself (ISO 32000-1, 12.8.1)."""
    contents, numbers = signature.get("/Contents"), list(map(str, listed(signature.get("/ByteRange"))))
    # Two stretches, the first from the beginning, each with its length.
    if not isinstance(contents, pikepdf.String) or not re.fullmatch(r"0 \d+ \d+ \d+", " ".join(numbers)):
        return False
    _, before, after, rest = map(int, numbers)
    end = data[max(after, after + rest - 9) : after + rest].rstrip()
    written = f"<{bytes(contents).hex()}>".encode()
    return bytes(contents).startswith(_KINDS) and data[before:after].lower() == written and end.endswith(b"%%EOF")
