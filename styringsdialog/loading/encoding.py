"""Bytes as text: UTF-8, or a sentence on what they are instead and never a wrong letter."""

from __future__ import annotations

import codecs
import re
from typing import Final

from styringsdialog.messages.message import Message, message
from styringsdialog.model.places import UnfitError

# What is handed in under the name of a text, by its first bytes.
_SIGNATURES: Final = (
    (b"PK\x03\x04", message("edition.kind-office")),
    (b"\xd0\xcf\x11\xe0", message("edition.kind-old-word")),
    (b"%PDF", message("edition.kind-pdf")),
    (b"{\\rtf", message("edition.kind-rtf")),
    (b"\x1f\x8b", message("edition.kind-gzip")),
    (b"\x89PNG", message("edition.kind-picture")),
    (b"\xff\xd8\xff", message("edition.kind-picture")),
    (b"II*\0", message("edition.kind-picture")),
    (b"MM\0*", message("edition.kind-picture")),
)
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARKS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

# æøåÆØÅ in the old encodings that Danish texts still come in.
_DANISH_BYTES: Final = {encoding: frozenset("æøåÆØÅ".encode(encoding)) for encoding in ("cp1252", "mac-roman", "cp850")}
_NAMES: Final = {"cp1252": "Windows-1252", "mac-roman": "Mac Roman", "cp850": "DOS (code page 850)"}

# The same letters as UTF-8 that was read as Windows-1252 and saved again, each of which stands in no Danish word.
_TWICE: Final = {char.encode().decode("cp1252"): char for char in "æøåÆØÅé"}
# U+FFFD is what a program leaves in place of a letter that it could not read.
_DAMAGED: Final = re.compile("|".join((*map(re.escape, _TWICE), "\N{REPLACEMENT CHARACTER}")))


class NotUtf8Error(UnfitError):
    """A text is in another encoding; the message names which it seems to be, where that can be told."""


def other_kind(content: bytes) -> Message | None:
    """Return what a file that starts with ``content`` is when it is certainly no text, with its article."""
    return next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)


def decoded(content: bytes) -> str:
    """Return what ``content`` says in UTF-8, its byte order mark dropped and every line end a line feed.

    Raises:
        NotUtf8Error: It is text in another encoding, or was before it was saved as UTF-8 the wrong way.
        UnfitError: It is no text.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A byte order mark is not counted by the codec.
        start = error.start + (len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        raise _unfit(content, start) from None
    # NUL is UTF-8 too, but stands in no text: it tells of UTF-16, or of a file of another kind; RTF has none.
    if "\0" in text or other_kind(content):
        raise _unfit(content, content.find(b"\0"))
    if damage := _DAMAGED.search(text):
        written, line = damage[0], text.count("\n", 0, damage.start()) + 1
        raise UnfitError(
            message("edition.encoded-twice", written=written, line=line, meant=_TWICE[written])
            if written in _TWICE
            else message("edition.letter-lost", line=line)
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unfit(content: bytes, at: int) -> UnfitError:
    """Return the error for ``content`` that is no UTF-8 text at byte ``at``."""
    if kind := other_kind(content):
        return UnfitError(message("edition.no-text", kind=kind))
    for name, marks in (("UTF-32", _UTF32_MARKS), ("UTF-16", _UTF16_MARKS)):  # the one mark begins with the other
        if content.startswith(marks):
            return NotUtf8Error(message("edition.other-encoding", place=at, name=name))
    # Half of the bytes of plain Danish in UTF-16 are zero; a third leaves room for other letters and signs.
    start = content[:200]
    if len(start) > 2 and any(start[place::2].count(0) * 3 > len(start) for place in (0, 1)):
        return NotUtf8Error(message("edition.other-encoding", place=at, name="UTF-16"))
    if content[at] == 0:
        return NotUtf8Error(message("edition.zero-byte", place=at))
    high = [byte for byte in content if byte >= 0x80]
    # Of a tie the first counts, which is the most common of the three.
    looks = max(_DANISH_BYTES, key=lambda encoding: sum(byte in _DANISH_BYTES[encoding] for byte in high))
    return NotUtf8Error(
        message(
            "edition.other-encoding-in-line",
            place=at,
            line=content.count(b"\n", 0, at) + 1,
            name=_NAMES[looks],
            character=bytes([content[at]]).decode(looks, errors="replace"),
        )
    )
