"""Metadata taken out of pictures within other people's PDF: where they were taken, by whom, with what."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pikepdf

from styringsdialog.pdf.content import LARGEST_CONTENT
from styringsdialog.pdf.objects import listed
from styringsdialog.pictures.jpeg import bare_jpeg

__all__ = ["remove_picture_metadata"]

_SOS, _COM = 0xDA, 0xFE
_SHOWN_MARKERS = frozenset({0xE0, 0xE2, 0xEE})
"""APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's note on the transform) have a part in the picture."""

_METADATA_BOXES = frozenset({b"uuid", b"xml "})
"""Boxes of JPEG 2000 that hold EXIF, XMP and the like (ISO/IEC 15444-1, I.7)."""


def remove_picture_metadata(stream: pikepdf.Stream) -> None:
    """Take EXIF, XMP, IPTC and comments out of a picture; no pixel is touched, and what is damaged stays damaged."""
    if stream.get("/Subtype") != pikepdf.Name.Image:
        return
    names = listed(stream.get("/Filter"))
    coder = str(names[-1]) if names else ""
    if coder not in {"/DCTDecode", "/JPXDecode"}:
        return
    # As packed: pikepdf would decode a JPEG, and its pixels are to stay as they are.
    data = stream.read_raw_bytes()
    for name in names[:-1]:
        if name != pikepdf.Name.FlateDecode:
            return
        data = _inflated(data)
    bare = _without_applications(data) if coder == "/DCTDecode" else _without_boxes(data)
    # A picture that has none keeps its bytes, and is not packed anew.
    if bare is None or bare == data:
        return
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array) and len(parameters) == len(names):
        # Of the picture's own coder, the last one: the others were undone above.
        parameters = list(parameters)[-1]
    stream.write(
        bare,
        filter=pikepdf.Name(coder),
        decode_parms=parameters if isinstance(parameters, pikepdf.Dictionary) else None,
        type_check=False,
    )


def _inflated(data: bytes) -> bytes:
    """Return ``data`` unpacked; nothing when they are damaged, or unpack to more than anybody can show."""
    engine = zlib.decompressobj()
    try:
        # Bounded, because a few kilobytes can unpack to gigabytes.
        unpacked = engine.decompress(data, LARGEST_CONTENT)
    except zlib.error:
        return b""
    return unpacked if engine.eof else b""


def _without_applications(data: bytes) -> bytes | None:
    """Return a JPEG without application data; ``None`` where there are none or it cannot be read."""
    kept, dropped, at = [data[:2]], False, 2
    if not data.startswith(b"\xff\xd8"):
        return None
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SOS:
        # Fill bytes, of which any number may stand before a marker (ITU-T T.81, B.1.1.2).
        if data[at + 1] == 0xFF:
            at += 1
            continue
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _COM or (0xE0 <= marker <= 0xEF and marker not in _SHOWN_MARKERS):
            dropped = True
        else:
            kept.append(data[at:end])
        at = end
    if not dropped:
        return None
    # One that is whole loses what follows it too; of another the picture goes on as it stands.
    return bare_jpeg(data) or b"".join((*kept, data[at:]))


def _without_boxes(data: bytes) -> bytes | None:
    """Return a JPEG 2000 file without boxes of metadata; ``None`` where there are none or it cannot be read."""
    boxes = list(_boxes(data))
    kept = [data[start:end] for kind, start, end in boxes if kind not in _METADATA_BOXES]
    # Where the boxes do not fill the file, it is not understood, and stays as it is.
    return b"".join(kept) if len(kept) < len(boxes) and boxes[-1][2] == len(data) else None


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of each outermost box (ISO/IEC 15444-1, I.4)."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        # ISO/IEC 15444-1, I.4: with 1 the length follows in eight bytes, with 0 the box ends with the file.
        if size == 1 and at + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, at + 8)
        end = at + size if size else len(data)
        if end <= at + 7 or end > len(data):
            return
        yield kind, at, end
        at = end
