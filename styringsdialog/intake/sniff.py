"""What a file is by its content, whatever it is called; and why it cannot be read at all."""

from __future__ import annotations

import itertools
import json
import re
import zipfile
from pathlib import Path

import attrs

from styringsdialog.errors import BilagFileError
from styringsdialog.intake.compound import compound_kind
from styringsdialog.intake.kinds import (
    DAMAGED_OFFICE,
    I_WORK,
    PDF,
    TEXT,
    UNKNOWN,
    ZIP,
    ZIPPED,
    Kind,
    image,
    office,
)
from styringsdialog.messages.message import Where, message, system_reason

# Bytes from the start within which readers accept a PDF's header (Adobe's implementation note 13).
_HEAD = 1024
_TAIL = 2048

_SIGNATURES = (
    (b"\xff\xd8\xff", image(message("kinds.jpeg"))),
    (b"\x89PNG\r\n", image(message("kinds.png"))),
    (b"GIF8", Kind(message("kinds.gif"))),
    (b"II*\0", image(message("kinds.tiff"))),
    (b"MM\0*", image(message("kinds.tiff"))),
    (b"BM", Kind(message("kinds.bmp"))),
    (b"8BPS", Kind(message("kinds.photoshop"))),
    (b"{\\rtf", office(message("kinds.rtf"), ".rtf")),
    (b"%!PS", Kind(message("kinds.postscript"))),
    (b"\x1f\x8b", Kind(message("kinds.gzip"))),
    (b"7z\xbc\xaf", Kind(message("kinds.seven-zip"))),
    (b"Rar!", Kind(message("kinds.rar"))),
    (b"PK\x05\x06", Kind(message("kinds.empty-zip"))),
    (b"version https://git-lfs", Kind(message("kinds.git-lfs"))),
    (b"[InternetShortcut]", Kind(message("kinds.shortcut"))),
    (b"L\0\0\0\x01\x14\x02\0", Kind(message("kinds.file-shortcut"))),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", Kind(message("kinds.one-note"))),
    (b"\0\x01\0\0Standard ", Kind(message("kinds.database"))),
    (b"AC10", Kind(message("kinds.cad"))),
    (b"MZ", Kind(message("kinds.program"))),
    (b"ID3", Kind(message("kinds.sound"))),
    (b"OggS", Kind(message("kinds.sound"))),
    (b"\x1aE\xdf\xa3", Kind(message("kinds.film"))),
    (b"BEGIN:VCALENDAR", Kind(message("kinds.calendar"))),
    (b"BEGIN:VCARD", Kind(message("kinds.contact"))),
)

# What a file is that cannot become pages and whose content does not say more than ``_VAGUE``.
_NAMED = {
    ".msg": Kind(message("kinds.outlook")),
    ".eml": Kind(message("kinds.e-mail")),
    ".pages": Kind(message("kinds.pages")),
    ".numbers": Kind(message("kinds.numbers")),
    ".key": Kind(message("kinds.keynote")),
    ".pub": Kind(message("kinds.publisher")),
    ".url": Kind(message("kinds.shortcut")),
    ".webloc": Kind(message("kinds.shortcut")),
    ".website": Kind(message("kinds.shortcut")),
    ".lnk": Kind(message("kinds.file-shortcut")),
    ".heic": Kind(message("kinds.heic")),
    ".dwg": Kind(message("kinds.cad")),
    ".dxf": Kind(message("kinds.cad")),
    ".db": Kind(message("kinds.leftover")),
    ".tmp": Kind(message("kinds.leftover")),
    **dict.fromkeys((".mht", ".mhtml"), Kind(message("kinds.html"))),
    **dict.fromkeys((".gdoc", ".gsheet", ".gslides"), Kind(message("kinds.cloud-shortcut"))),
    **dict.fromkeys((".crdownload", ".download", ".part", ".partial"), Kind(message("kinds.half-downloaded"))),
}
_VAGUE = frozenset(
    {
        UNKNOWN,
        TEXT,
        ZIP,
        I_WORK,
        *(Kind(message(f"kinds.{name}")) for name in ("empty-zip", "old-office", "xml-file", "json", "e-mail")),
    }
)

_COMPOUND = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
# ISO base media files by their major brand: ISO/IEC 23008-12 (HEIF) and AV1 images; the rest are films.
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), Kind(message("kinds.heic"))),
    **dict.fromkeys((b"avif", b"avis"), Kind(message("kinds.avif"))),
    b"M4A ": Kind(message("kinds.sound")),
}

# Of a ZIP whose directory is lost, the names stand in front of each file (APPNOTE 4.3.7).
_LOCAL_NAME = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
# Bytes of a broken ZIP in which names are looked for, and of what a whole one declares.
_SEARCHED = 1 << 20

# Bytes of the file that Word (162), and Excel and PowerPoint (165), keep beside an open document.
_LOCK_SIZES = {162, 165}
_MAIL = ("from:", "received:", "mime-version:", "return-path:", "delivered-to:")
_LIBREOFFICE_LOCK = re.compile(r"(?:[^\n,]*,){3,}\d\d\.\d\d\.\d{4} \d\d:\d\d,[^\n]*;?\s*")

_TEXT_NAMES = frozenset({".csv", ".md", ".tsv", ".txt"})


@attrs.frozen
class FileEnds:
    """The first and the last bytes of a file, and how many bytes it has."""

    head: bytes
    tail: bytes
    size: int


def read_ends(source: Path, name: str) -> FileEnds:
    """Return the first and the last bytes of ``source``, which messages call ``name``.

    Raises:
        BilagFileError: It is not there, no ordinary file, cannot be read, or is empty.
    """
    place = Where(file=name)
    try:
        if source.is_dir():
            raise BilagFileError.at(place, message("intake.folder"))
        if source.exists() and not source.is_file():
            # Opening a named pipe would wait for a writer for ever.
            raise BilagFileError.at(place, message("intake.no-ordinary-file"))
        with source.open("rb") as stream:
            head = stream.read(_HEAD)
            size = stream.seek(0, 2)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read()
    except FileNotFoundError as error:
        raise BilagFileError.at(place, message("intake.no-such-file")) from error
    except (OSError, ValueError) as error:
        # A path with a NUL byte is a ValueError.
        raise BilagFileError.at(place, message("intake.unreadable", reason=system_reason(error))) from error
    if not size:
        raise BilagFileError.at(place, message("intake.empty"))
    return FileEnds(head, tail, size)


def sniff(source: Path, name: str) -> Kind:
    """Return what the file at ``source``, which messages call ``name``, is.

    The name plays a part only where text is concerned: what is called so is taken for text in whatever
    encoding, and text that is called something else was meant to be that; and where the content says little, to
    tell what it is that cannot become pages.

    Raises:
        BilagFileError: It is not there, no ordinary file, cannot be read, or is empty.
    """
    kind = kind_of(source, read_ends(source, name))
    suffix = source.suffix.lower()
    if kind in {TEXT, UNKNOWN} and suffix in _TEXT_NAMES:
        return TEXT
    if kind in _VAGUE and suffix in _NAMED:
        return _NAMED[suffix]
    return Kind(kind.name) if kind is TEXT else kind


def has_pdf_header(head: bytes) -> bool:
    """Tell whether a reader would take the file that starts with ``head`` for a PDF."""
    return b"%PDF-" in head[:_HEAD]


def kind_of(path: Path, ends: FileEnds) -> Kind:
    """Return what the file at ``path``, with ``ends``, is; ``UNKNOWN`` when nobody can tell."""
    head = ends.head
    for signature, kind in _SIGNATURES:
        # A text may begin with «BM» or «MZ» too.
        if head.startswith(signature) and (b"\0" in head or not signature.isalnum()):
            return kind
    if head.startswith(_COMPOUND):
        return compound_kind(path)
    if head.startswith(_ZIP):
        return _zipped(path)
    # After ZIP: the header of a PDF that an archive holds unpacked may stand in the first kilobyte too.
    if has_pdf_header(head):
        return PDF
    if ends.size in _LOCK_SIZES and _is_lock(head):
        return Kind(message("kinds.office-lock"))
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return image(message("kinds.webp"))
    # ISO/IEC 14496-12, 4.3: behind its length, the box that names the brand comes first.
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], Kind(message("kinds.film")))
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
            declaring = [name for name in ("mimetype", "[Content_Types].xml") if name in names][:1]
            declared = b"".join(archive.open(name).read(_SEARCHED) for name in declaring)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError):
        # RuntimeError: a member with a password.
        return _broken_zip(path)
    said = (kind.kind for kind in ZIPPED if re.search(kind.declared, declared))
    # What says nothing of itself is told by its parts, and a film in ``ppt/media`` is no presentation.
    held = (kind.kind for kind in ZIPPED if kind.start and any(name.startswith(kind.start) for name in names))
    return next(itertools.chain(said, held), ZIP)


def _broken_zip(path: Path) -> Kind:
    with path.open("rb") as stream:
        data = stream.read(_SEARCHED)
    starts = {
        data[header.end() : header.end() + int.from_bytes(header[1], "little")] for header in _LOCAL_NAME.finditer(data)
    }
    known = tuple(kind.start.encode() for kind in ZIPPED if kind.start)
    return DAMAGED_OFFICE if any(name.startswith(known) for name in starts) else ZIP


def _text(head: bytes) -> Kind:
    if b"\0" in head:
        return UNKNOWN
    # Replaced and not refused: the head may end in the middle of a letter.
    text = head.decode("utf-8-sig", errors="replace").strip()
    start = text[:200].lower()
    is_html = start.startswith(("<!doctype html", "<html", "<head", "<title")) or "<html" in text.lower()
    kinds = (
        ("<svg" in start, message("kinds.svg")),
        (is_html, message("kinds.html")),
        (start.startswith("<"), message("kinds.xml-file")),
        (start.startswith(("{", "[")) and _is_json(text), message("kinds.json")),
        (start.startswith(_MAIL), message("kinds.e-mail")),
        (_LIBREOFFICE_LOCK.fullmatch(text), message("kinds.libreoffice-lock")),
    )
    if name := next((name for is_so, name in kinds if is_so), None):
        return Kind(name)
    control = sum(not (character.isprintable() or character.isspace()) for character in text)
    return TEXT if text and control + text.count("\N{REPLACEMENT CHARACTER}") <= len(text) // 50 else UNKNOWN


def _is_json(text: str) -> bool:
    """Tell whether ``text``, which may be cut off, starts as JSON does."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        # Only the head is read: of a longer file JSON breaks off where the head does.
        return error.pos > len(text) // 2
    # Brackets within brackets, deeper than Python reads, are JSON as far as this tells.
    except RecursionError:
        return True
    return True
