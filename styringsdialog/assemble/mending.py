"""What keeps an otherwise good file from PDF/UA and PDF/A, mended where nobody sees a difference."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pikepdf

from styringsdialog.pdf.objects import listed


def mend(pdf: pikepdf.Pdf) -> None:
    """Mend the fonts and streams of ``pdf``; comes last, when all its streams are there.

    - A ToUnicode map names no U+0000, U+FEFF or U+FFFE (ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.2).
    - A CIDSet goes: it may be left out, and where it stands it must be complete, which many programs
      get wrong (ISO 14289-1, 7.21.4.2; ISO 19005-2, 6.2.11.4.2).
    - Every stream is packed, and none ends in a carriage return, see ``_pack``. Whoever saves the
      file must not pack anything anew.
    """
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            _pack(item)
        elif isinstance(item, pikepdf.Dictionary):
            if "/ToUnicode" in item:
                _mend_unicode(pdf, item)
            if "/CIDSet" in item:
                del item["/CIDSet"]


# --------------------------------------------------------------------------- ToUnicode

_SECTION = re.compile(rb"\d+\s+beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])")
_BAD = frozenset({0x0000, 0xFEFF, 0xFFFE})
# Entries in one section at most (Adobe Technical Note 5014).
_AT_ONCE = 100

_LARGEST_RANGE = 0xFFFF

_Pair = tuple[bytes, bytes]


def _mend_unicode(pdf: pikepdf.Pdf, font: pikepdf.Dictionary) -> None:
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return
    try:
        data = stream.read_bytes()
        mended = _SECTION.sub(_without_bad, data)
    except (pikepdf.PdfError, ValueError):
        # What cannot be read stays as it is; a checker names it.
        return
    if mended != data:
        font.ToUnicode = pdf.make_stream(mended)
        _pack(font.ToUnicode)


def _without_bad(section: re.Match[bytes]) -> bytes:
    """Return a section of a CMap without the values that stand for no character; unchanged where it has none."""
    pairs = list((_pairs if section[1] == b"char" else _ranges)(section[2]))
    good = [(code, value) for code, value in pairs if not _is_bad(value)]
    if len(good) == len(pairs):
        return section[0]
    lines: list[bytes] = []
    for start in range(0, len(good), _AT_ONCE):
        here = good[start : start + _AT_ONCE]
        lines += [b"%d beginbfchar" % len(here), *(b"<%s> <%s>" % pair for pair in here), b"endbfchar"]
    return b"\n".join(lines)


def _is_bad(value: bytes) -> bool:
    return any(int(value[at : at + 4], 16) in _BAD for at in range(0, len(value), 4))


def _tokens(text: bytes) -> list[bytes]:
    return [code[2] or b"".join(code[1].split()) for code in _CODES.finditer(text)]


def _pairs(text: bytes) -> Iterator[_Pair]:
    tokens = _tokens(text)
    yield from zip(tokens[::2], tokens[1::2], strict=True)


def _ranges(text: bytes) -> Iterator[_Pair]:
    """Return each code of ranges with its value (ISO 32000-1, 9.10.3)."""
    tokens = iter(_tokens(text))
    for first in tokens:
        last, value = next(tokens, b""), next(tokens, b"")
        width = len(first)
        # No font has more characters than two bytes count; a crafted range of four bytes would fill the memory.
        if int(last, 16) - int(first, 16) > _LARGEST_RANGE:
            raise ValueError("a range that no font has")
        if value == b"[":
            for code in range(int(first, 16), int(last, 16) + 1):
                if (value := next(tokens, b"]")) == b"]":
                    break
                yield b"%0*X" % (width, code), value
            else:
                # The bracket that closes a full array; a short one ended the loop with it.
                next(tokens, b"")
            continue
        yield from (
            (b"%0*X" % (width, int(first, 16) + offset), value[:-4] + b"%04X" % (int(value[-4:], 16) + offset))
            for offset in range(int(last, 16) - int(first, 16) + 1)
        )


# --------------------------------------------------------------------------- streams


def _pack(stream: pikepdf.Stream) -> None:
    """Pack ``stream`` where it is not, and make it end in another byte than a carriage return.

    qpdf writes a line feed before ``endstream``, as PDF/A asks (ISO 19005-2, 6.1.7.1). After a
    carriage return the two look like one line end of two bytes, and readers that count the data
    from there find the length wrong. Packed once more it ends in another byte: the last of
    a sum over what was packed (RFC 1950).
    """
    if not (names := listed(stream.get("/Filter"))) and stream.get("/Type") == pikepdf.Name.Metadata:
        # Who looks for metadata without reading PDF must find them.
        return
    data = stream.read_raw_bytes()
    if names and not data.endswith(b"\r"):
        return
    parameters = stream.get("/DecodeParms")
    given = list(parameters) if isinstance(parameters, pikepdf.Array) else [parameters] * len(names)
    # Nearly always once: the last byte of a checksum is a carriage return in one of 256.
    while not names or data.endswith(b"\r"):
        data, names, given = zlib.compress(data), [pikepdf.Name.FlateDecode, *names], [None, *given]
    stream.write(
        data,
        filter=pikepdf.Array(names),
        decode_parms=pikepdf.Array(given) if any(parameter is not None for parameter in given) else None,
        type_check=False,
    )
