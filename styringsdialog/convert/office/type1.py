"""The Type 1 programs that LibreOffice makes of fonts with PostScript outlines: Nimbus, and most OpenType in .otf.

They are whole and right by Adobe Type 1 Font Format, in two forms that few other programs write and that the checker
does not read: the first line ``%!FontType1-1.0``, and each glyph's width as a long integer. The checker then takes the
font for one that is not embedded, and a package with it cannot claim to be accessible. Both are written here as
other programs write them; no outline changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pikepdf

_FIRST_LINE: Final = b"%!FontType1-1.0"
_USUAL_LINE: Final = b"%!PS-AdobeFont-1.0"

# The keys of Type 1 encryption (Adobe Type 1 Font Format, 7.3).
_EEXEC: Final = 55665
_CHARSTRING: Final = 4330

# Bytes before the first one of a charstring that says anything: ``lenIV``, which LibreOffice leaves as it is.
_LEADING: Final = 4

_BINARY: Final = re.compile(rb"(?P<length>\d+) RD ")
_NUMBER: Final = rb"(?:[\x20-\xf6]|[\xf7-\xfe].|\xff.{4})"
# The first operator of every glyph, ``hsbw`` (6.4).
_WIDTH: Final = re.compile(rb"(?P<bearing>%b)(?P<width>%b)\x0d" % (_NUMBER, _NUMBER), re.DOTALL)


def mend_type1(pdf: pikepdf.Pdf) -> None:
    """Write LibreOffice's Type 1 programs in ``pdf`` as other programs write theirs."""
    for holder in pdf.objects:
        program = holder.get("/FontFile") if isinstance(holder, pikepdf.Dictionary) else None
        if isinstance(program, pikepdf.Stream):
            _mend(program)


def _mend(stream: pikepdf.Stream) -> None:
    data = stream.read_bytes()
    clear_end = int(stream.Length1)
    private_end = clear_end + int(stream.Length2)
    clear, private, rest = data[:clear_end], data[clear_end:private_end], data[private_end:]
    if not clear.startswith(_FIRST_LINE):
        return
    clear = _USUAL_LINE + clear.removeprefix(_FIRST_LINE)
    pieces = _with_short_widths(_crypted(private, _EEXEC, is_plain=False))
    private = _crypted(b"".join(pieces), _EEXEC, is_plain=True)
    stream.write(clear + private + rest)
    stream.Length1, stream.Length2 = len(clear), len(private)


def _with_short_widths(private: bytes) -> Iterator[bytes]:
    """Yield the private part, decrypted, piece by piece, the numbers before each ``hsbw`` as short as they can be."""
    at = 0
    while binary := _BINARY.search(private, at):
        end = binary.end() + int(binary["length"])
        charstring = _crypted(private[binary.end() : end], _CHARSTRING, is_plain=False)
        if width := _WIDTH.match(charstring, _LEADING):
            short = _short(width["bearing"]) + _short(width["width"])
            charstring = charstring[:_LEADING] + short + charstring[width.end("width") :]
        yield private[at : binary.start()]
        yield b"%d RD %b" % (len(charstring), _crypted(charstring, _CHARSTRING, is_plain=True))
        at = end
    yield private[at:]


def _short(number: bytes) -> bytes:
    """Return a charstring's number in its shortest form (6.2); beyond ±1,131 there is only the long one."""
    if number[0] != 0xFF:
        return number
    value = int.from_bytes(number[1:], "big", signed=True)
    if -107 <= value <= 107:
        return bytes([value + 139])
    if 108 <= abs(value) <= 1131:
        high, low = divmod(abs(value) - 108, 256)
        return bytes([(247 if value > 0 else 251) + high, low])
    return number


def _crypted(data: bytes, key: int, *, is_plain: bool) -> bytes:
    """Return ``data`` encrypted where it is plain, and decrypted where it is not."""
    crypted = bytearray()
    for byte in data:
        crypted.append(byte ^ (key >> 8))
        key = (((crypted[-1] if is_plain else byte) + key) * 52845 + 22719) & 0xFFFF
    return bytes(crypted)
