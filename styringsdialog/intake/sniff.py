"""What a file is by its content: so that it goes the right way, and a person sees what was sent."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from styringsdialog.intake.compound import compound_kind
from styringsdialog.intake.ends import HEAD, Ends, read_ends
from styringsdialog.intake.kinds import (
    DAMAGED_OFFICE,
    PDF,
    TEXT,
    UNKNOWN,
    ZIPPED,
    Kind,
    image,
    office,
    other,
)

__all__ = ["has_pdf_header", "kind_of", "sniff"]

_SIGNATURES = (
    (b"\xff\xd8\xff", image("a JPEG image")),
    (b"\x89PNG\r\n", image("a PNG image")),
    (b"GIF8", image("a GIF image")),
    (b"II*\0", image("a TIFF image")),
    (b"MM\0*", image("a TIFF image")),
    (b"BM", image("a BMP image")),
    (b"{\\rtf", office("an RTF text", "et RTF-dokument", ".rtf")),
    (b"%!PS", other("a PostScript file", "en PostScript-fil")),
    (b"\x1f\x8b", other("a gzip archive", "en komprimeret fil")),
    (b"7z\xbc\xaf", other("a 7-Zip archive", "en komprimeret fil")),
    (b"Rar!", other("a RAR archive", "en komprimeret fil")),
    (b"PK\x05\x06", other("an empty ZIP archive", "en tom ZIP-fil")),
    (b"version https://git-lfs", other("a Git LFS pointer instead of the file", "en henvisning til filen")),
    (b"[InternetShortcut]", other("an internet shortcut", "en genvej til en hjemmeside")),
)

_COMPOUND = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_BRANDS = {
    b"heic": "a HEIC image",
    b"heix": "a HEIC image",
    b"mif1": "a HEIC image",
    b"avif": "an AVIF image",
}
"""ISO base media files by their major brand: ISO/IEC 23008-12 (HEIF) and AV1 images; the rest are films."""

# Of a ZIP whose directory is lost, the names stand in front of each file (APPNOTE 4.3.7).
_LOCAL_NAME = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_SEARCHED = 1 << 20
"""Bytes of a broken ZIP in which names are looked for."""

_LOCK_SIZES = {162, 165}
"""Bytes of the file that Word (162), and Excel and PowerPoint (165), keep beside an open document."""
_LIBREOFFICE_LOCK = re.compile(r"[^\n]*,[^\n]*,[^\n]*,\d\d\.\d\d\.\d{4} \d\d:\d\d,[^\n]*;?\s*")

_TEXT_NAMES = frozenset({".csv", ".md", ".tsv", ".txt"})


def sniff(source: Path, name: str) -> Kind:
    """Give what the file at ``source``, which messages call ``name``, is.

    The name plays a part only where text is concerned: what is called so is taken for text in whatever
    encoding, and text that is called something else was meant to be that.

    Raises:
        BilagFileError: It is not there, no ordinary file, cannot be read, or is empty.
    """
    ends = read_ends(source, name)
    kind = kind_of(source, ends)
    if kind in {TEXT, UNKNOWN} and source.suffix.lower() in _TEXT_NAMES:
        return TEXT
    return other(kind.english, kind.dansk) if kind is TEXT else kind


def has_pdf_header(head: bytes) -> bool:
    """Tell whether a reader would take the file that starts with ``head`` for a PDF."""
    return b"%PDF-" in head[:HEAD]


def kind_of(path: Path, ends: Ends) -> Kind:
    """Give what the file at ``path``, with ``ends``, is; ``UNKNOWN`` when nobody can tell."""
    head = ends.head
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(_COMPOUND):
        return compound_kind(path)
    if head.startswith(_ZIP):
        return _zipped(path)
    if has_pdf_header(head):
        return PDF
    if ends.size in _LOCK_SIZES and _is_lock(head):
        return other("the lock file of an open Office document", "en midlertidig låsefil fra Office")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return image("a WebP image")
    if head[4:8] == b"ftyp":
        brand = _BRANDS.get(head[8:12])
        return image(brand) if brand else other("an image or a film", "et billede eller en film")
    kind = _text(head)
    # One that has lost only its first line is read all the same.
    return PDF if b"%%EOF" in ends.tail and kind in {UNKNOWN, TEXT} else kind


def _is_lock(head: bytes) -> bool:
    """Tell whether ``head`` begins as an Office lock file does: a name's length, the name, and then padding."""
    length = head[0]
    return 0 < length <= 54 and head[1 : 1 + length].isascii() and not head[1 + length : 54].strip(b" \0")


def _zipped(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            declared = archive.read("mimetype")[:100] if "mimetype" in names[:1] else b""
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError):
        # RuntimeError: a member with a password.
        return _broken_zip(path)
    for kind in ZIPPED:
        if declared.startswith(kind.declared) if kind.declared else any(name.startswith(kind.start) for name in names):
            return kind.kind
    if declared.startswith(b"application/vnd.oasis.opendocument") or "content.xml" in names:
        return other("an OpenDocument file of a kind that is not taken", "et OpenDocument-dokument")
    return other("a ZIP archive", "en ZIP-fil")


def _broken_zip(path: Path) -> Kind:
    with path.open("rb") as stream:
        data = stream.read(_SEARCHED)
    starts = {
        data[found.end() : found.end() + int.from_bytes(found[1], "little")] for found in _LOCAL_NAME.finditer(data)
    }
    known = [kind.start.encode() for kind in ZIPPED if kind.start]
    if any(name.startswith(start) for name in starts for start in known) or b"content.xml" in starts:
        return DAMAGED_OFFICE
    return other("a ZIP archive", "en ZIP-fil")


def _text(head: bytes) -> Kind:
    if b"\0" in head:
        return UNKNOWN
    text = head.decode("utf-8-sig", errors="replace").strip()
    start = text[:200].lower()
    if "<svg" in start:
        return other("an SVG image", "et billede")
    if start.startswith(("<!doctype html", "<html", "<head", "<title")) or "<html" in text.lower():
        return other("an HTML page", "en hjemmeside")
    if start.startswith("<"):
        return other("an XML file", "en XML-fil")
    if start.startswith(("{", "[")) and _is_json(text):
        return other("JSON", "en datafil (JSON)")
    if start.startswith(("from:", "received:", "mime-version:", "return-path:", "delivered-to:")):
        return other("an e-mail", "en e-mail")
    if _LIBREOFFICE_LOCK.fullmatch(text):
        return other("the lock file of an open LibreOffice document", "en midlertidig låsefil fra LibreOffice")
    control = sum(not (character.isprintable() or character.isspace()) for character in text)
    if text and control + text.count("\N{REPLACEMENT CHARACTER}") <= len(text) // 50:
        return TEXT
    return UNKNOWN


def _is_json(text: str) -> bool:
    """Tell whether ``text``, which may be cut off, starts as JSON does."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos > len(text) // 2
    except RecursionError:
        return True
    return True
