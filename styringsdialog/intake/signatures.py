"""Signatures in a PDF: those that fit its bytes, and no others."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pikepdf

from styringsdialog.pdf.objects import dictionary, listed

__all__ = ["count_signatures"]

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
    contents, (start, before, after, rest) = signature.get("/Contents"), _range(signature)
    if not isinstance(contents, pikepdf.String) or start or before < 0:
        return False
    end = data[max(after, after + rest - 9) : after + rest].rstrip()
    written = f"<{bytes(contents).hex()}>".encode()
    return bytes(contents).startswith(_KINDS) and data[before:after].lower() == written and end.endswith(b"%%EOF")


def _range(signature: pikepdf.Dictionary) -> Sequence[int]:
    numbers = [number for number in listed(signature.get("/ByteRange")) if isinstance(number, int)]
    return numbers if len(numbers) == 4 else (-1,) * 4  # noqa: PLR2004 - two stretches, each with its length
