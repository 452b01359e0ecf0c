"""JPEG files without their metadata: no position, no author, no thumbnail, which may show an earlier state.

Segments are told apart as ITU-T T.81, Annex B has them; no pixel is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP14, _APP15 = 0xE0, 0xEE, 0xEF
# Coded data end at a marker that is no restart (B.1.1.5); behind a byte of theirs that looks like one stands a zero.
_BEHIND_SCAN: Final = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])", re.DOTALL)
_JFIF: Final = b"JFIF\0"
_ADOBE: Final = b"Adobe"

# Frames that PDF's DCTDecode knows: baseline, extended and progressive, by Huffman (ISO 32000-1, 7.4.8).
_SHOWN: Final = frozenset({0xC0, 0xC1, 0xC2})

# SOF markers; between them stand DHT, JPG and DAC.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def bare_jpeg(data: bytes, *, damaged: bool = False) -> bytes | None:
    """Return the first image in ``data`` without application data and comments; ``None`` where PDF cannot show it.

    What decides on colours stays: that it is JFIF (without its thumbnail), and Adobe's note on the transform.
    What follows the image, such as a phone's film or a second image, is left behind.

    Args:
        data: A JPEG file.
        damaged: Whether one that cannot be shown, or is cut off, goes on as far as it can be read.
    """
    parts = [b"\xff\xd8"]
    at = 2
    try:
        for marker, body, end in _segments(data):
            at = end
            if marker in _FRAMES and (marker not in _SHOWN or body[2] != 8) and not damaged:
                return None
            if kept := _kept(marker, body):
                parts.append(bytes((0xFF, marker)) + kept)
    except (IndexError, ValueError):
        return b"".join((*parts, data[at:])) if damaged and at > 2 else None
    return b"".join(parts) + b"\xff\xd9"


def _kept(marker: int, body: bytes) -> bytes:
    """Return what of a segment follows its marker in a bare file; empty where the segment is left out."""
    if marker == _APP0 and body[2:].startswith(_JFIF):
        # Version, unit and density, and a thumbnail of no columns and no rows (ITU-T T.871, 10.1).
        return b"\0\x10" + body[2:14] + b"\0\0"
    if marker == _APP14 and body[2:].startswith(_ADOBE):
        # Version, flags and the transform (Adobe TN 5116); what else stands there is nobody's business.
        return b"\0\x0e" + body[2:14].ljust(12, b"\0")
    return b"" if _APP0 <= marker <= _APP15 or marker == _COM else body


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield the segments between SOI and EOI: marker, parameters (after SOS the coded data too), and where each ends.

    Raises:
        IndexError: ``data`` ends too early.
        ValueError: There is something else where a segment should begin.
    """
    if data[0] != 0xFF or data[1] != _SOI:
        raise ValueError("no start of image")
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        while data[at] == 0xFF:  # fill bytes (B.1.1.2)
            at += 1
        marker = data[at]
        at += 1
        if marker == _EOI:
            return
        length = data[at] << 8 | data[at + 1]
        end = at + length
        if marker == _SOS:
            if (behind := _BEHIND_SCAN.search(data, end)) is None:
                raise ValueError("no end of the coded data")
            end = behind.start()
        if length < 2 or end > len(data):
            raise ValueError("a segment that is cut off")
        yield marker, data[at:end], end
        at = end
