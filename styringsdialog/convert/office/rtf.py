"""RTF (version 1.9.1): freed of what its fields, objects and pictures would fetch, before LibreOffice reads it."""

from __future__ import annotations

import re
from typing import Final

from styringsdialog.convert.office.drawings import is_drawing

_TOKEN: Final = re.compile(
    rb"\\bin(?P<length>-?\d+) ?|\\(?P<word>[A-Za-z]+)(?:-?\d+)? ?|\\.|[{}]|[^\\{}]+|\\", re.DOTALL
)
# Fields that are worked out here; of the others, which may fetch something, what they last showed is there too.
_SHOWN: Final = re.compile(
    rb"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|HYPERLINK|TOC|REF|PAGEREF|FORM\w+|SYMBOL|SEQ|XE|TC|STYLEREF|NOTEREF"
    rb"|DATE|TIME|FILENAME)\b(?![\s\S]*\b(?:INCLUDE|IMPORT|LINK|DDE|DATABASE))",
    re.IGNORECASE,
)
_FETCHING: Final = re.compile(rb"INCLUDE|IMPORT|LINK(?!\w)|DDE|DATABASE|\bRD\b|AUTOTEXT", re.IGNORECASE)
# What names other files, and the data of objects, of which a picture stands beside.
_EMPTIED: Final = frozenset({b"template", b"nextfile", b"file", b"objdata", b"docvar"})
_LINKED: Final = frozenset({b"objlink", b"objautlink", b"objsub"})
_NAMED_PICTURE: Final = re.compile(rb"(?:pib|fillBlip|lineFillBlip)Name\s*\}")
_MARKS: Final = _EMPTIED | {b"fldinst", b"pict", b"sv"}


def still_rtf(data: bytes) -> tuple[bytes, int]:
    """Return ``data`` without what would be fetched, and how many things that were."""
    written = bytearray()
    # Of each group that is open: where what its last such word is about begins, and that word.
    groups: list[tuple[int, bytes]] = []
    outside = at = 0
    while token := _TOKEN.match(data, at):
        at = token.end()
        if token["length"]:
            # Bytes as they are: braces among them are none. Of a number that is none, LibreOffice makes a byte.
            binary = data[at : at + max(0, int(token["length"][:10]))]
            at += len(binary)
            outside += (is_drawn := is_drawing(binary))
            written += b"\\bin%d %s" % (len(binary), binary) if binary and not is_drawn else b"{}"
            continue
        if token[0] == b"}" and groups:
            start, mark = groups.pop()
            if mark and _reaches_out(mark, bytes(written[start:]), bytes(written[max(0, start - 80) : start])):
                outside += _FETCHING.search(_text(bytes(written[start:]))) is not None or mark in {b"pict", b"sv"}
                del written[start:]
        written += data[token.start() : at]
        outside += token["word"] in _LINKED
        if token[0] == b"{":
            groups.append((len(written), b""))
        elif groups and token["word"] in _MARKS:
            groups[-1] = len(written), token["word"]
    return bytes(written), outside


def _reaches_out(mark: bytes, content: bytes, before: bytes) -> bool:
    """Tell whether the ``content`` behind a control word is to go."""
    match mark:
        case b"fldinst":
            return _SHOWN.match(_text(content)) is None
        case b"sv":
            return _NAMED_PICTURE.search(before) is not None
        case b"pict":
            # In figures of sixteen: bytes as they are have been looked at.
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", _text(content))[: 1 << 17]
            return is_drawing(bytes.fromhex(digits[: len(digits) & ~1].decode()))
    return True


def _text(content: bytes) -> bytes:
    """Return ``content`` without groups and control words; a letter that is written by its number stays a number."""
    return re.sub(rb"[{}]|\\\*|\\(?!['u])[A-Za-z]+-?\d* ?|[\r\n]", b"", content)
