"""What streams hold beside what they show: comments, private marks, layers that are off, bytes behind the end."""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from styringsdialog.intake.picture_metadata import clean_picture
from styringsdialog.pdf.content import LARGEST_CONTENT, Instruction, parsed, read_content
from styringsdialog.pdf.layers import Layers
from styringsdialog.pdf.objects import dictionary, listed, resource

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
