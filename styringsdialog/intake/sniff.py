"""What a file is by its content, when it is no PDF: so that a person sees what was sent instead."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import attrs

__all__ = ["HEAD", "Kind", "has_pdf_header", "kind_of"]

HEAD = 1024
"""Bytes from the start within which readers accept a PDF's header (Adobe's implementation note 13)."""


@attrs.frozen
class Kind:
    """What a file is: in English for messages, in Danish for the package's reader."""

    english: str
    dansk: str


_UNKNOWN = Kind("", "")

_SIGNATURES = (
    (b"\xff\xd8\xff", Kind("a JPEG image", "et billede")),
    (b"\x89PNG\r\n", Kind("a PNG image", "et billede")),
    (b"GIF8", Kind("a GIF image", "et billede")),
    (b"II*\0", Kind("a TIFF image", "et billede")),
    (b"MM\0*", Kind("a TIFF image", "et billede")),
    (b"BM", Kind("a BMP image", "et billede")),
    (b"\xd0\xcf\x11\xe0", Kind("an old Office file", "en ældre Office-fil")),
    (b"{\\rtf", Kind("an RTF text", "et RTF-dokument")),
    (b"%!PS", Kind("a PostScript file", "en PostScript-fil")),
    (b"\x1f\x8b", Kind("a gzip archive", "en komprimeret fil")),
    (b"7z\xbc\xaf", Kind("a 7-Zip archive", "en komprimeret fil")),
    (b"Rar!", Kind("a RAR archive", "en komprimeret fil")),
    (b"version https://git-lfs", Kind("a Git LFS pointer instead of the file", "en henvisning til filen")),
    (b"[InternetShortcut]", Kind("an internet shortcut", "en genvej til en hjemmeside")),
)

_ZIPPED = (
    ("word/", Kind("a Word document", "et Word-dokument")),
    ("ppt/", Kind("a PowerPoint presentation", "en PowerPoint-præsentation")),
    ("xl/", Kind("an Excel workbook", "et Excel-regneark")),
    ("content.xml", Kind("an OpenDocument file", "et OpenDocument-dokument")),
)


def has_pdf_header(head: bytes) -> bool:
    """Tell whether a reader would take the file that starts with ``head`` for a PDF."""
    return b"%PDF-" in head[:HEAD]


def kind_of(path: Path, head: bytes) -> Kind:
    """Give what the file at ``path``, which starts with ``head``, is; both names empty when nobody can tell."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return Kind("an image or a film", "et billede eller en film")
    return _text(head)


def _zipped(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        names = []
    for start, kind in _ZIPPED:
        if any(name.startswith(start) for name in names):
            return kind
    return Kind("a ZIP archive", "en ZIP-fil")


def _text(head: bytes) -> Kind:
    if b"\0" in head:
        return _UNKNOWN
    text = head.decode("utf-8-sig", errors="replace").strip()
    start = text[:200].lower()
    if "<svg" in start:
        return Kind("an SVG image", "et billede")
    if start.startswith(("<!doctype html", "<html", "<head", "<title")) or "<html" in text.lower():
        return Kind("an HTML page", "en hjemmeside")
    if start.startswith("<"):
        return Kind("an XML file", "en XML-fil")
    if start.startswith(("{", "[")) and _is_json(text):
        return Kind("JSON", "en datafil (JSON)")
    if start.startswith(("from:", "received:", "mime-version:", "return-path:", "delivered-to:")):
        return Kind("an e-mail", "en e-mail")
    control = sum(not (character.isprintable() or character.isspace()) for character in text)
    if text and control + text.count("\N{REPLACEMENT CHARACTER}") <= len(text) // 50:
        return Kind("plain text", "ren tekst")
    return _UNKNOWN


def _is_json(text: str) -> bool:
    """Tell whether ``text``, which may be cut off, starts as JSON does."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos > len(text) // 2
    except RecursionError:
        return True
    return True
