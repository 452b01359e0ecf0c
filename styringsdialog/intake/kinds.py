"""The kinds of files there are, and which of them can become pages by which way."""

from __future__ import annotations

import enum

import attrs

from styringsdialog.messages.message import Message, message


class Family(enum.Enum):
    """The way by which a file becomes pages; ``OTHER`` has none."""

    PDF = "PDF"
    OFFICE = "Office"
    IMAGE = "image"
    TEXT = "text"
    OTHER = "other"


@attrs.frozen
class Kind:
    """What a file is.

    Attributes:
        name: With its article; ``None`` when nobody can tell.
        suffix: Of Office files: what such a file's name ends in (``.docx``), whatever this one is called.
    """

    name: Message | None
    family: Family = Family.OTHER
    suffix: str = ""


@attrs.frozen
class ZippedKind:
    """How a kind of file that is a ZIP archive is known: by the type it declares, or else by the name of a part.

    Attributes:
        declared: A regular expression that its ``mimetype`` or its ``[Content_Types].xml`` matches.
        start: How the name of a part begins that only this kind has.
    """

    kind: Kind
    declared: bytes
    start: str = ""


def image(name: Message) -> Kind:
    """Return a kind of image."""
    return Kind(name, Family.IMAGE)


def office(name: Message, suffix: str) -> Kind:
    """Return a kind of Office file."""
    return Kind(name, Family.OFFICE, suffix)


PDF = Kind(message("kinds.pdf"), Family.PDF)
TEXT = Kind(message("kinds.text"), Family.TEXT)
UNKNOWN = Kind(None)
I_WORK = Kind(message("kinds.i-work"))
ZIP = Kind(message("kinds.zip"))
DAMAGED_OFFICE = Kind(message("kinds.damaged-office"))

_OPEN_DOCUMENT = rb"^application/vnd\.oasis\.opendocument\."

ZIPPED = (
    ZippedKind(office(message("kinds.odt"), ".odt"), _OPEN_DOCUMENT + b"text"),
    ZippedKind(office(message("kinds.odp"), ".odp"), _OPEN_DOCUMENT + b"presentation"),
    ZippedKind(office(message("kinds.ods"), ".ods"), _OPEN_DOCUMENT + b"spreadsheet"),
    # Behind the three above, whose declarations it matches too.
    ZippedKind(Kind(message("kinds.other-open-document")), _OPEN_DOCUMENT, "content.xml"),
    ZippedKind(Kind(message("kinds.e-book")), rb"^application/epub"),
    ZippedKind(
        office(message("kinds.word"), ".docx"),
        rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled\w*\.main",
        "word/document",
    ),
    ZippedKind(
        office(message("kinds.powerpoint"), ".pptx"),
        rb"presentationml\.\w+\.main|ms-powerpoint\.\w+\.macroEnabled\w*\.main",
        "ppt/presentation",
    ),
    ZippedKind(
        office(message("kinds.excel"), ".xlsx"),
        rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:\w+\.macroEnabled|sheet\.binary)\w*\S*\.main",
        "xl/workbook",
    ),
    ZippedKind(Kind(message("kinds.visio")), rb"ms-visio\.\w+\.(?:macroEnabled\.)?main", "visio/document"),
    ZippedKind(Kind(message("kinds.xps")), rb"fixeddocumentsequence", "FixedDocSeq"),
    # A document of Apple's declares nothing.
    ZippedKind(I_WORK, rb"(?!)", "Index/Document.iwa"),
    ZippedKind(I_WORK, rb"(?!)", "Index.zip"),
)
