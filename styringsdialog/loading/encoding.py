"""Bytes as text: UTF-8, or a sentence on what they are instead and never a wrong letter."""

from __future__ import annotations

import codecs
import re
from typing import Final

from styringsdialog.model.places import UnfitError

__all__ = ["NotUtf8Error", "decoded", "other_kind"]

# What is handed in under the name of a text, by its first bytes.
_SIGNATURES: Final = (
    (b"PK\x03\x04", "a Word or OpenDocument file, or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF text"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
)
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARKS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

# æøåÆØÅ in the old encodings that Danish texts still come in.
_DANISH_BYTES: Final = {encoding: frozenset("æøåÆØÅ".encode(encoding)) for encoding in ("cp1252", "mac-roman", "cp850")}
_NAMES: Final = {"cp1252": "Windows-1252", "mac-roman": "Mac Roman", "cp850": "DOS (code page 850)"}

# The same letters as UTF-8 that was read as Windows-1252 and saved again, each of which stands in no Danish word.
_TWICE: Final = {char.encode().decode("cp1252"): char for char in "æøåÆØÅé"}
_DAMAGED: Final = re.compile("|".join((*map(re.escape, _TWICE), "\N{REPLACEMENT CHARACTER}")))

_SAVE_AS_UTF8: Final = "save it as UTF-8"


class NotUtf8Error(UnfitError):
    """A text is in another encoding.

    Attributes:
        looks: What encoding it seems to be, by name; empty when nobody can tell.
    """

    def __init__(self, message: str, looks: str = "") -> None:
        """Say what is wrong; what to do now is always the same."""
        super().__init__(message, _SAVE_AS_UTF8)
        self.looks = looks


def other_kind(content: bytes) -> str:
    """Give what a file that starts with ``content`` is when it is certainly no text, with its article; else nothing."""
    return next((what for signature, what in _SIGNATURES if content.startswith(signature)), "")


def decoded(content: bytes) -> str:
    """Give what ``content`` says in UTF-8, its byte order mark dropped and every line end a line feed.

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
    if "\0" in text:
        raise _unfit(content, content.index(b"\0"))
    if damage := _DAMAGED.search(text):
        line = text.count("\n", 0, damage.start()) + 1
        raise UnfitError(_lost(damage.group(), line), "take the text anew from where it was written, and save it once")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lost(found: str, line: int) -> str:
    if found in _TWICE:
        return f"says '{found}' in line {line} where '{_TWICE[found]}' was meant: it was saved in two encodings at once"
    return f"has lost a letter in line {line}: where it was stands U+FFFD"


def _unfit(content: bytes, at: int) -> UnfitError:
    """Give the error for ``content`` that is no UTF-8 text at byte ``at``."""
    if what := other_kind(content):
        return UnfitError(f"is {what}, not a text", "save it as plain text in UTF-8")
    for name, marks in (("UTF-32", _UTF32_MARKS), ("UTF-16", _UTF16_MARKS)):  # the one mark begins with the other
        if content.startswith(marks):
            return NotUtf8Error(f"is not UTF-8 at byte {at}: it looks like {name}", name)
    if _every_other_is_zero(content[:200]):
        return NotUtf8Error(f"is not UTF-8 at byte {at}: it looks like UTF-16", "UTF-16")
    if content[at] == 0:
        return NotUtf8Error(f"is not a text: byte {at} is 0")
    high = [byte for byte in content if byte >= 0x80]
    looks = max(_DANISH_BYTES, key=lambda encoding: sum(byte in _DANISH_BYTES[encoding] for byte in high))
    shown = bytes([content[at]]).decode(looks, errors="replace")
    line = content.count(b"\n", 0, at) + 1
    name = _NAMES[looks]
    message = f"is not UTF-8 at byte {at} (line {line}): it looks like {name}, where the byte is '{shown}'"
    return NotUtf8Error(message, name)


def _every_other_is_zero(content: bytes) -> bool:
    """Tell whether bytes look like Latin letters of two bytes each."""
    return len(content) > 2 and any(content[place::2].count(0) * 3 > len(content) for place in (0, 1))
