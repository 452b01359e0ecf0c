"""The kinds of files there are, and which of them can become pages by which way."""

from __future__ import annotations

import enum

import attrs

__all__ = [
    "DAMAGED_OFFICE",
    "PDF",
    "TEXT",
    "UNKNOWN",
    "ZIPPED",
    "Family",
    "Kind",
    "ZippedKind",
    "image",
    "office",
    "other",
]


class Family(enum.Enum):
    """The way by which a file becomes pages; ``OTHER`` has none."""

    PDF = "PDF"
    OFFICE = "Office"
    IMAGE = "image"
    TEXT = "text"
    OTHER = "other"


@attrs.frozen
class Kind:
    """What a file is: in English for messages, in Danish for the package's reader.

    Attributes:
        english: With its article; empty when nobody can tell.
        dansk: As ``english``.
        suffix: Of Office files: what such a file's name ends in (``.docx``), whatever this one is called.
    """

    english: str
    dansk: str
    family: Family = Family.OTHER
    suffix: str = ""


@attrs.frozen
class ZippedKind:
    """How a kind of file that is a ZIP archive is known: by a folder in it, or by the type it declares itself."""

    kind: Kind
    start: str = ""
    declared: bytes = b""


def image(english: str) -> Kind:
    """Give a kind of image."""
    return Kind(english, "et billede", Family.IMAGE)


def office(english: str, dansk: str, suffix: str) -> Kind:
    """Give a kind of Office file."""
    return Kind(english, dansk, Family.OFFICE, suffix)


def other(english: str, dansk: str) -> Kind:
    """Give a kind that cannot become pages."""
    return Kind(english, dansk)


PDF = Kind("a PDF", "en PDF", Family.PDF)
TEXT = Kind("plain text", "ren tekst", Family.TEXT)
UNKNOWN = Kind("", "")
DAMAGED_OFFICE = other("a damaged Office file", "en beskadiget Office-fil")

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."

ZIPPED = (
    ZippedKind(office("a Word document", "et Word-dokument", ".docx"), "word/"),
    ZippedKind(office("a PowerPoint presentation", "en PowerPoint-præsentation", ".pptx"), "ppt/"),
    ZippedKind(office("an Excel workbook", "et Excel-regneark", ".xlsx"), "xl/"),
    ZippedKind(office("an OpenDocument text", "et OpenDocument-dokument", ".odt"), declared=_OPEN_DOCUMENT + b"text"),
    ZippedKind(
        office("an OpenDocument presentation", "en OpenDocument-præsentation", ".odp"),
        declared=_OPEN_DOCUMENT + b"presentation",
    ),
    ZippedKind(
        office("an OpenDocument spreadsheet", "et OpenDocument-regneark", ".ods"),
        declared=_OPEN_DOCUMENT + b"spreadsheet",
    ),
)
