"""What streams hold beside what they show: comments, private marks, layers that are off, bytes behind the end.

And of pictures, where they were taken, by whom, with what.
"""

from __future__ import annotations

import contextlib
import functools
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from styringsdialog.pdf.content import LARGEST_CONTENT, ContentTooLargeError, Instruction, parsed, read_content
from styringsdialog.pdf.layers import Layers
from styringsdialog.pdf.objects import dictionary, listed, mapping, resource
from styringsdialog.pictures.jpeg import bare_jpeg

_STRING: Final = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
# In strings brackets stand within each other (7.3.4.2); more than so deep nobody has written. One that is never closed
# goes on to the end, and costs one look.
_DEEP_STRING: Final = functools.reduce(lambda inner, _: rb"\((?:[^()\\]++|\\.|%s)*+\)?" % inner, range(8), rb"\(\)")
_COMMENT: Final = re.compile(rb"(%s)|%%[^\r\n]*" % _DEEP_STRING, re.DOTALL)
_SUSPECT: Final = re.compile(rb"%|\bBI\b")
_IN_PLACE: Final = re.compile(rb"<<(.*?)>>", re.DOTALL)
NAME: Final = re.compile(rb"/([^\s()<>\[\]{}/%]+)")
# Of marked content (ISO 32000-2, 14.6, 14.8.2.2, 14.9).
_PROPERTIES: Final = frozenset(
    f"/{key}"
    for key in ("MCID", "ActualText", "Alt", "E", "Lang", "Type", "Subtype", "Attached", "BBox", "BoundingBox", "O")
)
_MARKED: Final = frozenset({b"Top", b"Bottom", b"Left", b"Right", *(key[1:].encode() for key in _PROPERTIES)})
# Of a picture in place (ISO 32000-2, table 91).
_PICTURE: Final = frozenset(
    f"/{key}"
    for key in (
        *("Width", "Height", "ColorSpace", "BitsPerComponent", "Filter", "DecodeParms", "Decode", "ImageMask"),
        *("Interpolate", "Intent"),
    )
)
# What stands in place of an operator where nothing is to be seen.
_PAINTS: Final = {
    **dict.fromkeys(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*"), "n"),
    **dict.fromkeys(("'", '"'), "T*"),
    **dict.fromkeys(("Tj", "TJ", "Do", "sh", "INLINE IMAGE"), ""),
}
_PACKED: Final = frozenset({"/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"})


def clean_content(pdf: pikepdf.Pdf, data: bytes, resources: object, layers: Layers) -> bytes | None:
    """Return a content without comments, private marks and what ``layers`` hide.

    ``None`` where it has none of them, or nobody can parse it.
    """
    # As bytes first, because parsing is slow and most content holds nothing of the kind.
    outside = _STRING.sub(b"()", data)
    marks = {name for place in _IN_PLACE.findall(outside) for name in NAME.findall(place)}
    hides = b"OC" in outside and any(
        layers.hide(member) for _, member in dictionary(dictionary(resources).get("/Properties")).items()
    )
    if not hides and marks <= _MARKED and not _SUSPECT.search(outside):
        return None
    try:
        return b"\n".join(_rewritten(pdf, data, resources, layers))
    except (pikepdf.PdfError, TypeError, ValueError):
        return None


def _rewritten(pdf: pikepdf.Pdf, data: bytes, resources: object, layers: Layers) -> Iterator[bytes]:
    """Yield the content piece by piece: a picture in place is a piece of its own."""
    kept: list[Instruction] = []
    hidden: list[bool] = []
    for instruction in map(_public, parsed(pdf, data)):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in {"BMC", "BDC"}:
            member = resource(resources, "/Properties", operands[-1]) if operands[:1] == [pikepdf.Name.OC] else None
            hidden.append(layers.hide(member) or bool(hidden and hidden[-1]))
        elif operator == "EMC" and hidden:
            hidden.pop()
        if hidden and hidden[-1] and operator in _PAINTS:
            if _PAINTS[operator]:
                kept.append(pikepdf.ContentStreamInstruction([], pikepdf.Operator(_PAINTS[operator])))
        elif isinstance(instruction, pikepdf.ContentStreamInlineImage):
            yield pikepdf.unparse_content_stream(kept)
            kept = []
            yield _bare_in_place(pdf, instruction)
        else:
            kept.append(instruction)
    yield pikepdf.unparse_content_stream(kept)


def _public(instruction: Instruction) -> Instruction:
    """Return ``instruction`` without what programs of their own say in the properties of marked content."""
    operands: list[Any] = list(instruction.operands)
    if str(instruction.operator) not in {"BDC", "DP"} or not isinstance(operands[-1], pikepdf.Dictionary):
        return instruction
    kept = pikepdf.Dictionary({key: value for key, value in operands[-1].items() if key in _PROPERTIES})
    return pikepdf.ContentStreamInstruction([*operands[:-1], kept], instruction.operator)


def _bare_in_place(pdf: pikepdf.Pdf, instruction: pikepdf.ContentStreamInlineImage) -> bytes:
    picture: Any = instruction.iimage
    entries = {key: value for key, value in picture.obj.items() if key in _PICTURE}
    raw = picture.read_raw_bytes()
    stream = pikepdf.Stream(pdf, raw, **{key[1:]: value for key, value in entries.items()})
    clean_picture(pdf, stream)
    cut_surplus(pdf, stream)
    if stream.read_raw_bytes() == raw and len(entries) == len(picture.obj.keys()):
        return pikepdf.unparse_content_stream([instruction])
    shown = pikepdf.Dictionary({key: value for key, value in stream.items() if key in _PICTURE})
    # As hexadecimal digits: among them nobody takes two letters for the end.
    shown.Filter = pikepdf.Array([pikepdf.Name.ASCIIHexDecode, *listed(stream.get("/Filter"))])
    if "/DecodeParms" in stream:
        shown.DecodeParms = pikepdf.Array([None, *listed(stream.get("/DecodeParms"))])
    return b"BI\n%s\nID\n%s>\nEI" % (shown.unparse()[2:-2], stream.read_raw_bytes().hex().encode())


def clean_program(stream: pikepdf.Stream) -> None:
    """Take the comments out of a CMap or a calculator function, which are programs in PostScript."""
    data = read_content([stream]).data
    if (bare := _COMMENT.sub(rb"\1", data)) != data:
        stream.write(bare)


def cut_surplus(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> None:
    """Take off ``stream`` the bytes behind the end of what is packed in it."""
    if not (names := listed(stream.get("/Filter"))):
        return
    raw = stream.read_raw_bytes()
    if names[0] == pikepdf.Name.FlateDecode:
        size = len(raw) - _left_over(raw)
        # A line feed before «endstream» is no secret.
        if raw[size:].strip():
            parameters: Any = stream.get("/DecodeParms")
            stream.write(raw[:size], filter=pikepdf.Array(names), decode_parms=parameters, type_check=False)
    elif str(names[0]) in _PACKED:
        count = next((at for at, name in enumerate(names) if str(name) not in _PACKED), len(names))
        parameters = [*listed(stream.get("/DecodeParms")), *[None] * len(names)]
        packed = pikepdf.Stream(
            pdf, raw, Filter=pikepdf.Array(names[:count]), DecodeParms=pikepdf.Array(parameters[:count])
        )
        if (content := read_content([packed])).whole:
            stream.write(
                content.data,
                filter=pikepdf.Array(names[count:]),
                decode_parms=pikepdf.Array(parameters[count : len(names)]),
                type_check=False,
            )


def _left_over(raw: bytes) -> int:
    """Return how many bytes stand behind the end of packed data (RFC 1950); none where no end is found."""
    engine = zlib.decompressobj()
    try:
        piece, size = raw, 0
        while piece and not engine.eof and size < LARGEST_CONTENT:
            size += len(engine.decompress(piece, 1 << 20))
            piece = engine.unconsumed_tail
    except zlib.error:
        return 0
    return len(engine.unused_data) if engine.eof else 0


# ------------------------------------------------------------------------------ pictures

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
