"""Metadata taken out of pictures within other people's PDF: where they were taken, by whom, with what."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from styringsdialog.pdf.content import LARGEST_CONTENT, ContentTooLargeError, read_content
from styringsdialog.pdf.objects import listed, mapping
from styringsdialog.pictures.jpeg import bare_jpeg

# Boxes of JPEG 2000 that have a part in the picture (ISO/IEC 15444-1, I.5).
_SHOWN_BOXES: Final = frozenset(
    (
        *(b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c"),
        *(b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res ", b"resc", b"resd"),
    )
)

_COMPONENTS: Final = {
    **dict.fromkeys(("/DeviceGray", "/G", "/CalGray", "/Indexed", "/I", "/Separation"), 1),
    **dict.fromkeys(("/DeviceRGB", "/RGB", "/CalRGB", "/Lab"), 3),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), 4),
}


def clean_picture(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> None:
    """Leave in a picture what shows it; no pixel that is seen is touched, and what is damaged stays damaged."""
    names = listed(stream.get("/Filter"))
    coder = str(names[-1]) if names else ""
    parameters = [*listed(stream.get("/DecodeParms")), *[None] * len(names)][: len(names)]
    if coder in {"/CCITTFaxDecode", "/JBIG2Decode", "/Crypt"}:
        return
    if coder not in {"/DCTDecode", "/JPXDecode"}:
        _cut_rows(stream)
        return
    # As packed: pikepdf would decode a JPEG, and its pixels are to stay as they are.
    data = stream.read_raw_bytes()
    if names[:-1]:
        packed = pikepdf.Stream(pdf, data, Filter=pikepdf.Array(names[:-1]), DecodeParms=pikepdf.Array(parameters[:-1]))
        data = read_content([packed]).data
    start = max(data.find(b"\xff\xd8\xff"), 0)
    bare = bare_jpeg(data[start:], damaged=True) if coder == "/DCTDecode" else _bare_jpeg_2000(data)
    # A picture that has none keeps its bytes, and is not packed anew.
    if bare and bare != data:
        own = parameters[-1] if isinstance(parameters[-1], pikepdf.Dictionary) else None
        stream.write(bare, filter=pikepdf.Name(coder), decode_parms=own, type_check=False)


def _cut_rows(stream: pikepdf.Stream) -> None:
    """Cut what stands behind the last row of a picture."""
    components = 1 if stream.get("/ImageMask") else _components(stream.get("/ColorSpace"))
    sizes: list[Any] = [stream.get(key) for key in ("/Width", "/Height")]
    bits: Any = 1 if stream.get("/ImageMask") else stream.get("/BitsPerComponent")
    if not all(isinstance(size, int) and size > 0 for size in (*sizes, bits, components)):
        return
    size = (sizes[0] * components * bits + 7) // 8 * sizes[1]
    # More than that nobody unpacks.
    with contextlib.suppress(ContentTooLargeError):
        content = read_content([stream] if size < LARGEST_CONTENT else [])
        if content.whole and content.data[size:].strip():
            stream.write(content.data[:size])


def _components(space: object) -> int:
    """Return how many numbers a colour has; 0 where that is not known here."""
    name, *rest = [*listed(space), None]
    if name == pikepdf.Name.ICCBased:
        return int(mapping(rest[0]).get("/N", 0))
    return len(listed(rest[0])) if name == pikepdf.Name.DeviceN else _COMPONENTS.get(str(name), 0)


def _bare_jpeg_2000(data: bytes) -> bytes | None:
    """Return a JPEG 2000 file without metadata and without what follows it; ``None`` where it cannot be read."""
    if data.startswith(b"\xff\x4f"):
        return _bare_codestream(data)
    kept = []
    for kind, start, end in _boxes(data):
        if kind == b"jp2h":
            inner = b"".join(data[at:to] for within, at, to in _boxes(data, start + 8, end) if within in _SHOWN_BOXES)
            kept.append(struct.pack(">I4s", 8 + len(inner), kind) + inner)
        elif kind == b"jp2c":
            wide = data[start : start + 4] == b"\0\0\0\1"
            stream = _bare_codestream(data[start + (16 if wide else 8) : end])
            kept.append(struct.pack(">I4s", 8 + len(stream), kind) + stream)
            # One codestream is shown, and nothing that follows it.
            return b"".join(kept)
        elif kind in _SHOWN_BOXES:
            kept.append(data[start:end])
    return None


def _bare_codestream(data: bytes) -> bytes:
    """Return a codestream without comments in its main header (ISO/IEC 15444-1, A.9.2), up to its end."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in {0x90, 0xD9}:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] != 0x64:
            kept.append(data[at:end])
        at = end
    end = at
    # Tile by tile (A.4.2): a length of 0 reaches to the end.
    while data[end : end + 2] == b"\xff\x90" and (size := int.from_bytes(data[end + 6 : end + 10], "big")):
        end += max(size, 12)
    return b"".join(kept) + (data[at : end + 2] if data[end : end + 2] == b"\xff\xd9" else data[at:])


def _boxes(data: bytes, at: int = 0, last: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of each box from ``at`` on (ISO/IEC 15444-1, I.4)."""
    last = len(data) if last is None else last
    while at + 8 <= last:
        size, kind = struct.unpack_from(">I4s", data, at)
        # ISO/IEC 15444-1, I.4: with 1 the length follows in eight bytes, with 0 the box ends with the file.
        if size == 1 and at + 16 <= last:
            (size,) = struct.unpack_from(">Q", data, at + 8)
        end = at + size if size else last
        if end <= at + 7 or end > last:
            return
        yield kind, at, end
        at = end
